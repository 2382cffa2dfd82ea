"use strict";
// Recording at the desk board: the interview is written to the outbox first, then sent. With the server there it is
// stored before the board comes back; without, it waits on this device and the page that needs no server opens.
(function () {
  const config = JSON.parse(document.getElementById("recorder-config").textContent);
  const words = config.words;
  const $ = (id) => document.getElementById(id);
  const ASK_EVERY = 15000; // ms between two tries to send what waits
  const SAID = "recorder-said"; // in the session's storage: what the board says after it was loaded anew
  self.OUTBOX = { name: "counselling", url: config.entries };
  const record = $("record");
  const isOffline = Boolean(record && "offline" in record.dataset);
  const opened = performance.now();
  let trouble = "";

  const plural = new Intl.PluralRules(config.language);
  function say(text, values = {}) {
    const form = Array.isArray(text) ? text[plural.select(values.n) === "one" ? 0 : 1] : text;
    return form.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  // ── Showing ────────────────────────────────────────────────────────────────────────────────────────
  async function show() {
    const items = await Outbox.items();
    const waiting = items.filter((item) => item.state === "waiting");
    const held = items.filter((item) => item.state === "held");
    const reasons = { signed_out: words.signedOut, forbidden: words.forbidden, unreachable: words.unreachable };
    const reason = (waiting.length || isOffline) && reasons[trouble];
    const text = [
      ...(held.length ? [say(words.held, { n: held.length })] : []),
      waiting.length ? say(words.waiting, { n: waiting.length }) : words.allSent,
      ...(reason ? [reason] : []),
    ].join(" · ");
    const line = $("outbox-state");
    line.className = `state state-${held.length || trouble === "signed_out" || trouble === "forbidden" ? "bad" : waiting.length || reason ? "wait" : "ok"}`;
    if (line.textContent !== text) {
      const link = trouble === "signed_out" ? document.createElement("a") : document.createElement("span");
      if (trouble === "signed_out") link.href = `${config.signIn}?next=${encodeURIComponent(config.offline)}`;
      link.textContent = text;
      line.replaceChildren(link);
    }
    $("recorder").hidden = !isOffline && !items.length && !$("recorder-said").textContent;
    $("outbox-state").hidden = !isOffline && !items.length;
    $("outbox-more").hidden = !items.length && !$("outbox-more").open;
    $("held").hidden = !held.length;
    $("held").replaceChildren(...held.map(row));
  }

  function row(item) {
    const node = document.createElement("li");
    const text = document.createElement("p");
    text.className = "small";
    const time = item.entry.recorded_at.slice(0, 16).replace("T", " ");
    text.textContent = [say(words.interviewOf, { time, desk: item.entry.desk }), ...item.errors].join(" · ");
    const again = button(words.tryAgain, async () => { await Outbox.retry(item.uid); await send(); });
    const gone = button(words.remove, async () => {
      if (!window.confirm(words.removeSure)) return;
      await Outbox.remove(item.uid);
      show();
    });
    node.append(text, again, gone);
    return node;
  }

  function button(text, act) {
    const node = document.createElement("button");
    node.type = "button";
    node.className = "btn btn-quiet btn-sm";
    node.textContent = text;
    node.addEventListener("click", act);
    return node;
  }

  // ── Recording ──────────────────────────────────────────────────────────────────────────────────────
  function measured() { // minutes: what the server had measured, and the time since
    const before = Number(record.dataset.measured);
    return before ? before + Math.floor((performance.now() - opened) / 60000) : null;
  }

  function entryOf() {
    const fields = {};
    let length = "";
    for (const [name, value] of new FormData(record)) {
      if (name === "length") length = value;
      else if (!["csrfmiddlewaretoken", "desk", "next"].includes(name)) (fields[name] ||= []).push(value);
    }
    const typed = (fields.minutes || [""])[0].trim() || length;
    fields.minutes = [typed];
    const minutes = measured();
    const entry = {
      uid: record.dataset.uid || Outbox.uid(), kind: "interview", site: config.site, recorded_at: Outbox.iso(new Date()),
      desk: record.dataset.desk || record.querySelector("[name=desk]:checked").value, institution: config.institution, fields,
    };
    if (minutes) entry.measured = minutes;
    return entry;
  }

  async function keep(event) {
    if (event.submitter?.hasAttribute("formaction")) return; // puts back, or calls off: the server's own business
    event.preventDefault();
    const next = event.submitter?.name === "next" ? event.submitter.value : "";
    const entry = entryOf();
    try {
      await Outbox.add(entry);
    } catch (error) {
      $("recorder").hidden = false;
      $("recorder-said").textContent = words.full;
      return enable();
    }
    Outbox.tell();
    if (isOffline) goOn(); // at once: what is typed while a slow server is waited for belongs to the next one
    await send();
    const item = (await Outbox.items()).find((other) => other.uid === entry.uid);
    if (isOffline) {
      $("recorder-said").textContent = item?.state === "held" ? "" : item ? words.kept : words.recordedPlain;
      return;
    }
    if (!item) { // stored: the board comes back, or takes the next one
      const said = Number(entry.fields.minutes[0]) || entry.measured;
      sessionStorage.setItem(SAID, said ? say(words.recorded, { n: said }) : words.recordedPlain);
      return next ? take(next) : location.assign(config.board);
    }
    if (item.state === "held") { // the server says it better, beside the field
      await Outbox.remove(entry.uid);
      return record.submit();
    }
    sessionStorage.setItem(SAID, words.kept);
    if (navigator.serviceWorker?.controller) return location.assign(config.offline);
    record.hidden = true; // no page that opens without the server: stay, and say so
    $("recorder-said").textContent = window.isSecureContext ? words.kept : `${words.kept} ${words.insecure}`;
    show();
  }

  function take(uid) {
    const form = $("next-form");
    form.action = form.dataset.action.replace("00000000-0000-0000-0000-000000000000", uid);
    form.submit();
  }

  function goOn() {
    const desk = record.querySelector("[name=desk]:checked").value;
    record.reset();
    record.querySelector(`[name=desk][value="${CSS.escape(desk)}"]`).checked = true;
    enable();
    record.querySelector("#id_themes input")?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    show();
  }

  function enable() {
    setTimeout(() => record.querySelectorAll("button").forEach((each) => { each.disabled = false; }), 1);
  }

  // ── Sending ────────────────────────────────────────────────────────────────────────────────────────
  async function send() {
    const report = await Outbox.drainInTurn();
    if (report.reason !== "busy") trouble = report.reason;
    await show();
  }

  $("outbox-save").addEventListener("click", async () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([await Outbox.save()], { type: "application/json" }));
    link.download = `outbox-desks-${config.site}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  $("outbox-load").addEventListener("change", async (event) => {
    try {
      await Outbox.load(await event.target.files[0].text());
    } catch (error) {
      // Not an outbox: nothing is loaded, and the count beside says so.
    }
    event.target.value = "";
    await send();
  });

  async function begin() {
    if (record) {
      record.hidden = false;
      if (isOffline) record.querySelector("#id_themes input")?.focus({ preventScroll: true });
      record.addEventListener("submit", keep);
    }
    $("recorder-said").textContent = sessionStorage.getItem(SAID) || "";
    sessionStorage.removeItem(SAID);
    await show();
    await send();
    setInterval(async () => { if ((await Outbox.items()).some((item) => item.state === "waiting")) await send(); }, ASK_EVERY);
    window.addEventListener("online", send);
    Outbox.listen(show);
    if ("serviceWorker" in navigator) {
      try {
        const registration = await navigator.serviceWorker.register(config.worker);
        navigator.serviceWorker.ready.then((ready) => ready.active.postMessage("keep"));
        await registration.sync?.register("outbox");
      } catch (error) {
        // Without it the page still keeps and sends; it only cannot be opened anew while the network is gone.
      }
    }
    $("recorder").dataset.ready = "true";
  }
  begin();
})();
