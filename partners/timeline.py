"""Agreements along the years, as numbers for an SVG; its table says the same in words."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import Agreement

TOP, ROW, GAP = 24, 34, 6  # pixels: the years, one agreement, the space between two
SIGN = 7  # pixels that a sign of a label takes at most, on the average
CLASSES = {
    Agreement.State.COMING: "c-none",
    Agreement.State.IN_FORCE: "c-bar",
    Agreement.State.EXPIRING: "c-half",
    Agreement.State.ENDED: "c-shut",
}


@dataclass(frozen=True)
class Bar:
    """One agreement. Coordinates are texts, so that no language puts a comma into them."""

    agreement: Agreement
    x: str
    width: str
    y: str
    label_x: str
    label_y: str
    label: str
    at_end: bool  # the label stands left of label_x
    css: str


@dataclass(frozen=True)
class Timeline:
    """width, height: of the drawing, pixels.  years: (x, label).  today: x of the line."""

    width: int
    height: int
    years: list
    bars: list
    today: str
    sentence: str
    name: str


def drawn(agreements, today, *, width):
    """The Timeline of `agreements` (at least one), `width` pixels wide."""
    first = min(min(agreement.starts_on for agreement in agreements), today)
    ends = [agreement.ends_on for agreement in agreements if agreement.ends_on]
    last = max([*ends, today + timedelta(days=365)])
    since, until = date(first.year, 1, 1), date(last.year + 1, 1, 1)
    days = (until - since).days

    def x(day):
        return (day - since).days / days * width

    bars = []
    for number, agreement in enumerate(agreements):
        left = x(agreement.starts_on)
        right = x(agreement.ends_on + timedelta(days=1)) if agreement.ends_on else width
        room, at_end = max((width - left, False), (right, True))  # the label goes where it has more room
        y = TOP + number * ROW
        bars.append(
            Bar(
                agreement=agreement,
                x=f"{left:.1f}",
                width=f"{max(right - left, 2):.1f}",
                y=f"{y + 16}",
                label_x=f"{right if at_end else left:.1f}",
                label_y=f"{y + 11}",
                label=Truncator(agreement.object).chars(int(room // SIGN)),
                at_end=at_end,
                css=CLASSES[agreement.state_on(today)],
            )
        )
    step = 1 if width / (until.year - since.year) >= 44 else 2
    years = [(f"{x(date(year, 1, 1)):.1f}", str(year)) for year in range(since.year, until.year, step)]
    return Timeline(
        width=width,
        height=TOP + len(agreements) * ROW + GAP,
        years=years,
        bars=bars,
        today=f"{x(today):.1f}",
        sentence=sentence(agreements, today),
        name=f"timeline-{width}",
    )


def sentence(agreements, today):
    """What the drawing shows, in words."""
    in_force = [each for each in agreements if each.state_on(today) in ("in_force", "expiring")]
    said = ngettext(
        "%(n)s agreement since %(year)s, %(now)s of them in force today.",
        "%(n)s agreements since %(year)s, %(now)s of them in force today.",
        len(agreements),
    ) % {
        "n": len(agreements),
        "year": min(agreement.starts_on for agreement in agreements).year,
        "now": len(in_force),
    }
    ends = sorted(each.ends_on for each in in_force if each.ends_on)
    if ends:
        return _("%(sentence)s The next one ends on %(day)s.") % {
            "sentence": said,
            "day": formats.date_format(ends[0]),
        }
    return said
