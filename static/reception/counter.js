"use strict";
// The counter: a key is a visit. Everything is written to the outbox first and shown at once; the network follows.
(function () {
  const page = document.getElementById("counter");
  if (!page) return;
  const config = JSON.parse(document.getElementById("counter-config").textContent);
  const $ = (id) => document.getElementById(id);
  const people = $("people");
  const qualify = $("qualify");
  const ASK_EVERY = 30000; // ms between two looks at the server's figures
  const JUST_NOW = 60000; // ms in which a group that was entered on its own page is confirmed here
  const MULTIPLY_WITHIN = 3000; // ms in which "4 ×" turns the 4 just counted into four people
  self.OUTBOX = { name: "reception", url: config.entries };

  const state = {
    visits: [], // this device's visits of today, newest first
    groups: [], // and its groups: nothing is qualified about them, they can only be taken back
    chosen: null, // key of the visit being qualified
    server: null, // the server's figures of today
    sinceServer: [], // entries the server took since it gave these figures
    offlineSince: null,
    skew: 0, // seconds by which this device's clock is slow (negative: fast); 0 when it is right or nobody knows
    trouble: "", // why the last sending failed: "", "unreachable", "signed_out", "forbidden"
  };
  const view = CounterView(config, state, { fill, retry });
  const { words, say, clock, dayOf, element, show, tellOf, latest, setClock } = view;
  const { offerUnmet, tellWorkshops } = CounterOffers(config, state, view);
  let wait = 1000;
  let timer = 0;

  // ── Counting ───────────────────────────────────────────────────────────────────────────────────────
  function body(visit) {
    const entry = {
      uid: visit.uid, kind: "visit", site: visit.site, recorded_at: visit.at, people: visit.people,
      purposes: visit.purposes, profile: visit.profile, sent_to: visit.sent_to,
    };
    if (visit.sent_to_kind) entry.sent_to_kind = visit.sent_to_kind;
    if (visit.desk) entry.desk = visit.desk;
    return entry;
  }

  async function count(code) {
    const number = Number.parseInt(people.value, 10);
    if (!(number >= 1 && number <= 500)) return people.focus();
    const now = new Date();
    const visit = {
      uid: Outbox.uid(), site: config.site, day: dayOf(now), at: Outbox.iso(now), time: now.getTime(),
      people: number, purposes: [code], profile: {}, sent_to: [], sent_to_kind: "", undone: false,
    };
    people.value = "1";
    state.visits.unshift(visit);
    state.chosen = visit.uid;
    show();
    tellOf(visit, words.counted);
    try {
      await Outbox.add(body(visit));
      await Outbox.day.put(visit);
    } catch (error) {
      state.visits = state.visits.filter((other) => other !== visit);
      $("said").textContent = words.storageFull;
      return show();
    }
    Outbox.tell();
    show();
    soon(300);
  }

  async function undo(visit = latest()) {
    if (!visit) return;
    visit.undone = true;
    if (state.chosen === visit.uid) state.chosen = state.visits.find((other) => !other.undone)?.uid ?? null;
    tellOf(visit, visit.kind === "group" ? words.groupTakenBack : words.takenBack);
    if (visit.ticket) $("said").append(". ", say(words.ticketStays, named(visit)));
    show();
    if (!(await Outbox.change(visit.uid, () => null))) { // sent already, or on its way
      await Outbox.add({ uid: Outbox.uid(), kind: "undo", target: visit.uid });
    } else {
      await Outbox.remove(`qualify-${visit.uid}`);
    }
    if (visit.unmet) await noteUnmet(visit, false);
    await Outbox.day.put(visit);
    Outbox.tell();
    show();
    soon(300);
  }

  // ── Qualifying ─────────────────────────────────────────────────────────────────────────────────────
  const lists = [...new Set([...qualify.querySelectorAll("[name^='profile-'], [name^='more-']")]
    .map((field) => field.name.replace(/^(profile|more)-/, "")))];

  const chipsOf = (list) => [...qualify.querySelectorAll(`[name="profile-${list}"]`)];
  const listOf = (list) => qualify.querySelector(`[name="more-${list}"]`);
  function setValue(list, value) { // the chip, the list, or both where both offer it
    const chips = chipsOf(list);
    const chip = chips.find((radio) => radio.value === value);
    chips.forEach((radio) => { radio.checked = radio === chip; });
    if (listOf(list)) listOf(list).value = [...listOf(list).options].some((option) => option.value === value) ? value : "";
  }

  function fill(visit) {
    for (const list of lists) setValue(list, visit.profile[list] || "");
    qualify.querySelectorAll("[name=also]").forEach((box) => {
      box.checked = visit.purposes.slice(1).includes(box.value);
      box.disabled = visit.purposes[0] === box.value;
    });
    qualify.querySelectorAll("[name=sent]").forEach((box) => { box.checked = visit.sent_to.includes(box.value); });
    if (qualify.elements.sent_to_kind) qualify.elements.sent_to_kind.value = visit.sent_to_kind;
    for (const box of desks) {
      box.checked = visit.desk === box.value;
      // Whoever has a ticket waits at the desk; from there they can be sent on, or called and marked absent.
      box.disabled = Boolean(visit.answered) && Boolean(visit.desk);
      const chip = box.nextElementSibling;
      const said = visit.desk === box.value && Boolean(visit.answered);
      chip.lastElementChild.textContent = deskWords(box, visit);
      chip.lastElementChild.classList.toggle("visually-hidden", !said); // the coloured number is enough until then
      chip.hidden = box.hidden = box.disabled && !said;
    }
    $("unmet").checked = Boolean(visit.unmet);
    offerUnmet(visit);
    qualify.setAttribute("aria-label", say(words.qualifyOf, { time: clock(new Date(visit.time)) }));
  }

  function read(visit) {
    visit.profile = {};
    for (const list of lists) {
      const value = chipsOf(list).find((radio) => radio.checked)?.value || listOf(list)?.value;
      if (value) visit.profile[list] = value;
    }
    const also = [...qualify.querySelectorAll("[name=also]:checked")].map((box) => box.value);
    visit.purposes = [visit.purposes[0], ...also.filter((code) => code !== visit.purposes[0])];
    visit.sent_to = [...qualify.querySelectorAll("[name=sent]:checked")].map((box) => box.value);
    visit.sent_to_kind = qualify.elements.sent_to_kind?.value || "";
    if (visit.sent_to_kind) visit.sent_to.push("institution");
    visit.desk = desks.find((box) => box.checked)?.value || "";
    if (visit.desk) visit.sent_to.push("desk");
  }

  // ── Desks ──────────────────────────────────────────────────────────────────────────────────────────
  const desks = [...qualify.querySelectorAll("[name=desk]")];
  const named = (visit) => ({ colour: visit.ticket.colour, number: String(visit.ticket.number).padStart(2, "0") });
  function deskWords(box, visit) {
    const n = Number(box.dataset.number);
    if (visit.desk !== box.value || !visit.answered) return say(words.desk, { n });
    return visit.ticket ? say(words.deskTicket, { n, ...named(visit) }) : say(words.deskWithout, { n });
  }

  // The server's answers to entries that sent somebody to a desk: the ticket to say aloud, or none when it was too late.
  // They lie in the outbox's database, whoever sent the entries: this page, another tab, the service worker.
  async function hear() {
    for (const { visit: key, desk, ticket } of await Outbox.tickets(new Date().setHours(0, 0, 0, 0))) {
      const visit = state.visits.find((other) => other.uid === key);
      if (!visit || visit.answered) continue;
      Object.assign(visit, { desk, ticket, answered: true });
      const box = desks.find((other) => other.value === desk);
      if (box) $("said").textContent = deskWords(box, visit);
      await Outbox.day.put(visit);
    }
  }

  qualify.addEventListener("submit", (event) => event.preventDefault());
  qualify.addEventListener("keydown", (event) => { if (event.key === "Escape") event.target.blur(); }); // to the keys
  qualify.addEventListener("change", async (event) => {
    const visit = state.visits.find((other) => other.uid === state.chosen);
    if (!visit) return;
    if (/^(profile|more)-/.test(event.target.name)) {
      setValue(event.target.name.replace(/^(profile|more)-/, ""), event.target.value);
    }
    if (event.target.name === "sent" && event.target.value === "activity" && event.target.checked) tellWorkshops();
    if (event.target.name === "unmet") return noteUnmet(visit, event.target.checked);
    if (event.target.name === "desk") desks.forEach((box) => { box.checked = box === event.target && box.checked; });
    read(visit);
    await keep(visit);
    show();
    soon(event.target.name === "desk" ? 0 : 1200);
  });

  // What this visitor asked for had nobody on duty: an entry of its own, without a link to the visit on the server.
  async function noteUnmet(visit, asked) {
    if (asked) {
      visit.unmet = Outbox.uid();
      await Outbox.add({
        uid: visit.unmet, kind: "unmet", site: visit.site, recorded_at: Outbox.iso(new Date()), people: visit.people,
        purposes: visit.purposes.slice(0, 1),
      });
    } else if (visit.unmet) {
      const target = visit.unmet;
      visit.unmet = "";
      if (!(await Outbox.change(target, () => null))) await Outbox.add({ uid: Outbox.uid(), kind: "undo", target });
    }
    await Outbox.day.put(visit);
    $("said").textContent = asked ? words.unmet : words.unmetTakenBack;
    Outbox.tell();
    show();
    soon(300);
  }

  // One change of a visit after the other, so that the last one said is the last one kept.
  let keeping = Promise.resolve();
  function keep(visit) {
    keeping = keeping.then(async () => {
      await Outbox.day.put(visit);
      if (await Outbox.change(visit.uid, () => body(visit))) return;
      const { uid: target, purposes, profile, sent_to, sent_to_kind } = visit;
      const entry = { uid: visit.change || Outbox.uid(), kind: "qualify", target, purposes, profile, sent_to };
      if (sent_to_kind) entry.sent_to_kind = sent_to_kind;
      if (visit.desk) Object.assign(entry, { desk: visit.desk, recorded_at: Outbox.iso(new Date()) });
      if (visit.change && await Outbox.change(visit.change, () => entry)) return;
      entry.uid = visit.change = Outbox.uid();
      await Outbox.add(entry);
      await Outbox.day.put(visit);
    });
    return keeping;
  }

  async function retry(item) {
    await Outbox.retry(item.uid);
    show();
    soon(0);
  }

  // ── Sending ────────────────────────────────────────────────────────────────────────────────────────
  function soon(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  async function send() {
    const report = await Outbox.drain();
    if (report.reason === "busy") return soon(2000);
    state.sinceServer.push(...report.done);
    await hear();
    state.trouble = report.reason;
    if (state.trouble === "unreachable") {
      state.offlineSince ||= Date.now();
      wait = Math.min(wait * 2, 30000);
      soon(wait);
    } else {
      state.offlineSince = null;
      wait = 1000;
    }
    if (report.done.length || !state.server) await ask();
    show();
    // What was counted while the sending came to its end has not been seen by it.
    if (!state.trouble && (await Outbox.items()).some((item) => item.state === "waiting")) soon(200);
  }

  async function ask() {
    try {
      const answer = await fetch(config.state, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
      if (answer.status === 401) state.trouble = "signed_out";
      if (answer.status !== 200 || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
        if (answer.status !== 401 && answer.status !== 403) throw new Error(String(answer.status));
        return;
      }
      state.server = await answer.json();
      setClock(state.server.now);
      state.sinceServer = [];
      if (state.trouble === "unreachable") { state.trouble = ""; state.offlineSince = null; wait = 1000; soon(0); }
    } catch (error) {
      state.trouble = "unreachable";
      state.offlineSince ||= Date.now();
    }
  }

  // ── Keys and buttons ───────────────────────────────────────────────────────────────────────────────
  let keysOn = localStorage.getItem("counter-keys") !== "off";
  let lastDigit = { digit: 0, at: 0 };
  const keysSwitch = $("keys-switch");
  function showKeysSwitch() {
    keysSwitch.hidden = false;
    keysSwitch.textContent = keysOn ? words.keysOn : words.keysOff;
    keysSwitch.setAttribute("aria-pressed", String(keysOn));
  }
  keysSwitch.addEventListener("click", () => {
    keysOn = !keysOn;
    localStorage.setItem("counter-keys", keysOn ? "on" : "off");
    showKeysSwitch();
  });

  $("count").addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value) count(event.submitter.value);
  });
  document.querySelectorAll("[data-step]").forEach((button) => {
    button.addEventListener("click", () => stepBy(Number(button.dataset.step)));
  });
  function stepBy(step) {
    people.value = String(Math.min(500, Math.max(1, (Number.parseInt(people.value, 10) || 1) + step)));
  }
  people.addEventListener("focus", () => people.select());
  people.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      if (event.key === "Escape") people.value = "1";
      people.blur();
    }
  });
  $("undo").addEventListener("click", () => undo());

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z" && event.target !== people) {
      event.preventDefault();
      return undo();
    }
    if (!keysOn || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea, dialog")) return;
    // By place on the keyboard, so that the upper row counts on French keyboards without the shift key.
    const digit = Number((event.code.match(/^(?:Digit|Numpad)([1-9])$/) || event.key.match(/^([1-9])$/) || [])[1]);
    if (digit) {
      const key = document.querySelector(`[data-key="${digit}"]`);
      if (!key) return;
      event.preventDefault();
      lastDigit = { digit, at: Date.now() };
      return count(key.value);
    }
    const actions = {
      "+": () => stepBy(1), "-": () => stepBy(-1), p: () => people.focus(),
      g: () => $("group-link").click(),
      q: () => qualify.querySelector("input, select")?.focus(), "*": multiply, x: multiply, "×": multiply,
    };
    const action = actions[event.key.toLowerCase()];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  // "4 × 2": the 4 counted a visit at once; the × takes it back and makes it a number of people.
  async function multiply() {
    const { digit, at } = lastDigit;
    if (!digit || Date.now() - at > MULTIPLY_WITHIN) return;
    lastDigit = { digit: 0, at: 0 };
    people.value = String(digit);
    await undo();
  }

  // ── The last resort ────────────────────────────────────────────────────────────────────────────────
  $("outbox-save").addEventListener("click", async () => {
    const link = element("a", {
      href: URL.createObjectURL(new Blob([await Outbox.save()], { type: "application/json" })),
      download: `outbox-${config.site}-${dayOf(new Date())}.json`,
    });
    link.click();
    URL.revokeObjectURL(link.href);
    $("said").textContent = words.saved;
  });
  $("outbox-load").addEventListener("change", async (event) => {
    try {
      const number = await Outbox.load(await event.target.files[0].text());
      $("said").textContent = say(words.loaded, { n: number });
    } catch (error) {
      $("said").textContent = words.notAFile;
    }
    event.target.value = "";
    show();
    soon(0);
  });

  // ── Beginning ──────────────────────────────────────────────────────────────────────────────────────
  async function begin() {
    showKeysSwitch();
    const today = dayOf(new Date());
    const kept = await Outbox.day.all();
    await Outbox.day.forget(kept.filter((visit) => visit.day !== today).map((visit) => visit.uid));
    state.groups = kept.filter((entry) => entry.day === today && entry.kind === "group");
    state.visits = kept.filter((visit) => visit.day === today && visit.kind !== "group")
      .concat(state.visits.filter((visit) => !kept.some((other) => other.uid === visit.uid)))
      .sort((a, b) => b.time - a.time);
    if (latest()?.kind === "group" && Date.now() - latest().time < JUST_NOW) tellOf(latest(), words.counted);
    show();
    await hear();
    await ask();
    await show(); // whoever finds the page ready finds the day's figures on it
    soon(0);
    setInterval(async () => { await ask(); show(); soon(0); }, ASK_EVERY);
    window.addEventListener("online", () => { wait = 1000; soon(0); });
    window.addEventListener("offline", () => { state.trouble = "unreachable"; state.offlineSince ||= Date.now(); show(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(0); });
    Outbox.listen(async (what) => {
      if (what === "sent") {
        await hear();
        await ask();
      }
      show();
    });
    navigator.storage?.persist?.();
    if ("serviceWorker" in navigator) {
      try {
        const registration = await navigator.serviceWorker.register(config.worker);
        navigator.serviceWorker.ready.then((ready) => ready.active.postMessage("keep"));
        await registration.sync?.register("outbox");
      } catch (error) {
        // Without it the page still keeps and sends; it only cannot be opened anew while the network is gone.
      }
    }
    page.dataset.ready = "true";
  }
  begin();
})();
