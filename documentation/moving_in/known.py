"""What is in the catalogue before an import: its lists by every name, its resources by all that they are known by."""

from collections import Counter

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from citedesmetiers.imports import cells
from citedesmetiers.imports.table import fold
from citedesmetiers.models import Site
from documentation.alike import publisher_key, title_key
from documentation.doors import purposes_for
from documentation.models import ClassificationNode, Copy, Level, Medium, Opinion, Resource, Sector, Subject
from documentation.models.resource import LANGUAGES
from documentation.moving_in.columns import SHEETS

MEDIA = {
    "livre": "book", "ouvrage": "book", "monographie": "book", "guide": "guide", "cahier": "guide",
    "fiche": "job_sheet", "fichemetier": "job_sheet", "dossier": "file", "annales": "exam_annals", "revue": "journal",
    "journal": "journal",
    "periodique": "journal", "magazine": "journal", "annuaire": "directory", "rapport": "report", "etude": "report",
    "brochure": "leaflet", "depliant": "leaflet", "flyer": "leaflet", "bd": "comic", "dvd": "video", "film": "video",
    "cd": "software", "cdrom": "software", "site": "website", "siteweb": "website", "siteinternet": "website",
    "jeu": "game", "mooc": "online_course", "am": "book", "as": "journal",
}  # fmt: skip


def by_names(rows, *fields):
    """{folded name: row}: under the code, and under the names in every language."""
    found = {}
    for row in rows:
        for field in ("code", *fields):
            found.setdefault(fold(getattr(row, field, "") or ""), row)
        for code, _name in settings.LANGUAGES:
            for field in fields:
                found.setdefault(fold(getattr(row, f"{field}_{code}", "") or ""), row)
    found.pop("", None)
    return found


class Lists:
    """The centre's lists; each method reads a text as one of their entries, or raises ValidationError."""

    def __init__(self):
        self.media = by_names(Medium.objects.all(), "name")
        self.sectors = by_names(Sector.objects.all(), "name")
        self.levels = by_names(Level.objects.all(), "name")
        given = Resource.purposes.through.objects.values("purpose")
        self.purposes = by_names(purposes_for(given), "name", "short_name")
        self.sites = by_names(Site.objects.all(), "name")
        self.nodes = {node.code.upper(): node for node in ClassificationNode.objects.all()}
        self.subjects = by_names(Subject.objects.all(), "name")
        self.languages = cells.names_of(LANGUAGES)
        sites = list(Site.objects.order_by("pk"))
        main = [site for site in sites if site.kind == Site.Kind.MAIN]
        self.usual_site = next(iter(main or sites), None)

    def medium(self, text):
        return self.media.get(fold(MEDIA.get(fold(text), ""))) or self.one("medium", self.media, text)

    def default_medium(self, values):
        """For a list without a column about it: what its numbers say."""
        code = (
            "journal" if values.get("issn") else "website" if values.get("url") and not values.get("isbn") else "book"
        )
        found = self.media.get(fold(code)) or next(iter(self.media.values()), None)
        if found is None:
            raise ValidationError(_("The list of media is empty. Fill it first."))
        return found

    def one(self, column, known, text):
        found = known.get(fold(text))
        if found is None:
            near = cells.nearest(text, [row.name for row in dict.fromkeys(known.values())])
            said = (
                _("“%(text)s” is not in the list. Known are: %(known)s.")
                if near
                else _("“%(text)s” is not in the list.")
            )
            raise ValidationError({column: said % {"text": text, "known": ", ".join(near)}})
        return found

    def purpose_of_sheet(self, sheet):
        """The purpose that a sheet's name means; None when it means none."""
        name = fold(sheet)
        found = self.purposes.get(name)
        if found or not name:
            return found
        for code, beginnings in SHEETS.items():
            if fold(code) in self.purposes and any(part in name for part in beginnings):
                return self.purposes[fold(code)]
        return None

    def node_of(self, mark):
        """The shelf with whose code `mark` begins, the most exact one; None when the plan has none."""
        first = mark.upper().split(" ")[0]
        return next((self.nodes[first[:end]] for end in range(len(first), 0, -1) if first[:end] in self.nodes), None)

    def language(self, text):
        code = self.languages.get(fold(text)) or (fold(text) if fold(text) in dict(LANGUAGES) else None)
        return code or "oth"


def keys_of(values):
    """All that a resource may be known by, the surest first; values: attributes by name."""
    found = []
    if values.get("public_id"):
        found.append(("id", values["public_id"]))
    if values.get("source_id"):
        found.append(("source", values.get("harvested_from") or "", values["source_id"]))
    if values.get("isbn"):
        found.append(("isbn", values["isbn"]))
    if values.get("issn"):
        found.append(("issn", values["issn"], values.get("year"), values.get("number") or ""))
    title = (values.get("title") or "", values.get("subtitle") or "", values.get("number") or "")
    found.append(
        ("title", title_key(" ".join(title)), publisher_key(values.get("publisher") or ""), values.get("year"))
    )
    return found


class Catalogue:
    """The resources that are there, found again by any of their keys."""

    def __init__(self, *, lock):
        rows = Resource.objects.select_for_update(of=("self",)) if lock else Resource.objects.all()
        self.rows, self.by_key = {}, {}
        for row in rows.order_by(F("weeded_on").asc(nulls_first=True), "pk"):  # one that is held wins
            row.was_purposes, row.was_subjects, row.was_copies, row.was_opinions = set(), set(), [], []
            self.rows[row.pk] = row
            self.enter(row)
        for place, through in (("was_purposes", "purposes"), ("was_subjects", "subjects")):
            table = getattr(Resource, through).through
            other = "purpose_id" if through == "purposes" else "subject_id"
            for resource, value in table.objects.values_list("resource_id", other):
                getattr(self.rows[resource], place).add(value)
        for copy in Copy.objects.select_related("site").order_by("pk"):
            if copy.resource_id in self.rows:
                self.rows[copy.resource_id].was_copies.append(copy)
        for opinion in Opinion.objects.select_related("officer").order_by("day", "pk"):
            if opinion.resource_id in self.rows:
                self.rows[opinion.resource_id].was_opinions.append(opinion)
        self.barcodes = Counter(copy.barcode for row in self.rows.values() for copy in row.was_copies if copy.barcode)

    def enter(self, row):
        for key in keys_of(vars(row)):
            self.by_key.setdefault(key, row)

    def find(self, values):
        """(resource, by which kind of key) that is the one described, or (None, "").

        Two source ids of one catalogue are two documents, whatever else is alike; those of two catalogues may be one.
        """
        theirs = values.get("harvested_from")
        for key in keys_of(values):
            row = self.by_key.get(key)
            if row is None:
                continue
            if (
                key[0] not in ("id", "source")
                and values.get("source_id")
                and row.source_id not in ("", values["source_id"])
                and (not theirs or row.harvested_from == theirs)
            ):
                continue
            if key[0] == "title" and values.get("isbn") and row.isbn not in ("", values["isbn"]):
                continue
            return row, key[0]
        return None, ""
