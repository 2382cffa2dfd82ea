"use strict";
// The board refreshes itself (htmx); this says a new total aloud once, and shows when the server no longer answers.
(function () {
  const board = document.getElementById("board");
  if (!board) return;
  const said = document.getElementById("board-said");
  const stale = document.getElementById("board-stale");
  let last = board.querySelector("[data-total]")?.textContent ?? "";
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== board) return;
    stale.hidden = true;
    const total = board.querySelector("[data-total]")?.textContent ?? "";
    if (total !== last) said.textContent = total;
    last = total;
  });
  for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.body.addEventListener(trouble, () => { stale.hidden = false; });
  }
})();
