/* Adds this browser to those that may be pushed to: asks it, fills the form, sends the form.
   Without it, or where the browser cannot, the page says so and has no button. */
"use strict";
(() => {
  const form = document.querySelector("form[data-push]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  const button = form.querySelector("[data-push-add]");
  const says = form.querySelector("[data-push-says]");
  const say = (part) => {
    says.hidden = !part;
    if (part) says.textContent = form.querySelector(part).textContent;
    button.disabled = false;
    button.removeAttribute("aria-busy");
  };
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (c) => c.charCodeAt(0));
  };
  const subscribe = async () => {
    await navigator.serviceWorker.register("/sw.js");
    const { pushManager } = await navigator.serviceWorker.ready;
    const key = bytes(form.dataset.push);
    const old = await pushManager.getSubscription();
    const same = old && old.options.applicationServerKey
      && String(new Uint8Array(old.options.applicationServerKey)) === String(key);
    if (same) return old;
    await old?.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  };
  let isFilled = false;
  form.addEventListener("submit", async (event) => {
    if (isFilled) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      if ((await Notification.requestPermission()) !== "granted") return say("[data-push-no]");
      const { endpoint, keys } = (await subscribe()).toJSON();
      const told = { endpoint, p256dh: keys.p256dh, auth: keys.auth };
      for (const [name, value] of Object.entries(told)) form.elements[name].value = value;
      isFilled = true;
      form.requestSubmit(button);
    } catch {
      say("[data-push-later]");
    }
  }, true);
  button.hidden = false;
  says.hidden = true;
})();
