// Buttons that print the page or copy a part of it; without this file they stay hidden, and both can be done by hand.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
document.querySelectorAll("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return; // browsers offer it over TLS and on this computer only
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", () => navigator.clipboard.writeText(source.value ?? source.textContent));
});
