/* Opens the shell without a network. Served at /sw.js behind one line that gives HOUSE: the
   version, the files of the shell, where keep.js is. It keeps no page of a person by itself. */
importScripts(HOUSE.keep);
const SHELL = "shell-" + HOUSE.version;
const NOBODY = "/offline/";
const HELP = "/help-now/";
const HELP_WAITS_MS = 3000;

const fill = async () => {
  const shell = await caches.open(SHELL);
  await shell.addAll(HOUSE.files);
  await shell.addAll([NOBODY, HELP].map((path) => new Request(path, { credentials: "omit" })));
};
/* The old shell goes once the person's page was fetched anew with the new one's files. */
const take = async () => {
  await self.clients.claim();
  if (await Keep.me()) await Keep.refresh("");
  for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
};
self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fill());
});
self.addEventListener("activate", (event) => event.waitUntil(take().catch(() => {})));
self.addEventListener("sync", (event) => {
  if (event.tag === "send") event.waitUntil(Keep.send());
});

const help = async () => (await caches.match(HELP, { cacheName: "help" })) || caches.match(HELP);
const isFrightening = (path) => /^\/(help-now|check|stop|start\/stop)\//.test(path);
/* Answers of the check that cannot be sent lead to the signs. */
const CHECK = /^\/(i\/[^/]+\/check|check|start\/safety)\//;
const away = async (path) => {
  const own = isFrightening(path) ? await help() : await Keep.page().catch(() => null);
  return own || (await caches.match(NOBODY)) || Response.error();
};
const visit = async (request, path) => {
  const answer = fetch(request);
  if (path !== HELP) return answer.catch(() => away(path));
  const late = new Promise((done) => setTimeout(done, HELP_WAITS_MS)).then(help);
  return Promise.race([answer, late.then((kept) => kept || answer)]).catch(help);
};
/* A form that could not be sent leaves its page as it is, and the page hears of it. */
const post = (request, path) =>
  fetch(request).catch(() => {
    Keep.channel.postMessage({ unsent: path });
    return new Response(null, { status: 204 });
  });

/* A message pushed to this device: a title that tells nothing, and a page of ours to open. */
const own = (url) => {
  const to = new URL(typeof url === "string" ? url : "/today/", self.location.origin);
  return to.origin === self.location.origin ? to.href : self.location.origin + "/today/";
};
self.addEventListener("push", (event) => {
  let note = {};
  try { note = event.data.json() || {}; } catch { /* shown without words of its own */ }
  event.waitUntil(self.registration.showNotification(String(note.title || "Home Straight"), {
    tag: String(note.tag || "day"), renotify: true, icon: HOUSE.icon, data: { url: own(note.url) },
  }));
});
/* The page itself if it is in view, else a fresh one: what lies in the background may be of
   another day, and what is typed on another page stays there. */
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = own(event.notification.data?.url);
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const { pathname } = new URL(url);
    const there = open.find((page) => page.visibilityState === "visible" && new URL(page.url).pathname === pathname);
    return there ? there.focus() : self.clients.openWindow(url);
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(visit(request, pathname));
    else if (Keep.OURS.test(pathname)) event.respondWith(post(request, pathname));
    else if (CHECK.test(pathname)) event.respondWith(fetch(request).catch(help));
  } else if (request.method === "GET" && pathname.startsWith(HOUSE.files_at)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
