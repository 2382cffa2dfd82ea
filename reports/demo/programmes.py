"""Programmes of the demonstration centre, with who carries them, what they have reached, and their money."""

from datetime import timedelta
from decimal import Decimal

from partners.models import (
    Budget,
    BudgetLine,
    CommunicationSupport,
    Institution,
    MeetingKind,
    Objective,
    PreparationStep,
    Programme,
    ProgrammeModule,
    ProgrammeRole,
    ProgressFigure,
    TargetTag,
    TrainingKind,
)
from reports.demo.centre import YEARS_BEFORE, read
from reports.demo.years import moved, moved_to_weekday, parsed

ROLES = [
    ("leads", ProgrammeRole.Role.LEAD),
    ("partners", ProgrammeRole.Role.PARTNER),
    ("funders", ProgrammeRole.Role.FUNDER),
    ("companies", ProgrammeRole.Role.COMPANY),
]
SIDES = [(BudgetLine.Side.CHARGE, "charges"), (BudgetLine.Side.INCOME, "income")]
WITHOUT_SHADOWING = ["departement", "elan_createurs"]  # who still lacks it
DAYS_BEFORE_OPENING = 60  # of the first step of preparation


def fill(sites, day):
    """Make the programmes as they stand on `day`. sites: by code. The same for the same day."""
    shift = day.year - read("centre")["anchor_year"]
    institutions = {institution.code: institution for institution in Institution.objects.all()}
    for entry in read("programmes")["programmes"]:
        build(entry, sites, institutions, shift, day)
    of_the_cite(institutions, day)


def build(entry, sites, institutions, shift, day):
    programme = Programme.objects.create(
        name=entry["title"]["fr"],
        kind=entry["kind"],
        edition=entry["edition"] + shift if "edition" in entry else None,
        starts_on=moved(parsed(entry["from"]), shift),
        ends_on=moved(parsed(entry["to"]), shift),
        target_words=entry.get("target", {}).get("fr", ""),
        funding_scheme=entry.get("funding_scheme", ""),
        description=described(entry),
        notes=entry.get("follow_up", {}).get("fr", ""),
    )
    programme.sites.set(sites[code] for code in entry.get("sites", [entry.get("site")]) if code)
    programme.targets.set(TargetTag.objects.filter(code__in=entry["targets"]))
    ProgrammeRole.objects.bulk_create(
        ProgrammeRole(programme=programme, institution=institutions[code], role=role)
        for name, role in ROLES
        for code in entry.get(name, [])
    )
    ProgrammeModule.objects.bulk_create(
        ProgrammeModule(
            programme=programme,
            name=module["title"]["fr"],
            sessions=module["sessions"],
            minutes=module["minutes"],
            seats=module["seats"],
        )
        for module in entry.get("modules", [])
    )
    Objective.objects.bulk_create(
        Objective(
            programme=programme,
            text=objective["text"]["fr"],
            status=status_on(day, programme, objective["status"]),
            as_of=min(day, programme.ends_on) if programme.starts_on <= day else None,
        )
        for objective in entry.get("objectives", [])
    )
    figures(programme, entry, shift, day)
    together(programme, entry, shift, day)
    if programme.is_ephemeral:
        prepare(programme, entry, institutions)
    budget(programme, entry["budget"], institutions, shift, day)


def described(entry):
    """How one enters it, and the partners from elsewhere that are no institutions of the territory."""
    abroad = entry.get("other_partners")
    return f"Avec {', '.join(abroad)}." if abroad else entry.get("entry", {}).get("text", {}).get("fr", "")


def status_on(day, programme, status):
    """How far an objective is on `day`: nothing has begun before the programme, and what is over is achieved."""
    if day < programme.starts_on:
        return Objective.Status.NOT_STARTED
    return Objective.Status.ACHIEVED if programme.ends_on < day else status


