"use strict";
// The totals of both sides while a budget is typed. The page works without this: the server sums up what is saved.
(function () {
  const form = document.querySelector("[data-budget]");
  if (!form) return;
  const inEuros = { style: "currency", currency: "EUR" };
  const exact = new Intl.NumberFormat(document.documentElement.lang, inEuros);
  const whole = new Intl.NumberFormat(document.documentElement.lang, { ...inEuros, maximumFractionDigits: 0 });

  // The same rule as partners.money.read_euros: a single sign with three digits after it parts thousands.
  function amount(text) {
    const found = text.replace(/[\s\u00a0\u202f'’€]|EUR/gi, "");
    const last = Math.max(found.lastIndexOf(","), found.lastIndexOf("."));
    const once = last >= 0 && found.split(found[last]).length === 2;
    const both = found.includes(",") && found.includes(".");
    const decimal = once && (found.length - last - 1 !== 3 || both);
    const whole = (decimal ? found.slice(0, last) : found).replace(/[.,]/g, "");
    const number = Number(decimal ? `${whole || 0}.${found.slice(last + 1)}` : whole);
    return Number.isFinite(number) ? number : 0;
  }

  function sum(side) {
    return [...side.querySelectorAll("input[name$='-amount']")].reduce((all, cell) => all + amount(cell.value), 0);
  }

  function count() {
    form.querySelectorAll("[data-side]").forEach((side) => {
      const total = sum(side);
      side.querySelector("[data-total]").textContent = total ? (Number.isInteger(total) ? whole : exact).format(total) : "";
    });
  }

  form.addEventListener("input", count);
  document.addEventListener("htmx:afterSwap", count);
  count();
})();
