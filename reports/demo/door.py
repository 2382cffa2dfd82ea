"""The rest of the door: groups, readings of the counter at the door, sessions at free computers, explained days."""

import uuid
from datetime import date, timedelta

from django.db.models import Sum

from citedesmetiers.models import ProfileValue, Purpose, Site
from citedesmetiers.opening import calendars
from partners.models import Institution, InstitutionKind, InstitutionRole
from reception.door import counted_by_day
from reception.factories import (
    build_door_reading,
    build_group_marginal,
    build_group_visit,
    build_station_use,
    make_day_remark,
)
from reception.models import DayRemark, DoorReading, GroupMarginal, GroupVisit, StationUse, Visit
from reports.demo import rhythm
from reports.demo.centre import YEARS_BEFORE, read
from reports.demo.chance import Weighted, stream

COUNTER_AT = "main"  # the place with a counter at the door
CAPTURED = (0.85, 0.95)  # how much of the door's number reception counts
SCHOOL_MONTHS = {1: 9, 2: 7, 3: 10, 4: 5, 5: 4, 6: 2, 9: 3, 10: 9, 11: 8, 12: 4}  # weights; none in summer
GROUP_HOURS = {9: 3, 10: 5, 11: 2, 13: 2, 14: 5, 15: 3}
REASONS = [DayRemark.Reason.BREAKDOWN, DayRemark.Reason.LOST]  # of the first forgotten days of the year


def fill(seed, until):
    """Store everything until the local moment `until`, after the visits; returns how many groups came."""
    last = date(until.year, 12, 31)
    known = calendars(Site.objects.order_by("pk"), date(until.year - YEARS_BEFORE, 1, 1), last)
    by_code = {calendar.site.code: calendar for calendar in known}
    total = sum(fill_groups(seed, by_code[code], until) for code in read("door")["groups_a_year"])
    fill_readings(seed, by_code[COUNTER_AT].site, until)
    for calendar in known:
        fill_stations(seed, calendar.site, until)
    explain_days(seed, by_code[rhythm.FORGETFUL_SITE], until)
    return total


def fill_groups(seed, calendar, until):
    """The groups of one place; those of a year depend on the seed, the place and the year alone."""
    entries = read("door")["schools"][calendar.site.code]
    schools = {entry["code"]: school(entry) for entry in entries}
    values = {(value.list, value.code): value for value in ProfileValue.objects.all()}
    purposes = dict(Purpose.objects.values_list("code", "pk"))
    groups, marginals = [], []
    for year in range(until.year - YEARS_BEFORE, until.year + 1):
        rng = stream(seed, "groups", calendar.site.code, year)
        days = school_days(seed, calendar, year)
        for _number in range(read("door")["groups_a_year"][calendar.site.code]):
            day = days.draw(rng)
            entry = Weighted({index: entry["weight"] for index, entry in enumerate(entries)}).draw(rng)
            drawn = draw_group(rng, calendar, day, entries[entry])
            if (day, drawn["hour"]) <= (until.date(), until.hour):
                group, shares = as_rows(drawn, calendar.site, day, schools, values, purposes)
                groups.append(group)
                marginals += shares
    GroupVisit.objects.bulk_create(groups)
    GroupMarginal.objects.bulk_create(marginals)
    return len(groups)


def school(entry):
    """The institution of a line of door.yaml, made when the list of institutions has not brought it."""
    kind = InstitutionKind.objects.get(code="school")
    found, _made = Institution.objects.get_or_create(
        code=entry["code"],
        defaults={
            "name": entry["name"],
            "municipality": entry["municipality"],
            "kind": kind,
            "roles": [InstitutionRole.SCHOOL],
        },
    )
    return found


def school_days(seed, calendar, year):
    """The days of `year` on which a class may come and is counted, to be drawn by the weight of their month."""
    first, forgotten = date(year, 1, 1), rhythm.forgotten_days(seed, calendar, year)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    return Weighted({
        day: SCHOOL_MONTHS[day.month]
        for day in days
        if day.month in SCHOOL_MONTHS
        and day.weekday() < 5
        and day not in forgotten
            and not rhythm.is_school_holiday(day)
        and calendar.open_hours(day) & set(GROUP_HOURS)
    })  # fmt: skip


