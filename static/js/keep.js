/* What waits on this phone, and the copy of the offline page: sealed with a key that stands in
   no store once another person is signed in. Shared by offline.js and sw.js. */
self.Keep = (() => {
  "use strict";
  const STORES = ["here", "pages", "queue"];
  const PAGE = "/offline/";
  const OURS = /^\/(fall|i\/[0-9a-f-]{36}\/log\/\d{4}-\d\d-\d\d(\/(fall|run|moment|session|exercise\/[\w-]+(\/numbers)?|exercises(\/all)?))?)\/$/;
  const channel = new BroadcastChannel("keep");
  const say = (message) => {
    channel.postMessage(message); /* the other tabs; this one by itself */
    self.Keep.heard?.(message);
  };

  const open = () =>
    new Promise((done, fail) => {
      const ask = indexedDB.open("home-straight", 1);
      ask.onupgradeneeded = () => STORES.forEach((name) => ask.result.createObjectStore(name));
      ask.onsuccess = () => done(ask.result);
      ask.onerror = () => fail(ask.error);
    });
  const run = async (name, mode, act) => {
    const base = await open();
    try {
      return await new Promise((done, fail) => {
        const deal = base.transaction(name, mode);
        const ask = act(deal.objectStore(name));
        deal.oncomplete = () => done(ask?.result);
        deal.onerror = deal.onabort = () => fail(deal.error);
      });
    } finally {
      base.close();
    }
  };
  const get = (name, key) => run(name, "readonly", (store) => store.get(key));
  const put = (name, key, value) => run(name, "readwrite", (store) => store.put(value, key));
  const drop = (name, key) => run(name, "readwrite", (store) => store.delete(key));
  const rows = (name) => run(name, "readonly", (store) => store.getAll());

  /* Words go in and out through the key of `me`: AES-GCM, a new nonce each time. */
  const close = async (me, value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, me.secret, bytes) };
  };
  const read = async (me, row) => {
    const how = { name: "AES-GCM", iv: row.iv };
    const bytes = await crypto.subtle.decrypt(how, me.secret, row.sealed);
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  /* Who is at this phone and said yes; nothing for anybody else. */
  const me = () => get("here", "me");
  const begin = async (tag, masked) => {
    const bytes = Uint8Array.from(atob(masked), (letter) => letter.charCodeAt(0));
    const raw = bytes.slice(32).map((byte, index) => byte ^ bytes[index]);
    const secret = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    await put("here", "me", { tag, secret });
    await put("here", "yes:" + tag, true);
    return me();
  };
  const agreed = (tag) => get("here", "yes:" + tag);
  /* Signed out or another person: the key and the page go, what waits stays sealed. */
  const leave = async () => {
    await drop("here", "me");
    await run("pages", "readwrite", (store) => store.clear());
  };
  /* Switched off or signing out: nothing of this person stays. */
  const forget = async (tag) => {
    await leave();
    await drop("here", "yes:" + tag);
    for (const row of await rows("queue")) if (row.tag === tag) await drop("queue", row.key);
    say("changed");
  };

  const add = async (entry) => {
    const mine = await me();
    const row = { key: entry.key, tag: mine.tag, ...(await close(mine, entry)) };
    await put("queue", entry.key, row);
    say("changed");
  };
  const remove = async (key) => {
    await drop("queue", key);
    say("changed");
  };
  const list = async () => {
    const mine = await me();
    const found = [];
    for (const row of mine ? await rows("queue") : []) {
      if (row.tag === mine.tag) found.push(await read(mine, row).catch(() => null));
    }
    return found.filter(Boolean).sort((one, other) => one.at.localeCompare(other.at));
  };
  const others = async (tag) => (await rows("queue")).filter((row) => row.tag !== tag).length;

  /* The page that opens without a network, as it looked when it was last fetched. */
  const fetched = async (fresh) => {
    const answer = await fetch(PAGE, { headers: { "X-Kept": "1" }, priority: "low" });
    const page = { head: [...answer.headers], body: await answer.text() };
    return { tag: answer.ok && answer.headers.get("X-For"), fresh, at: Date.now(), page };
  };
  const store = async (got) => {
    const mine = await me();
    if (!mine || got?.tag !== mine.tag) return false;
    const { page, ...about } = got;
    await put("pages", mine.tag, await close(mine, page));
    await put("here", "page", about);
    return true;
  };
  const refresh = async (fresh) => (await me()) && store(await fetched(fresh));
  /* When the yes comes there is no network: until then this tab alone holds the page. */
  let held;
  const hold = (fresh) => (held ??= fetched(fresh).catch(() => null));
  const storeHeld = async () => store(await held);
  const page = async () => {
    const mine = await me();
    const row = mine && (await get("pages", mine.tag));
    if (!row) return null;
    const { head, body } = await read(mine, row);
    return new Response(body, { headers: head });
  };

  const ticket = async () => {
    const answer = await fetch("/offline/token/");
    return answer.ok ? answer.json() : { out: answer.status === 401 };
  };
  const post = async (entry, token) => {
    const body = new URLSearchParams(entry.pairs);
    body.set("to", entry.action);
    body.set("wrote_at", entry.at);
    body.set("wrote_in", entry.zone);
    const answer = await fetch("/offline/send/", { method: "POST", body, headers: { "X-CSRFToken": token } });
    return [401, 403].includes(answer.status) || answer.status > 499 ? null : answer.json();
  };
  /* Send what waits, one sender at a time; the server stores each key once. Without a network it
     throws, so that the browser tries again. */
  const send = () =>
    navigator.locks.request("keep-send", async () => {
      const waiting = await list(); /* also what was refused: its page may have been sent since */
      if (!waiting.length) return;
      const mine = await me();
      const pass = await ticket();
      if (pass.tag !== mine.tag) {
        if (pass.tag || pass.out) await leave();
        return say(pass.tag || pass.out ? "out" : "failed");
      }
      let sent = 0;
      for (const entry of waiting) {
        const said = await post(entry, pass.token);
        if (!said) return say("failed");
        const now = (await list()).find(({ key }) => key === entry.key);
        if (said.tell) await put("here", "tell", { tag: mine.tag, to: said.tell });
        if (said.state === "sent") sent += 1;
        if (!now || now.at !== entry.at) continue; /* changed or dropped meanwhile */
        if (said.state === "sent") await drop("queue", entry.key);
        else if (now.state !== said.state) await add({ ...entry, state: said.state, says: said.says });
      }
      if (sent) await put("here", "sent", mine.tag); /* told once, also when the worker sent it */
      say(sent ? "sent" : "changed");
    });

  return { OURS, add, agreed, begin, channel, drop, forget, get, hold, leave, list, me, others, page, put, refresh, remove, send, storeHeld, ticket };
})();
