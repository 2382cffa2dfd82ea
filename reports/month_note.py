"""The activity note of a month: two pages for the governing body and the team."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.models import Centre
from reports import activity, figures, pdf, sentences
from reports import documents as doc
from reports import report_blocks as blocks
from reports.figures.period import Period
from reports.figures.scope import Scope, last_of
from reports.forms_prints import month_of
from reports.numbers import number
from reports.yearly import places_of_both

TILES = ["visits", "interviews", "participations", "hours_held"]
SIDE_BY_SIDE = ["visits_by_place", "visits_by_weekday", "visits_by_purpose", "unmet_by_purpose"]
FIGURES = [*SIDE_BY_SIDE, "interviews_by_desk"]


def build(parameters, say):
    """The note of parameters["month"] ("2026-09") as a Document; see reports.prints.Print."""
    first, today = month_of(parameters), timezone.localdate()
    whole = Period(first, last_of(first.year, first.month))
    period = whole.until(today) or whole
    before = period.year_before()
    names = (capfirst(date_format(first, "YEAR_MONTH_FORMAT")), str(first.year - 1))
    sites = places_of_both(whole)
    now = activity.Activity(sites, period, of_year=False)
    earlier = activity.Activity(sites, before, of_year=False, beside=period)
    counted_from = figures.first_counted_day(sites)
    was_counted = bool(counted_from and counted_from <= before.last)
    tiles = [
        doc.Tile(
            number(now[code]),
            str(activity.LABELS[code].label),
            doc.compared(now[code], earlier[code] if was_counted else None, names[1]),
        )
        for code in TILES
    ]
    say(0.4, _("Key figures"))
    running = period.last < whole.last
    interviews = ngettext("%(n)s interview", "%(n)s interviews", now["interviews"])
    lead = _("%(visits)s and %(interviews)s. All of it is compared with the same days of the year before.")
    if not was_counted:
        lead = _("%(visits)s and %(interviews)s. Visits were not counted yet on the same days of the year before.")
    lead %= {
        "visits": sentences.visits(now["visits"]), "interviews": interviews % {"n": number(now["interviews"])},
    }  # fmt: skip
    if not (now["opening_days"] or now["visits"] or now["interviews"]):
        lead = _("No place was open in this month.")
    scope = Scope(sites=tuple(sites), period=period, compared=before)
    found = [doc.Text([lead], "lead"), doc.Tiles(tiles), blocks.measures(now, earlier, activity.MEASURES, names)]
    grids = (blocks.figure_grid(code, scope, names, narrow=code in SIDE_BY_SIDE) for code in FIGURES)
    found += [grid for grid in grids if grid]
    say(1, _("Tables"))
    centre = Centre.objects.current()
    title = _("Activity note, %(month)s") % {"month": date_format(first, "YEAR_MONTH_FORMAT")}
    state = _("provisional, up to %(day)s") % {"day": date_format(period.last)} if running else _("whole month")
    return doc.Document(
        title=title,
        centre=str(centre) if centre else "Cité des métiers",
        name=title,
        state=state,
        running=_("As of %(day)s") % {"day": date_format(today)},
        chapters=[doc.Chapter(names[0], found, _("Activity note"))],
        filename=slugify(title),
        logo=pdf.logo_address(centre),
    )
