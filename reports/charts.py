"""Charts as SVG, the same on the page and in print: direct labels, no legend, no frame, nothing by colour alone.

pygal computes the geometry, reports.svg gives it the house's look.
This year is red, the year before grey and dashed; purposes keep their colour of the house's palette.
"""

import itertools
import math
from dataclasses import dataclass

import pygal
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pygal.style import Style

from reports import figures
from reports.numbers import exact, hour_span, month_short, number, percent, weekday_name
from reports.svg import GREY, INK, INK_2, PAPER, RED, RULE, Line, PlainBars, PlainLines, finished, remembered, text_at

PURPOSES = ["#4b4640", "#123f7d", "#a35c00", "#007a72", "#8c4ab2", "#3d4a10"]  # --p0 to --p5 of theme.css
HEAT = ["#fff", "#efeae2", "#d8cfc1", "#b5a996", "#7d7263", "#3f3a34"]  # none, then five steps
DASHES = "5 4"
LONGEST_LABEL = 45
MASKED = "•••"


class _Quiet:
    """pygal's graphs without the tooltips, which neither paper nor a strict page can show."""

    def _tooltip_data(self, *args, **kwargs):
        pass


class _Lines(_Quiet, pygal.XY):
    pass


class _Bars(_Quiet, pygal.HorizontalBar):
    """Bars whose labels begin at the left edge, in a column `room` pixels wide."""

    _series_margin, _serie_margin, room = 0.14, 0.0, 0

    def _compute_margin(self):
        super()._compute_margin()
        self.margin_box.left = self.room


def months(found, frame, title):
    """Visits per month, this year and the year before, as lines.

    found: KeyFigures.  The running month is an open dot at the end of a dashed stretch. Returns SVG.
    """
    this = [(month.number, month.visits) for month in found.months]
    last = list(found.per_month_whole_year_before.items()) if found.visits_whole_year_before else []
    over = [point for point in this if point[0] != found.running_month]
    is_above = this[-1][1] >= dict(last).get(this[-1][0], 0)
    # Both lines end in December when the year is over: one name goes above its end, the other below.
    beside = " right" if len(this) == 12 and last else ""
    label = (str(found.year), ("above" if is_above else "below") + beside)
    of_last = (str(found.year - 1), ("below" if is_above else "above") + beside if beside else "right")
    lines = [Line(last, GREY, 2, DASHES, label=of_last)] if last else []
    if found.running_month:
        lines.append(Line([*over[-1:], this[-1]], RED, 2, "2 3", hollow=True, label=label))
    if over:
        lines.append(Line(over, RED, 3, label=() if found.running_month else label))
    names = [capfirst(month_short(month)) for month in range(1, 13)]
    if frame.is_narrow:
        names = [name[0].upper() for name in names]
    labels = [(name, x) for x, name in enumerate(names, 1)]
    return _lines("months", lines, frame, title, labels=labels, span=(0.6, 12.4), height=0.31)


def cumulated(found, frame, title):
    """Visits since January, this year and the year before, as lines from the first of January on. Returns SVG."""
    last = [(0, 0), *figures.visits_cumulated(found.per_month_whole_year_before).items()]
    total = last[-1][1]
    this = [(0, 0), *((month.number, month.so_far) for month in found.months)]
    if found.running_month:
        this[-1] = (found.running_month - 1 + found.today.day / 31, found.visits)
    lines = [Line(last, GREY, 2, DASHES, label=(f"{number(total)}\n{found.year - 1}", "right"))] if total else []
    text = _("%(visits)s in %(year)s") % {"visits": number(found.visits), "year": str(found.year)}
    where = "above left" if this[-1][0] > 4 and found.visits >= found.visits_before else "below right"
    lines.append(Line(this, RED, 3, label=(text, where)))
    labels = [(month_short(month)[0].upper(), month - 0.5) for month in range(1, 13)]
    return _lines("cumulated", lines, frame, title, labels=labels, span=(0, 12), height=0.34, dots="last")


def purposes(found, frame, title):
    """What people came for, as bars with their colour, number, name, visits and share. Returns SVG."""
    groups = [found.doors, found.plainer_reasons, [found.without_purpose]]
    rows = []
    for group in groups:
        if group:
            rows += [*([None] if rows else []), *group]
    bars_of = [
        row and Bar(_purpose_label(row, frame), row.visits, _bar_text(row.visits, row.share), _bar_colour(row))
        for row in rows
    ]
    return bars("purposes", bars_of, frame, title)


