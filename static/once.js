// An impatient second click on the same button does not send a form again while its answer is on its way.
{
  const AT_LEAST = 3000; // ms; longer than any page takes, shorter than the wait of somebody whose network went away
  let sent = null;
  document.addEventListener("submit", (event) => {
    const form = event.target, now = event.timeStamp;
    if (event.defaultPrevented || form.method !== "post") return; // a script of the page sends it
    if (sent && sent.form === form && sent.button === event.submitter && now - sent.at < AT_LEAST) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else sent = { form, button: event.submitter, at: now };
  });
  addEventListener("pageshow", () => { sent = null; }); // back on the page, perhaps from the browser's memory
}
