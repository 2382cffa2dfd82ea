"""The duty roster of two years and of the months ahead, with what became of it; and school holidays."""

import re
from collections import defaultdict
from datetime import date, time, timedelta

from django.db import connection

from citedesmetiers.models import SchoolHoliday, Site
from citedesmetiers.opening import Calendar, at
from citedesmetiers.recurrence import Recurrence, Rhythm
from citedesmetiers.starting_lists import per_language
from counselling.models import DutySeries, DutySession
from partners.models import Institution, Professional
from reports.demo.bulk import copy
from reports.demo.centre import YEARS_AFTER, YEARS_BEFORE, read
from reports.demo.chance import stream
from reports.demo.rhythm import holidays_begin
from reports.demo.years import moved, moved_to_weekday, parsed

State = DutySession.State
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
RULE = re.compile(r"FREQ=(WEEKLY|MONTHLY);(?:INTERVAL=(\d);)?BYDAY=(-?\d)?([A-Z]{2})")
PLANNED_AHEAD = timedelta(days=92)
SWAPPED = 0.025  # of the held sessions somebody else of the same institution came
TO_FILL, CALLED_OFF = 0.05, 0.012  # of those to come
FORGOTTEN = 0.06  # of the sessions of the last days nobody has said whether they were held
LAST_DAYS = timedelta(days=8)
CONFIRMED_AT = time(18, 30)


def fill(seed, sites, desks, until):
    """School holidays, series and sessions as they stand at `until` (local, naive). Returns how many sessions."""
    year = until.year
    holidays = school_holidays(year)
    planner = Planner(seed, sites, desks, until, holidays)
    for shift in range(-YEARS_BEFORE, YEARS_AFTER + 1):
        for entry in read("roster")["sessions"]:
            for first, last in read("roster")["seasons"][entry["season"]]:
                planner.plan(entry, *in_year(first, last, year + shift))
    planner.plan_passing_site()
    return planner.store()


def in_year(first, last, year):
    """A season of the anchor year, in another year."""
    first, last = parsed(first), parsed(last)
    return moved(first, year - first.year), moved(last, year - last.year)


def school_holidays(year):
    """The short school holidays of the years around; returns their days as a set."""
    names = read("roster")["school_holidays"]
    rows = []
    for target in range(year - YEARS_BEFORE, year + YEARS_AFTER + 1):
        begins = sorted(begin for begin in holidays_begin(date(target, 6, 1)) if begin.year == target)
        rows += [
            SchoolHoliday(
                country="FR", starts_on=begin, ends_on=begin + timedelta(days=15), **per_language("name", name)
            )
            for begin, name in zip(begins, names, strict=True)
        ]
    SchoolHoliday.objects.bulk_create(rows)
    return {row.starts_on + timedelta(days=n) for row in rows for n in range((row.ends_on - row.starts_on).days + 1)}


