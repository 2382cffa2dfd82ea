"use strict";
// "All of them" without asking the server, how many of the group are still not stated, and a new group that is kept in
// the counter's outbox while the server is away.
(function () {
  const form = document.getElementById("group");
  if (!form) return;
  const people = form.elements.people;
  const number = (field) => (/^\s*\d{1,3}\s*$/.test(field.value) ? Number(field.value) : 0);
  const lists = [...form.querySelectorAll("fieldset[data-list]")];
  function count() {
    lists.forEach((list) => {
      const typed = [...list.querySelectorAll("input")].reduce((sum, field) => sum + number(field), 0);
      list.closest("details").querySelector("[data-rest]").textContent = typed || number(people) ? `${typed} / ${number(people)}` : "";
    });
  }
  form.addEventListener("input", count);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=all]");
    if (!button || !number(people)) return;
    event.preventDefault();
    button.closest("fieldset").querySelectorAll("input").forEach((field) => {
      field.value = field.name === `m-${button.value}` ? people.value : "";
    });
    count();
  });
  count();

  const given = document.getElementById("group-config");
  if (!given) return; // only a new group can wait: what is there already is put right where it is
  const config = JSON.parse(given.textContent);
  self.OUTBOX = { name: "reception", url: config.entries };
  const cameFromCounter = document.referrer === new URL(config.counter, location).href;
  const KEPT_PAGE = 600000; // ms: a page that is older was kept on the device, and its day and hour with it
  const now = new Date();
  if (Math.abs(now - new Date(config.now)) > KEPT_PAGE) {
    const { day, hour } = Outbox.clockIn(config.zone)(now);
    form.elements.day.value = day;
    form.elements.hour.value = String(hour);
    document.getElementById("counted")?.remove();
  }

  // A moment at which the centre's clocks show that hour, in whatever zone the device is. Now, or the middle of the hour:
  // the server puts a wrong clock right by minutes, which must not lead into the hour before.
  function momentOf(day, hour) {
    const centre = Outbox.clockIn(config.zone);
    const asIfUtc = ({ day, hour, minute }) => Date.parse(`${day}T${String(hour).padStart(2, "0")}:${minute}:00Z`);
    const now = new Date();
    if (centre(now).day === day && centre(now).hour === Number(hour)) return now;
    const guess = asIfUtc({ day, hour, minute: "30" });
    return new Date(guess - (asIfUtc(centre(new Date(guess))) - guess));
  }

  // A browser that goes back shows the form as it was, or fetches it anew and fills in what was typed: the same group,
  // saved again from there, has the key that it had. Of what was typed this tab remembers a number.
  let again = false; // what is on its way has the key of a group that this tab saved before
  let wentBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  function keyOf() {
    const typed = [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "uid"].includes(name));
    let number = 5381;
    for (const sign of JSON.stringify(typed)) number = (number * 33 + sign.codePointAt(0)) % 2 ** 40;
    let key = Outbox.uid();
    try {
      const before = JSON.parse(sessionStorage.getItem("group"));
      again = wentBack && before?.number === number;
      if (again) key = before.key;
      sessionStorage.setItem("group", JSON.stringify({ number, key }));
    } catch { /* a browser that remembers nothing counts what it is told */ }
    form.elements.uid.value = key; // should the server have to say that it knows this one
    return key;
  }

  function entryOf() {
    const entry = {
      uid: keyOf(), kind: "group", site: config.site, people: number(people), marginals: {},
      recorded_at: Outbox.iso(momentOf(form.elements.day.value, form.elements.hour.value)),
      purposes: [...form.querySelectorAll("[name=purposes]:checked")].map((box) => config.purposes[box.value]),
    };
    if (number(form.elements.classes)) entry.classes = number(form.elements.classes);
    if (form.elements.institution.value) entry.institution = config.institutions[form.elements.institution.value];
    for (const [key, [list, code]] of Object.entries(config.values)) {
      const typed = number(form.elements[`m-${key}`]);
      if (typed) (entry.marginals[list] ||= {})[code] = typed;
    }
    return entry;
  }

  // What the outbox cannot carry (a new school, something that cannot be read) goes to the server at once, as ever.
  const isPlain = () => [...form.querySelectorAll("input")].every((field) => (
    !/^(people|classes|m-\d+)$/.test(field.name) || /^\s*\d{0,3}\s*$/.test(field.value)))
    && number(people) > 1 && form.elements.day.value && form.elements.hour.value && !form.elements.new_school.value.trim();

  let onItsWay = false; // an impatient second click is not a second group
  addEventListener("pageshow", (event) => { // back on the page, perhaps from the browser's memory
    onItsWay = false;
    wentBack ||= event.persisted;
  });
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "all" || !(onItsWay || isPlain())) return;
    event.preventDefault();
    if (onItsWay) return;
    onItsWay = true;
    const entry = entryOf();
    try {
      await Outbox.add(entry);
      await Outbox.day.put({ // among what this device entered today, so that the counter can take it back
        uid: entry.uid, kind: "group", site: entry.site, day: Outbox.clockIn(config.zone)(new Date()).day,
        at: entry.recorded_at, time: Date.now(), people: entry.people, purposes: entry.purposes, undone: false,
      });
    } catch (error) {
      return form.submit();
    }
    Outbox.tell();
    await Outbox.drainInTurn();
    const item = (await Outbox.items()).find((other) => other.uid === entry.uid);
    if (item?.state === "held" || (again && !item)) { // the server says it better: beside the field, or what it knows
      await Outbox.remove(entry.uid);
      if (!again) await Outbox.day.forget([entry.uid]);
      return form.submit();
    }
    // Back to the keys for who came from them; the counter also says what waits, and opens without the server.
    location.assign(item || cameFromCounter ? config.counter : config.groups);
  });
  form.dataset.ready = "true";
})();
