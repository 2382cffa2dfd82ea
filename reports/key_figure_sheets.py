"""The key figures as tables of a file: line by line what the page and the print show, every room's included."""

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports import figures, sentences
from reports.exports import Sheet
from reports.figures import VERSION
from reports.numbers import hour_span, month_name, rounded, weekday_name


def sheets(found, rooms, *, definitions, declared=(), since_opening=""):
    """A Sheet for each table of the page.

    found: KeyFigures.  rooms: what other_figures.groups returns for them.  definitions: Figures to explain.
    declared: the DeclaredFigures beside them.  since_opening: a sentence, "" for none.
    """
    made = [of_rooms(found, rooms, definitions, since_opening)]
    if found.visits:
        made += [of_months(found), of_purposes(found), of_hours(found)]
        if not found.site and len(found.places) > 1:
            made.append(of_places(found))
    made += [of_completeness(found), of_what_is_stated(found)]
    return [*made, of_declared(declared)] if declared else made


def two_years(found):
    return [found.year_label, found.before_label, _("Change in percent")]


def compared(row):
    """What stands under two_years() for a Compared."""
    return [row.visits, row.visits_before, rounded(row.change)]


def of_rooms(found, rooms, definitions, since_opening):
    rows = [
        [str(heading), with_unit(line), line.rounded(line.n), line.rounded(line.before), rounded(line.change)]
        for heading, lines in rooms
        for line in lines
    ]
    place = found.site.name if found.site else ", ".join(site.name for site in found.sites)
    notes = [
        _("Days: %(days)s.") % {"days": days(found.period)},
        _("Compared with: %(days)s.") % {"days": days(found.before)},
        _("Places: %(places)s.") % {"places": place},
        *([sentences.year_in_short(found)] if found.visits else []),
        *([since_opening] if since_opening else []),
        *(f"{figure.title} ({figure.unit}): {figure.definition}" for figure in definitions),
        *dict.fromkeys(str(figure.source) for figure in definitions),
        _("Definitions, version %(version)d.") % {"version": VERSION},
    ]
    return Sheet(_("All rooms"), [_("Room"), _("Figure"), *two_years(found)], rows, notes)


def with_unit(line):
    """What is counted; a percentage says so, for a cell of a file has no sign."""
    label = {"label": str(line.label)}
    return _("%(label)s, in percent") % label if line.measure.unit == "percent" else label["label"]


def days(period):
    return _("%(first)s to %(last)s") % {"first": date_format(period.first), "last": date_format(period.last)}


def of_months(found):
    since = _("Since January %(year)s")
    head = [_("Month"), *two_years(found), *(since % {"year": y} for y in (found.year_label, found.before_label))]
    rows = [
        [capfirst(month_name(month.number)), *compared(month), month.so_far, month.so_far_before]
        for month in found.months
    ]
    return Sheet(
        _("Visits per month"),
        head,
        [*rows, [_("Together"), *compared(found.total), None, None]],
        [sentences.months(found)],
    )


def of_purposes(found):
    kinds = [(_("Purposes"), found.doors), (_("Plainer reasons"), found.plainer_reasons), ("", found.purposes[-1:])]
    rows = [[kind, row.name, *compared(row), rounded(row.share)] for kind, each in kinds for row in each]
    rows.append(["", _("Together"), *compared(found.total), None])
    head = [_("Kind"), _("Purpose"), *two_years(found), _("Percent of what is known")]
    return Sheet(_("What people come for"), head, rows, [sentences.purposes(found)])


def of_hours(found):
    rows = [[capfirst(weekday_name(day)), *numbers, together] for day, numbers, together in found.hour_rows]
    rows.append([_("Together"), *found.hour_totals, found.visits])
    head = [_("Day"), *(hour_span(hour) for hour in found.hours_shown), _("Together")]
    return Sheet(_("When people come"), head, rows, [sentences.hours(found)])


def of_places(found):
    rows = [
        [each.site.name, each.site.get_kind_display(), *compared(each), rounded(each.coverage.share)]
        for each in found.places
    ]
    rows.append([_("Together"), "", *compared(found.total), rounded(found.coverage.share)])
    head = [_("Place"), _("Kind"), *two_years(found), _("Opening days counted, in percent")]
    return Sheet(_("By place"), head, rows, list(filter(None, [sentences.constant_places(found)])))


def of_completeness(found):
    together = [found.coverage] if len(found.coverages) > 1 else []
    rows = [
        [
            each.site.name if each.site else _("Together"),
            each.open_days,
            each.counted,
            rounded(each.share),
            rounded(each.hours.share),
            len(each.missing),
        ]
        for each in [*found.coverages, *together]
    ]
    head = [
        _("Place"),
        _("Opening days"),
        pgettext("opening days", "Counted"),
        _("Opening days counted, in percent"),
        _("Opening hours covered, in percent"),
        _("Opening days without any entry or explanation"),
    ]
    return Sheet(_("Completeness"), head, rows, sentences.explanations(found.coverages))


def of_what_is_stated(found):
    rows = [[str(label), rounded(share)] for label, share in found.stated]
    notes = [
        _("Nobody has to state anything; what is not stated is never guessed."),
        *sentences.sampling(found.samples),
    ]
    return Sheet(_("Stated by visitors"), [_("About the visitor"), _("Percent of visits")], rows, notes)


def of_declared(declared):
    rows = [
        [
            row.title,
            row.words,
            date_format(row.as_of) if row.as_of else days(figures.Period(row.starts_on, row.ends_on)),
            row.site.name if row.site else "",
            row.source,
        ]
        for row in declared
    ]
    head = [_("What"), _("Value"), _("When"), _("Place"), _("Source")]
    return Sheet(_("Declared, not counted here"), head, rows, [_("Not part of the numbers of the other tables.")])
