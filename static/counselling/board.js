"use strict";
// The desk board, beyond what it does by itself: one key to finish, and no refresh under somebody's hands.
(function () {
  const page = document.getElementById("board");
  if (!page) return;
  const record = document.getElementById("record");

  if (record) {
    // The chips of what it was about come first: Space chooses, Tab goes on, Enter or Ctrl+Enter finishes.
    if (!document.querySelector("[data-focus]")) record.querySelector("#id_themes input")?.focus({ preventScroll: true });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      if (event.repeat) return event.preventDefault(); // a key that is held down finishes one interview
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      record.requestSubmit(record.querySelector("[data-main]"));
    });
    // A number typed as the length takes the place of the chips, and the other way round.
    const minutes = record.querySelector("#id_minutes");
    record.addEventListener("change", (event) => {
      if (event.target.name === "length") minutes.value = "";
    });
    // A diagnostic opens a pathway: the first that runs here is proposed, and another chip takes its place.
    const programme = record.querySelector("#id_programme");
    record.querySelector("#id_kind")?.addEventListener("change", (event) => {
      if (!programme?.dataset.pathway || event.target.value !== "diagnostic") return;
      if (programme.querySelector("input:checked")?.value) return;
      programme.querySelector(`input[value="${programme.dataset.pathway}"]`).checked = true;
    });
    // Twice pressed is once sent; the server would say so anyway.
    record.addEventListener("submit", () => {
      setTimeout(() => record.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
    });
    window.addEventListener("pageshow", () => {
      record.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    });
  }

  // An open menu of a ticket, or a hidden page, waits for the next refresh.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id !== "waiting") return;
    if (document.hidden || event.target.querySelector("details[open]")) event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "waiting" && event.detail.xhr.status !== 200) event.detail.shouldSwap = false;
  });
})();
