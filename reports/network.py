"""A year's key figures as a file that says what its figures mean, and many Cités' files read into one synthesis."""

import json
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.models import Centre, Site
from partners import counts as partner_counts
from reports import figures
from reports.activity import LABELS, Activity
from reports.figures import FIGURES, VERSION, Scope, table_of
from reports.figures.opening_days import days_over
from reports.figures.tables import UNSTATED
from reports.numbers import number

FORMAT = "cite-des-metiers/key-figures"
FORMAT_VERSION = 1
LARGEST = 2 * 1024 * 1024  # bytes of a file; a real one has a few kilobytes
MOST_FILES = 100
MOST = 10**12  # of anything that a figure counts, euros included

# What every Cité's file holds: {code: the figure whose total it is}.
TOTALS = {
    "visits": "visits_by_month",
    "interviews": "interviews_by_month",
    "groups": "groups_by_month",
    "people_in_groups": "people_in_groups_by_month",
}
# And the key figures (of reports.activity) that it holds besides, as far as they are known.
MEASURED = [
    "opening_hours", "reception_acts", "municipalities", "hours_held", "events_offered", "events_held",
    "events_elsewhere", "participations", "beneficiaries", "documents_held", "consultations", "loans", "stations",
    "station_uses", "full_time_jobs", "questionnaires", "satisfied", "charges", "income", "in_kind",
]  # fmt: skip


class BadFile(Exception):
    """A file that is no file of key figures; says in a sentence what is wrong."""


def key_figures(year, sites, today):
    """The key figures of `year` as a dictionary ready for JSON: numbers, and beside them what they mean.

    sites: the places that count (a queryset).  Volumes alone; characteristics of persons are not in it.
    """
    centre = Centre.objects.current()
    whole = figures.whole_year(year)
    period = whole.until(today) or whole
    places = tuple(sites)
    scope = Scope(sites=places, period=period, side_by_side=True)
    found, by_place = {}, {site.code: {} for site in places}
    for code, name in TOTALS.items():
        table = table_of(FIGURES[name], scope)
        found[code] = table.total
        for site, n in zip(places, table.column_totals, strict=True):
            by_place[site.code][code] = n
    found["partners"] = partner_counts.partners_on(period.last).count()
    found["partners_with_agreement"] = partner_counts.with_agreement_on(period.last).count()
    found["professionals"] = partner_counts.professionals(period.first, period.last)["people"]
    coverages = figures.opening_days_counted(sites, days_over(period))
    found["opening_days"] = sum(coverage.open_days for coverage in coverages)
    for coverage in coverages:
        by_place[coverage.site.code]["opening_days"] = coverage.open_days
    found |= measured(Activity(sites, period))
    for site in places:
        by_place[site.code] |= measured(Activity(sites.filter(pk=site.pk), period, of_house=False))
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "definitions_version": VERSION,
        "centre": {"name": centre.name if centre else "", "country": centre.country if centre else ""},
        "year": year,
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "is_whole_year": period == whole,
        "places": [
            {"code": site.code, "name": site.name, "kind": site.kind, "figures": by_place[site.code]}
            for site in places
        ],
        "figures": found,
        "visits_by_purpose": by_code(table_of(FIGURES["visits_by_purpose"], scope)),
        "definitions": {code: meaning(code) for code in found},
    }


def measured(activity):
    """{code of MEASURED: number with at most one decimal}, what is not known left out."""
    numbers = {code: activity[code] for code in MEASURED if activity[code] is not None}
    return {code: round(n, 1) if LABELS[code].decimals else round(n) for code, n in numbers.items()}


def by_code(table):
    """[{"name", "number"}] of a table of purposes, what is not stated under its own word."""
    return [{"name": UNSTATED if row.is_rest else str(row.label), "number": row.total.n} for row in table.rows]


def meaning(code):
    """{"title", "definition", "unit", "source", "adds_up"} of a figure of the file, in the language that is active."""
    words = {
        "partners": (_("Partners"), _("Institutions that take part on the last day of the period."), _("partners")),
        "partners_with_agreement": (
            _("Partners with an agreement"), _("Partners with an agreement in force on the last day."), _("partners")
        ),
        "professionals": (
            _("Professionals"), _("People whom partners lent at any time of the period."), _("people")
        ),
        "opening_days": (
            _("Opening days"),
            _("Days on which the calendar opens a place, without those on which it was closed after all; two places "
              "open on one day make two."),
            _("opening days of a place"),
        ),
    }  # fmt: skip
    if code in words:
        title, definition, unit = words[code]
        source = _("The house's own records.")
        return {"title": title, "definition": definition, "unit": unit, "source": source, "adds_up": True}
    titles = {"visits": _("Visits"), "interviews": _("Interviews"), "groups": _("Group visits"),
              "people_in_groups": _("People in groups")}  # fmt: skip
    figure = FIGURES[LABELS[code].figure if code in MEASURED else TOTALS[code]]
    title = str(LABELS[code].label) if code in MEASURED else titles[code]
    return {
        "title": title,
        "definition": str(figure.definition),
        "unit": str(figure.unit),
        "source": str(figure.source),
        "adds_up": code not in MEASURED or LABELS[code].adds_up,
    }


