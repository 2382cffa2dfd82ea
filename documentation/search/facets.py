"""The facets of a question as people choose them: codes in the address, names on the page."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose, Site
from documentation.models import Level, Medium, Sector, Subject
from documentation.models.resource import LANGUAGES
from documentation.search.codes import VALUES

TITLES = {
    "purpose": _("What brings you here"),
    "medium": _("Medium"),
    "shelf": _("On the shelf now"),
    "site": _("Where"),
    "level": _("Level of study"),
    "sector": _("Sector"),
    "subject": _("Subject"),
    "language": _("Language"),
    "year": _("Year"),
}
MOST_SHOWN = 12
OPEN = {"purpose", "medium", "shelf", "level"}


@dataclass
class Value:
    """One value of a facet: its code in the address, its name, how many documents, whether it is chosen."""

    code: str
    name: str
    n: int
    chosen: bool


class Facets:
    """The lists behind the facets, read once per request."""

    def __init__(self):
        self.codes = {
            "purpose": {str(row.pk): (row.code, row.name) for row in Purpose.objects.all()},
            "medium": {str(row.pk): (row.code, row.name) for row in Medium.objects.all()},
            "sector": {str(row.pk): (row.code, row.name) for row in Sector.objects.all()},
            "level": {str(row.pk): (row.code, row.name) for row in Level.objects.all()},
            "site": {str(row.pk): (row.code, row.name) for row in Site.objects.all()},
            "language": {code: (code, str(name)) for code, name in LANGUAGES},
        }
        self.codes["shelf"] = self.codes["site"]

    def chosen(self, query):
        """{facet: keys} of the values in the QueryDict `query`; what no list knows is passed over."""
        found = {}
        for name in TITLES:
            asked = set(query.getlist(name)[:20])
            if name in self.codes:
                keys = [key for key, (code, _name) in self.codes[name].items() if code in asked]
            else:
                keys = [code for code in asked if code.isascii() and code.isdigit() and len(code) < 9]
                keys = [code for code in keys if int(code) <= VALUES]
            if asked:
                found[name] = keys if name == "language" else [int(key) for key in keys]
        return {name: keys for name, keys in found.items() if keys}

    def of(self, found, chosen):
        """[(name, title, values, open)] of what was found, most frequent first, chosen ones always there."""
        subjects = self.subject_names(found.facets["subject"], chosen)
        shown = []
        for name, title in TITLES.items():
            known = self.codes.get(name) or (subjects if name == "subject" else None)
            counts = dict(found.facets[name]) | {
                str(key): found.facets[name].get(str(key), 0) for key in chosen.get(name, ())
            }
            marked = {str(key) for key in chosen.get(name, ())}
            values = [
                Value(*(known[key] if known else (key, key)), n, key in marked)
                for key, n in counts.items()
                if known is None or key in known
            ]
            values.sort(key=lambda value: (not value.chosen, *self.order(name, value)))
            values = values[: max(MOST_SHOWN, len(marked))]
            if values:
                shown.append((name, title, values, name in OPEN or bool(marked)))
        return shown

    @staticmethod
    def order(name, value):
        return (-int(value.code), 0) if name == "year" else (-value.n, value.name)

    @staticmethod
    def subject_names(counts, chosen):
        """{key: (key, name)} of the most frequent subjects and those that are chosen."""
        most = sorted(counts, key=counts.get, reverse=True)[:MOST_SHOWN]
        keys = {*map(int, most), *chosen.get("subject", ())}
        return {str(row.pk): (str(row.pk), row.name) for row in Subject.objects.filter(pk__in=keys)}
