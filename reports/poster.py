"""The poster of a year's key figures: one sheet, A3 or A4, read from two metres."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import activity, charts, pdf, sentences, svg
from reports import documents as doc
from reports.documents import Tile, compared
from reports.key_figures import KeyFigures
from reports.numbers import number, percent
from reports.yearly import Year

WIDE = svg.Frame(860, 17, svg.PRINT.font, air=0.78)
SMALLER = svg.Frame(672, 12, svg.PRINT.font, air=0.74)
LARGE = ["interviews", "participations"]
SMALL = ["consultations", "events_held", "professionals", "hours_held", "loans", "people_in_groups", "partners"]
SMALL_SHOWN = 4  # the first of them that are not nothing


@dataclass
class Sheet(doc.Document):
    """A Document whose only chapter holds the same as the sheet, for the page. size: "a3" or "a4"."""

    size: str = "a3"
    hero: Tile | None = None
    large: tuple = ()
    small: tuple = ()
    pictures: tuple = ()
    foot: str = ""
    is_provisional: bool = False


def build(parameters, say):
    """The poster of parameters["year"] in parameters["size"]; see reports.prints.Print."""
    year, size = Year(int(parameters["year"])), parameters["size"]
    key = KeyFigures(year=year.year, sites=year.sites, today=year.today)
    say(0.3, _("Key figures"))
    frame = WIDE if size == "a3" else SMALLER
    hero = Tile(number(key.visits), _("visits, without appointment or registration"),
                compared(key.visits, key.visits_before, year.name_before))  # fmt: skip
    large = tuple(tile(year, code) for code in LARGE)
    small = tuple(tile(year, code) for code in [code for code in SMALL if year.now[code]][:SMALL_SHOWN])
    pictures = ()
    if key.visits:
        pictures = tuple(
            doc.Picture(caption, chart(key, frame, sentence(key)), sentence(key))
            for caption, chart, sentence in (
                (_("Visits per month"), charts.months, sentences.months),
                (_("What people come for"), charts.purposes, sentences.purposes),
            )
        )
    say(1, _("Key figures"))
    title = _("%(year)s in figures") % {"year": year.name}
    blocks = [doc.Tiles([hero, *large, *small]), *pictures, doc.Text([foot(year, key)], "note")]
    return Sheet(
        title=title,
        centre=str(year.centre) if year.centre else "Cité des métiers",
        name=title,
        state=state(year),
        is_provisional=year.is_running,
        running="",
        chapters=[doc.Chapter(title, blocks)],
        filename=slugify(f"{title} {size}"),
        logo=pdf.logo_address(year.centre),
        size=size,
        hero=hero,
        large=large,
        small=small,
        pictures=pictures,
        foot=foot(year, key),
    )


def state(year):
    if year.is_running:
        return _("provisional, up to %(day)s") % {"day": date_format(year.period.last)}
    return _("whole year")


def tile(year, code):
    return Tile(number(year.now[code]), str(activity.LABELS[code].label),
                compared(year.now[code], year.earlier[code], year.name_before))  # fmt: skip


def foot(year, key):
    """How it was counted, in three lines."""
    said = [_("Visit: an entry counted at reception; whoever comes twice counts twice.")]
    if key.visits:
        shares = ngettext(
            "Purposes: shares of the %(n)s visit whose purpose is known.",
            "Purposes: shares of the %(n)s visits whose purpose is known.",
            key.with_purpose,
        )
        said.append(shares % {"n": number(key.with_purpose)})
        said.append(_("Opening days counted: %(share)s.") % {"share": percent(key.coverage.share)})
    said.append(_("Places: %(places)s.") % {"places": ", ".join(site.name for site in year.places)})
    if year.is_running:
        said.append(_("Compared with the same days of %(year)s.") % {"year": year.name_before})
    else:
        said.append(_("Up to %(day)s.") % {"day": date_format(year.period.last)})
    return " ".join(said)
