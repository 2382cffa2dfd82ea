"""Meetings and trainings of the demonstration centre: two years and what runs of the third, and what is planned."""

from datetime import date, timedelta

from partners.models import (
    Attendance,
    Body,
    BodyMember,
    Decision,
    InstitutionRole,
    Meeting,
    MeetingKind,
    Training,
    TrainingKind,
)
from reports.demo.centre import YEARS_BEFORE, read
from reports.demo.chance import stream

DAYS_PLANNED = 60
DECISIONS_EACH = 2


def fill(seed, institutions, people, sites, day):
    """Make bodies, meetings with decisions, and trainings with who attended, up to 60 days after `day`."""
    bodies = {entry["code"]: body(entry, institutions) for entry in read("meetings")["bodies"]}
    decisions = 0
    for entry in read("meetings")["meetings"]:
        for on in days_of(entry, day, ahead=DAYS_PLANNED):
            made = meeting(entry, on, seed, institutions, bodies, sites, day)
            if entry["kind"] == "steering_committee" and on <= day:
                decide(made, decisions, day)
                decisions += DECISIONS_EACH
    held = [(entry, on) for entry in read("meetings")["trainings"] for on in days_of(entry, day, ahead=0)]
    onboard(seed, train(seed, held, people, sites), people)


def working_day(year, month, number):
    """The Tuesday, Wednesday or Thursday nearest to a day of a month."""
    around = date(year, month, number)
    return around + timedelta(days={0: 1, 4: -1, 5: -2, 6: 2}.get(around.weekday(), 0))


def days_of(entry, day, *, ahead):
    """The days of what comes back every year, from two years before `day` to `ahead` days after it."""
    for year in range(day.year - YEARS_BEFORE, day.year + 2):
        for month in entry["months"]:
            on = working_day(year, month, entry["day"])
            if on <= day + timedelta(days=ahead):
                yield on


def body(entry, institutions):
    made = Body.objects.create(
        name=entry["name"], kind=MeetingKind.objects.get(code=entry["kind"]), remit=entry["remit"]
    )
    BodyMember.objects.bulk_create(
        BodyMember(body=made, institution=institutions[seat["institution"]], function=seat["function"])
        for seat in entry["members"]
    )
    return made


def meeting(entry, on, seed, institutions, bodies, sites, day):
    """One meeting; of one that is still to come nobody knows who came."""
    rng = stream(seed, "meeting", entry["kind"], entry.get("title", ""), on)
    over = on <= day
    minutes_on = on + timedelta(days=entry["minutes_after"])
    made = Meeting.objects.create(
        kind=MeetingKind.objects.get(code=entry["kind"]),
        body=bodies.get(entry.get("body")),
        title=entry.get("title", ""),
        day=on,
        minutes=entry["minutes"],
        site=None if "elsewhere" in entry else sites["main"],
        elsewhere=entry.get("elsewhere", ""),
        people=rng.randint(*entry["people"]) if over else None,
        minutes_on=minutes_on if minutes_on <= day else None,
    )
    if over:
        came = [each for each in invited(entry["who"], institutions) if rng.random() < 0.88]
        made.institutions.set(came or [institutions["agglo"]])
    return made


def invited(codes, institutions):
    """The institutions behind `codes`; "desk" stands for those that lend counsellors."""
    for code in codes:
        if code == "desk":
            yield from (each for each in institutions.values() if InstitutionRole.DESK_PARTNER in each.roles)
        else:
            yield institutions[code]


def decide(made, number, day):
    """Two decisions of a meeting: done within three months, but for the latest ones."""
    texts = read("meetings")["decisions"]
    for step in range(DECISIONS_EACH):
        entry = texts[(number + step) % len(texts)]
        due = made.day + timedelta(days=60 + 15 * step)
        done = made.day + timedelta(days=40 + 20 * step)
        Decision.objects.create(
            meeting=made, due_on=due, done_on=done if done < day - timedelta(days=25) else None, **entry
        )


def train(seed, held, people, sites):
    """The trainings of `held`, with those who are drawn; returns them by the code of their kind."""
    made = {}
    for entry, on in sorted(held, key=lambda each: each[1]):
        kind = TrainingKind.objects.get(code=entry["kind"])
        rng = stream(seed, "training", entry["kind"], on)
        days = entry.get("days", 1)
        training = Training.objects.create(
            kind=kind,
            title=entry.get("title", ""),
            starts_on=on,
            ends_on=on + timedelta(days=days - 1),
            half_days=2 * days if days > 1 else kind.half_days,
            site=sites[entry["site"]] if "site" in entry else None,
            elsewhere=entry.get("elsewhere", ""),
            further_people=rng.randint(*entry["further"]) if "further" in entry else 0,
            further_beginners=rng.randint(*entry["further_beginners"]) if "further" in entry else 0,
        )
        made.setdefault(entry["kind"], []).append(training)
        Attendance.objects.bulk_create(
            Attendance(training=training, professional=each)
            for each in people.values()
            if rng.random() < entry.get("everybody", 0) and each.active_from <= on and each.works_with_visitors
        )
    return made


def onboard(seed, trainings, people):
    """Each person attends a training after they came, for each step that they are said to have done.

    Who is new takes the first that there is; the others take them in turn, one year or another. The permanent team,
    of whom nothing is said, has done what everybody needs.
    """
    usual = ["awareness_day", "resource_presentation", "desk_shadowing"]
    rows = []
    for entry in read("professionals")["professionals"]:
        person = people[entry["code"]]
        if not person.works_with_visitors:
            continue
        for code in entry.get("onboarding", usual):
            later = [training for training in trainings.get(code, []) if training.starts_on >= person.active_from]
            if later:
                is_new = (later[0].starts_on - person.active_from).days < 365
                rng = stream(seed, "onboarded", entry["code"], code)
                training = later[0] if is_new else rng.choice(later)
                rows.append(Attendance(training=training, professional=person, beginner=is_new))
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    Training.objects.filter(attendances=None, further_people=0).delete()  # nobody new had come: called off
