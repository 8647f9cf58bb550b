/* Settings only: the device's time zone is offered when it differs from the one chosen.
   Nothing is set by itself; the person taps "Use it" and then saves. */
(() => {
  "use strict";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  document.querySelectorAll("[data-zone-offer]").forEach((offer) => {
    const select = document.getElementById(offer.dataset.zoneOffer);
    const known = select && zone && [...select.options].some((option) => option.value === zone);
    if (!known || select.value === zone) return;
    offer.querySelector("[data-zone-name]").textContent = zone.replaceAll("_", " ");
    offer.querySelector("[data-zone-use]").addEventListener("click", () => {
      select.value = zone;
      offer.hidden = true;
      select.focus();
    });
    offer.hidden = false;
  });
})();
