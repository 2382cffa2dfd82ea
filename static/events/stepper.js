// The buttons beside a number: they show only where they work.
for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const field = stepper.querySelector("input");
  for (const button of stepper.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const number = (Number.parseInt(field.value, 10) || 0) + Number(button.dataset.step);
      field.value = String(Math.min(Math.max(number, 0), Number(field.max)));
    });
  }
}
