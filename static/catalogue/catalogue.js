// Suggestions while typing, the counts of questions and of openings, and the kiosk that goes home. The page works without it.
(function () {
  "use strict";
  const box = document.getElementById("q");
  if (box && box.dataset.suggest) {
    const list = document.getElementById("suggestions");
    let waiting = 0, asked = "";
    box.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(async function () {
        const typed = box.value.trim();
        if (typed.length < 2 || typed === asked) return;
        asked = typed;
        try {
          const answer = await fetch(box.dataset.suggest + "?q=" + encodeURIComponent(typed));
          if (!answer.ok || asked !== typed) return;
          list.replaceChildren(...(await answer.json()).map(function (each) {
            const option = document.createElement("option");
            option.value = each.text;
            return option;
          }));
        } catch (error) { /* no suggestions then */ }
      }, 120);
    });
  }
  if (box && box.dataset.asked && !new URLSearchParams(location.search).has("page") && navigator.sendBeacon) {
    navigator.sendBeacon(box.dataset.asked, new URLSearchParams({ q: box.value }));
  }
  document.querySelectorAll("[data-opened]").forEach(function (link) {
    const count = function (event) {
      if (event.button <= 1 && navigator.sendBeacon) navigator.sendBeacon(link.dataset.opened, new URLSearchParams());
    };
    link.addEventListener("click", count);
    link.addEventListener("auxclick", count);  // the middle button: in a tab of its own
  });
  const refine = document.querySelector(".facet-more");
  if (refine) {
    const narrow = matchMedia("(max-width: 767.98px)");
    const fold = function () { refine.open = !narrow.matches; };  // a tablet that is turned must not lose its choices
    narrow.addEventListener("change", fold);
    fold();
  }
  const home = document.body.dataset.home;
  if (home) {
    // Nothing of the last person: no page of theirs stays behind this one, and an idle screen goes home, in the
    // language of the house (an address without one), not in theirs.
    const plain = function (path) { return path.replace(/^\/[a-z]{2}\//, "/"); };
    const begin = plain(home);
    let idle = 0;
    const wake = function () { clearTimeout(idle); idle = setTimeout(function () { location.replace(begin); }, 180000); };
    ["pointerdown", "keydown", "scroll", "touchstart"].forEach(function (name) { addEventListener(name, wake, { passive: true }); });
    document.addEventListener("click", function (event) {
      const link = event.target.closest("a[href]");
      if (!link || link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      const next = new URL(link.href);
      const isHere = plain(next.pathname).startsWith(new URL(begin, location.href).pathname);
      next.searchParams.set("kiosk", "1");
      location.replace(isHere ? next.href : begin);  // other pages have no clock: nobody would bring the screen back
    });
    // What a form answers takes the place of the page that it was on: sent in the usual way it would stay in the
    // history, and a code for a document with it.
    const send = async function (form, pressed) {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, pressed)) });
      if (answer.redirected) {
        if (answer.url.split("#")[0] === location.href.split("#")[0]) location.reload();
        else location.replace(answer.url);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.title = page.title;
      document.getElementById("content").replaceChildren(...page.getElementById("content").childNodes);
      scrollTo(0, 0);
      const head = document.querySelector("#content h1");
      head.tabIndex = -1;
      head.focus();
    };
    document.addEventListener("submit", function (event) {
      const form = event.target;
      event.preventDefault();
      if (form.method === "post") send(form, event.submitter).catch(function () { location.replace(begin); });
      else location.replace(form.action + "?" + new URLSearchParams(new FormData(form)));
    });
    addEventListener("pageshow", function (event) { if (event.persisted) location.replace(begin); });
    wake();
  }
})();
