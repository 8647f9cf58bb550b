/* What waits on this phone: says so on every page and sends it. Loaded last by app.js. Words:
   templates/components/offline.html; forms: offer.js; store: keep.js. */
(() => {
  "use strict";
  const doc = document;
  const house = doc.getElementById("offline");
  if (house.dataset.on) return; /* loaded already */
  house.dataset.on = "1";
  const { tag, seal, version, zone, today, fresh, region } = house.dataset;
  const words = JSON.parse(house.dataset.words);
  const page = doc.querySelector("[data-offline-page]");
  const make = (name, props, ...parts) => {
    const part = Object.assign(doc.createElement(name), props);
    part.append(...parts);
    return part;
  };
  const button = (text, onclick, css = "btn") => make("button", { type: "button", className: css, onclick }, text);
  const count = (name, n) => words[n === 1 ? name + "-one" : name].replace("#", n);
  const path = (form) => new URL(form.getAttribute("action") || "", location).pathname;
  const isAway = () => !navigator.onLine || (page && page.dataset.offlinePage !== location.pathname);
  const bar = make("div", { role: "status" });
  const Phone = (self.Phone = { house, words, page, make, button, count, path, isAway, mine: null, keys: new Set() });
  let news = "";

  /* The diary day of an instant, as tracker/clock.py counts it. */
  Phone.dayOf = (at) => {
    const style = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", hourCycle: "h23" };
    const got = {};
    for (const { type, value } of new Intl.DateTimeFormat("en", style).formatToParts(at)) got[type] = value;
    const noon = Date.UTC(got.year, got.month - 1, got.day, 12);
    return new Date(noon - (+got.hour < +house.dataset.starts ? 864e5 : 0)).toISOString().slice(0, 10);
  };
  Phone.dayWords = (on) =>
    new Date(on + "T12:00Z").toLocaleDateString(doc.documentElement.lang, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" });
  const nameOf = ({ action, at, name }) => {
    const [, on, kind] = action.match(/(\d{4}-\d\d-\d\d)\/(\w*)/) || [0, Phone.dayOf(new Date(at)), "fall"];
    return Phone.dayWords(on) + ", " + (name || words["kind-" + (kind || "day")]);
  };

  /* Sent as a form of its own: the server's page shows the entry. */
  const show = async (entry) => {
    const { token } = await Keep.ticket();
    const form = make("form", { method: "post", action: entry.action, hidden: true });
    for (const [name, value] of [...entry.pairs, ["csrfmiddlewaretoken", token]]) form.append(make("input", { type: "hidden", name, value }));
    doc.body.append(form);
    form.submit();
  };
  const line = (entry) => {
    const { state, says } = entry;
    const now = { waits: words.waits, changed: words.changed }[state] || says || words.refused;
    const acts = make("div", { className: "acts" });
    const item = make("li", {}, make("div", { className: "grow" }, make("b", {}, nameOf(entry)), make("span", { className: "hint" }, now), acts));
    if (state !== "waits" && !isAway()) acts.append(button(state === "changed" ? words.both : words.change, () => show(entry)));
    acts.append(button(words.remove, () => Phone.sure(item, [words.removing], words.remove, () => Keep.remove(entry.key))));
    return item;
  };
  /* Asks once more. */
  Phone.sure = (after, says, yes, act) => {
    if (after.nextElementSibling?.matches("[data-sure]")) return;
    const box = make(after.matches("li") ? "li" : "div", { className: "notice" });
    box.dataset.sure = "1";
    box.append(make("p", { role: "alert" }, ...says), make("div", { className: "acts" }, button(yes, act, "btn danger"), button(words.stay, () => box.remove())));
    after.after(box);
    box.querySelector("button").focus();
  };
  /* Signing out takes the store away. */
  const draw = (Phone.draw = () => drawn().catch(() => {}));
  const drawn = async () => {
    Phone.mine = tag ? await Keep.me() : null;
    const list = await Keep.list();
    Phone.keys = new Set(list.map(({ key }) => key));
    const open = list.filter(({ state }) => state !== "waits");
    const waits = list.length - open.length;
    if (tag && (await Keep.get("here", "sent")) === tag) {
      news = "sent";
      await Keep.drop("here", "sent");
    }
    const sealed = tag ? 0 : (await Keep.others("")) - list.length;
    const parts = [];
    if (isAway()) parts.push(make("strong", {}, words.offline), " ");
    if (news === "failed" && waits && !isAway()) parts.push(count("unsent", waits), " ", button(words.again, send, "link"));
    else if (waits) parts.push(count("wait", waits), " ", isAway() ? "" : button(words.now, send, "link"));
    else if (news === "sent") parts.push(words.sent);
    if (sealed) parts.push(count("wait", sealed), " ", make("a", { href: house.dataset.login }, words.login));
    const box = make("div", { className: "notice" }, make("span", {}, ...parts));
    if (open.length) box.append(make("ul", { className: "rows" }, ...open.map(line)));
    if (isAway() && !page) box.append(make("a", { href: "/help-now/" }, words.help));
    bar.replaceChildren(...(parts.length || open.length ? [box] : []));
    for (const place of doc.querySelectorAll("[data-waiting]")) place.replaceChildren(...(list.length ? list.map(line) : [make("li", {}, words.none)]));
    for (const part of doc.querySelectorAll("[data-phone]")) part.hidden = part.dataset.phone !== (Phone.mine ? "on" : "off");
    const told = tag && (await Keep.get("here", "tell"));
    if (!told || told.tag !== tag || isAway()) return;
    await Keep.drop("here", "tell");
    location.assign(told.to);
  };
  const send = (Phone.send = async () => {
    if (isAway() && !page) return;
    try {
      await Keep.send();
    } catch {
      news = navigator.onLine ? "failed" : "";
      draw();
    }
  });

  /* Fetch anew what is old: the person's page, the signs of another country. */
  const freshen = async () => {
    const kept = await Keep.get("here", "page");
    const isFresh = kept?.fresh === fresh && Date.now() - kept.at < 6e5;
    if (Phone.mine && !isFresh) await Keep.refresh(fresh);
    if (!region || !self.caches || (await Keep.get("here", "help")) === region + version) return;
    const signs = await fetch("/help-now/?region=" + region, { credentials: "omit" });
    await (await caches.open("help")).put("/help-now/", signs);
    await Keep.put("here", "help", region + version);
  };
  const hear = async (said) => {
    if (said.unsent) return Phone.unsent(said.unsent);
    news = said;
    const form = doc.querySelector("form[data-kept]");
    const isDone = said === "sent" && form && !page && !(await Keep.list()).some(({ key }) => key === form.dataset.kept);
    await draw();
    if (isDone) location.assign(path(form).includes(today) || path(form) === "/fall/" ? "/today/" : "/diary/");
  };
  /* Asks anew until this page's shell is whole. */
  const enlist = async () => {
    const workers = navigator.serviceWorker;
    const old = await workers.getRegistration();
    await workers.register("/sw.js", { updateViaCache: "none" });
    const isWhole = await caches.match("/offline/", { cacheName: "shell-" + version });
    if (old && !isWhole && navigator.onLine) await old.update();
  };
  const start = async () => {
    doc.getElementById("main").prepend(bar);
    enlist().catch(() => {});
    Keep.heard = hear;
    Keep.channel.onmessage = ({ data }) => hear(data);
    addEventListener("online", () => draw(send()));
    addEventListener("offline", draw);
    const mine = await Keep.me();
    if (!tag && mine && !isAway() && (await Keep.ticket().catch(() => ({}))).out) await Keep.leave();
    if (tag && mine && mine.tag !== tag) await Keep.leave();
    if (tag && mine?.tag !== tag && (await Keep.agreed(tag))) await Keep.begin(tag, seal);
    Phone.startPage();
    await draw();
    await Phone.startForms();
    house.dataset.on = "2";
    await send();
    if (!isAway()) await freshen();
  };
  if (!self.isSecureContext || !self.indexedDB) return;
  const load = (src, onload) => doc.head.append(make("script", { src, async: false, onload }));
  load(house.dataset.keep);
  load(house.dataset.offer, () => start().catch(() => {}));
})();
