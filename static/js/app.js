/* Small helps on plain HTML; pages work without. Hooks: templates/components/README.md */
(() => {
  "use strict";
  const doc = document;
  const each = (root, selector, act) => root.querySelectorAll(selector).forEach(act);
  const hear = (type, act) => doc.addEventListener(type, act);
  const on = (type, selector, act) =>
    hear(type, (event) => {
      const hit = event.target.closest?.(selector);
      if (hit) act(hit, event);
    });
  const make = (tag, props, ...parts) => {
    const part = Object.assign(doc.createElement(tag), props);
    part.append(...parts);
    return part;
  };

  /* "None of these" clears the others and the other way round. Nested groups are apart. */
  on("change", "[data-exclusive] input[type=checkbox]", (input) => {
    const group = input.closest("[data-exclusive]");
    const isNone = input.closest("[data-none]");
    if (!input.checked) return;
    each(group, "input[type=checkbox]", (other) => {
      if (other === input || other.closest("[data-exclusive]") !== group) return;
      if (isNone || other.closest("[data-none]")) other.checked = false;
    });
  });

  /* Toasts leave after 10 s, not while in use. */
  const startToast = (toast) => {
    if (toast.dataset.started) return;
    toast.dataset.started = "1";
    const leave = () => {
      if (toast.matches(":hover, :focus-within")) setTimeout(leave, 2000);
      else toast.remove();
    };
    setTimeout(leave, 10000);
  };
  on("click", "[data-shut]", (button) => button.closest("[data-toast]").remove());

  /* Copy; on plain http select. */
  on("click", "[data-copy]", async (button) => {
    const source = doc.getElementById(button.dataset.copy);
    const words = button.querySelector("span") || button;
    try {
      await navigator.clipboard.writeText(source.innerText.trim());
      const before = words.textContent;
      button.ariaLive = "polite";
      words.textContent = button.dataset.done;
      setTimeout(() => (words.textContent = before), 3000);
    } catch {
      getSelection().selectAllChildren(source);
    }
  });
  on("click", "[data-print]", () => print());
  on("click", "[data-big]", (link, event) => {
    const dialog = doc.getElementById(link.dataset.big);
    if (!dialog?.showModal) return; /* the link does */
    event.preventDefault();
    dialog.showModal(); /* focus returns on close */
  });
  on("click", "dialog [data-close]", (button) => button.closest("dialog").close());

  /* A form says that it is sent; a page that is back is fresh. */
  hear("submit", ({ submitter: button, defaultPrevented }) => {
    if (defaultPrevented || !button?.dataset.busy) return;
    button.ariaBusy = "true";
    button.dataset.idle = button.textContent;
    button.textContent = button.dataset.busy;
  });
  addEventListener("pageshow", () =>
    each(doc, "[data-idle]", (button) => {
      button.ariaBusy = null;
      button.textContent = button.dataset.idle;
    }));

  /* What htmx could not save says so beside itself. */
  const notSaved = ({ detail: { elt } }) => {
    const box = elt.closest("form") || elt;
    if (box.nextElementSibling?.matches(".notsaved")) return;
    const words = doc.body.dataset;
    const again = make("button", { className: "link", type: "button" }, words.tryAgain);
    const alert = make("p", { className: "field-error notsaved", role: "alert" }, words.notSaved, again);
    again.onclick = () => {
      alert.remove();
      if (box.requestSubmit) box.requestSubmit();
      else elt.click();
    };
    box.after(alert);
  };
  hear("htmx:responseError", notSaved);
  hear("htmx:sendError", notSaved);

  /* The log: rows, one place for keys and Save. Only a pointer moves on. */
  const startLog = (form) => {
    const asks = [...form.querySelectorAll("[data-ask]")];
    if (form.matches(".on") || asks.length < 2) return;
    const list = make("ul", { className: "logrows" });
    const status = make("p", { className: "sr", role: "status" });
    const keys = make("div", { className: "keys" });
    let current = -1;
    let byPointer;
    const chosen = (ask) => ask.querySelector(".pad input:checked");
    const label = (input) => input.nextElementSibling.textContent.trim();
    const value = (ask) => {
      const input = chosen(ask);
      const words = input ? label(input) : "";
      if (!/^\d/.test(words)) return words.toLowerCase();
      const seat = ask.querySelector(".seg input:checked");
      if (!ask.dataset.unit) return words;
      return words + " " + ask.dataset.unit + (seat ? ", " + label(seat).toLowerCase() : "");
    };
    const rows = asks.map((ask, index) => {
      const name = ask.querySelector("legend").firstChild.textContent.trim();
      const figure = make("b");
      const button = make("button", { type: "button" }, make("span", {}, name), figure);
      button.setAttribute("aria-controls", ask.id);
      button.onclick = () => show(index, true);
      list.append(make("li", {}, button));
      ask.tabIndex = -1;
      return { button, figure };
    });
    const paint = () =>
      asks.forEach((ask, index) => {
        const words = value(ask);
        const { button, figure } = rows[index];
        const isNow = index === current;
        button.ariaExpanded = isNow;
        ask.hidden = !isNow;
        figure.textContent = words || (isNow ? form.dataset.now : "");
        figure.className = words ? (/^\d+$/.test(words) ? "" : "txt") : "now";
      });
    const show = (index, takeFocus) => {
      current = index;
      paint();
      if (!takeFocus) return;
      asks[index].focus({ preventScroll: true });
      keys.scrollIntoView({ block: "nearest" });
    };
    const isOpen = (ask) => !chosen(ask);
    const nextOpen = () => {
      const after = asks.findIndex((ask, index) => index > current && isOpen(ask));
      return after < 0 ? asks.findIndex(isOpen) : after;
    };
    form.addEventListener("pointerdown", ({ target }) => (byPointer = target.closest(".key")));
    form.addEventListener("keydown", (event) => {
      byPointer = false;
      const { key, target } = event;
      const ask = asks[current];
      if (!/^\d$/.test(key) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target !== ask && !target.closest(".nrs")) return;
      const input = ask.querySelector(`.nrs input[value="${key}"]`);
      if (!input) return;
      event.preventDefault();
      input.checked = true;
      input.focus();
      paint();
    });
    form.addEventListener("change", paint);
    form.addEventListener("click", ({ target }) => {
      if (!byPointer || !target.matches(".pad input")) return;
      byPointer = false;
      const next = nextOpen();
      if (next >= 0) return show(next, true);
      paint();
      status.textContent = form.dataset.all;
    });
    form.addEventListener("log:show", ({ target }) => show(asks.indexOf(target), true));
    asks[0].before(make("div", {}, list, keys));
    keys.append(...asks, form.querySelector(".send") || "");
    form.append(status);
    form.classList.add("on");
    const wrong = asks.findIndex((ask) => ask.matches(".bad"));
    show(Math.max(wrong < 0 ? nextOpen() : wrong, 0));
  };
  /* A link in the errors opens its question. */
  on("click", ".errors a", (link) => {
    const target = doc.getElementById(link.hash.slice(1));
    target?.closest("[data-ask]")?.dispatchEvent(new Event("log:show", { bubbles: true }));
    target?.focus();
  });

  const start = (root) => {
    each(root, "form[data-log]", startLog);
    each(root, "[data-toast]", startToast);
    each(root, "[data-needs-js]", (part) => (part.hidden = false));
    root.querySelector(".errors")?.focus();
  };
  /* Focus lost in a swap goes to its heading. */
  hear("htmx:afterSettle", ({ target }) => {
    if (doc.activeElement !== doc.body || target.id === "toasts") return;
    Object.assign(target.querySelector("h1, h2") || target, { tabIndex: -1 }).focus({ preventScroll: true });
  });
  start(doc);
  /* Offline, last. */
  const src = doc.getElementById("offline")?.dataset.late;
  if (src) setTimeout(() => doc.head.append(make("script", { src })), 2e3);
  hear("htmx:load", ({ target }) => start(target.parentNode || doc));
})();
