"""The visits of all places, drawn day by day."""

import uuid
from datetime import date, datetime, time, timedelta

from citedesmetiers.models import Closure, ProfileValue, Purpose, Site
from citedesmetiers.opening import calendars
from partners.models import InstitutionKind
from reception.factories import build_visit
from reception.models import Visit
from reports.demo import rhythm
from reports.demo.bulk import copy
from reports.demo.centre import YEARS_BEFORE
from reports.demo.chance import Weighted, stream
from reports.demo.visitors import visitor

SLOT = timedelta(minutes=30)
SPREAD = 1.25  # how much a day differs from its mean, against pure chance


def fill(seed, until):
    """Store the visits from the first day of the year before last to the local moment `until`; returns how many.

    The rows of a day depend on the seed, the place and the day alone: another `until` only adds days.
    """
    return copy(Visit, visits(seed, until))


def visits(seed, until):
    """Unsaved visits of all places until the local moment `until`."""
    keys = Keys()
    first, last = date(until.year - YEARS_BEFORE, 1, 1), date(until.year, 12, 31)
    for calendar in calendars(Site.objects.order_by("pk"), first, last):
        odd, forgotten = {}, set()
        for year in range(first.year, last.year + 1):
            odd |= rhythm.odd_days(seed, year)
            forgotten |= rhythm.forgotten_days(seed, calendar, year)
        forums = {c.starts_on for c in calendar.site.closures.all() if c.kind == Closure.Kind.OPEN}
        odd |= dict.fromkeys(forums, rhythm.FORUM)
        day = first
        while day <= until.date():
            if day not in forgotten:
                yield from visits_of_day(seed, calendar, day, until, odd.get(day, 1), keys)
            day += timedelta(days=1)


def visits_of_day(seed, calendar, day, until, factor, keys):
    """Unsaved visits of one place on one day, those after the moment `until` left out."""
    slots = dict(weighted_slots(calendar.intervals(day)))
    if not slots:
        return
    site = calendar.site
    rng = stream(seed, site.code, day)
    mean = rhythm.mean_of_day(site.code, day) * sum(slots.values()) * factor
    entries = max(1, round(rng.gauss(mean, SPREAD * mean**0.5)))
    moments = Weighted(slots)
    holiday = rhythm.is_school_holiday(day)
    for _number in range(entries):
        opens, minutes = moments.draw(rng)
        moment = datetime.combine(day, opens) + timedelta(minutes=rng.randrange(minutes))
        pupils_are_free = holiday or day.weekday() == 5 or (day.weekday() == 2 and moment.hour >= 12)
        drawn = visitor(rng, site.code, site.profile_lists, day.month, pupils_are_free)
        uid = uuid.UUID(int=rng.getrandbits(128), version=4)
        kind = keys.kind(rng)
        if moment <= until:
            yield visit(uid, site, moment, drawn, kind, keys)


def weighted_slots(intervals):
    """Half hours of opening as ((start, minutes), weight); a weight of 1 is an hour of ordinary bustle."""
    for opens, closes in intervals:
        start, end = datetime.combine(date.min, opens), datetime.combine(date.min, closes)
        while start < end:
            minutes = int(min(SLOT, end - start).total_seconds() // 60)
            yield (start.time(), minutes), rhythm.hour_weight(start.hour) * minutes / 60
            start += SLOT


def visit(uid, site, moment, drawn, kind, keys):
    purpose, further, people, sent_to, noted = drawn
    return build_visit(
        uid=uid,
        site=site,
        day=moment.date(),
        hour=moment.hour,
        people=people,
        purpose_id=keys.purposes[purpose] if purpose else None,
        further_purposes=[keys.purposes[further]] if further else [],
        sent_to=sent_to,
        sent_to_kind_id=kind if "institution" in sent_to else None,
        **{f"{name}_id": keys.values[name, code] for name, code in noted.items()},
    )


class Keys:
    """The primary keys behind the codes that the demonstration uses, read once."""

    def __init__(self):
        self.purposes = dict(Purpose.objects.values_list("code", "pk"))
        self.values = {(name, code): pk for name, code, pk in ProfileValue.objects.values_list("list", "code", "pk")}
        self.kinds = list(InstitutionKind.objects.order_by("rank", "pk").values_list("pk", flat=True))

    def kind(self, rng):
        """A kind of institution to be sent to, None before the list is filled; the first of the list are the usual."""
        chance = rng.random()
        return self.kinds[int(chance**2 * len(self.kinds))] if self.kinds else None


def midnight_after(day):
    """The local moment at which `day` ends."""
    return datetime.combine(day, time.max)
