/* Home Straight: small helps on top of plain HTML. Every page works without this file.
   Hooks (all in attributes): data-exclusive + data-none, data-log + data-ask, data-toast, data-shut,
   data-copy, data-big, data-print, data-busy. */
(() => {
  "use strict";
  const each = (root, selector, act) => root.querySelectorAll(selector).forEach(act);
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const hit = event.target.closest && event.target.closest(selector);
      if (hit) act(hit, event);
    });

  /* "None of these" clears the others and the other way round. Nested groups are apart. */
  on("change", "[data-exclusive] input[type=checkbox]", (input) => {
    if (!input.checked) return;
    const group = input.closest("[data-exclusive]");
    const isNone = Boolean(input.closest("[data-none]"));
    each(group, "input[type=checkbox]", (other) => {
      if (other === input || other.closest("[data-exclusive]") !== group) return;
      if (isNone || other.closest("[data-none]")) other.checked = false;
    });
  });

  /* Toasts leave after 10 seconds, but never while someone is on them. */
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

  /* Copy, show big, print. The text is in the element the attribute names. */
  on("click", "[data-copy]", async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const words = button.querySelector("span") || button;
    try {
      await navigator.clipboard.writeText((source.value || source.innerText).trim());
    } catch {
      const range = document.createRange(); /* plain http: select it, so that it can be copied by hand */
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return;
    }
    const before = words.textContent;
    words.textContent = button.dataset.done || "Copied";
    button.setAttribute("aria-live", "polite");
    setTimeout(() => (words.textContent = before), 3000);
  });
  on("click", "[data-print]", (button, event) => {
    event.preventDefault();
    window.print();
  });
  on("click", "[data-big]", (button, event) => {
    const dialog = document.getElementById(button.dataset.big);
    if (!dialog || !dialog.showModal) return; /* the link leads to the big page */
    event.preventDefault();
    dialog.showModal();
    dialog.addEventListener("close", () => button.focus(), { once: true });
  });
  on("click", "dialog [data-close]", (button) => button.closest("dialog").close());

  /* A form says that it is being sent. A page that comes back from the cache is fresh again. */
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.defaultPrevented || !button || !button.dataset.busy) return;
    button.setAttribute("aria-busy", "true");
    button.dataset.idle = button.textContent;
    button.textContent = button.dataset.busy;
  });
  window.addEventListener("pageshow", () =>
    each(document, "[aria-busy=true][data-idle]", (button) => {
      button.removeAttribute("aria-busy");
      button.textContent = button.dataset.idle;
    }));

  /* The log: rows on top, one shared place for the keys. Moves on after a pointer choice only. */
  const startLog = (form) => {
    if (form.classList.contains("on")) return;
    const asks = [...form.querySelectorAll("[data-ask]")];
    if (asks.length < 2) return;
    const list = document.createElement("ul");
    list.className = "logrows";
    const status = document.createElement("p");
    status.className = "sr";
    status.setAttribute("role", "status");
    const keys = document.createElement("div");
    keys.className = "keys";
    asks[0].before(list, keys);
    keys.append(...asks);
    form.append(status);
    let current = -1;
    let byPointer = false;

    const chosen = (ask) => ask.querySelector(".pad input:checked");
    const value = (ask) => {
      const input = chosen(ask);
      if (!input) return "";
      const words = input.nextElementSibling.textContent.trim();
      if (!/^\d/.test(words)) return words.toLowerCase();
      if (!ask.dataset.unit) return words;
      const seat = ask.querySelector(".seg input:checked");
      return words + " " + ask.dataset.unit + (seat ? ", " + seat.nextElementSibling.textContent.trim().toLowerCase() : "");
    };
    const rows = asks.map((ask, index) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      const name = document.createElement("span");
      const figure = document.createElement("b");
      const legend = ask.querySelector("legend");
      button.type = "button";
      name.textContent = ask.dataset.row || legend.textContent.trim();
      button.setAttribute("aria-controls", ask.id);
      button.append(name, figure);
      button.addEventListener("click", () => show(index, true));
      row.append(button);
      list.append(row);
      ask.tabIndex = -1;
      return { button, figure };
    });
    const paint = () =>
      asks.forEach((ask, index) => {
        const words = value(ask);
        const { button, figure } = rows[index];
        const isNow = index === current;
        button.setAttribute("aria-expanded", String(isNow));
        ask.hidden = !isNow;
        figure.textContent = words || (isNow ? form.dataset.now || "now" : "");
        figure.className = words ? (/^\d+$/.test(words) ? "" : "txt") : "now";
      });
    const show = (index, takeFocus) => {
      current = index;
      paint();
      if (!takeFocus || index < 0) return;
      asks[index].focus({ preventScroll: true });
      keys.scrollIntoView({ block: "nearest" });
    };
    const next = (from) => {
      const order = [...asks.keys()];
      return [...order.slice(from + 1), ...order.slice(0, from)].find((index) => !chosen(asks[index]));
    };
    form.addEventListener("pointerdown", (event) => { byPointer = Boolean(event.target.closest(".key")); });
    form.addEventListener("keydown", (event) => {
      byPointer = false;
      const ask = asks[current];
      if (!ask || !/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!ask.querySelector(".nrs") || !(event.target === ask || event.target.closest(".nrs"))) return;
      const input = ask.querySelector('.pad input[value="' + event.key + '"]');
      if (!input) return;
      event.preventDefault();
      input.checked = true;
      input.focus();
      paint();
    });
    form.addEventListener("change", paint);
    form.addEventListener("click", (event) => {
      const input = event.target;
      if (!byPointer || !input.matches(".pad input[type=radio]")) return;
      byPointer = false;
      const after = next(current);
      paint();
      if (after !== undefined) return show(after, true);
      status.textContent = form.dataset.all || "All answered. Save when ready.";
    });
    form.addEventListener("reset", () => setTimeout(paint));
    form.classList.add("on");
    const wrong = asks.findIndex((ask) => ask.classList.contains("bad"));
    const open = asks.findIndex((ask) => !chosen(ask));
    show(wrong >= 0 ? wrong : Math.max(open, 0), false);
    form.addEventListener("log:show", (event) => show(asks.indexOf(event.target.closest("[data-ask]")), true));
  };
  /* A link in the error summary opens the hidden question it leads to. */
  on("click", ".errors a", (link) => {
    const target = document.getElementById(link.hash.slice(1));
    const ask = target && target.closest("[data-ask]");
    if (ask) ask.dispatchEvent(new Event("log:show", { bubbles: true }));
    if (target) target.focus();
  });

  /* A part that could not be saved says so beside itself; what was typed stays. */
  const notSaved = (event) => {
    const source = event.detail.elt;
    const box = source.closest("form") || source;
    if (box.nextElementSibling && box.nextElementSibling.matches(".notsaved")) return;
    const words = document.body.dataset;
    const alert = document.createElement("p");
    const again = document.createElement("button");
    alert.className = "field-error notsaved";
    alert.setAttribute("role", "alert");
    alert.textContent = words.notSaved || "Not saved.";
    again.className = "link";
    again.type = "button";
    again.textContent = words.tryAgain || "Try again";
    again.addEventListener("click", () => {
      alert.remove();
      if (box.requestSubmit) box.requestSubmit();
      else source.click();
    });
    alert.append(" ", again);
    box.after(alert);
  };
  document.addEventListener("htmx:responseError", notSaved);
  document.addEventListener("htmx:sendError", notSaved);

  const start = (root) => {
    each(root, "form[data-log]", startLog);
    each(root, "[data-toast]", startToast);
    const errors = root.querySelector(".errors");
    if (errors) errors.focus();
    each(root, "[data-needs-js]", (part) => (part.hidden = false));
  };
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.target.parentNode || document));
})();
