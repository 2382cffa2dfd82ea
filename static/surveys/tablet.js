// Clears the answers of whoever walked away, so that the next person sees none of them.
(() => {
  const notice = document.querySelector("[data-idle]");
  const form = document.querySelector(".survey-form");
  const start = location.pathname;
  let touched = document.querySelector(".error-summary") !== null;
  let timer;

  function fresh() {
    form.reset();
    location.replace(start);
  }

  function warn() {
    notice.hidden = false;
    timer = setTimeout(fresh, Number(notice.dataset.wait) * 1000);
  }

  function awake() {
    clearTimeout(timer);
    notice.hidden = true;
    if (touched) timer = setTimeout(warn, Number(notice.dataset.idle) * 1000);
  }

  form.addEventListener("input", () => { touched = true; awake(); });
  for (const name of ["pointerdown", "keydown", "scroll"]) document.addEventListener(name, awake, { passive: true });
  // A page that the browser kept for its back button still holds what was ticked.
  addEventListener("pageshow", (event) => { if (event.persisted) fresh(); });
  awake();
})();
