// Every staff page: menus that close, an error summary that takes the focus. Pages work without this file.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
// Rooms and tabs that do not fit stand in a row that scrolls: the current one is in view.
document.querySelectorAll(".rail [aria-current], .tabs [aria-current]").forEach((current) => {
  const row = current.closest(".rail, .tabs ul");
  row.scrollLeft += current.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - current.offsetWidth) / 2;
});
document.querySelector("[data-focus]")?.focus();
