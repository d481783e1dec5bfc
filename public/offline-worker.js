// Shows a page of our own where a page of an account can't be fetched. It keeps that page and nothing else, and touches
// only plain visits: what a form sends or a script asks for goes its usual way.
const shelf = "offline";
const page = `/offline${self.location.search}`;

self.addEventListener("install", (event) => event.waitUntil(keepPage()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { mode, method } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(visit(event));
});

async function keepPage() {
  const cache = await caches.open(shelf);
  await cache.add(new Request(page, { cache: "reload", credentials: "omit" }));
  await self.skipWaiting();
}

async function takeOver() {
  const cache = await caches.open(shelf);
  const older = (await cache.keys()).filter(({ url }) => url !== new URL(page, self.location).href);
  await Promise.all(older.map((request) => cache.delete(request)));
  // The browser itself asks for a page, while this worker still starts: it costs no time, and the request is as without us.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function visit(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (lost) {
    const kept = await caches.match(page);
    if (!kept) throw lost;
    return kept;
  }
}
