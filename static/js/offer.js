/* Forms without a network: what a form holds is offered a place on this phone, and goes out from
   there. Signing out and switching off take it away, after a warning. Needs offline.js, keep.js. */
(() => {
  "use strict";
  const { house, words, page, make, button, count, path, isAway, sure } = Phone;
  const { tag, seal, zone } = house.dataset;
  const doc = document;
  /* What the safety check means is worked out by the server, so it never waits. */
  const CHECK = /^\/(i\/[^/]+\/check|check|start\/safety)\//;
  const isTold = ([name, value]) => /^(yes|not_sure)$/.test(name) || /^(yes|not_sure)$/.test(value);
  const check = (form) => {
    if ([...new FormData(form)].some(isTold)) return location.assign("/help-now/");
    note(form, "alert", make("strong", {}, words.offline), " ", words.check, " ", make("a", { href: "/help-now/" }, words.help));
  };
  const tickOf = (form) => form.querySelector(".tick");
  const isKept = (form) => tag && form.elements?.key && Keep.OURS.test(path(form));
  const fresh = (form) => {
    form.elements.key.value = crypto.randomUUID();
    delete form.dataset.kept;
  };

  /* Beside the button that was tapped, so that it is seen where the thumb is. */
  const note = (form, role, ...says) => {
    const tapped = form.querySelector("[data-tapped], [data-idle]");
    doc.querySelectorAll("[data-note], .notsaved").forEach((old) => old.remove());
    const box = make("div", { className: "notice", role }, make("span", {}, ...says));
    box.dataset.note = "1";
    ((tapped || form).closest(".ticks") || tapped?.closest(".send") || (tapped || form).closest(".acts") || tapped || form).after(box);
    for (const idle of form.querySelectorAll("[data-idle]")) {
      Object.assign(idle, { ariaBusy: null, textContent: idle.dataset.idle });
      delete idle.dataset.idle;
    }
    box.scrollIntoView({ block: "nearest" });
    return box;
  };
  const isFrightening = ([name, value]) =>
    (/^(rest|sitting|night|walking|running|morning|pain|session_pain|nrs)$/.test(name) && value > 7) ||
    /^(much_worse|numbness|weakness)$/.test(value) ||
    (name === "sharp_stop" && value === "yes");
  const keep = async (form, pressed) => {
    /* What was sent since gets a key of its own: saving again is another entry. */
    const { kept, name = "" } = form.dataset;
    if (kept ? !Phone.keys.has(kept) : tickOf(form)) fresh(form);
    const data = new FormData(form);
    const key = data.get("key");
    const pairs = [...data].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    if (pressed?.name) pairs.push([pressed.name, pressed.value]);
    await Keep.add({ key, action: path(form), pairs, name, at: new Date().toISOString(), zone, state: "waits", says: "" });
    form.dataset.kept = key;
    if (tickOf(form)) tickOf(form).ariaChecked = data.get("done") === "1";
    const signs = make("a", { href: "/help-now/" }, words.help);
    const box = note(form, "status", isAway() ? words.kept : words.waits, " ", pairs.some(isFrightening) ? words.frightening + " " : "", signs);
    if (page && /(fall|run|moment)\/$/.test(path(form))) {
      form.reset();
      fresh(form);
    }
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("send")).catch(() => {});
    Phone.send();
    return box;
  };
  doc.addEventListener("change", ({ target: { form } }) => {
    if (form && !Phone.mine && !isAway() && isKept(form)) Keep.hold(house.dataset.fresh);
  });
  /* `pressed`: the button that was tapped, which may be the answer itself. */
  const offer = (form, pressed = form.querySelector("[data-idle]")) => {
    if (Phone.mine) return keep(form, pressed);
    const box = note(form, "alert", make("strong", {}, words.away), " ", words.ask);
    const yes = button(words.yes, async () => {
      Phone.mine = await Keep.begin(tag, seal);
      const kept = await keep(form, pressed);
      if (!(await Keep.storeHeld()) && isAway()) kept.append(make("p", {}, words.nopage));
    }, "btn primary");
    box.append(make("div", { className: "acts" }, yes, button(words.no, () => box.remove())));
    yes.focus();
  };
  addEventListener("submit", (event) => {
    const form = event.target;
    if (/\/accounts\/logout\/$/.test(path(form))) return leave(event, form);
    if (CHECK.test(path(form)) && isAway()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return check(form);
    }
    if (!isKept(form)) return;
    const tick = tickOf(form);
    if (tick && Phone.keys.has(form.dataset.kept)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      doc.querySelectorAll("[data-note]").forEach((old) => old.remove());
      tick.ariaChecked = form.elements.done.value !== "1"; /* taken back before it was sent */
      return Keep.remove(form.dataset.kept);
    }
    /* What waits already goes out from where it waits, so that it is never in two places. */
    if (!isAway() && !(page && Phone.mine) && !Phone.keys.has(form.elements.key.value)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.querySelectorAll("[data-tapped]").forEach((old) => delete old.dataset.tapped);
    if (event.submitter) event.submitter.dataset.tapped = "1";
    offer(form, event.submitter);
  }, true);
  doc.addEventListener("htmx:sendError", ({ detail }) => {
    const form = detail.elt.closest("form");
    if (form && isKept(form)) offer(form);
    if (form && CHECK.test(path(form))) check(form);
  });
  /* The worker could not send a form of this page, or it was sent before this script was here. */
  Phone.unsent = (address) => {
    const form = [...doc.forms].find((each) => each.querySelector("[data-idle]") && path(each) === address);
    if (form && isKept(form)) return offer(form);
  };
  Phone.startForms = async () => {
    const form = doc.querySelector("form:has([data-idle])");
    if (form && isAway() && isKept(form)) await offer(form);
  };

  const leave = async (event, form) => {
    if (!tag || form.dataset.sure) return;
    event.preventDefault();
    const go = async () => {
      if (await Keep.others(tag)) form.append(make("input", { type: "hidden", name: "keep_others", value: "1" }));
      await Keep.forget(tag);
      form.dataset.sure = "1";
      form.submit();
    };
    if (!navigator.onLine) return note(form, "alert", words.noway);
    if (Phone.keys.size) sure(form.closest(".acts") || form, [count("wait", Phone.keys.size), " ", words.leaving], words.out, go);
    else go();
  };
  const off = (target) => {
    if (Phone.keys.size) sure(target, [count("wait", Phone.keys.size), " ", words.leaving], words.off, () => Keep.forget(tag));
    else Keep.forget(tag);
  };
  const on = async () => {
    await Keep.begin(tag, seal);
    await Keep.refresh(house.dataset.fresh);
    Phone.draw();
  };
  doc.addEventListener("click", ({ target }) => {
    const turn = target.closest("[data-turn]");
    if (turn) (turn.dataset.turn === "on" ? on : off)(turn);
    const that = target.closest("[data-keep-that]");
    if (that) Keep.remove(that.dataset.keepThat);
  });

  /* The offline page is for the day it is opened on, or the one its address names. */
  Phone.startPage = () => {
    if (!page || !tag) return;
    const main = doc.getElementById("main");
    const on = location.pathname.match(/\d{4}-\d\d-\d\d/)?.[0] || Phone.dayOf(new Date());
    for (const form of main.querySelectorAll("form")) {
      form.setAttribute("action", path(form).replace(/\d{4}-\d\d-\d\d/, on));
      if (form.elements.key) fresh(form);
    }
    for (const each of main.querySelectorAll("[data-day], #log-title + .muted")) each.textContent = Phone.dayWords(on);
    const plan = doc.getElementById("part-plan");
    if (plan && plan.dataset.of !== on) {
      plan.querySelectorAll("[data-that-day]").forEach((part) => part.remove());
      plan.querySelectorAll("[data-other-day]").forEach((part) => (part.hidden = false));
    }
    const kind = location.pathname.match(/(fall|run|moment|plan)\//)?.[1];
    const place = kind && doc.getElementById("part-" + kind);
    if (!place) return;
    place.open = true;
    place.scrollIntoView();
  };
})();