def as_json(found):
    """The dictionary as the text of a file, the same figures giving the same text."""
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def read(content, name):
    """The dictionary in the bytes of a file called `name`. Raises BadFile with a sentence that names the file."""
    words = {"name": name}
    if len(content) > LARGEST:
        raise BadFile(_("%(name)s is too large to be a file of key figures.") % words)
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadFile(_("%(name)s is no JSON file.") % words) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadFile(_("%(name)s is no file of key figures of a Cité des métiers.") % words)
    if found.get("format_version") != FORMAT_VERSION:
        raise BadFile(_("%(name)s was written by another version of the software; ask for it in this one.") % words)
    figures_there, centre = found.get("figures"), found.get("centre")
    is_whole = (
        isinstance(figures_there, dict)
        and all(is_figure(n) for n in figures_there.values())
        and isinstance(centre, dict)
        and isinstance(centre.get("name"), str)
        and isinstance(found.get("year"), int)
        and isinstance(found.get("definitions_version", VERSION), int)
        and isinstance(found.get("definitions"), dict)
    )
    if not is_whole:
        raise BadFile(_("%(name)s lacks its centre, its year or its figures, or a figure is no number.") % words)
    return found


def is_figure(n):
    """True for a number that a Cité could have counted; more would not even add up with others."""
    return isinstance(n, int | float) and not isinstance(n, bool) and 0 <= n <= MOST


def day_in_words(text):
    """A day of a file as the reader's language writes it; as it stands there when it is none."""
    try:
        return date_format(date.fromisoformat(text))
    except (TypeError, ValueError):
        return str(text or "")


@dataclass
class Synthesis:
    """Many Cités' years in one table.

    files: what `read` returned, in order.  warnings: sentences about what does not quite compare.
    """

    files: list
    warnings: list = field(default_factory=list)

    def __post_init__(self):
        years = sorted({found["year"] for found in self.files})
        if len(years) > 1:
            words = {"years": ", ".join(str(year) for year in years)}
            self.warnings.append(_("These files are about different years: %(years)s.") % words)
        if len({found.get("definitions_version") for found in self.files}) > 1:
            self.warnings.append(_("Not all files use the same version of the definitions."))
        for found in self.files:
            if not found.get("is_whole_year", True):
                words = {"name": found["centre"]["name"], "day": day_in_words(found.get("last_day"))}
                self.warnings.append(_("%(name)s: the year is not over, figures up to %(day)s.") % words)

    @property
    def codes(self):
        """The figures that occur, ours first."""
        known = [*TOTALS, *OF_THE_HOUSE, *MEASURED]
        found = {code for file in self.files for code in file["figures"]}
        return [code for code in known if code in found] + sorted(found - set(known))

    @property
    def titles(self):
        """The words for each code, as the first file that defines it says them."""
        found = []
        for code in self.codes:
            said = [file["definitions"].get(code) for file in self.files]
            said = [one for one in said if isinstance(one, dict)]
            ours = meaning(code) if code in OURS else None
            found.append(ours["title"] if ours else str(said[0].get("title", code)) if said else code)
        return found

    @property
    def rows(self):
        """(name, country, year, numbers in the order of codes; None where a file lacks one) of each file."""
        return [
            (
                file["centre"]["name"],
                str(file["centre"].get("country", "")),
                str(file["year"]),
                [file["figures"].get(code) for code in self.codes],
            )
            for file in sorted(self.files, key=lambda file: (file["centre"]["name"], file["year"]))
        ]

    @property
    def size(self):
        """How many Cités in how many countries, as a sentence."""
        cites = len({file["centre"]["name"] for file in self.files})
        countries = len({str(file["centre"].get("country") or "") for file in self.files} - {""})
        words = {
            "cites": ngettext("%(n)s Cité", "%(n)s Cités", cites) % {"n": number(cites)},
            "countries": ngettext("%(n)s country", "%(n)s countries", countries) % {"n": number(countries)},
        }
        return _("%(cites)s in %(countries)s") % words if countries else words["cites"]

    @property
    def totals(self):
        """What may be added, added up; None of what may not: percentages."""
        return [
            sum(file["figures"].get(code, 0) for file in self.files) if self.adds_up(code) else None
            for code in self.codes
        ]

    def adds_up(self, code):
        """False when we say so of one of our figures, or when a file says so of one of its own."""
        if code in OURS:
            return meaning(code)["adds_up"]
        said = [file["definitions"].get(code) for file in self.files]
        return all(one.get("adds_up", True) for one in said if isinstance(one, dict))

    @property
    def reported(self):
        """How many files hold each figure."""
        return [sum(1 for file in self.files if code in file["figures"]) for code in self.codes]


OF_THE_HOUSE = ["partners", "partners_with_agreement", "professionals", "opening_days"]
OURS = {*TOTALS, *OF_THE_HOUSE, *MEASURED}


def of_code(code):
    """The places that `--site CODE` names: all of them for "". Raises Site.DoesNotExist."""
    if not code:
        return Site.objects.all()
    Site.objects.get(code=code)
    return Site.objects.filter(code=code)


def synthesis(uploads):
    """The Synthesis of uploaded files. Two files of the same Cité and year count once, the last one.

    Raises BadFile with the sentence of the first file that cannot be read.
    """
    found = {}
    for upload in uploads:
        one = read(upload.read(LARGEST + 1), upload.name)
        found[one["centre"]["name"], one["year"]] = one
    made = Synthesis(list(found.values()))
    if len(found) < len(uploads):
        made.warnings.append(_("The same Cité and year came more than once; the last file counts."))
    return made
