"use strict";
// The totals of the sheet while numbers are typed; the server counts again when it is stored.
(function () {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const digits = new Intl.NumberFormat(document.documentElement.lang);
  const rows = [...sheet.querySelectorAll("tbody tr")];
  const typed = (field) => /^\s*\d{1,3}\s*$/.test(field.value) && Number(field.value) <= 500 ? Number(field.value) : 0;
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  function count() {
    const numbers = rows.map((row) => [...row.querySelectorAll("input")].map((field) => Number(field.dataset.there) + typed(field)));
    rows.forEach((row, index) => { row.querySelector("[data-row-total]").textContent = digits.format(sum(numbers[index])); });
    sheet.querySelectorAll("[data-column-total]").forEach((cell, column) => {
      cell.textContent = digits.format(sum(numbers.map((row) => row[column])));
    });
    sheet.querySelector("[data-total]").textContent = digits.format(sum(numbers.map(sum)));
  }
  sheet.addEventListener("input", count);
  // Arrows up and down move within a column, as on a sheet of paper.
  sheet.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest("tbody tr");
    if (!step || !row || event.target.tagName !== "INPUT") return;
    const column = [...row.querySelectorAll("input")].indexOf(event.target);
    const next = rows[rows.indexOf(row) + step]?.querySelectorAll("input")[column];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
  count();
})();