@dataclass(frozen=True)
class Bar:
    """label: in front of the bar.  n: its length.  text: behind it.  colour: of the bar; PAPER for an outline."""

    label: str
    n: int
    text: str
    colour: str = INK_2


@remembered
def bars(name, rows, frame, title):
    """Horizontal bars with their labels and numbers; None among the `rows` leaves a gap. Returns SVG."""
    room = max(len(row.label) for row in rows if row) * frame.size * 0.535 + frame.size
    step = frame.size * frame.air * 2.3
    chart = _Bars(
        **_options(frame, height=step * len(rows)),
        print_values=True,
        print_values_position="top",
        show_x_labels=False,
        show_y_guides=False,
        spacing=frame.size * 0.4,
        range=(0, max(1, *(row.n for row in rows if row)) * (1.75 if frame.is_narrow else 1.3)),
        value_formatter=str,
    )
    chart.room = room
    chart.x_labels = [row.label if row else "" for row in reversed(rows)]
    values = [
        {"value": row.n, "formatter": lambda _value, text=row.text: text, "color": row.colour} if row else None
        for row in reversed(rows)
    ]
    chart.add("visits", values)
    chart.add_xml_filter(PlainBars(frame, room))
    return finished(name, chart.render(is_unicode=True), frame, step * len(rows), title)


def shortened(name, frame):
    """`name`, cut where it would leave no room for the bars."""
    longest = 20 if frame.is_narrow else LONGEST_LABEL
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _purpose_label(row, frame):
    name = shortened(row.short_name if frame.is_narrow else row.name, frame)
    return f"{row.sign}  {name}" if row.sign else name


def _bar_colour(row):
    """An outline for what is not known, the palette's colour for all else."""
    return PURPOSES[row.colour] if row.purpose else PAPER


def _bar_text(n, share):
    return exact(n) if share is None else f"{number(n)} ({percent(share)})"


def rows_of_table(table, frame, title, *, with_rest=True):
    """The rows of a FigureTable as bars: numbers with their share, masked ones as dots, the rest as an outline.

    with_rest: draw the rest; where the table stands beside the picture, the others have more room without it.
    """
    rows = []
    for row in table.rows:
        label = shortened(str(row.label), frame)
        if row.total.n is None:
            rows.append(Bar(label, 0, MASKED if row.total.is_masked else "–"))
        elif row.is_rest and not with_rest:
            continue
        elif row.is_rest:
            rows += [None, Bar(label, row.total.n, number(row.total.n), PAPER)]
        else:
            rows.append(Bar(label, row.total.n, _bar_text(row.total.n, row.total.share)))
    return bars("rows", rows, frame, title)


def in_time(table, frame, title):
    """The rows of a FigureTable of months or years as a line, and what it is compared with as a dashed one."""
    rows = table.rows
    this = [(n, row.total.n) for n, row in enumerate(rows, 1) if row.total.n is not None]
    lines = [Line(this, RED, 3, label=(exact(this[-1][1]), "above right"))]
    before = [(n, row.before.n) for n, row in enumerate(rows, 1) if row.before and row.before.n is not None]
    if before:
        lines.insert(0, Line(before, GREY, 2, DASHES, label=(exact(before[-1][1]), "below right")))
    in_months = table.counted.by == "month"
    words = [capfirst(month_short(row.key.month)) if in_months else str(row.label) for row in rows]
    if in_months and len(rows) > 12:
        words = [str(row.key.year) if row.key.month == 1 else "" for row in rows]
    elif in_months and frame.is_narrow:
        words = [word[0] for word in words]
    labels = [(word, n) for n, word in enumerate(words, 1)]
    return _lines("in_time", lines, frame, title, labels=labels, span=(0.6, len(rows) + 0.4), height=0.31)


