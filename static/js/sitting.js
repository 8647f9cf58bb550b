/* Minutes since somebody sat down. What runs is worked out from the clock, so that a tab that
   slept is right. Only the moment of sitting down stays on the device, until it is over, and
   after how many minutes to remind. */
(() => {
  "use strict";
  const box = document.querySelector("[data-sitting]");
  if (!box) return;
  const find = (name) => box.querySelector(`[data-${name}]`);
  const [phase, clock, says, sat, hurts, up, remind, sound, take] =
    ["phase", "clock", "says", "sat", "hurts", "up", "remind", "sound", "take"].map(find);
  const words = box.dataset;
  const KEY = "sat-down-at", REMIND = "stand-up-after", MINUTE = 60000, TOO_LONG = 16 * 60;
  const title = document.title;
  let since = 0, held = null, told = false, ticking = 0, audio = null;

  const keep = (value, key = KEY) => {
    try { if (value) localStorage.setItem(key, String(value)); else localStorage.removeItem(key); } catch { /* kept for this page only */ }
  };
  const kept = (key = KEY) => {
    try { return Number(localStorage.getItem(key)) || 0; } catch { return 0; }
  };
  const minutes = () => Math.max(0, Math.floor((Date.now() - since) / MINUTE));
  const limit = () => (remind && /^[0-9]{1,3}$/.test(remind.value.trim()) ? Number(remind.value) : 0);

  const ring = () => {
    if (!sound.checked || !("AudioContext" in window)) return;
    try {
      audio = audio || new AudioContext();
      audio.resume();
      const tone = audio.createOscillator(), volume = audio.createGain(), now = audio.currentTime;
      tone.frequency.value = 440;
      volume.gain.setValueAtTime(0.0001, now);
      volume.gain.linearRampToValueAtTime(0.12, now + 0.3);
      volume.gain.exponentialRampToValueAtTime(0.0001, now + 1.5);
      tone.connect(volume).connect(audio.destination);
      tone.start(now);
      tone.stop(now + 1.6);
    } catch { audio = null; }
  };
  const show = () => {
    const shown = held === null ? (since ? minutes() : null) : held;
    const text = shown === null ? "" : `${shown} ${words.minute}`;
    if (clock.textContent !== text) clock.textContent = text;
    phase.textContent = held !== null ? words.held : !since ? "" : told ? words.reached : words.running;
    document.title = told ? words.reached : title;
    hurts.disabled = up.disabled = !since;
    sat.disabled = Boolean(since); // a second tap would begin anew
    if (take) {
      take.hidden = held === null;
      const link = take.querySelector("a");
      if (held !== null) link.href = `${link.dataset.address}?sat=${held}`;
    }
  };
  const tick = () => {
    if (since && minutes() >= TOO_LONG) { stop(); return; }
    if (since && limit() && !told && minutes() >= limit()) {
      told = true;
      says.textContent = words.reached;
      ring();
    }
    show();
  };
  const run = (from) => {
    since = from;
    held = null;
    told = false;
    says.textContent = "";
    clearInterval(ticking);
    ticking = setInterval(tick, 1000);
    tick();
  };
  const stop = (reached = null) => {
    clearInterval(ticking);
    since = 0;
    told = false;
    held = reached;
    keep(0);
    show();
    if (reached !== null) says.textContent = `${words.held} ${clock.textContent}`;
  };

  sat.addEventListener("click", () => { run(Date.now()); keep(since); says.textContent = words.running; hurts.focus(); });
  hurts.addEventListener("click", () => { if (since) stop(minutes()); (take ? take.querySelector("a") : sat).focus(); });
  up.addEventListener("click", () => { if (since) stop(); sat.focus(); });
  if (remind) {
    remind.value = kept(REMIND) || "";
    remind.addEventListener("input", () => { told = false; keep(limit(), REMIND); tick(); });
    sound.addEventListener("change", ring);
  }
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") tick(); });

  document.querySelectorAll("[data-without]").forEach((line) => { line.hidden = true; });
  box.hidden = false;
  const from = kept();
  if (from && from <= Date.now() && Date.now() - from < TOO_LONG * MINUTE) run(from); else { keep(0); show(); }
})();
