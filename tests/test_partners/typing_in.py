"""How the tests of programmes type: rows of a part, the facts of a programme; and how they read pages."""

from django.urls import reverse


def words(page):
    return " ".join(page.content.decode().replace("\xa0", " ").replace("&nbsp;", " ").split())


def rows(typed, *, stored=(), empty=2):
    """The posted fields of a part: typed is a list of dictionaries, stored the keys of the first ones."""
    names = {name for row in typed for name in row}
    data = {"rows-TOTAL_FORMS": len(typed) + empty, "rows-INITIAL_FORMS": len(stored)}
    for number in range(len(typed) + empty):
        row = typed[number] if number < len(typed) else {}
        data |= {f"rows-{number}-{name}": row.get(name, "") for name in names}
        data[f"rows-{number}-id"] = stored[number] if number < len(stored) else ""
    return data


def write(client, programme, part, typed, **options):
    return client.post(
        reverse("partners:programme_part", args=[programme.pk, part]), rows(typed, **options), follow=True
    )


def page_of(client, programme):
    return words(client.get(reverse("partners:programme", args=[programme.pk])))


def facts(**fields):
    return {"name": "A programme", "kind": "pathway", "starts_on": "2018-01-08"} | fields
