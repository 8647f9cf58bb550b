/* The picture mirrors the ticks: a tap on a place ticks its box, a tick paints its place.
   Without this file the list of ticks does everything. */
(() => {
  "use strict";
  const start = (map) => {
    if (map.dataset.started) return;
    map.dataset.started = "1";
    const figures = [...map.querySelectorAll(".bodyfig")];
    const worst = map.querySelector("[data-worst]");
    const boxes = [...map.querySelectorAll("input[type=checkbox]")];
    const box = (place) => boxes.find((one) => one.value === place);
    const paint = () => {
      const picked = new Set(boxes.filter((one) => one.checked).map((one) => one.value));
      map.querySelectorAll(".region").forEach((region) => region.classList.toggle("on", picked.has(region.dataset.place)));
      if (!worst) return;
      worst.hidden = picked.size < 2;
      worst.querySelectorAll("[data-for]").forEach((row) => {
        row.hidden = !picked.has(row.dataset.for);
        if (row.hidden) row.querySelector("input").checked = false;
      });
      worst.querySelectorAll("details").forEach((rest) => {
        rest.open = rest.firstElementChild.hidden = true;
        rest.hidden = !rest.querySelector("[data-for]:not([hidden])");
      });
    };
    map.addEventListener("change", paint);
    if (figures.length) {
      map.querySelector("[data-figures]").hidden = false;
      map.classList.add("drawn");
      figures.forEach((figure) => figure.addEventListener("click", (event) => {
        const region = event.target.closest(".region");
        if (!region) return;
        const one = box(region.dataset.place);
        one.checked = !one.checked;
        one.dispatchEvent(new Event("change", { bubbles: true }));
      }));
      ["focusin", "focusout"].forEach((type) =>
        map.addEventListener(type, (event) => {
          const shown = [...map.querySelectorAll(".region")].filter((one) => one.dataset.place === event.target.value);
          const isSeen = type === "focusin" && event.target.matches(":focus-visible");
          for (const region of shown) region.classList.toggle("focus", isSeen);
          // Its box is clipped away below the pictures: bring what shows the focus into view.
          if (isSeen && shown.length && event.target.type === "checkbox" && map.matches(".bodymap.drawn")) shown[0].scrollIntoView({ block: "center" });
        }));
      // To the list and back on the same page, so that no tick is lost.
      const parts = [...document.querySelectorAll("[data-while]")];
      parts.forEach((part) => part.addEventListener("click", (event) => {
        if (!event.target.closest("a")) return;
        event.preventDefault();
        const drawn = map.classList.toggle("drawn");
        map.querySelector("[data-figures]").hidden = !drawn;
        parts.forEach((one) => { one.hidden = (one.dataset.while === "picture") !== drawn; });
        parts.find((one) => !one.hidden && one.querySelector("a")).querySelector("a").focus();
      }));
    }
    paint();
    map.querySelectorAll(".later").forEach((part) => part.classList.remove("later"));
  };
  const all = (root) => root.querySelectorAll("[data-bodymap]").forEach(start);
  all(document);
  document.addEventListener("htmx:load", (event) => all(event.target.parentNode || document));
})();
