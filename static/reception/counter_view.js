"use strict";
// What the counter shows: the strip of last visits, the day by hour, what waits in the outbox, the connection in words.
// config: what the page was given.  state: what counter.js knows; only the chosen visit is changed here.
// act.fill(visit) puts a visit into the qualifying form; act.retry(item) sends a refused entry again.
function CounterView(config, state, act) {
  const words = config.words;
  const $ = (id) => document.getElementById(id);
  const SHOWN = 5; // visits in the strip

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
  const onDevice = Outbox.clockIn(config.zone);
  const shownAt = (date) => onDevice(new Date(date.getTime() + state.skew * 1000)); // put right, as the server does it
  function clock(date) {
    const { hour, minute } = shownAt(date);
    return french ? `${hour}\u00a0h\u00a0${minute}` : `${two(hour)}:${minute}`;
  }
  const hourName = (hour) => french ? `${hour}\u00a0h` : `${hour}:00`;
  const dayOf = (date) => onDevice(date).day; // as the device believes: the same before and after the server is heard
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

  // Puts `nodes` into `parent`, unless the same stands there: what has the focus or a finger on it is not taken away.
  function place(parent, nodes) {
    if (parent.innerHTML !== nodes.map((node) => node.outerHTML).join("")) parent.replaceChildren(...nodes);
  }

  // ── Showing ────────────────────────────────────────────────────────────────────────────────────────
  const countsOnly = Boolean($("counts-only")); // a week outside the sample: characteristics are not asked for
  const isQualified = (visit) => Object.keys(visit.profile).length > 0 || visit.sent_to.length > 0 || visit.purposes.length > 1;

  // However many keys are hit at once, the page is drawn once a frame, with what the outbox then holds: read first, so
  // that nobody sees a half of it, and nothing read earlier is drawn later.
  let coming = null;
  function show() {
    coming ||= new Promise((resolve) => {
      setTimeout(async () => {
        coming = null;
        const [items, received] = await Promise.all([Outbox.items(), Outbox.facts("received")]);
        showStrip();
        showDay(items);
        showDesks();
        showOutbox(items, received);
        showConnection(items);
        fitChart(items);
        resolve();
      }, 16);
    });
    return coming;
  }

  // What "undo" takes back: the last entry of this device that stands, a visit or a group.
  const latest = () => [...state.visits, ...state.groups].filter((entry) => !entry.undone)
    .reduce((last, entry) => (last && last.time >= entry.time ? last : entry), undefined);

  function showStrip() {
    const shown = state.visits.filter((visit) => !visit.undone).slice(0, SHOWN);
    $("last").hidden = !shown.length;
    if (!shown.some((visit) => visit.uid === state.chosen)) state.chosen = shown[0]?.uid ?? null;
    const focused = document.activeElement?.dataset?.visit;
    place($("strip"), shown.map((visit) => {
      const purpose = config.purposes[visit.purposes[0]] || { key: "", colour: 0 };
      const done = isQualified(visit);
      const button = element(
        "button", {
          type: "button", class: `strip-item purpose-${purpose.colour}`, "data-visit": visit.uid,
          "aria-current": visit.uid === state.chosen ? "true" : null,
        },
        element("span", { class: "num" }, purpose.key ? String(purpose.key) : "·"),
        element("span", {}, `${clock(new Date(visit.time))}, ${say(words.peopleShort, { n: visit.people })}`),
        element("small", {}, ...(done ? [icon("check"), words.qualified] : countsOnly ? [] : [words.unqualified])),
      );
      button.addEventListener("click", () => { state.chosen = visit.uid; show(); });
      return element("li", {}, button);
    }));
    if (focused) document.querySelector(`[data-visit="${focused}"]`)?.focus();
    const open = state.visits.filter((visit) => !visit.undone && !isQualified(visit)).length;
    const stated = state.server?.stated_share ?? null;
    const share = stated === null ? [] : [say(words.notStated, { n: 100 - stated })];
    $("to-qualify").textContent = countsOnly ? "" : [...(open ? [say(words.toQualify, { n: open })] : []), ...share].join(" · ");
    const visit = state.visits.find((other) => other.uid === state.chosen);
    $("qualify").hidden = !visit;
    if (visit) act.fill(visit);
    const next = latest();
    $("undo").hidden = !next;
    if (next) {
      $("undo").querySelector("span").textContent = next.kind === "group" ? say(words.undoGroup, { n: next.people }) : words.undo;
      const form = $("undo-form");
      if (form) form.hidden = true;
    }
    if (!$("said").textContent) $("said").textContent = next ? "" : words.nothingYet;
  }

  // The server's figures plus what it has not seen yet, by hour.
  function hoursOfToday(items) {
    const today = shownAt(new Date()).day;
    const hours = {};
    if (state.server?.day === today) {
      for (const [hour, number] of Object.entries(state.server.people_by_hour)) hours[hour] = number;
    }
    const ours = items.filter((item) => item.state === "waiting").concat(state.sinceServer).map((item) => item.entry);
    let unsent = 0;
    for (const entry of ours) {
      const target = [...state.visits, ...state.groups].find((other) => other.uid === entry.target);
      const counts = entry.kind === "visit" || entry.kind === "group";
      const change = entry.kind === "undo" ? -(target?.people ?? 0) : counts ? entry.people : 0;
      const at = entry.kind === "undo" ? target?.at : entry.recorded_at;
      if (!change || !at || (entry.site || target?.site || config.site) !== config.site) continue;
      const { day, hour } = shownAt(new Date(at));
      if (day !== today) continue;
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
    else if (!state.server) note.push(words.onThisDevice);
    else note.push(state.server.usual_so_far === null ? words.noUsual : say(words.usual, { n: Math.round(state.server.usual_so_far) }));
    $("total-note").replaceChildren(note[0], element("br"), note[1] ?? "");
    chart(hours);
  }

  // Who waits at which desk, as the server last said; what it does not know yet is never guessed.
  const LONG_WAIT = 20; // minutes
  function showDesks() {
    const desks = state.server?.desks;
    if (!desks || !$("desks")) return;
    $("desks-waiting").textContent = say(words.waitInAll, { n: desks.reduce((sum, desk) => sum + desk.waiting, 0) });
    $("desks").replaceChildren(...desks.map((desk) => element(
      "li", { class: `desk purpose-${desk.colour}` },
      element("span", { class: "num num-sm", "aria-hidden": "true" }, String(desk.number)),
      element("span", { class: "desk-name" }, element("span", { class: "visually-hidden" }, `${desk.number} `), desk.name),
      ...(desk.who ? [element("span", { class: "desk-who" }, desk.who)] : []),
      element("span", { class: `desk-wait${desk.longest_wait >= LONG_WAIT ? " is-long" : ""}` }, ...(desk.waiting
        ? [element("b", {}, digits.format(desk.waiting)), ` ${say(words.wait, { n: desk.waiting, m: desk.longest_wait })}`]
        : [desk.open ? words.nobodyWaits : words.deskClosed])),
    )));
  }

  // The column never scrolls: the chart gives way to what waits to be sent, to desks with somebody at each.
  const TALL = 112;
  const FLAT = 46; // units of the drawing, which is 312 wide
  function fitChart(items) {
    const side = document.querySelector(".counter-side");
    const over = side.scrollHeight - side.clientHeight;
    if (over <= 0) return;
    const unit = $("hours").clientWidth / 312 || 1;
    chart(hoursOfToday(items).hours, Math.max(FLAT, TALL - Math.ceil(over / unit)));
  }

  function chart(hours, tall = TALL) {
    const now = shownAt(new Date()).hour;
    const open = state.server?.open_hours?.length ? state.server.open_hours : [9, 10, 11, 12, 13, 14, 15, 16, 17];
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
    svg.setAttribute("viewBox", `0 0 312 ${tall}`);
    svg.setAttribute("role", "img");
    const list = known.map((hour) => say(words.chartItem, { n: hours[hour], hour: hourName(hour) })).join(", ");
    svg.setAttribute("aria-label", say(words.chart, { list: list || "0" }));
    const base = tall - 20;
    draw("line", { class: "c-axis", x1: 0, y1: base + 0.5, x2: 312, y2: base + 0.5 });
    const step = Math.ceil(30 / wide); // hours between two labels, so that they do not touch
    for (let hour = first; hour <= last; hour += 1) {
      const number = hours[hour] || 0;
      const high = number > 0 ? Math.max(3, Math.round((number / most) * (base - 26 > 40 ? base - 26 : base - 17))) : 0;
      const x = (hour - first) * wide + wide * 0.11;
      const middle = x + wide * 0.39;
      const current = hour === now;
      if (high) draw("rect", { class: current ? "c-now" : "c-bar", x, y: base - high, width: wide * 0.78, height: high });
      else draw("rect", { class: "c-none", x, y: base - 3.5, width: wide * 0.78, height: 3 });
      if (high) draw("text", { class: current ? "mid now" : "mid", x: middle, y: base - 5 - high }, digits.format(number));
      if ((hour - first) % step === 0) draw("text", { class: current ? "mid now" : "mid", x: middle, y: tall - 4 }, french ? `${hour} h` : String(hour));
    }
    $("hours").replaceChildren(svg);
  }

  function showOutbox(items, received) {
    const waiting = items.filter((item) => item.state === "waiting");
    const held = items.filter((item) => item.state === "held");
    const line = $("outbox-state");
    line.className = `state ${held.length ? "state-bad" : waiting.length ? "state-wait" : "state-ok"}`;
    line.replaceChildren(icon(held.length ? "alert" : waiting.length ? "clock" : "check"), held.length
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
    const today = received && dayOf(new Date(received)) === dayOf(new Date());
    $("outbox").title = words.kept;
    $("outbox-note").textContent = !window.isSecureContext ? words.insecure : state.skew ? clockOff()
      : today ? say(words.lastReceived, { time: clock(new Date(received)) }) : words.neverReceived;
    $("outbox-note").hidden = window.isSecureContext && waiting.length > 0; // the drawn keys stand in its place
    $("outbox-more").hidden = false; // an empty counter too takes the file of another
    $("held").hidden = !held.length;
    place($("held"), held.map((item) => {
      const again = element("button", { type: "button", class: "btn btn-secondary btn-sm" }, words.tryAgain);
      again.addEventListener("click", () => act.retry(item));
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
    const offline = state.trouble === "unreachable" || (!navigator.onLine && waiting > 0);
    $("bar").classList.toggle("is-offline", offline);
    const [style, sign, text] = state.trouble === "signed_out" ? ["bad", "alert", words.signedOut]
      : state.trouble === "forbidden" ? ["bad", "alert", words.forbidden]
        : offline ? ["wait", "offline", say(words.offlineSince, { time: clock(new Date(state.offlineSince || Date.now())) })]
          : waiting ? ["wait", "clock", say(words.waiting, { n: waiting })]
            : ["ok", "online", words.online];
    const line = $("connection");
    const said = line.dataset.said;
    if (said === text) return; // a screen reader hears a change once
    line.dataset.said = text;
    line.hidden = false;
    line.className = `state state-${style}`;
    const inside = state.trouble === "signed_out" ? element("a", { href: `${config.signIn}?next=${encodeURIComponent(location.pathname)}` }, text) : text;
    line.replaceChildren(icon(sign), inside);
  }

  // By how much the device's clock is wrong, in the largest unit that says it.
  function clockOff() {
    const minutes = Math.abs(state.skew) / 60;
    const [unit, length] = minutes < 120 ? ["minute", 1] : minutes < 2880 ? ["hour", 60] : ["day", 1440];
    const format = new Intl.NumberFormat(config.language, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 });
    return say(state.skew > 0 ? words.clockSlow : words.clockFast, { span: format.format(minutes / length) });
  }

  // now: the server's clock.  Two minutes are the way through the network, not a wrong clock.
  function setClock(now) {
    const was = state.skew;
    const minutes = Math.round((Date.parse(now) - Date.now()) / 60000);
    state.skew = Math.abs(minutes) > 2 ? minutes * 60 : 0;
    if (state.skew && !was) $("said").textContent = clockOff();
  }

  function tellOf(visit, verb) {
    $("said").replaceChildren(
      `${verb} `, element("b", {}, [say(words.people, { n: visit.people }), names(visit.purposes)].filter(Boolean).join(", ")),
      `, ${clock(new Date(visit.time))}`,
    );
  }

  window.addEventListener("resize", show);
  return { words, say, clock, dayOf, element, show, tellOf, latest, setClock };
}
