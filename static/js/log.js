/* Beside the log. When the phone's clock differs from the diary's, a line offers its zone:
   nothing is changed by itself; the person keeps one or takes the other.
   And what draws the body picture is asked for at the first touch of the places. */
(() => {
  "use strict";
  /* Names of zones cost a slow phone a tenth of a second: asked only when the clocks differ. */
  const isSame = (line) => -new Date().getTimezoneOffset() === Number(line.dataset.zoneAhead);
  const offer = () =>
    document.querySelectorAll("[data-zone-line]").forEach((line) => {
      if (isSame(line)) return;
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const { zoneLine, zoneKept } = line.dataset;
      if (!zone || zone === zoneLine || zone === zoneKept) return;
      const place = zone.split("/").pop().replaceAll("_", " ");
      const use = line.querySelector("[data-use]");
      line.elements.zone.value = zone;
      line.querySelector("[data-zone-name]").textContent = place;
      use.textContent = `${use.dataset.use} ${place}`;
      line.hidden = false;
    });
  offer();
  document.addEventListener("htmx:load", offer);

  const add = (tag, fields) =>
    new Promise((done) =>
      document.head.append(Object.assign(document.createElement(tag), fields, { onload: done })));
  let asked = false;
  const draw = ({ target }) => {
    const map = target.closest?.("[data-bodymap][data-script]");
    if (!map || asked) return;
    asked = true;
    add("link", { rel: "stylesheet", href: map.dataset.rules }).then(() =>
      add("script", { src: map.dataset.script }));
  };
  ["change", "toggle"].forEach((type) => document.addEventListener(type, draw, true));
})();
