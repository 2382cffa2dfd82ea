// Planning a session: the people of the chosen institution stand first. Without this, they stand behind a line to open.
{
  const list = document.querySelector("[data-people]"), institution = document.getElementById("id_institution");

  const arrange = () => {
    const others = list.querySelector("details");
    if (!others) return;
    const former = list.querySelector(":scope > [data-institution]");
    const chosen = institution.value && list.querySelector(`[data-institution="${CSS.escape(institution.value)}"]`);
    if (former && former !== chosen) others.append(former);
    if (chosen) list.prepend(chosen);
    for (const words of others.querySelectorAll("summary > [data-when]"))
      words.hidden = (words.dataset.when === "first") !== Boolean(chosen);
  };

  if (list && institution) institution.addEventListener("change", arrange);
}
