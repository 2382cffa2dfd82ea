// One box that ticks all of the page; without this file it stays hidden, and each row is ticked by hand.
document.querySelectorAll("[data-tick-all]").forEach((label) => {
  const all = label.querySelector("input");
  const boxes = [...all.form.querySelectorAll("input[name=pk]")];
  label.hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  all.form.addEventListener("change", () => { all.checked = boxes.every((box) => box.checked); });
});