def figures(programme, entry, shift, day):
    """What had been declared by `day`."""
    for result in entry.get("results", []):
        as_of = moved(parsed(result["as_of"]), shift) if "as_of" in result else programme.ends_on
        if as_of <= day:
            ProgressFigure.objects.create(
                programme=programme,
                label=result["label"],
                value=result["value"],
                mark=result.get("mark", ProgressFigure.Mark.EXACTLY),
                as_of=as_of,
                source=result["method"]["fr"],
            )


def together(programme, entry, shift, day):
    """Its meetings and trainings until `day`."""
    for met in entry.get("meetings", []):
        on = moved_to_weekday(parsed(met["date"]), shift)
        if on <= day:
            minutes = moved_to_weekday(parsed(met["minutes_on"]), shift) if "minutes_on" in met else None
            programme.meetings.create(
                kind=MeetingKind.objects.get(code=met["kind"]),
                title=programme.name,
                day=on,
                people=met["people"],
                elsewhere=met.get("place", ""),
                minutes_on=minutes if minutes is None or on <= minutes <= day else None,
            )
    for held in entry.get("trainings", []):
        first, last = (moved(parsed(held[end]), shift) for end in ("from", "to"))
        if last <= day:
            programme.trainings.create(
                kind=TrainingKind.objects.get(code=held["kind"]),
                title=programme.name,
                starts_on=first,
                ends_on=last,
                half_days=2 * ((last - first).days + 1),
                further_people=held["participants"],
                further_beginners=held["beginners"],
            )


def prepare(programme, entry, institutions):
    """The steps that were done before the ephemeral Cité opened, and what made it known."""
    begun = programme.ends_on - timedelta(days=DAYS_BEFORE_OPENING)
    words = {obligation["code"]: obligation["text"]["fr"] for obligation in entry["obligations"]}
    steps = [
        PreparationStep(programme=programme, step=step, done_on=begun + timedelta(days=7 * place), answer=words[step])
        for place, step in enumerate(PreparationStep.FOR_ALL)
    ]
    for place, code in enumerate([*entry["leads"], *entry["partners"]]):
        for later, step in enumerate(PreparationStep.FOR_EACH):
            if step == PreparationStep.Step.SHADOWING and code in WITHOUT_SHADOWING:
                continue
            done_on = begun + timedelta(days=10 * later + place)
            steps.append(
                PreparationStep(programme=programme, step=step, institution=institutions[code], done_on=done_on)
            )
    PreparationStep.objects.bulk_create(steps)
    CommunicationSupport.objects.bulk_create(
        CommunicationSupport(
            programme=programme, kind=each["item"], copies=each["copies"], done_on=begun + timedelta(days=30)
        )
        for each in entry["communication"]
    )


def budget(programme, entry, institutions, shift, day):
    """Its budget: planned for the years that run or come, actual for those that are over."""
    year = entry["year"] + shift
    made = Budget.objects.create(programme=programme, year=year, stage=stage_of(year, day))
    BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=made,
            side=side,
            nature=line["nature"],
            label=line["label"]["fr"],
            category=line["category"],
            funder=institutions.get(line.get("payer")),
            amount=Decimal(line["amount"]),
            rank=rank,
        )
        for side, name in SIDES
        for rank, line in enumerate(entry[name])
    )


def stage_of(year, day):
    return Budget.Stage.ACTUAL if year < day.year else Budget.Stage.PLANNED


def of_the_cite(institutions, day):
    """The budgets of the whole Cité: two years that are over and the one that runs."""
    content = read("budgets")
    for place, year in enumerate(range(day.year - YEARS_BEFORE, day.year + 1)):
        made = Budget.objects.create(year=year, stage=stage_of(year, day))
        BudgetLine.objects.bulk_create(
            BudgetLine(
                budget=made,
                side=side,
                nature=line["nature"],
                label=line["label"],
                category=line["category"],
                funder=institutions.get(line.get("payer")),
                amount=Decimal(line["amounts"][place]),
                rank=rank,
            )
            for side, name in SIDES
            for rank, line in enumerate(content[name])
        )
