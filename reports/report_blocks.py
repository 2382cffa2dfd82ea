"""Blocks that several reports share: the table of a figure, a chart, a budget, the results of a survey."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from citedesmetiers.models import Site
from events.counts import FIGURES as EVENT_FIGURES
from events.counts import Volumes
from events.models import Event
from partners.money import euros, two_columns, warnings
from reports import charts, figure_sheets, figures, svg
from reports import documents as doc
from reports.figure_sheets import MASKED
from reports.models import SurveyComment
from reports.models.survey import first_of_month
from reports.numbers import number, percent
from reports.survey_results import asked, results

PICTURE = svg.PRINT


def table_of(code, scope):
    """(Figure, FigureTable) of the figure `code`."""
    figure = figures.FIGURES[code]
    return figure, figures.table_of(figure, scope)


def figure_grid(code, scope, names, **more):
    """The table behind a figure as a Grid, see `grid_of`; None when nothing was counted."""
    return grid_of(*table_of(code, scope), names, **more)


def grid_of(figure, table, names, *, keep=True, most=None, narrow=False):
    """The FigureTable of a Figure as a Grid, masked; None when nothing was counted. names: of the period, of the one
    before, as texts.  most: how many rows at most, the largest ones; the rest is left out and that is said."""
    if not table.total:
        return None
    rows, telling = [], [row for row in table.rows if tells_something(row)]
    is_cut = most is not None and len(telling) > most
    for row in sorted(telling, key=lambda row: -(row.total.n or 0))[:most] if is_cut else telling:
        cells = [doc.text(row.label), shown(row.total)]
        if table.has_shares:
            cells.append(doc.hidden(MASKED) if row.total.is_masked else doc.share(row.total.share))
        if table.before:
            cells += [shown(row.before), doc.signed(row.change)]
        rows.append(cells)
    head = [_("What"), names[0], *([_("Share")] if table.has_shares else [])]
    head += [names[1], pgettext("difference", "Change")] if table.before else []
    total = []
    if table.has_totals:
        total = [doc.text(_("Together")), doc.count(table.total)]
        total += [doc.said("")] if table.has_shares else []
        total += [doc.count(table.total_before), doc.signed(table.total_change)] if table.before else []
    said = [str(figure.source), *(str(note) for note in figure_sheets.notes(table))]
    if is_cut:
        said.insert(0, _("The %(n)s most frequent of %(all)s.") % {"n": most, "all": len(telling)})
    source = " ".join(said)
    what = str(figure.unit)
    return doc.Grid(str(figure.heading), head, rows, total, source, what, keep=keep, dense=True, narrow=narrow)


def pair_of(caption, one, other, names):
    """Two figures of the same rows as one Grid, each with its share and the year before; None without any count.

    one, other: (Figure, FigureTable), masked each on its own.
    """
    there = [pair for pair in (one, other) if pair[1].total]
    if len(there) < 2:
        return grid_of(*there[0], names) if there else None
    telling = {row.key for _figure, table in there for row in table.rows if tells_something(row)}
    rows, totals, head, said = {}, [], [_("What")], []
    for at, (figure, table) in enumerate(there):
        for row in [row for row in table.rows if row.key in telling]:
            share = doc.hidden(MASKED) if row.total.is_masked else doc.share(row.total.share)
            given = rows.setdefault(row.key, (row.label, {}))
            given[1][at] = [shown(row.total), share, shown(row.before)]
        totals += [doc.count(table.total), doc.said(""), doc.count(table.total_before)]
        unit = str(figure.unit)
        head += [f"{capfirst(unit)} {names[0]}", _("Share"), names[1]]
        said += [str(note) for note in figure_sheets.notes(table)]
    none = [doc.count(0), doc.share(None), doc.count(0)]
    ordered = sorted(rows.values(), key=lambda given: 0 not in given[1])  # what only the other tells comes last
    lines = [[doc.text(label), *(cell for at in (0, 1) for cell in cells.get(at, none))] for label, cells in ordered]
    total, source = [doc.text(_("Together")), *totals], " ".join(dict.fromkeys(said))
    return doc.Grid(str(caption), head, lines, total, source, dense=True)


def tells_something(row):
    """False of a row of a FigureTable in which nothing was counted, neither now nor before."""
    return any(cell is not None and (cell.n or cell.is_masked) for cell in (row.total, row.before))


def shown(cell):
    return doc.hidden(MASKED) if cell.is_masked else doc.count(cell.n)


def picture_of(figure, table):
    """The FigureTable of a Figure as bars, what is not known left out; None when nothing is known."""
    if not any(row.total.n or row.total.is_masked for row in table.rows if not row.is_rest):
        return None
    sentence = figure_sheets.sentence(figure, table)
    return doc.Picture(str(figure.heading), charts.rows_of_table(table, PICTURE, sentence, with_rest=False), sentence)


def measures(now, before, listed, names):
    """A Grid of the figures `listed` (Measures): this period, the one before, the change."""
    rows, groups, last = [], {}, None
    for measure in listed:
        n, earlier = now[measure.code], before[measure.code]
        if n is None:
            continue
        if measure.group != last:
            groups[len(rows)] = last = measure.group
        cell = doc.share if measure.unit == "percent" else doc.count
        numbers = [cell(n, measure.decimals), cell(earlier, measure.decimals)]
        changed = measure.change(n, earlier, is_running=now.is_running)
        rows.append([doc.text(measure.words(len(now.sites))), *numbers, doc.signed(changed)])
    return doc.Grid(
        _("Key figures"),
        [_("What"), *names, pgettext("difference", "Change")],
        rows,
        groups=groups,
        keep=False,
        dense=True,
    )


def money(budget):
    """A budget (one of BudgetQuerySet.with_totals) as funders know it."""
    rows = []
    for nature, pairs in two_columns(budget.lines.select_related("funder")):
        role = "in_kind" if nature == "in_kind" else ""
        for charge, income in pairs:
            rows.append((
                line_words(charge), charge.amount if charge else None,
                line_words(income), income.amount if income else None, role,
            ))  # fmt: skip
        if nature == "in_kind":
            rows.append((_("In kind"), budget.charges_in_kind, _("In kind"), budget.income_in_kind, "sub_in_kind"))
        else:
            rows.append((_("Subtotal"), budget.charges_cash, _("Subtotal"), budget.income_cash, "sub"))
    what = f"{budget.subject}, {budget.get_stage_display().lower()} {budget.year}"
    caption = _("%(title)s: %(value)s") % {"title": what, "value": euros(budget.charges)}
    if budget.charges and budget.charges_in_kind:
        in_kind = percent(100 * budget.charges_in_kind / budget.charges, 0)
        caption = _("%(budget)s, of which %(share)s in kind") % {"budget": caption, "share": in_kind}
    said = warnings(budget) or [_("Charges and income balance.")]
    if budget.charges_in_kind:
        said.insert(0, _("Grey: contributions in kind, valued on both sides."))
    total = (_("Total charges"), budget.charges, _("Total income"), budget.income)
    return doc.Money(caption, rows, total, " ".join(str(each) for each in said))


def line_words(line):
    if line is None:
        return ""
    return f"{line.label}, {line.funder}" if line.funder else line.label


def survey_blocks(survey, threshold, first=None, last=None):
    """The results of `survey` as blocks: satisfied shares as a table, and a table for each question with choices."""
    found = results(survey, threshold, first, last)
    if not any(result.answered for result in found):
        return []
    returned = max(result.returned for result in found)
    audience = survey.get_audience_display()
    blocks = [doc.Heading(survey.title if survey.title == audience else f"{survey.title} ({audience})")]
    blocks.append(doc.Text([_("Questionnaires returned: %(n)s.") % {"n": number(returned)}], "note"))
    scales = [result for result in found if result.top_share is not None]
    if scales:
        rows = [
            [doc.text(asked(result.question)), doc.count(result.answered), doc.share(result.top_share)]
            for result in scales
        ]  # fmt: skip
        blocks.append(doc.Grid(_("Satisfied or very satisfied"), [_("Question"), _("Answers (n)"), _("Share")], rows,
                               dense=True, narrow=True))  # fmt: skip
    for result in found:
        if result.withheld and result.answered:
            blocks.append(
                doc.Text([_("%(question)s: too few answers to show.") % {"question": result.question}], "note")
            )
        elif result.rows and result.top_share is None:
            rows = [
                [doc.text(row.option.label), doc.count(row.count), doc.share(row.share), doc.share(row.of_returned)]
                for row in result.rows
            ]  # fmt: skip
            missing = 100 * result.no_answer / result.returned if result.returned else None
            rows.append([doc.text(_("No answer")), doc.count(result.no_answer), doc.said(""), doc.share(missing)])
            source = _("n: the %(n)s who answered. All: the %(all)s questionnaires returned.") % {
                "n": number(result.answered), "all": number(result.returned),
            }  # fmt: skip
            head = [_("Answer"), pgettext("how many", "Answers"), _("Of n"), pgettext("questionnaires", "Of all")]
            blocks.append(doc.Grid(asked(result.question), head, rows, source=source, dense=True, narrow=True))
        elif result.mean is not None:
            words = _("%(question)s: %(mean)s on average (n = %(n)s).")
            blocks.append(doc.Text([words % {
                "question": result.question, "mean": number(result.mean, 1), "n": number(result.answered),
            }]))  # fmt: skip
    return blocks + remarks_of(survey, first, last)


def remarks_of(survey, first=None, last=None):
    """The remarks of `survey` that were read and may be printed, under their question; nothing says who wrote them."""
    kept = SurveyComment.objects.of(survey).filter(verdict=SurveyComment.Verdict.KEPT)
    if first is not None:
        kept = kept.filter(month__range=(first_of_month(first), last))
    found = {}
    for remark in kept.select_related("question").order_by("question__rank", "question", "text"):
        found.setdefault(remark.question, []).append(remark.text)
    blocks = []
    for question, texts in found.items():
        blocks += [doc.Text([asked(question)], "note"), doc.Items(texts)]
    return blocks


def volumes_by_event(sessions):
    """[(title, place, Volumes)] of `sessions` (a queryset of events.Session), by title and place."""
    rows = list(sessions.order_by().values("event", "site").annotate(**EVENT_FIGURES))
    events = Event.objects.in_bulk({row["event"] for row in rows})
    sites = Site.objects.in_bulk({row["site"] for row in rows})
    found = [(events[row.pop("event")].title, sites[row.pop("site")].name, Volumes(**row)) for row in rows]
    return sorted(found, key=lambda row: row[:2])
