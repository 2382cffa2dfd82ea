"use strict";
// The outbox: every entry waits in the browser's own database until the server has said, by the entry's key, that it
// is stored. Works in a page and in the service worker. Nothing else ever deletes an entry: not a redirect to the
// sign-in page, not a captive portal, not an error. Holds coded values and times only, never a word about anyone.
// Whoever uses it first says whose outbox it is: self.OUTBOX = {name: "reception", url: where entries are sent}.
var Outbox = (function (scope) {
  const VERSION = 1;
  const BATCH = 100; // entries a request
  const PATIENCE = 15000; // ms until a request that hangs is given up; its entries stay
  const name = () => `citedesmetiers-${scope.OUTBOX.name}`; // a database, a lock and a channel for each room
  let opened = null;
  let draining = null;

  function database() {
    opened ||= new Promise((resolve, reject) => {
      const request = indexedDB.open(name(), VERSION);
      request.onupgradeneeded = (event) => {
        // Step by step from any earlier version, and never by deleting a store that may hold entries.
        const db = request.result;
        if (event.oldVersion < 1) {
          db.createObjectStore("entries", { keyPath: "uid" }).createIndex("order", "order");
          db.createObjectStore("day", { keyPath: "uid" });
          db.createObjectStore("facts", { keyPath: "name" });
        }
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => { request.result.close(); opened = null; };
        request.result.onclose = () => { opened = null; };
        resolve(request.result);
      };
      request.onerror = () => { opened = null; reject(request.error); };
    });
    return opened;
  }

  // Run `work(store, give, …)` over one store or several in one transaction; the promise is kept when the data is on disk, with what `work` returned.
  async function transact(stores, mode, work) {
    const db = await database();
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(stores, mode, { durability: "strict" });
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
      const [store, ...further] = [stores].flat().map((each) => transaction.objectStore(each));
      work(store, (value) => { result = value; }, ...further);
    });
  }

  const get = (name, key) => transact(name, "readonly", (store, give) => {
    store.get(key).onsuccess = (event) => give(event.target.result);
  });
  const all = (name) => transact(name, "readonly", (store, give) => {
    store.getAll().onsuccess = (event) => give(event.target.result);
  });

  function uid() {
    if (scope.crypto.randomUUID) return scope.crypto.randomUUID();
    const bytes = scope.crypto.getRandomValues(new Uint8Array(16)); // an address without a secure context
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  // A moment as ISO 8601 with the device's own offset.
  // What the centre's clocks show at a moment, in whatever zone the device is: {day: "2026-11-21", hour: 9, minute: "05"}.
  function clockIn(zone) {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    });
    return (date) => {
      const { year, month, day, hour, minute } = Object.fromEntries(format.formatToParts(date).map((part) => [part.type, part.value]));
      return { day: `${year}-${month}-${day}`, hour: Number(hour), minute };
    };
  }

  function iso(date) {
    const offset = -date.getTimezoneOffset();
    const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
    const local = new Date(date.getTime() + offset * 60000).toISOString().slice(0, 19);
    return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
  }

  let last = 0;
  function order() { // entries leave in the order they were made, also those of one millisecond
    last = Math.max(last + 1, Date.now() * 1000);
    return last;
  }

  const add = (entry) => transact("entries", "readwrite", (store) => {
    store.put({ uid: entry.uid, order: order(), entry, state: "waiting", tries: 0, errors: [] });
  });

  // Change an entry that has never been sent. Gives false when it is gone or on its way: then a further entry is due.
  const change = (key, alter) => transact("entries", "readwrite", (store, give) => {
    give(false);
    store.get(key).onsuccess = (event) => {
      const item = event.target.result;
      if (!item || item.tries) return;
      const entry = alter(item.entry);
      if (entry) store.put({ ...item, entry });
      else store.delete(key);
      give(true);
    };
  });

  async function items() {
    return (await all("entries")).sort((a, b) => a.order - b.order);
  }

  // Take the next entries to send and note that they are on their way, so that nobody changes them any more.
  const next = (most) => transact("entries", "readwrite", (store, give) => {
    const taken = [];
    store.index("order").openCursor().onsuccess = (event) => {
      const cursor = event.target.result;
      if (!cursor || taken.length >= most) return give(taken);
      const item = cursor.value;
      if (item.state === "waiting") {
        item.tries += 1;
        cursor.update(item);
        taken.push(item);
      }
      cursor.continue();
    };
  });

  // What the server said of each entry: "stored" and "already" let it go, anything else keeps it for a person to see.
  // The ticket of somebody who was sent to a desk is kept beside, for the page that shows the visit to find: the one
  // who asked for it may be another tab, or the service worker.
  const settle = (results) => transact(["entries", "facts"], "readwrite", (store, give, facts) => {
    const done = [];
    give(done);
    for (const result of results) {
      store.get(result.uid).onsuccess = (event) => {
        const item = event.target.result;
        if (!item) return;
        if (result.status === "stored" || result.status === "already") {
          store.delete(item.uid);
          done.push({ ...item, ticket: result.ticket || null });
          if (item.entry.desk && item.entry.kind !== "interview") {
            const { kind, target, uid: own, desk } = item.entry;
            const visit = kind === "qualify" ? target : own;
            if (result.status === "stored") facts.put({ name: `ticket ${visit}`, value: { visit, desk, ticket: result.ticket || null, at: Date.now() } });
          }
        } else if (result.status === "conflict" || result.status === "refused") {
          store.put({ ...item, state: "held", errors: result.errors || [] });
        }
      };
    }
  });

  async function send(taken) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(scope.OUTBOX.url, {
        method: "POST",
        body: JSON.stringify({ sent_at: iso(new Date()), entries: taken.map((item) => item.entry) }),
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        cache: "no-store",
        signal: patience.signal,
      });
      if (answer.status === 401) return { reason: "signed_out" };
      if (answer.status === 403) return { reason: "forbidden" };
      if (answer.status === 400 || answer.status === 413) return { reason: "unreadable" };
      if (answer.status !== 200 || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
        return { reason: "unreachable" };
      }
      const body = await answer.json();
      if (!Array.isArray(body.results)) return { reason: "unreachable" };
      const sent = new Set(taken.map((item) => item.uid));
      return { results: body.results.filter((result) => sent.has(result.uid)) };
    } catch (error) {
      return { reason: "unreachable" };
    } finally {
      clearTimeout(timer);
    }
  }

  async function empty() {
    const report = { done: [], reason: "" };
    let most = BATCH;
    for (;;) {
      const taken = await next(most);
      if (!taken.length) break;
      const answer = await send(taken);
      if (answer.reason === "unreadable" && taken.length > 1) {
        most = Math.max(1, Math.floor(taken.length / 2)); // one of them spoils the batch: find it
        continue;
      }
      if (answer.reason === "unreadable") {
        await settle([{ uid: taken[0].uid, status: "refused", errors: [] }]);
        continue;
      }
      if (answer.reason) {
        report.reason = answer.reason;
        break;
      }
      const done = await settle(answer.results);
      report.done.push(...done);
      if (done.length) await fact("received", Date.now());
      if (!answer.results.length) { // an answer that speaks of none of them: do not ask again at once
        report.reason = "unreachable";
        break;
      }
    }
    tell(report.done.length ? "sent" : "changed");
    return report;
  }

  // Send what waits. One tab (or the service worker) at a time; who comes second leaves it to the first.
  function drain() {
    draining ||= (async () => {
      try {
        if (!scope.navigator.locks) return await empty();
        return await scope.navigator.locks.request(name(), { ifAvailable: true }, (lock) => (
          lock ? empty() : { done: [], reason: "busy" }
        ));
      } finally {
        draining = null;
      }
    })();
    return draining;
  }

  // The same for a page that goes on only when its entry has been answered: it waits until the first is done.
  async function drainInTurn() {
    let report = await drain();
    for (let tries = 0; report.reason === "busy" && tries < 20; tries += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 250); });
      report = await drain();
    }
    return report;
  }

  let channel = null;
  function open() { channel ||= scope.BroadcastChannel ? new BroadcastChannel(name()) : null; return channel; }
  function tell(what = "changed") { open()?.postMessage(what); }
  // Call `heard(what)` when another tab or the service worker has "changed" the outbox or "sent" from it.
  function listen(heard) { if (open()) channel.onmessage = (event) => heard(event.data); }

  // The tickets that were given to visits of this device since `time` (ms): [{visit, desk, ticket, at}, …].
  async function tickets(time) {
    const kept = (await all("facts")).filter((fact) => fact.name.startsWith("ticket "));
    const old = kept.filter((fact) => fact.value.at < time);
    if (old.length) await transact("facts", "readwrite", (store) => { old.forEach((fact) => store.delete(fact.name)); });
    return kept.filter((fact) => fact.value.at >= time).map((fact) => fact.value);
  }

  const retry = (key) => transact("entries", "readwrite", (store) => {
    store.get(key).onsuccess = (event) => {
      if (event.target.result) store.put({ ...event.target.result, state: "waiting", errors: [] });
    };
  });
  const remove = (key) => transact("entries", "readwrite", (store) => { store.delete(key); });
  const fact = (name, value) => transact("facts", "readwrite", (store) => { store.put({ name, value }); });

  // The last resort: what waits as a file, and back from a file made elsewhere.
  async function save() {
    const entries = (await items()).map((item) => item.entry);
    return JSON.stringify({ format: "citedesmetiers-outbox", version: 1, saved_at: iso(new Date()), entries }, null, 1);
  }
  async function load(text) {
    const file = JSON.parse(text);
    if (file.format !== "citedesmetiers-outbox" || !Array.isArray(file.entries)) throw new Error("not an outbox");
    const there = new Set((await items()).map((item) => item.uid));
    const fresh = file.entries.filter((entry) => entry && typeof entry.uid === "string" && !there.has(entry.uid));
    for (const entry of fresh) await add(entry);
    return fresh.length;
  }

  return {
    add, change, items, drain, drainInTurn, retry, remove, save, load, uid, iso, clockIn, tell, listen, tickets, fact,
    facts: async (name) => (await get("facts", name))?.value,
    day: {
      all: async () => (await all("day")).sort((a, b) => b.order - a.order),
      put: (visit) => transact("day", "readwrite", (store) => { store.put({ order: order(), ...visit }); }),
      forget: (keys) => transact("day", "readwrite", (store) => { keys.forEach((key) => store.delete(key)); }),
    },
  };
})(self);
