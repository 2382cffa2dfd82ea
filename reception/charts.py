"""Small pictures of the door as SVG: the day by hour, the year by day; their colours are the theme's classes."""

from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import mark_safe

from reception.completeness import State
from reception.hours import hour_name

SQUARE, STEP, LEFT, TOP = 18, 22, 86, 20  # of the year, in units of the picture
LETTERS = 19  # height of the numbers in the day, as large as the wall shows them


def tag(name, text=None, **attributes):
    """One SVG element as text; a trailing underscore and - written as _ in names (class_, font_size)."""
    pairs = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}/>" if text is None else f"<{name}{pairs}>{escape(text)}</{name}>"


def picture(name, width, height, title, parts):
    """The whole SVG with its sentence, safe to stand in a page."""
    head = f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}">'
    return mark_safe(f"{head}{tag('title', title, id=name)}{''.join(parts)}</svg>")  # noqa: S308 -- escaped in tag()


def hours_of_day(name, counted, usual, open_hours, now_hour, title, *, width=760, height=230):
    """People by hour as bars, with a dashed mark for what the weekday usually brings.

    counted: {hour: people}.  usual: the same, or None.  open_hours: hours to show besides.  now_hour: marked in red;
    None for a day that is over.  Returns SVG.
    """
    usual = usual or {}
    shown = set(open_hours) | {hour for hour, people in counted.items() if people} | set(usual)
    hours = range(min(shown), max(shown) + 1) if shown else range(9, 18)
    most = max([1, *counted.values(), *usual.values()])
    wide, floor = width / len(hours), height - 24
    parts = [tag("line", class_="c-axis", x1=0, y1=floor + 0.5, x2=width, y2=floor + 0.5)]
    every = -(-34 // int(wide))  # hours between two labels, so that they do not touch
    for place, hour in enumerate(hours):
        people, is_now = counted.get(hour, 0), hour == now_hour
        x, bar = round(place * wide + wide * 0.12, 1), round(wide * 0.76, 1)
        middle = round(x + bar / 2, 1)
        words = "mid now" if is_now else "mid"
        if people:
            high = max(3, round(people / most * (floor - 22)))
            parts.append(
                tag("rect", class_="c-now" if is_now else "c-bar", x=x, y=floor - high, width=bar, height=high)
            )
        else:
            parts.append(tag("rect", class_="c-none", x=x, y=floor - 3.5, width=bar, height=3))
        if usual.get(hour):
            y = floor - max(2, round(usual[hour] / most * (floor - 22)))
            edge = round(wide * 0.06, 1)
            ends = {"x1": round(x - edge, 1), "y1": y, "x2": round(x + bar + edge, 1), "y2": y}
            parts += [tag("line", class_="c-usual-edge", **ends), tag("line", class_="c-usual", **ends)]
        if people:
            foot = floor - high - 5
            if usual.get(hour) and foot - LETTERS < y < foot + 4:  # the mark would strike the number through
                foot = y - 5
            parts.append(tag("text", number(people), class_=words, x=middle, y=foot))
        if place % every == 0:
            parts.append(tag("text", hour_name(hour), class_=words, x=middle, y=height - 6))
    return picture(name, width, height, title, parts)


def year_of_days(name, days, title):
    """A year as squares, a row for each month: counted in full, in part, not at all, explained, closed.

    days: completeness.Day objects of one civil year, in order.  Returns SVG.
    """
    parts = [
        tag("text", str(number_), class_="mid", x=LEFT + STEP * (number_ - 1) + 9, y=12)
        for number_ in (1, 5, 10, 15, 20, 25, 30)
    ]
    months = sorted({day.day.month for day in days})
    for row, month in enumerate(months):
        parts.append(tag("text", str(MONTHS[month]), class_="end", x=LEFT - 14, y=TOP + STEP * row + 14))
    for day in days:
        x, y = LEFT + STEP * (day.day.day - 1), TOP + STEP * months.index(day.day.month)
        parts.append(square(day, x, y))
    return picture(name, LEFT + STEP * 31, TOP + STEP * len(months) + 2, title, parts)


def square(day, x, y):
    """One day at the place x, y of the picture."""
    if day.is_unexpected:
        return tag("rect", class_="c-full", x=x + 5, y=y + 5, width=8, height=8)
    return sign(day.state, x, y)


def sign(state, x=0, y=0):
    """The sign of a State, the same in the year and in the legend."""
    if state == State.FULL:
        return tag("rect", class_="c-full", x=x, y=y, width=SQUARE, height=SQUARE)
    if state == State.PARTIAL:
        edge = tag("rect", class_="c-part", x=x + 0.5, y=y + 0.5, width=17, height=17)
        return edge + tag("path", class_="c-half", d=f"M{x} {y + SQUARE}v-{SQUARE}l{SQUARE} {SQUARE}z")
    if state == State.MISSING:
        return tag("rect", class_="c-miss", x=x + 1, y=y + 1, width=16, height=16)
    if state in (State.EXPLAINED, State.TRUE_ZERO, State.SHUT):
        edge = tag("rect", class_="c-none", x=x + 0.5, y=y + 0.5, width=17, height=17)
        inside = {
            State.EXPLAINED: tag("path", class_="c-cross", d=f"M{x + 5} {y + 9}h8"),
            State.TRUE_ZERO: tag("circle", class_="c-ring", cx=x + 9, cy=y + 9, r=4),
            State.SHUT: tag("rect", class_="c-bar", x=x + 7, y=y + 7, width=4, height=4),
        }
        return edge + inside[state]
    if state == State.TODAY:
        return tag("rect", class_="c-now", x=x + 3, y=y + 3, width=12, height=12)
    return tag("rect", class_="c-shut", x=x + 7, y=y + 7, width=4, height=4)


def legend_sign(state):
    """The sign alone, beside its words."""
    return mark_safe(f'<svg viewBox="0 0 18 18" aria-hidden="true">{sign(state)}</svg>')  # noqa: S308 -- numbers only


def number(value):
    return number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)
