/* The person's time zone, and the chips Today and Yesterday. Without this file the boxes do it all. */
(() => {
  "use strict";
  document.querySelectorAll("[data-zone]").forEach((box) => {
    try {
      box.value = Intl.DateTimeFormat().resolvedOptions().timeZone || box.value;
    } catch {
      return; /* the house's own zone is used */
    }
  });
  document.querySelectorAll("[data-days]").forEach((chips) => {
    const day = chips.parentNode.querySelector("input[name=precision][value=day]").closest(".opt-open");
    day.querySelector(".opt-more").append(chips);
    chips.hidden = false;
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-days-ago]");
    if (!chip) return;
    const part = chip.closest("[data-when]");
    const day = new Date();
    day.setDate(day.getDate() - Number(chip.dataset.daysAgo));
    part.querySelector('input[name=precision][value=day]').checked = true;
    const fill = { day: day.getDate(), month: day.getMonth() + 1, year: day.getFullYear() };
    Object.entries(fill).forEach(([name, value]) => (part.querySelector(`input[name=${name}]`).value = value));
    part.querySelector("input[name=year]").dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
