/* The timer of a session or a running step. The page is whole without it.
   What is left is worked out from the clock, so a tab that slept shows the right time.
   Only whether sound is wanted stays on the device. */
(() => {
  "use strict";
  const box = document.querySelector("[data-timer]");
  const list = document.querySelector("[data-parts-of]");
  if (!box || !list) return;
  const find = (name) => box.querySelector(`[data-${name}]`);
  const [title, phase, clock, following, says, main, back, skip, end, sound] =
    ["title", "phase", "clock", "following", "says", "main", "back", "skip", "end", "sound"].map(find);
  const words = main.dataset;
  const rows = [...list.children];
  const parts = rows.flatMap((row) =>
    JSON.parse(row.dataset.parts).map(([kind, seconds, told, counts]) => ({ row, kind, seconds, told, counts })));
  if (!parts.length) return;

  const KEY = "timer-sound";
  const done = new Set();
  let at = 0, state = "idle", endsAt = 0, left = 0, ticking = 0, lock = null, audio = null;

  const part = () => parts[at];
  const clockOf = (ms) => {
    const s = Math.max(0, Math.ceil(ms / 1000));
    return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
  };
  const nameOf = (one) => one.row.dataset.name;
  const line = (one) => (nameOf(one) ? `${nameOf(one)}. ${one.told}` : one.told);

  /* Screen */
  const keepAwake = async () => {
    if (lock || !("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    try {
      const got = await navigator.wakeLock.request("screen");
      if (state !== "running") { got.release(); return; }
      lock = got;
      lock.addEventListener("release", () => { lock = null; });
    } catch { lock = null; }
  };
  const letSleep = () => { if (lock) lock.release(); lock = null; };

  /* Sound */
  const beep = () => {
    if (!sound.checked || !("AudioContext" in window)) return;
    try {
      audio = audio || new AudioContext();
      audio.resume();
      const tone = audio.createOscillator(), volume = audio.createGain(), now = audio.currentTime;
      tone.frequency.value = part() && part().kind === "work" ? 880 : 587;
      volume.gain.setValueAtTime(0.2, now);
      volume.gain.exponentialRampToValueAtTime(0.001, now + 0.35);
      tone.connect(volume).connect(audio.destination);
      tone.start(now);
      tone.stop(now + 0.35);
    } catch { audio = null; }
  };

  /* What is shown */
  const show = () => {
    const one = part(), over = state === "over";
    box.dataset.state = state;
    box.dataset.kind = over ? "over" : one.kind;
    rows.forEach((row) => {
      if (!over && one.row === row) row.setAttribute("aria-current", "step"); else row.removeAttribute("aria-current");
      const own = parts.filter((each) => each.row === row && each.kind === "work");
      row.classList.toggle("ok", own.length > 0 && own.every((each) => done.has(parts.indexOf(each))));
    });
    if (over) {
      title.textContent = box.dataset.over;
      phase.textContent = clock.textContent = following.textContent = "";
      main.disabled = skip.disabled = true;
    } else {
      main.disabled = skip.disabled = false;
      title.textContent = nameOf(one) || one.told;
      phase.textContent = [state === "paused" ? box.dataset.paused : "", nameOf(one) ? one.told : ""].filter(Boolean).join(". ");
      const next = parts[at + 1];
      following.textContent = next ? `${box.dataset.next} ${next.row === one.row ? next.told : line(next)}` : "";
      paint();
    }
    back.disabled = at === 0 && !over;
    main.textContent = state === "running" ? (one.seconds ? words.pause : words.done) : state === "paused" ? words.go : words.start;
  };
  const paint = () => {
    const one = part();
    clock.textContent = one.seconds ? clockOf(state === "running" ? endsAt - Date.now() : left) : "";
  };
  const tell = (text) => { says.textContent = text; };

  /* Moving on */
  const enter = (index, from = Date.now()) => {
    at = index;
    left = part().seconds * 1000;
    endsAt = from + left;
  };
  const finish = () => {
    state = "over";
    clearInterval(ticking);
    letSleep();
    fill();
    show();
    tell(box.dataset.over);
    const log = document.getElementById("log-title");
    if (log) log.focus();
  };
  const goOn = (counted, from) => {
    if (counted && part().kind === "work") done.add(at);
    if (at + 1 >= parts.length) { finish(); return false; }
    enter(at + 1, from);
    return true;
  };
  const run = () => {
    state = "running";
    endsAt = Date.now() + left;
    clearInterval(ticking);
    ticking = setInterval(tick, 250);
    keepAwake();
  };
  const tick = () => {
    if (state !== "running") return;
    let moved = false;
    while (part().seconds && endsAt <= Date.now()) {
      moved = true;
      if (!goOn(true, endsAt)) { beep(); return; }
    }
    if (moved) { beep(); tell(line(part())); show(); } else paint();
  };
  const pause = () => {
    left = Math.max(0, endsAt - Date.now());
    state = "paused";
    clearInterval(ticking);
    letSleep();
  };
  const fill = () => {
    rows.forEach((row) => {
      const input = document.querySelector(`[data-sets-of="${row.dataset.exercise}"]`);
      if (!input || input.dataset.own) return;
      const sets = parts.filter((each, index) => each.row === row && each.counts && done.has(index)).length;
      input.value = sets || "";
    });
  };

  main.addEventListener("click", () => {
    if (state === "running" && !part().seconds) {
      if (goOn(true)) { tell(line(part())); show(); }
    } else if (state === "running") {
      tick();
      if (state !== "running") return;
      pause(); tell(box.dataset.paused); show();
    } else {
      if (state === "idle") enter(at);
      run(); tell(line(part())); show();
      if (sound.checked) beep();
    }
  });
  skip.addEventListener("click", () => {
    const was = state;
    if (!goOn(false)) return;
    if (was === "running") run();
    tell(line(part())); show();
  });
  back.addEventListener("click", () => {
    const to = state === "over" ? parts.length - 1 : Math.max(0, at - 1);
    const was = state;
    for (let i = to; i < parts.length; i += 1) done.delete(i);
    enter(to);
    if (was === "running") run(); else if (was === "over") state = "paused";
    fill(); tell(line(part())); show();
  });
  end.addEventListener("click", finish);
  document.addEventListener("visibilitychange", () => {
    if (state !== "running" || document.visibilityState !== "visible") return;
    tick();
    keepAwake();
  });
  document.querySelectorAll("[data-sets-of]").forEach((input) =>
    input.addEventListener("input", () => { input.dataset.own = "1"; }));

  try { sound.checked = localStorage.getItem(KEY) === "on"; } catch { sound.checked = false; }
  sound.addEventListener("change", () => {
    try { localStorage.setItem(KEY, sound.checked ? "on" : "off"); } catch { /* kept for this page only */ }
    if (sound.checked) beep();
  });

  enter(0);
  show();
  box.hidden = false;
})();
