"use strict";
// Opens the pages that count and record when the network or the server is gone, and drains the outbox when the browser
// says so. CONFIG.pages: {path: the page that is shown for it when the server is gone}; see citedesmetiers/offline.py.
const CONFIG = {{ config|safe }};
const CACHE = `${CONFIG.name}-${CONFIG.version}`;
const PATIENCE = 4000; // ms until a slow server counts as gone
self.OUTBOX = CONFIG.outbox;
importScripts(CONFIG.script);

const KEPT = [...new Set(Object.values(CONFIG.pages))];
const isOurs = (answer) => answer.ok && Boolean(answer.headers.get("X-Counter"));

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(CONFIG.assets)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    for (const name of await caches.keys()) {
      if (name === CACHE || !name.startsWith(`${CONFIG.name}-`)) continue;
      // The pages kept by the version before are better than none until this version has seen the server.
      const before = await caches.open(name);
      for (const path of KEPT) {
        const page = await before.match(path);
        if (page && !(await cache.match(path))) await cache.put(path, page);
      }
      await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// Fetch the pages that can be opened later without the server; what is no page of ours is not kept.
async function keep(paths) {
  const cache = await caches.open(CACHE);
  for (const path of paths) {
    try {
      const answer = await fetch(path, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
      if (isOurs(answer)) await cache.put(path, answer);
    } catch (error) {
      return;
    }
  }
}

async function page(request, path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(CONFIG.pages[path]);
  const patience = new AbortController();
  const timer = kept ? setTimeout(() => patience.abort(), PATIENCE) : 0;
  try {
    const answer = await fetch(request, { signal: patience.signal });
    if (isOurs(answer) && CONFIG.pages[path] === path) await cache.put(path, answer.clone());
    const portal = answer.ok && answer.type !== "opaqueredirect" && !isOurs(answer);
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
  if (event.request.mode === "navigate" && url.pathname in CONFIG.pages) {
    event.respondWith(page(event.request, url.pathname));
  } else if (CONFIG.assets.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(event.request)));
  } else if (event.request.mode === "navigate") {
    event.waitUntil(Outbox.drain()); // whoever signs in anew may come to a page that does not send by itself
  }
});

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keep(KEPT));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(Outbox.drain());
});