def draw_group(rng, calendar, day, entry):
    """One group as plain data: hour, people, classes, who they are, how many girls and boys (None: not noted)."""
    hours = Weighted({hour: w for hour, w in GROUP_HOURS.items() if hour in calendar.open_hours(day)})
    is_class = entry["age"] is not None
    classes = (2 if rng.random() < 0.15 else 1) if is_class else None
    people = sum(rng.randrange(20, 31) for _class in range(classes)) if is_class else rng.randrange(8, 17)
    women = None
    if rng.random() < 0.8:
        women = min(people, max(0, round(rng.gauss(people * 0.51, people**0.5 * 0.6))))
    return {
        "entry": entry,
        "hour": hours.draw(rng),
        "people": people,
        "classes": classes,
        "women": women,
        "accompanied_by": 2 * classes if is_class and rng.random() < 0.5 else 0,
        "uid": uuid.UUID(int=rng.getrandbits(128), version=4),
    }


def as_rows(drawn, site, day, schools, values, purposes):
    """The unsaved group and its marginals."""
    entry, people = drawn["entry"], drawn["people"]
    group = build_group_visit(
        uid=drawn["uid"],
        site=site,
        day=day,
        hour=drawn["hour"],
        people=people + drawn["accompanied_by"],
        classes=drawn["classes"],
        institution=schools[entry["code"]],
        purposes=[purposes[entry["purpose"]]],
    )
    shares = {("status", entry["status"]): people}
    if entry["age"]:
        shares["age_band", entry["age"]] = people
        shares["level", "at_school"] = people
    if drawn["women"] is not None:
        shares |= {("gender", "woman"): drawn["women"], ("gender", "man"): people - drawn["women"]}
    return group, [
        build_group_marginal(group=group, value=values[key], people=number)
        for key, number in shares.items()
        if number and key[0] in site.profile_lists
    ]


def fill_readings(seed, site, until):
    """What the counter at the door said on each day with entries that is over."""
    counted = counted_by_day(site, date(until.year - YEARS_BEFORE, 1, 1), until.date() - timedelta(days=1))
    DoorReading.objects.bulk_create(
        build_door_reading(
            site=site,
            day=day,
            entries=round(people / stream(seed, "door", day).uniform(*CAPTURED)),
            source=DoorReading.Source.IMPORTED,
        )
        for day, people in sorted(counted.items())
    )


def fill_stations(seed, site, until):
    """Sessions at free computers: as many as came for one, now and then another; most end within the hour."""
    rows = Visit.objects.counted().filter(site=site, purpose__code="computer")
    by_day = {}
    for day, hour, people in rows.order_by("day", "hour").values_list("day", "hour").annotate(n=Sum("people")):
        by_day.setdefault(day, {})[hour] = people
    tallies = []
    for day, hours in by_day.items():
        rng = stream(seed, "stations", site.code, day)
        staying = 0
        for hour in range(min(hours), max(hours) + 2):
            begun = hours.get(hour, 0) + (rng.random() < 0.2)
            if hour > max(hours):
                begun = 0
            ended = staying + begun - round(begun * 0.4) if hour <= max(hours) else staying
            staying += begun - ended
            if begun or ended:
                tallies.append(build_station_use(site=site, day=day, hour=hour, started=begun, ended=ended))
    StationUse.objects.bulk_create(tallies, batch_size=5000)


def explain_days(seed, calendar, until):
    """The first two forgotten days of the year have their explanation, the others still wait for it."""
    forgotten = sorted(rhythm.forgotten_days(seed, calendar, until.year))
    for day, reason in zip(forgotten, REASONS, strict=False):
        if day < until.date():
            make_day_remark(site=calendar.site, day=day, reason=reason)
