"""A figure in words and as a sheet: the same numbers for the page, the print and every file."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import figures, sentences
from reports.exports import Sheet
from reports.figures import VERSION
from reports.figures.opening_days import together
from reports.figures.scope import name_of
from reports.numbers import exact, number, percent, rounded

MASKED = "•••"


def days(period):
    """The days of a Period as people say them: a year, a month, or from … to …"""
    name = name_of(period)
    if len(name) == 4:
        return name
    if len(name) == 7 and "q" not in name:
        return date_format(period.first, "YEAR_MONTH_FORMAT")
    if period.first == period.last:
        return date_format(period.first)
    return _("%(first)s to %(last)s") % {"first": date_format(period.first), "last": date_format(period.last)}


def sentence(figure, table):
    """What the chart shows, and its text alternative: the first row, and how much is not known."""
    if figure.counted.is_measure:
        shown = [row for row in table.rows if row.total.n is not None]
    else:
        shown = [row for row in table.rows if not row.is_rest and row.total.n]
    words = {"number": exact(table.total), "unit": figure.unit, "days": days(table.scope.period)}
    if not table.total:
        return _("Nothing was counted, %(days)s.") % words
    if not shown and table.has_shares:
        return _("Of %(number)s (%(unit)s) nothing of this is known, %(days)s.") % words
    if not shown and table.tells_of_too_few:
        return _("Too few interviews for anything of this to be shown, %(days)s.") % words
    if not shown:
        return _("%(number)s in all (%(unit)s), %(days)s.") % words
    most = max(shown, key=lambda row: row.total.n)
    words |= {"row": most.label, "most": number(most.total.n), "known": number(table.known)}
    words["most"] = exact(most.total.n)
    if figure.counted.is_measure:
        return _("Highest: %(row)s, %(most)s (%(unit)s), %(days)s.") % words
    if figure.counted.by != "value":
        return _("%(number)s in all (%(unit)s), %(days)s; most: %(row)s, %(most)s.") % words
    if most.total.share is None:
        return _("Most frequent: %(row)s, %(most)s (%(unit)s), %(days)s.") % words
    words["share"] = percent(most.total.share)
    return _("Most frequent: %(row)s, %(most)s of the %(known)s that are known (%(share)s).") % words


def notes(table):
    """What must be said below the table: what is masked and why, what is missing."""
    found = []
    for _table, mask in filter(None, (table.now, table.before)):
        if mask is None or not mask.is_masked:
            continue
        if mask.withheld:
            found.append(_("Too few people for anything inside this table to be shown."))
            continue
        one = ngettext(
            "%(dots)s masked. %(n)d cell counts fewer than %(k)d people, or all of its row or column;",
            "%(dots)s masked. %(n)d cells count fewer than %(k)d people, or all of their row or column;",
            mask.small,
        ) % {"dots": MASKED, "n": mask.small, "k": mask.threshold}
        other = ngettext(
            "%(n)d other is masked so that nobody can work it out.",
            "%(n)d others are masked so that nobody can work these out.",
            mask.others,
        ) % {"n": mask.others}
        found.append(f"{one} {other}")
    if table.tells_of_too_few:
        words = _(
            "%(dots)s masked: it is of fewer than %(k)d interviews, so that it could tell how long one person's was."
        )
        found.append(words % {"dots": MASKED, "k": table.least})
    if not table.has_totals and not table.counted.is_measure:
        found.append(table.counted.no_sum)
    found += sentences.sampling(table.samples)
    if table.lacks_rows:
        found.append(_("For a part of these days only daily counts are left, which do not cross with this filter: "
                       "the figure is too low."))  # fmt: skip
    return list(dict.fromkeys(found))


def completeness(figure, table, today):
    """[(words, value)] about how much of the truth the figure holds."""
    found = []
    if table.has_shares and table.total:
        words = _("Stated in the sampled weeks") if any(each.periods for each in table.samples) else _("Stated")
        found.append((words, percent(table.stated_share)))
    over = table.scope.period.until(today - timedelta(days=1))
    if figure.room == "reception" and over and (over.last - over.first).days < 400:
        coverages = figures.opening_days_counted(table.scope.sites, over)
        of_all = together(coverages)
        if of_all.open_days:
            found.append((_("Opening days counted"), percent(of_all.share)))
            found.append((_("Opening hours covered"), percent(of_all.hours.share)))
            found.append((_("Opening days without any entry or explanation"), number(len(of_all.missing))))
        found += [(_("Explained"), sentence) for sentence in sentences.explanations(coverages)]
    if figure.completeness:
        found += figure.completeness(table.scope)
    return found


def sheet(figure, table):
    """The table of `figure` as a Sheet: what the page shows, with definition, source and notes below."""
    scope = table.scope
    side_by_side = len(table.columns) > 1
    head = [""]
    head += [site.name for site in scope.sites] if side_by_side else []
    head += [_("Together") if side_by_side else days(scope.period)]
    head += [_("Percent of what is known")] if table.has_shares else []
    head += [days(scope.compared), _("Change in percent")] if scope.compared else []

    def plain(cell):
        return MASKED if cell.is_masked else cell.n if isinstance(cell.n, int | None) else round(cell.n, 1)

    rows = []
    for row in table.rows:
        line = [str(row.label)]
        line += [plain(cell) for cell in row.cells] if side_by_side else []
        line += [plain(row.total)]
        line += [rounded(row.total.share)] if table.has_shares else []
        line += [plain(row.before), rounded(row.change)] if scope.compared else []
        rows.append(line)
    if table.has_totals and len(rows) > 1:
        line = [_("Together")]
        line += table.column_totals if side_by_side else []
        line += [table.total] + ([None] if table.has_shares else [])
        line += [table.total_before, rounded(table.total_change)] if scope.compared else []
        rows.append(line)
    about = [f"{figure.heading} ({figure.unit}): {figure.definition}", str(figure.source), *filters(table)]
    about.append(_("Definitions, version %(version)d.") % {"version": VERSION})
    return Sheet(str(figure.heading), head, rows, [*about, *notes(table)])


def filters(table):
    """What the figure is restricted to, in sentences."""
    scope = table.scope
    found = [_("Days: %(days)s.") % {"days": days(scope.period)}]
    if scope.sites and not table.counted.is_of_centre:
        found.append(_("Places: %(places)s.") % {"places": ", ".join(site.name for site in scope.sites)})
    if scope.purpose:
        found.append(_("Purpose: %(name)s.") % {"name": scope.purpose.name})
    if scope.programme:
        found.append(_("Programme: %(name)s.") % {"name": scope.programme.name})
    return found
