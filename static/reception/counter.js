"use strict";
// The counter: a key is a visit. Everything is written to the outbox first and shown at once; the network follows.
(function () {
  const page = document.getElementById("counter");
  if (!page) return;
  const config = JSON.parse(document.getElementById("counter-config").textContent);
  const words = config.words;
  const $ = (id) => document.getElementById(id);
  const people = $("people");
  const qualify = $("qualify");
  const SHOWN = 5; // visits in the strip
  const ASK_EVERY = 30000; // ms between two looks at the server's figures
  const MULTIPLY_WITHIN = 3000; // ms in which "4 ×" turns the 4 just counted into four people
  self.OUTBOX_URL = config.entries;

  let visits = []; // this device's visits of today, newest first
  let chosen = null; // key of the visit being qualified
  let server = null; // the server's figures of today
  let sinceServer = []; // entries the server took since it gave these figures
  let offlineSince = null;
  let trouble = ""; // why the last sending failed: "", "unreachable", "signed_out", "forbidden"
  let wait = 1000;
  let timer = 0;

  // ── Words ──────────────────────────────────────────────────────────────────────────────────────────
  const plural = new Intl.PluralRules(config.language);
  const digits = new Intl.NumberFormat(config.language, { maximumFractionDigits: 0 });
  function say(text, values = {}) {
    const form = Array.isArray(text) ? text[plural.select(values.n) === "one" ? 0 : 1] : text;
    return form.replace(/\{(\w+)\}/g, (whole, name) => (
      typeof values[name] === "number" ? digits.format(values[name]) : values[name] ?? whole
    ));
  }
  const two = (number) => String(number).padStart(2, "0");
  const french = config.language === "fr";
  const clock = (date) => french ? `${date.getHours()} h ${two(date.getMinutes())}` : `${two(date.getHours())}:${two(date.getMinutes())}`;
  const hourName = (hour) => french ? `${hour} h` : `${hour}:00`;
  const dayOf = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const names = (codes) => codes.map((code) => config.purposes[code]?.name ?? code).join(", ");
  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon icon-sm");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${config.icons}#i-${name}`);
    svg.append(use);
    return svg;
  }
  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(name, "");
      else if (value !== false && value !== null) node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }

  // ── Counting ───────────────────────────────────────────────────────────────────────────────────────
  function body(visit) {
    const entry = {
      uid: visit.uid, kind: "visit", site: visit.site, recorded_at: visit.at, people: visit.people,
      purposes: visit.purposes, profile: visit.profile, sent_to: visit.sent_to,
    };
    if (visit.sent_to_kind) entry.sent_to_kind = visit.sent_to_kind;
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
    visits.unshift(visit);
    chosen = visit.uid;
    show();
    tellOf(visit, words.counted);
    try {
      await Outbox.add(body(visit));
      await Outbox.day.put(visit);
    } catch (error) {
      visits = visits.filter((other) => other !== visit);
      $("said").textContent = words.storageFull;
      return show();
    }
    Outbox.tell();
    show();
    soon(300);
  }

  function tellOf(visit, verb) {
    $("said").replaceChildren(
      `${verb} `, element("b", {}, `${say(words.people, { n: visit.people })}, ${names(visit.purposes)}`),
      `, ${clock(new Date(visit.time))}`,
    );
  }

  async function undo(visit = visits.find((other) => !other.undone)) {
    if (!visit) return;
    visit.undone = true;
    if (chosen === visit.uid) chosen = visits.find((other) => !other.undone)?.uid ?? null;
    tellOf(visit, words.takenBack);
    show();
    if (!(await Outbox.change(visit.uid, () => null))) { // sent already, or on its way
      await Outbox.add({ uid: Outbox.uid(), kind: "undo", target: visit.uid });
    } else {
      await Outbox.remove(`qualify-${visit.uid}`);
    }
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
  }

  qualify.addEventListener("submit", (event) => event.preventDefault());
  qualify.addEventListener("change", async (event) => {
    const visit = visits.find((other) => other.uid === chosen);
    if (!visit) return;
    if (/^(profile|more)-/.test(event.target.name)) {
      setValue(event.target.name.replace(/^(profile|more)-/, ""), event.target.value);
    }
    read(visit);
    await keep(visit);
    show();
    soon(1200);
  });

  // One change of a visit after the other, so that the last one said is the last one kept.
  let keeping = Promise.resolve();
  function keep(visit) {
    keeping = keeping.then(async () => {
      await Outbox.day.put(visit);
      if (await Outbox.change(visit.uid, () => body(visit))) return;
      const { uid: target, purposes, profile, sent_to, sent_to_kind } = visit;
      const entry = { uid: visit.change || Outbox.uid(), kind: "qualify", target, purposes, profile, sent_to };
      if (sent_to_kind) entry.sent_to_kind = sent_to_kind;
      if (visit.change && await Outbox.change(visit.change, () => entry)) return;
      entry.uid = visit.change = Outbox.uid();
      await Outbox.add(entry);
      await Outbox.day.put(visit);
    });
    return keeping;
  }

  // ── Showing ────────────────────────────────────────────────────────────────────────────────────────
  const isQualified = (visit) => Object.keys(visit.profile).length > 0 || visit.sent_to.length > 0 || visit.purposes.length > 1;

  async function show() {
    const items = await Outbox.items();
    showStrip();
    showDay(items);
    showOutbox(items);
    showConnection(items);
  }

  function showStrip() {
    const shown = visits.filter((visit) => !visit.undone).slice(0, SHOWN);
    $("last").hidden = !shown.length;
    if (!shown.some((visit) => visit.uid === chosen)) chosen = shown[0]?.uid ?? null;
    const focused = document.activeElement?.dataset?.visit;
    $("strip").replaceChildren(...shown.map((visit) => {
      const purpose = config.purposes[visit.purposes[0]] || { key: "", colour: 0 };
      const done = isQualified(visit);
      const button = element(
        "button", {
          type: "button", class: `strip-item purpose-${purpose.colour}`, "data-visit": visit.uid,
          "aria-current": visit.uid === chosen ? "true" : null,
        },
        element("span", { class: "num" }, purpose.key ? String(purpose.key) : "·"),
        element("span", {}, `${clock(new Date(visit.time))}, ${say(words.peopleShort, { n: visit.people })}`),
        element("small", {}, ...(done ? [icon("check"), words.qualified] : [words.unqualified])),
      );
      button.addEventListener("click", () => { chosen = visit.uid; show(); });
      return element("li", {}, button);
    }));
    if (focused) document.querySelector(`[data-visit="${focused}"]`)?.focus();
    const open = visits.filter((visit) => !visit.undone && !isQualified(visit)).length;
    $("to-qualify").textContent = open && !$("counts-only") ? say(words.toQualify, { n: open }) : "";
    const visit = visits.find((other) => other.uid === chosen);
    qualify.hidden = !visit || Boolean($("counts-only"));
    if (visit) fill(visit);
    $("undo").hidden = !shown.length;
    if (shown.length) {
      $("undo").querySelector("span").textContent = words.undo;
      const form = $("undo-form");
      if (form) form.hidden = true;
    }
    if (!$("said").textContent) $("said").textContent = shown.length ? "" : words.nothingYet;
  }

  // The server's figures plus what it has not seen yet, by hour.
  function hoursOfToday(items) {
    const today = dayOf(new Date());
    const hours = {};
    if (server?.day === today) {
      for (const [hour, number] of Object.entries(server.people_by_hour)) hours[hour] = number;
    }
    const ours = items.filter((item) => item.state === "waiting").concat(sinceServer).map((item) => item.entry);
    let unsent = 0;
    for (const entry of ours) {
      const target = visits.find((visit) => visit.uid === entry.target);
      const change = entry.kind === "undo" ? -(target?.people ?? 0) : entry.kind === "qualify" ? 0 : entry.people;
      const at = entry.kind === "undo" ? target?.at : entry.recorded_at;
      if (!change || !at || at.slice(0, 10) !== today || (entry.site || target?.site || config.site) !== config.site) continue;
      const hour = Number(at.slice(11, 13));
      hours[hour] = (hours[hour] || 0) + change;
    }
    for (const item of items) if (item.state === "waiting") unsent += 1;
    return { hours, unsent };
  }

  function showDay(items) {
    const { hours, unsent } = hoursOfToday(items);
    const total = Object.values(hours).reduce((sum, number) => sum + number, 0);
    $("total").textContent = digits.format(total);
    const note = [say(words.visits, { n: total })];
    if (unsent) note.push(say(words.notSent, { n: unsent }));
    else if (!server) note.push(words.onThisDevice);
    else note.push(server.usual_so_far === null ? words.noUsual : say(words.usual, { n: Math.round(server.usual_so_far) }));
    $("total-note").replaceChildren(note[0], element("br"), note[1] ?? "");
    chart(hours);
  }

  function chart(hours) {
    const now = new Date().getHours();
    const open = server?.open_hours?.length ? server.open_hours : [9, 10, 11, 12, 13, 14, 15, 16, 17];
    const known = Object.keys(hours).map(Number).filter((hour) => hours[hour]);
    const first = Math.min(...open, ...known);
    const last = Math.max(...open, ...known);
    const wide = 312 / (last - first + 1);
    const most = Math.max(1, ...Object.values(hours));
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    const draw = (tag, attributes, text) => {
      const node = document.createElementNS(ns, tag);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      if (text !== undefined) node.textContent = text;
      svg.append(node);
    };
    svg.setAttribute("class", "chart");
    svg.setAttribute("viewBox", "0 0 312 112");
    svg.setAttribute("role", "img");
    const list = known.map((hour) => say(words.chartItem, { n: hours[hour], hour: hourName(hour) })).join(", ");
    svg.setAttribute("aria-label", say(words.chart, { list: list || "0" }));
    draw("line", { class: "c-axis", x1: 0, y1: 92.5, x2: 312, y2: 92.5 });
    const step = Math.ceil(30 / wide); // hours between two labels, so that they do not touch
    for (let hour = first; hour <= last; hour += 1) {
      const number = hours[hour] || 0;
      const high = number > 0 ? Math.max(3, Math.round((number / most) * 66)) : 0;
      const x = (hour - first) * wide + wide * 0.11;
      const middle = x + wide * 0.39;
      const current = hour === now;
      if (high) draw("rect", { class: current ? "c-now" : "c-bar", x, y: 92 - high, width: wide * 0.78, height: high });
      else draw("rect", { class: "c-none", x, y: 88.5, width: wide * 0.78, height: 3 });
      if (high) draw("text", { class: current ? "mid now" : "mid", x: middle, y: 87 - high }, digits.format(number));
      if ((hour - first) % step === 0) draw("text", { class: current ? "mid now" : "mid", x: middle, y: 108 }, french ? `${hour} h` : String(hour));
    }
    $("hours").replaceChildren(svg);
  }

  async function showOutbox(items) {
    const waiting = items.filter((item) => item.state === "waiting");
    const held = items.filter((item) => item.state === "held");
    const state = $("outbox-state");
    state.className = `state ${held.length ? "state-bad" : waiting.length ? "state-wait" : "state-ok"}`;
    state.replaceChildren(icon(held.length ? "alert" : waiting.length ? "clock" : "check"), held.length
      ? say(words.held, { n: held.length })
      : waiting.length ? say(words.waiting, { n: waiting.length }) : words.allSent);
    const keys = waiting.slice(-36).reverse().map((item) => {
      const code = (item.entry.purposes || [])[0];
      return { key: config.purposes[code]?.key ?? "·", colour: config.purposes[code]?.colour ?? 0 };
    });
    $("outbox").hidden = !keys.length;
    $("outbox").setAttribute("aria-label", say(words.outboxLabel, { list: keys.map(({ key }) => key).join(" ") }));
    $("outbox").replaceChildren(...keys.map(({ key, colour }) => (
      element("span", { class: `num num-sm purpose-${colour}` }, String(key)))));
    const received = await Outbox.facts("received");
    const today = received && dayOf(new Date(received)) === dayOf(new Date());
    $("outbox-note").textContent = !window.isSecureContext ? words.insecure
      : waiting.length ? words.kept
        : today ? say(words.lastReceived, { time: clock(new Date(received)) }) : words.neverReceived;
    $("outbox-more").hidden = !items.length && !$("outbox-more").open;
    $("held").hidden = !held.length;
    $("held").replaceChildren(...held.map((item) => {
      const again = element("button", { type: "button", class: "btn btn-secondary btn-sm" }, words.tryAgain);
      again.addEventListener("click", async () => { await Outbox.retry(item.uid); show(); soon(0); });
      const gone = element("button", { type: "button", class: "btn btn-quiet btn-sm" }, words.remove);
      gone.addEventListener("click", async () => {
        if (!window.confirm(words.removeSure)) return;
        await Outbox.remove(item.uid);
        show();
      });
      const what = item.entry.recorded_at ? `${item.entry.recorded_at.slice(0, 16).replace("T", " ")}, ${names(item.entry.purposes || [])}` : item.entry.kind;
      return element("li", {}, element("p", { class: "small" }, what, element("br"), item.errors.join(" ")), again, gone);
    }));
  }

  function showConnection(items) {
    const waiting = items.filter((item) => item.state === "waiting").length;
    const offline = trouble === "unreachable" || (!navigator.onLine && waiting > 0);
    $("bar").classList.toggle("is-offline", offline);
    const [style, sign, text] = trouble === "signed_out" ? ["bad", "alert", words.signedOut]
      : trouble === "forbidden" ? ["bad", "alert", words.forbidden]
        : offline ? ["wait", "offline", say(words.offlineSince, { time: clock(new Date(offlineSince || Date.now())) })]
          : waiting ? ["wait", "clock", say(words.waiting, { n: waiting })]
            : ["ok", "online", words.online];
    const state = $("connection");
    const said = state.dataset.said;
    if (said === text) return; // a screen reader hears a change once
    state.dataset.said = text;
    state.hidden = false;
    state.className = `state state-${style}`;
    const inside = trouble === "signed_out" ? element("a", { href: `${config.signIn}?next=${encodeURIComponent(location.pathname)}` }, text) : text;
    state.replaceChildren(icon(sign), inside);
  }

  // ── Sending ────────────────────────────────────────────────────────────────────────────────────────
  function soon(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  async function send() {
    const report = await Outbox.drain();
    if (report.reason === "busy") return soon(2000);
    sinceServer.push(...report.done);
    trouble = report.reason;
    if (trouble === "unreachable") {
      offlineSince ||= Date.now();
      wait = Math.min(wait * 2, 30000);
      soon(wait);
    } else {
      offlineSince = null;
      wait = 1000;
      if (Math.abs(report.skew) > 120) $("said").textContent = say(words.skew, { n: Math.round(Math.abs(report.skew) / 60) });
    }
    if (report.done.length || !server) await ask();
    show();
  }

  async function ask() {
    try {
      const answer = await fetch(config.state, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
      if (answer.status === 401) trouble = "signed_out";
      if (answer.status !== 200 || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
        if (answer.status !== 401 && answer.status !== 403) throw new Error(String(answer.status));
        return;
      }
      server = await answer.json();
      sinceServer = [];
      if (trouble === "unreachable") { trouble = ""; offlineSince = null; wait = 1000; soon(0); }
    } catch (error) {
      trouble = "unreachable";
      offlineSince ||= Date.now();
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
    visits = kept.filter((visit) => visit.day === today).concat(visits.filter((visit) => !kept.some((other) => other.uid === visit.uid)))
      .sort((a, b) => b.time - a.time);
    show();
    await ask();
    show();
    soon(0);
    setInterval(async () => { await ask(); show(); soon(0); }, ASK_EVERY);
    window.addEventListener("online", () => { wait = 1000; soon(0); });
    window.addEventListener("offline", () => { trouble = "unreachable"; offlineSince ||= Date.now(); show(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(0); });
    if (Outbox.channel) Outbox.channel.onmessage = () => show();
    navigator.storage?.persist?.();
    if ("serviceWorker" in navigator) {
      try {
        const registration = await navigator.serviceWorker.register(config.worker);
        await registration.sync?.register("outbox");
      } catch (error) {
        // Without it the page still keeps and sends; it only cannot be opened anew while the network is gone.
      }
    }
    page.dataset.ready = "true";
  }
  begin();
})();