class Planner:
    """Collects the rows, then stores them together. desks, sites: by code."""

    def __init__(self, seed, sites, desks, until, holidays):
        self.seed, self.sites, self.desks, self.until, self.holidays = seed, sites, desks, until, holidays
        self.today = until.date()
        first, last = date(until.year - YEARS_BEFORE, 1, 1), date(until.year + YEARS_AFTER, 12, 31)
        self.first = first
        self.calendars = {code: Calendar(site, first, last) for code, site in sites.items()}
        self.institutions = {institution.code: institution for institution in Institution.objects.all()}
        names = {entry["name"]: entry["code"] for entry in read("professionals")["professionals"]}
        self.people = {names[person.name]: person for person in Professional.objects.all() if person.name in names}
        self.colleagues = defaultdict(list)
        for person in self.people.values():
            if set(person.functions) & {"counsellor", "digital_facilitator"}:
                self.colleagues[person.institution_id].append(person)
        shift = until.year - read("centre")["anchor_year"]
        self.exceptions = {
            (entry["session"], moved_to_weekday(parsed(entry["date"]), shift)): entry
            for entry in read("roster")["exceptions"]
        }
        self.series, self.sessions = [], []  # (row, desks, people), (row, series index, desks, people, replaced)

    def plan(self, entry, first, last):
        """One series of one season with its sessions; nothing when it would begin too far ahead."""
        institution = self.institutions.get(entry["institution"])
        if institution is None or first > self.today + PLANNED_AHEAD:
            return
        site, desks = self.sites[entry["site"]], [self.desks[code] for code in entry["desks"]]
        rhythm, weekday, nth = read_rule(entry["rrule"])
        people = [self.people[code] for code in entry["professionals"] if code in self.people]
        people = [person for person in people if works_on(person, first)] or self.others(institution, people, first)[
            :1
        ]
        series = DutySeries(
            site=site,
            institution=institution,
            rhythm=rhythm,
            weekday=weekday,
            nth=nth,
            starts=time.fromisoformat(entry["start"]),
            ends=time.fromisoformat(entry["end"]),
            first_day=first,
            last_day=last,
            pauses_in_school_holidays=entry.get("pauses", False),
        )
        rule = Recurrence(rhythm, first, last, weekday=weekday, nth=nth)
        days = rule.days_open(
            first,
            last,
            calendar=self.calendars[entry["site"]],
            holidays=self.holidays if entry.get("pauses") else frozenset(),
        )
        if not days:
            return
        self.series.append((series, desks, people))
        for day in days:
            self.session(entry, series, day, desks, people)

    def session(self, entry, series, day, desks, people):
        """One session of a series, with what became of it by now."""
        rng = stream(self.seed, "duty", entry["code"], day)
        row = DutySession(
            series_day=day, site=series.site, institution=series.institution, day=day, starts=series.starts,
            ends=series.ends,
        )  # fmt: skip
        replaced, known = [], self.exceptions.get((entry["code"], day))
        if known:
            people, replaced = self.exceptional(known, row, people)
        elif day < self.today:
            if rng.random() < FORGOTTEN and day >= self.today - LAST_DAYS:
                pass
            elif rng.random() < entry["held_share"]:
                row.state = State.HELD
                others = self.others(series.institution, people, day)
                if rng.random() < SWAPPED and others:
                    people, replaced = [rng.choice(others)], people
            else:
                row.state = State.MISSED
        elif day > self.today:
            if rng.random() < CALLED_OFF:
                row.state = State.CANCELLED
            elif rng.random() < TO_FILL:
                people = []
        self.keep(row, series, desks, people, replaced)

    def exceptional(self, known, row, people):
        """What the data says about one day. Returns (who came, who was replaced)."""
        row.remark, row.changed_alone = known["reason"]["fr"], True
        state, past = known["state"], row.day < self.today
        if state == "moved":
            row.starts, row.ends = time.fromisoformat(known["start"]), time.fromisoformat(known["end"])
        if past:
            row.state = State.MISSED if state == "missed" else State.HELD
        if state == "replaced":
            return [self.people[code] for code in known["by"]], people
        return [*people, *(self.people[code] for code in known.get("extra", []))], []

    def keep(self, row, series, desks, people, replaced):
        if row.state in (State.HELD, State.MISSED):
            row.confirmed_at = at(row.day, CONFIRMED_AT)
        self.sessions.append((row, series, desks, people, replaced))

    def others(self, institution, people, day):
        """Colleagues of the same institution who work here on `day`, `people` left out."""
        found = self.colleagues[institution.pk]
        return [person for person in found if person not in people and works_on(person, day)]

    def plan_passing_site(self):
        """The days of the ephemeral place: each desk is held by its first institution while the place is open."""
        for entry in read("desks")["desks"]:
            site = self.sites[entry["site"]]
            if site.kind != Site.Kind.EPHEMERAL or site.closed_on < self.first:
                continue
            day = site.opened_on
            institution = self.institutions.get(entry["institutions"][0])
            while institution and day <= site.closed_on:
                for opens, closes in self.calendars[entry["site"]].intervals(day):
                    row = DutySession(site=site, institution=institution, day=day, starts=opens, ends=closes)
                    row.state = State.HELD if day < self.today else State.PLANNED
                    people = self.others(institution, [], day)[:1]
                    self.keep(row, None, [self.desks[entry["code"]]], people, [])
                day += timedelta(days=1)

    def store(self):
        """Everything in a handful of statements."""
        DutySeries.objects.bulk_create([series for series, _desks, _people in self.series])
        for row, series, *_lists in self.sessions:
            row.series = series
        insert(DutySession, [row for row, *_lists in self.sessions])
        join(DutySeries, "desks", ((series, desks) for series, desks, _people in self.series))
        join(DutySeries, "professionals", ((series, people) for series, _desks, people in self.series))
        join(DutySession, "desks", ((row, desks) for row, _series, desks, *_rest in self.sessions))
        join(DutySession, "professionals", ((row, people) for row, _s, _d, people, _r in self.sessions))
        join(DutySession, "replaced", ((row, replaced) for row, *_rest, replaced in self.sessions))
        return len(self.sessions)


def join(model, name, pairs):
    """Fill the many-to-many `name` of saved rows. pairs: (row, [others])."""
    field = model._meta.get_field(name)
    through, one, other = field.remote_field.through, field.m2m_column_name(), field.m2m_reverse_name()
    insert(through, [through(**{one: row.pk, other: each.pk}) for row, some in pairs for each in some])


def insert(model, rows):
    """Store unsaved `rows` whose key the database counts, which they have afterwards."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(rows)]
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
    return copy(model, rows)


def read_rule(text):
    """(rhythm, weekday, nth) of a rule in the words of iCalendar."""
    frequency, interval, nth, weekday = RULE.fullmatch(text).groups()
    if frequency == "MONTHLY":
        return Rhythm.NTH_WEEKDAY, WEEKDAYS.index(weekday), int(nth)
    return Rhythm.FORTNIGHTLY if interval == "2" else Rhythm.WEEKLY, WEEKDAYS.index(weekday), None


def works_on(person, day):
    return (person.active_from is None or person.active_from <= day) and (
        person.active_until is None or day <= person.active_until
    )


class OnDuty:
    """Which institution sat at a desk, for the interviews of the demonstration."""

    def __init__(self):
        self.by_day = defaultdict(list)  # (desk key, day) → [(begins, ends, institution key)]
        through = DutySession.desks.through.objects.filter(dutysession__state__in=[State.PLANNED, State.HELD])
        columns = ("desk", "dutysession__day", "dutysession__starts", "dutysession__ends", "dutysession__institution")
        for desk, day, starts, ends, institution in through.values_list(*columns):
            self.by_day[desk, day].append((starts.hour, ends.hour + (ends.minute > 0), institution))

    def institution(self, rng, desk, day, hour):
        """The key of an institution on duty at that hour, else at another hour of the day; None when nobody came."""
        some = self.by_day.get((desk, day))
        if not some:
            return None
        now = [institution for begins, ends, institution in some if begins <= hour < ends]
        return rng.choice(now or [institution for _begins, _ends, institution in some])
