"""What the live board is made of. Other rooms add their parts (desks, workshops) from their AppConfig.ready()."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from citedesmetiers.models import Purpose
from citedesmetiers.opening import Calendar
from reception.charts import hours_of_day, number
from reception.hours import hour_name
from reception.models import GroupVisit, Visit
from reception.stations import stations_by_hour, stations_now
from reception.today import people_by_hour, usual_by_hour, usual_so_far

MOST_PURPOSES = 9  # rows of the wall, as many as the counter has keys


@dataclass(frozen=True)
class Part:
    """A part of the board.

    template: the fragment, which must show no control and no name, for it stands on the wall too.
    context: function(site, now) that returns its variables, or None to leave the part out; now is aware and local.
    """

    template: str
    context: object
    rank: int
    side: bool


_parts = []


def register_board_part(template, context, *, rank, side=True):
    """Add a part to the board, in the narrow column unless `side` is false."""
    others = (part for part in _parts if (part.template, part.context) != (template, context))
    _parts[:] = sorted([*others, Part(template, context, rank, side)], key=lambda part: part.rank)


def parts_of(site, now):
    """The parts that have something to say, as [(template, variables, side)]."""
    found = [(part, part.context(site, now)) for part in _parts]
    return [(part.template, context, part.side) for part, context in found if context is not None]


def hours(site, now, *, height=230):
    """Today by hour against what the weekday usually brings; height of the picture for a width of 760."""
    day = now.date()
    counted, usual = people_by_hour(site, day), usual_by_hour(site, day)
    opened = Calendar(site, day, day).open_hours(day)
    total = sum(counted.values())
    so_far = None if usual is None else round(usual_so_far(usual, now))
    shown = sorted(opened | set(counted) | set(usual or {}))
    busy = ", ".join(
        _("%(n)s at %(hour)s") % {"n": number(counted[hour]), "hour": hour_name(hour)} for hour in sorted(counted)
    )
    title = _("Visits by hour today: %(list)s.") % {"list": busy or number(0)}
    return {
        "total": total,
        "so_far": so_far,
        "rows": [(hour, counted.get(hour, 0), None if usual is None else usual.get(hour, 0)) for hour in shown],
        "has_usual": usual is not None,
        "chart": hours_of_day("board-hours", counted, usual, opened, now.hour, title, height=height),
    }


def purposes(site, now):
    """Why people came today; each visit counts for its first purpose, groups are counted apart.

    The wall has room for those with a key at the counter: `others` is the sum of all behind them.
    """
    counted = Visit.objects.counted().filter(site=site).on(now.date()).people_by_purpose()
    rows = [(purpose, counted.get(purpose.pk, 0)) for purpose in Purpose.objects.in_force(now.date())]
    rows = [(purpose, people) for purpose, people in rows if people]
    return {
        "rows": rows,
        "most": MOST_PURPOSES,
        "others": sum(people for _purpose, people in rows[MOST_PURPOSES:]),
        "not_stated": counted.get(None, 0),
    }


def stations(site, now):
    """Free computers; None when the place has none."""
    found = stations_now(site, now.date())
    return found and found | {"rows": stations_by_hour(site, now.date())}


def groups(site, now):
    """The groups of the day."""
    found = GroupVisit.objects.counted().filter(site=site, day=now.date()).select_related("institution")
    return {"groups": list(found.order_by("hour", "uid"))}
