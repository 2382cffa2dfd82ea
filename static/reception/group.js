"use strict";
// "All of them" without asking the server, and how many of the group are still not stated.
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
})();
