"use strict";
// A week of opening hours: Monday's times for the other working days, with one press. Without this file each is typed.
const asOnMonday = document.getElementById("as-on-monday");
asOnMonday.hidden = false;
asOnMonday.addEventListener("click", () => {
  for (const monday of document.querySelectorAll("[name^='opens_0_'], [name^='closes_0_']")) {
    for (const day of [1, 2, 3, 4]) {
      document.querySelector(`[name='${monday.name.replace("_0_", `_${day}_`)}']`).value = monday.value;
    }
  }
  document.getElementById("as-on-monday-said").textContent = asOnMonday.dataset.said;
});
