"""What is kept about visitors, how alone a row stands in it, and whether the promises of forgetting are kept.

`manage.py anonymity` prints it, the director sees the same page. Rooms register what they keep in AppConfig.ready().
Source of the promises: the anonymity paper of the design; each is the same code that forgets at night.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from citedesmetiers import forgetting
from citedesmetiers.models import SpentKey, Tries

_kept = []
_exports = []


@dataclass(frozen=True)
class Kept:
    """Rows about visitors. model: their model.  day: the path of its day.  site: the path of its place, or "".

    characteristics: the fields that describe a person, by which one could be singled out.
    """

    model: type
    day: str
    site: str
    characteristics: tuple

    @property
    def label(self):
        return self.model._meta.verbose_name_plural


@dataclass(frozen=True)
class Stored:
    """How many rows of a kind there are, and of which days."""

    label: str
    rows: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Smallest:
    """How alone rows stand in one month at one place, by all characteristics that are kept of them.

    rows: all of the month.  alone: those that share their values with no other.  smallest: the size of the smallest
    group of equal rows.
    """

    label: str
    site: str
    month: date
    rows: int
    alone: int
    smallest: int


@dataclass(frozen=True)
class Promise:
    """Something that is due to be forgotten. overdue: rows that should have been gone since last night."""

    kind: str
    overdue: int

    @property
    def kept(self):
        return self.overdue == 0


@dataclass(frozen=True)
class Revealed:
    """What a kind of file that leaves the house would show of persons today.

    smallest: the smallest group of which a number stays unmasked; None when there is none.  masked: numbers that are.
    """

    label: str
    smallest: int | None
    masked: int


def register_exports(function):
    """Tell that `function` returns a Revealed for each kind of file of a room that leaves the house."""
    if function not in _exports:
        _exports.append(function)


def revealed():
    """What each export would reveal at the present threshold, in the order in which the rooms registered."""
    return [one for function in _exports for one in function()]


def register(model, *, day="day", site="site", characteristics=()):
    """Tell that `model` keeps rows about visitors; called from a room's AppConfig.ready(), maybe more than once."""
    kept = Kept(model, day, site, tuple(characteristics))
    _kept[:] = [*(other for other in _kept if other.model is not model), kept]


def registered():
    """The models that are registered, as a list."""
    return [kept.model for kept in _kept]


def everything():
    """All kinds of rows about visitors, as Kept, in the order in which the rooms registered."""
    return list(_kept)


def stored():
    """What exists, and since when: a Stored for each kind, in the order in which the rooms registered."""
    found = []
    for kept in _kept:
        sums = kept.model.objects.aggregate(n=Count("pk"), first=Min(kept.day), last=Max(kept.day))
        found.append(Stored(str(kept.label), sums["n"], sums["first"], sums["last"]))
    return found


def smallest_groups(since=None):
    """For each kind with characteristics, each place and month since the day `since`: a Smallest, the latest first.

    Rows of which nothing was noted do not stand alone: they are in the largest group of all.
    """
    found = []
    for kept in _kept:
        if not kept.characteristics:
            continue
        rows = kept.model.objects.order_by()
        if since:
            rows = rows.filter(**{f"{kept.day}__gte": since})
        place = f"{kept.site}__name" if kept.site else models.Value("")
        groups = (
            rows.annotate(of_place=models.F(place) if kept.site else place, of_month=TruncMonth(kept.day))
            .values("of_place", "of_month", *kept.characteristics)
            .annotate(size=Count("pk"))
        )
        months = {}
        for group in groups:
            months.setdefault((group["of_place"], group["of_month"]), []).append(group["size"])
        found += [
            Smallest(str(kept.label), place, month, sum(sizes), sizes.count(1), min(sizes))
            for (place, month), sizes in months.items()
        ]
    return sorted(found, key=lambda one: (one.month, one.site, one.label), reverse=True)


def promises(today=None):
    """For each kind that is forgotten at night: how many rows are overdue since the night before `today`.

    The forgetting itself is tried out for yesterday, and rolled back: what it would still touch should be gone.
    """
    yesterday = (today or timezone.localdate()) - timedelta(days=1)
    found = []
    for kind, work in forgetting.kinds():
        with transaction.atomic():
            overdue = work(yesterday)
            transaction.set_rollback(True)
        found.append(Promise(kind, overdue))
    return found


def proof(days=400):
    """What was forgotten: {kind: (rows, last day)} of the last `days` days."""
    since = timezone.localdate() - timedelta(days=days)
    lines = forgetting.Forgotten.objects.filter(day__gte=since).order_by().values("kind")
    return {line["kind"]: (line["n"], line["last"]) for line in lines.annotate(n=Sum("rows"), last=Max("day"))}


register(Tries, day="salt__day", site="")
register(SpentKey, day="forgotten_on", site="")
