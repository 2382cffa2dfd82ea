"""What was on, and is: two years of events in the rhythm of events.yaml, the coming weeks with bookings."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from dateutil.rrule import rrulestr
from django.utils import timezone

from citedesmetiers.models import ProfileValue, Purpose
from citedesmetiers.opening import Calendar
from events.models import (
    Adaptation,
    Attendance,
    AttendanceMarginal,
    AttendanceSubgroup,
    AudienceTag,
    Booking,
    ClassVisit,
    Event,
    EventKind,
    Organiser,
    Room,
    Session,
    SessionResult,
    Topic,
)
from partners.models import Institution, Professional, Programme, ProgrammeModule
from reports.demo.centre import read
from reports.demo.chance import stream
from reports.demo.visits import YEARS_BEFORE

WEEKS_AHEAD = 10
BOOKED_WEEKS_AHEAD = 4
CANCELLED = 0.045
WITHOUT_SPEAKER = 0.06
UNCOUNTED_DAYS = 3  # the last sessions: somebody has still to count a few of them
TO_COUNT = 0.4
SUBGROUPS = {"young": "young_jobseekers", "older": "older_jobseekers"}
SCHOOLS = ("lycee_troisponts", "college_halle")
REASONS = ("too_few", "speaker", "speaker", "partner", "room", "other")
WOMEN = 0.56


class Season:
    """What all events of the demonstration share: the lists, the rooms, the calendars."""

    def __init__(self, seed, sites, day):
        self.seed, self.sites, self.day = seed, sites, day
        self.first, self.last = date(day.year - YEARS_BEFORE, 1, 1), day + timedelta(weeks=WEEKS_AHEAD)
        self.kinds = {kind.code: kind for kind in EventKind.objects.all()}
        self.purposes = {purpose.code: purpose for purpose in Purpose.objects.all()}
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        self.institutions = {institution.code: institution for institution in Institution.objects.all()}
        self.adaptations = {adaptation.code: adaptation for adaptation in Adaptation.objects.all()}
        self.audiences = {tag.code: tag for tag in AudienceTag.objects.all()}
        self.gender = {value.code: value for value in ProfileValue.objects.filter(list="gender")}
        self.calendars = {code: Calendar(site, self.first, self.last) for code, site in sites.items()}
        self.anchor = read("centre")["anchor_year"]
        programmes = read("programmes")["programmes"]
        names = {entry["code"]: entry["title"]["fr"] for entry in programmes}
        by_name = {programme.name: programme for programme in Programme.objects.all()}
        self.programmes = {code: by_name[name] for code, name in names.items()}
        made = {
            (module.programme.name, module.name): module
            for module in ProgrammeModule.objects.select_related("programme")
        }
        self.modules = {
            code: made[entry["title"]["fr"], module["title"]["fr"]]
            for entry in programmes
            for module in entry.get("modules", [])
            for code in module["events"]
        }
        self.people = {}
        for person in Professional.objects.active(day).select_related("institution"):
            self.people.setdefault(person.institution.code, []).append(person)
        self.rooms = {}
        for place in read("centre")["sites"]:
            for room in place["rooms"]:
                self.rooms[place["code"], room["code"]] = Room.objects.create(
                    site=sites[place["code"]], name=room["name"], seats=room["seats"]
                )


def fill(seed, sites, day):
    """Make two years of events up to `day` and the coming weeks; sites: by code. Returns how many sessions."""
    season = Season(seed, sites, day)
    planned, speakers = [], []
    for entry in read("events")["events"]:
        previous = None
        for year in range(season.first.year, season.last.year + 1):
            if "only_year" in entry and year != entry["only_year"] + day.year - season.anchor:
                continue
            found = list(days_within(season, entry, year))
            programme = programme_on(season, entry, found)
            if "programme" in entry and not comes_back(season, entry):
                found = [each for each in found if programme and is_during(programme, each[-1])]
            if found and (previous is None or "edition" in entry or previous.programme != programme):
                previous = build(season, entry, year, previous, programme)
            for session, people in sessions_of(season, entry, previous, found):
                planned.append((session, entry))
                speakers.append(people)
    Session.objects.bulk_create(session for session, _entry in planned)
    Session.speakers.through.objects.bulk_create(
        Session.speakers.through(session_id=session.pk, professional_id=person.pk)
        for (session, _entry), people in zip(planned, speakers, strict=True)
        for person in people
    )
    count(season, planned)
    Booking.objects.bulk_create(booking for session, _entry in planned for booking in bookings(season, session))
    return len(planned)


def programme_on(season, entry, found):
    """The programme of `entry` that runs on one of the days `found` (see days_within); None when it does not then."""
    programme = season.programmes.get(entry.get("programme"))
    return programme if programme and any(is_during(programme, each[-1]) for each in found) else None


def comes_back(season, entry):
    """Whether the event was on in earlier years too: a thematic week returns, other programmes begin and end."""
    return season.programmes[entry["programme"]].kind == Programme.Kind.THEMATIC_WEEK


def is_during(programme, day):
    return programme.starts_on <= day and (programme.ends_on is None or day <= programme.ends_on)


def build(season, entry, year, previous, programme):
    """The event of `entry`; one for each edition, which comes back from the `previous` one."""
    edition = entry["edition"] + year - season.anchor if "edition" in entry else None
    kind = season.kinds[entry["kind"]]
    is_week = programme is not None and programme.kind == Programme.Kind.THEMATIC_WEEK
    event = Event.objects.create(
        title=entry["title"],
        summary=entry["summary"],
        kind=kind,
        programme=programme,
        module=season.modules.get(entry["code"]) if programme else None,
        thematic_week=programme if is_week else None,
        edition=edition,
        needs_booking=kind.booking and entry["seats"] is not None,
        is_series=entry["code"] == "ev18",
        published=kind.public,
        repeats=previous,
    )
    event.purposes.set(season.purposes[code] for code in entry["purposes"] if code in season.purposes)
    event.topics.set(season.topics[code] for code in entry["themes"] if code in season.topics)
    event.adaptations.set(season.adaptations[code] for code in entry.get("adaptations", []))
    leads = 1 if programme else 0
    Organiser.objects.bulk_create(
        Organiser(event=event, institution=institution, role=role_of(institution, number < leads))
        for number, institution in enumerate(season.institutions[code] for code in entry["organisers"])
    )
    return event


def role_of(institution, leads):
    if institution.roles and set(institution.roles) <= {"company", "occasional"}:
        return Organiser.Role.COMPANY
    return Organiser.Role.LEAD if leads else Organiser.Role.CO_PRODUCER


def days_of(season, entry, year):
    """[(site code, day)] of `year`: about as many as the entry says, spread over its months."""
    first, last = (datetime.combine(date(year, *end), time()) for end in ((1, 1), (12, 31)))
    rule = rrulestr(entry["when"]["rrule"], dtstart=first)
    wanted = [
        moment.date() for moment in rule.between(first, last, inc=True) if moment.month in entry["when"]["months"]
    ]
    slots = [(site, day) for site in entry["sites"] for day in wanted]
    number = min(len(slots), entry["per_year"])
    chosen = [slots[place * len(slots) // number] for place in range(number)]
    if entry.get("days"):
        chosen = [(site, day + timedelta(days=n)) for site, day in chosen[:1] for n in range(entry["days"])]
    return chosen


def days_within(season, entry, year):
    """[(site code, day wanted, day found)] of `year`, those left out on which the place is closed all week."""
    for code, wanted in days_of(season, entry, year):
        day = open_day(season, entry, code, wanted)
        if day is not None and season.first <= day <= season.last:
            yield code, wanted, day


def sessions_of(season, entry, event, found):
    """Unsaved sessions of `event` on the days `found` (see days_within), each with who speaks."""
    hour, minute = map(int, entry["when"]["start"].split(":"))
    minutes = entry["minutes"] or 240
    for code, wanted, day in found:
        rng = stream(season.seed, "session", entry["code"], code, wanted)
        starts = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        state, reason = Session.State.PLANNED, ""
        if rng.random() < CANCELLED:
            state, reason = Session.State.CANCELLED, rng.choice(REASONS)
        elif is_counted(season, rng, day):
            state = Session.State.HELD
        people = [rng.choice(season.people[who]) for who in entry["organisers"] if season.people.get(who)][:2]
        if day > season.day and rng.random() < WITHOUT_SPEAKER:
            people = []
        yield Session(
            event=event,
            site=season.sites[code],
            elsewhere=entry.get("place", ""),
            room=room_at(season, entry, code),
            starts_at=starts,
            ends_at=starts + timedelta(minutes=minutes),
            seats=entry["seats"],
            seats_taken=taken(season, event, entry, rng, day) if state != Session.State.CANCELLED else 0,
            state=state,
            reason=reason,
            online_url="https://visio.cite.example/orientation" if entry["kind"] == "online_session" else "",
            published_at=published(starts, season.day) if event.published else None,
        ), list(dict.fromkeys(people))  # fmt: skip


def is_counted(season, rng, day):
    """Whether somebody has counted by today."""
    if day >= season.day:
        return False
    return (season.day - day).days > UNCOUNTED_DAYS or rng.random() > TO_COUNT


def open_day(season, entry, code, wanted):
    """`wanted`, or the next open day of its week; None when there is none. Outside, every day will do."""
    if "place" in entry:
        return wanted
    calendar = season.calendars[code]
    for days in range(6 - wanted.weekday() + 1):
        day = wanted + timedelta(days=days)
        if season.first <= day <= season.last and calendar.is_open_day(day):
            return day
    return None


def room_at(season, entry, code):
    """The room of the entry at its first place; at others the one that there is."""
    if not entry.get("room") or "place" in entry:
        return None
    own = season.rooms.get((code, entry["room"]))
    return own or next((room for (site, _name), room in season.rooms.items() if site == code), None)


def published(starts, day):
    """Five weeks before, at nine; what lies farther ahead than that went up with the season."""
    usual = starts - timedelta(weeks=5)
    return min(usual, timezone.make_aware(datetime.combine(day, time(9))) - timedelta(days=1))


def taken(season, event, entry, rng, day):
    """Seats booked: most of them for a past session, fewer the farther ahead a coming one lies."""
    if not event.needs_booking:
        return 0
    share = min(1, max(0.1, rng.gauss(0.85, 0.15)))
    ahead = (day - season.day).days
    if ahead >= 7 * BOOKED_WEEKS_AHEAD:
        return 0
    if ahead >= 0:
        share *= 1 - ahead / (9 * BOOKED_WEEKS_AHEAD)
    return min(entry["seats"], round(entry["seats"] * share))


def bookings(season, session):
    """Unsaved bookings of a coming session that add up to its counter; the codes of the demonstration nobody knows."""
    if session.seats_taken == 0 or timezone.localtime(session.starts_at).date() < season.day:
        return
    left, rng = session.seats_taken, drawn_for(season, "bookings", session)
    while left:
        seats = min(left, rng.choice([1, 1, 1, 2]))
        left -= seats
        yield Booking(
            session=session,
            uid=UUID(int=rng.getrandbits(128), version=4),
            digest=f"{rng.getrandbits(256):064x}",
            seats=seats,
        )


def count(season, planned):
    """Who came to the sessions held: numbers, shares of women and men, companies, classes, results."""
    held = [(session, entry) for session, entry in planned if session.state == Session.State.HELD]
    drawn = [(attendance(season, session, entry), session, entry) for session, entry in held]
    Attendance.objects.bulk_create(each for each, _session, _entry in drawn)
    AttendanceMarginal.objects.bulk_create(row for each, *_rest in drawn for row in marginals(season, each))
    AttendanceSubgroup.objects.bulk_create(
        AttendanceSubgroup(attendance=each, audience=season.audiences[SUBGROUPS[name]], people=people)
        for each, _session, entry in drawn
        for name, people in entry.get("subgroups", {}).items()
        if SUBGROUPS[name] in season.audiences
    )
    ClassVisit.objects.bulk_create(
        ClassVisit(
            session=session,
            institution=season.institutions[drawn_for(season, "school", session).choice(SCHOOLS)],
            classes=1,
            pupils=each.present,
            youngest=14,
            oldest=17,
        )
        for each, session, entry in drawn
        if entry["code"] == "ev56" and each.present
    )
    SessionResult.objects.bulk_create(
        SessionResult(
            session=session,
            kind="hired",
            number=drawn_for(season, "hired", session).randrange(2, 11),
            as_of=session.day + timedelta(days=60),
        )
        for _each, session, entry in drawn
        if entry["kind"] == "job_dating" and session.day + timedelta(days=60) <= season.day
    )


def drawn_for(season, what, session):
    """The stream of one session: it depends on what and when it is, not on its key."""
    return stream(season.seed, what, session.event.title, session.site.code, session.starts_at.isoformat())


def attendance(season, session, entry):
    rng = drawn_for(season, "came", session)
    if "subgroups" in entry:
        present = sum(entry["subgroups"].values())
    elif entry["seats"]:
        present = max(2, min(round(entry["seats"] * rng.gauss(0.72, 0.17)), entry["seats"] + 1))
    else:
        present = max(6, round((10 * entry.get("companies", 3) + 25) * rng.gauss(1, 0.2)))
    companies = entry.get("companies")
    if "beneficiaries" in entry:  # one number for each of its days, which follow one another
        counted = entry["beneficiaries"][session.day.toordinal() % len(entry["beneficiaries"])]
        return Attendance(session=session, beneficiaries=counted, beneficiaries_method="counted")
    noted = {"session": session, "companies": max(1, companies + rng.choice([-2, -1, 0, 0, 1])) if companies else None}
    if entry["kind"] == "outreach" or (entry["kind"] in ("forum", "fair") and rng.random() < 0.6):
        return Attendance(
            **noted,
            beneficiaries=round(present, -1),
            beneficiaries_mark=rng.choice(["nearly", "more_than", "about"]),
            beneficiaries_method="estimated",
        )
    return Attendance(**noted, present=present)


def marginals(season, each):
    """Women and men where somebody noted it: at two sessions of five."""
    rng = drawn_for(season, "noted", each.session)
    if not each.present or rng.random() > 0.4 or not {"woman", "man"} <= set(season.gender):
        return
    women = min(each.present, round(each.present * min(1, max(0, rng.gauss(WOMEN, 0.12)))))
    for code, people in (("woman", women), ("man", each.present - women)):
        if people:
            yield AttendanceMarginal(attendance=each, value=season.gender[code], people=people)
