"use strict";
// What the counter offers by what is on right now: "No desk", and the names of today's workshops.
// config: what the page was given.  state: what counter.js knows.  view: CounterView.
function CounterOffers(config, state, { words, say }) {
  const $ = (id) => document.getElementById(id);

  // "No desk" stands there while nobody is on duty for what was asked; else behind a button, for a roster may be wrong.
  let askedForMore = null; // key of the visit for which the button was pressed
  function offerUnmet(visit) {
    const onDuty = (state.server?.desks || config.desks)
      .some((desk) => desk.on_duty.length && desk.purposes.includes(visit.purposes[0]));
    const offered = !onDuty || Boolean(visit.unmet) || askedForMore === visit.uid;
    $("unmet").hidden = $("unmet").nextElementSibling.hidden = !offered;
    $("unmet-more").hidden = offered;
  }
  $("unmet-more").addEventListener("click", () => {
    const visit = state.visits.find((other) => other.uid === state.chosen);
    if (!visit) return;
    askedForMore = visit.uid;
    offerUnmet(visit);
    $("unmet").focus();
  });

  // The visit keeps the direction alone; which workshop it can be is said, and seats are taken on their own page.
  function tellWorkshops() {
    const list = (state.server?.workshops || config.workshops).slice(0, 3).map((workshop) => [
      `${workshop.begins} ${workshop.title}`, workshop.where,
      ...(workshop.seats_left === null ? [] : [say(words.seatsLeft, { n: workshop.seats_left })]),
    ].join(", "));
    $("said").textContent = list.length ? say(words.workshop, { list: list.join(" · ") }) : words.noWorkshop;
  }

  return { offerUnmet, tellWorkshops };
}