def years(rows, frame, title, *, is_cut):
    """Numbers by year as a line; the last stretch is dashed to an open dot when its year is cut. Returns SVG.

    rows: (year, number), at least two.
    """
    points = [(n, number_of) for n, (_year, number_of) in enumerate(rows, 1)]
    label = (exact(points[-1][1]), "above" if points[-1][1] >= points[-2][1] else "below")
    lines = [Line(points[-2:], RED, 2, "2 3", hollow=True, label=label)] if is_cut else []
    whole = points[:-1] if is_cut else points
    lines.append(Line(whole, RED, 3, label=() if is_cut else label))
    labels = [(str(year)[2:] if frame.is_narrow else str(year), n) for n, (year, _n) in enumerate(rows, 1)]
    span = (0.6, len(rows) + 0.4)
    return _lines("years", lines, frame, title, labels=labels, span=span, height=0.26)


def hours(found, frame, title):
    """Hours by weekday as a map: the darker the more, and the number in each field. Returns SVG.

    found: KeyFigures, or a WeekOfHours with something in it. pygal draws no such map, so the fields are set here.
    """
    columns, rows = found.hours_shown, found.hour_rows
    left = frame.size * (3.2 if frame.is_narrow else 6.6)
    top = frame.size * 1.7
    wide = (frame.width - left) / max(len(columns), 8)
    high = frame.size * frame.air * 2.3
    size = min(frame.size, wide / 2.6)
    most = max(found.hours.values())
    parts = []
    for column, hour in enumerate(columns):
        name = str(hour) if frame.is_narrow else hour_span(hour)
        parts.append(text_at(left + wide * (column + 0.5), frame.size, name, size, anchor="middle", fill=INK_2))
    for line, (weekday, visits, _total) in enumerate(rows):
        y = top + high * line
        name = capfirst(weekday_name(weekday))
        name = name[:3] if frame.is_narrow else name
        parts.append(text_at(0, y + high / 2 + frame.size * 0.35, name, frame.size, fill=INK))
        for column, n in enumerate(visits):
            step = -(-n * (len(HEAT) - 1) // most)
            x = left + wide * column
            parts.append(
                f'<rect x="{x + 1:.1f}" y="{y + 1:.1f}" width="{wide - 2:.1f}" height="{high - 2:.1f}" '
                f'fill="{HEAT[step]}" stroke="{RULE if not step else "none"}"/>'
            )
            ink = PAPER if step >= 4 else INK
            parts.append(text_at(x + wide / 2, y + high / 2 + size * 0.35, number(n), size, anchor="middle", fill=ink))
    height = top + high * len(rows)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    return finished("hours", svg, frame, height, title)


@remembered
def _lines(name, lines, frame, title, *, labels, span, height, dots="all"):
    """Lines over x from span[0] to span[1]; labels: (text, x).  height: as a share of the width."""
    high = frame.width * height * frame.air * (1.9 if frame.is_narrow else 1)
    highest = math.ceil(max([1, *(y for line in lines for _x, y in line.points)]))
    step = _step(highest)
    top = step * -(-highest // step)
    chart = _Lines(
        **_options(frame, height=high),
        dots_size=3,
        show_y_guides=True,
        show_x_guides=False,
        xrange=span,
        range=(0, top),
        margin_right=frame.size * (4 if dots == "last" else 1.6),
        margin_top=frame.size * 1.4,
        spacing=frame.size * 0.6,
        print_labels=True,
        value_formatter=lambda y: number(y),
        y_labels=[{"value": n * step, "label": number(n * step)} for n in range(top // step + 1)],
        x_labels=[{"value": x, "label": text} for text, x in labels],
    )
    for line in lines:
        *first, (x, y) = line.points
        end = {"value": (x, y), "label": line.label[0]} if line.label else {"value": (x, y)}
        hidden = {"node": {"r": 0}} if dots == "last" else {}
        chart.add("", [*({"value": point, **hidden} for point in first), end])
    chart.add_xml_filter(PlainLines(frame, lines))
    return finished(name, chart.render(is_unicode=True), frame, high, title)


def _step(highest):
    """A round distance between grid lines, so that three to six of them reach `highest`. At least 1."""
    step = 1
    for factor in itertools.cycle([2, 2.5, 2]):
        if highest / step <= 5:
            return int(step)
        step *= factor
    return None


def _options(frame, height):
    size = frame.size
    return {
        "width": frame.width,
        "height": height,
        "explicit_size": True,
        "js": [],
        "margin": 0,
        "show_legend": False,
        "truncate_label": -1,
        "disable_xml_declaration": True,
        "pretty_print": False,
        "style": Style(
            label_font_size=size, major_label_font_size=size, value_font_size=size, value_label_font_size=size
        ),
    }
