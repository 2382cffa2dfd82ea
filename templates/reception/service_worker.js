"use strict";
// Opens the counter when the network or the server is gone, and drains the outbox when the browser says so.
const CONFIG = {{ config|safe }};
const CACHE = `counter-${CONFIG.version}`;
const PATIENCE = 4000; // ms until a slow server counts as gone
self.OUTBOX_URL = CONFIG.entries;
importScripts(CONFIG.outbox);

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(CONFIG.assets)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    for (const name of await caches.keys()) {
      if (name === CACHE || !name.startsWith("counter-")) continue;
      // The page kept by the version before is better than none until this version has seen the server.
      const page = await (await caches.open(name)).match(CONFIG.counter);
      if (page && !(await cache.match(CONFIG.counter))) await cache.put(CONFIG.counter, page);
      await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

async function counter(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(CONFIG.counter);
  const patience = new AbortController();
  const timer = kept ? setTimeout(() => patience.abort(), PATIENCE) : 0;
  try {
    const answer = await fetch(request, { signal: patience.signal });
    if (answer.ok && answer.headers.get("X-Counter")) await cache.put(CONFIG.counter, answer.clone());
    const portal = answer.ok && answer.type !== "opaqueredirect" && !answer.headers.get("X-Counter");
    return kept && (answer.status >= 500 || portal) ? kept : answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === CONFIG.counter) {
    event.respondWith(counter(event.request));
  } else if (CONFIG.assets.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(event.request)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(Outbox.drain());
});
