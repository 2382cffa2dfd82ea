"""The kinds of evidence that this software computes, by criterion; see reports.evidence.

Sources are those of the figures they call. Each returns a list of Fact for `sites` (a queryset) and a Period.
"""

from datetime import time

from django.db.models import Count, Q, Sum
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.medians import MASK, told
from citedesmetiers.models import Centre, Closure, Forgotten, Municipality, ProfileList, Purpose, Site
from counselling import hours
from counselling.models import Desk, Interview
from partners import counts as partner_counts
from partners.models import Agreement, Body, Institution, Meeting, MeetingKind
from reception.models import StationUse
from reception.sampling import samples
from reports import evidence_of_offers, evidence_of_places, figures, house_counts
from reports.evidence import Fact, day_in_words, listed, register_evidence, said, share
from reports.figures import desk_times
from reports.figures.counts import stated_shares
from reports.figures.opening_days import days_over, minutes_of, minutes_opened, together
from reports.models import DayCount, Progress, SelfAssessment, Survey
from reports.survey_results import asked, results

EARLY, LATE = time(9), time(18)  # office hours; Saturdays and Sundays lie outside them too


# ── 1 A service open to all ──────────────────────────────────────────────────────────────────────────


def opening_hours(sites, period):
    over = days_over(period)
    opened = together(figures.opening_days_counted(sites, over))
    inside = sum(
        max(minutes_of([(max(opens, EARLY), min(closes, LATE))]), 0)
        for day, stretches in opened.opened
        for opens, closes in stretches
        if day.weekday() < 5
    )
    closed = Closure.objects.filter(
        Q(site__in=sites) | Q(site__isnull=True),
        unplanned=True,
        starts_on__lte=period.last,
        ends_on__gte=period.first,
    )
    weeks = ((over.last - over.first).days + 1) / 7 if over else 0
    return [
        Fact("hours", _("Opening hours, all places"), opened.minutes / 60),
        Fact("per_week", _("Opening hours per week, all places"), opened.minutes / 60 / weeks if weeks else None,
             "decimal"),
        Fact("days", _("Days open, summed over places"), opened.open_days),
        Fact("outside", _("Share of hours outside office hours"), share(opened.minutes - inside, opened.minutes),
             "percent"),
        Fact("unplanned", _("Closures that were not planned"), closed.count()),
    ]  # fmt: skip


def by_code(dimension, sites, period):
    """{code: interviews} by kind, channel or language. Source: counts of days, which outlive the rows."""
    days = DayCount.objects.of("interview", dimension).at(sites).during(period).order_by()
    return dict(days.values_list("code").annotate(n=Sum("entries")))


def without_appointment(sites, period):
    rows = by_code("channel", sites, period)
    total, walked_in = sum(rows.values()), rows.get(Interview.Channel.WALK_IN, 0)
    return [
        Fact("interviews", _("Interviews"), total),
        Fact(
            "walk_in", _("Share of interviews without appointment, face to face"), share(walked_in, total), "percent"
        ),
    ]


def anonymity(sites, period):
    centre = Centre.objects.current()
    last = Forgotten.objects.filter(day__lte=period.last).order_by("-day").first()
    return [
        Fact("names", _("Fields for a name or an address in rows about visitors"), 0),
        Fact("lists", _("Things that may be noted about a visitor"), len(ProfileList.choices)),
        Fact("threshold", _("Groups smaller than this are masked"), centre.suppression_threshold if centre else None),
        Fact("retention", _("Months of retention after validation"), centre.retention_months if centre else None),
        Fact("forgotten", _("Last night on which something was forgotten"), day_in_words(last.day) if last else None),
    ]


def neutrality(sites, period):
    partners = partner_counts.partners_on(period.last).count()
    agreed = partner_counts.with_agreement_on(period.last).count()
    accepted = Institution.objects.partners().filter(
        pk__in=Agreement.objects.in_force(period.last).filter(charter_accepted_on__isnull=False).values("institution")
    )
    return [
        Fact("partners", _("Partners on the last day"), partners),
        Fact("agreed", _("… with an agreement in force"), agreed),
        Fact("charter", _("… that have accepted the charter in it"), accepted.count()),
    ]


# ── 2 The person's needs first ───────────────────────────────────────────────────────────────────────


def desks_and_purposes(sites, period):
    desks = Desk.objects.filter(site__in=sites, valid_from__lte=period.last).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=period.first)
    )
    duty = hours.total(sites, period.first, period.last)
    served = set(desks.values_list("purposes", flat=True))
    doors = Purpose.objects.in_force(period.last).filter(is_door=True)
    without = [purpose for purpose in doors if purpose.pk not in served]
    return [
        Fact("desks", _("Desks"), desks.count()),
        Fact("held", _("Hours held on desks"), duty.hours_held),
        Fact("interviews", _("Interviews"), desk_times.of_all(sites, period).interviews),
        Fact("without", _("Purposes without a desk"), listed(without, pgettext_lazy("purposes", "none"))),
    ]


def publics(sites, period):
    visits = figures.visits(sites, period)
    shares = stated_shares(sites, period, samples(sites, period.first, period.last))
    facts = [Fact("visits", _("Visits"), visits)]
    for code, label in ProfileList.choices:
        words = said(_("Stated: %(what)s"), what=label)
        facts.append(Fact(code, words, shares[code], "percent"))
    return facts


def requests(sites, period):
    facts = [
        Fact(f"purpose_{purpose.pk}", said(_("Visits for: %(purpose)s"), purpose=purpose), purpose.visits)
        for purpose in figures.visits_per_purpose(sites, period)
        if purpose.is_door
    ]
    unmet = DayCount.objects.of("unmet").at(sites).during(period).people()
    return [
        *facts,
        Fact("unmet", _("Requests without a desk on duty"), unmet),
    ]


# ── 3 Several points of view ─────────────────────────────────────────────────────────────────────────


def teams(sites, period):
    people = partner_counts.professionals(period.first, period.last)
    by_institution = hours.by_institution(sites, period.first, period.last)
    held = [duty.hours_held for duty in by_institution.values()]
    return [
        Fact("people", _("Professionals mobilised"), people["people"]),
        Fact("institutions", _("Institutions they come from"), people["institutions"]),
        Fact("on_desks", _("Institutions that held a desk"), sum(1 for each in held if each)),
        Fact("hours", _("Hours held on desks"), sum(held)),
        Fact(
            "fte",
            _("Full-time equivalents on the last day"),
            partner_counts.full_time_equivalents(period.last),
            "decimal",
        ),
    ]


def partnerships(sites, period):
    return [
        Fact("partners", _("Partners on the last day"), partner_counts.partners_on(period.last).count()),
        Fact("new", _("New partners"), partner_counts.new_partners(period.first, period.last).count()),
        Fact("ended", _("Partners that left"), partner_counts.ended_partners(period.first, period.last).count()),
        Fact(
            "agreed", _("Partners with an agreement in force"), partner_counts.with_agreement_on(period.last).count()
        ),
        Fact("expiring", _("Agreements that end within 90 days"), Agreement.objects.expiring(period.last).count()),
    ]


def shared_knowledge(sites, period):
    half_days, shadowed = partner_counts.shadowing_half_days(period.first, period.last)
    trainings = list(partner_counts.trainings_by_kind(period.first, period.last))
    family = MeetingKind.Family.SHARING
    return [
        Fact("half_days", _("Half-days of desk shadowing"), half_days, "decimal"),
        Fact("shadowed", _("People who did it"), shadowed),
        Fact("meetings", _("Team meetings"), meetings_of(family, period).count()),
        Fact("trainings", _("Trainings"), sum(kind.trainings_held for kind in trainings)),
        Fact("participants", _("Participations in them"), sum(kind.participants for kind in trainings)),
        Fact("beginners", _("Beginners among them"), sum(kind.beginners for kind in trainings)),
    ]


def meetings_of(family, period):
    return Meeting.objects.within(period.first, period.last).filter(kind__family=family)


def governance(sites, period):
    family = MeetingKind.Family.GOVERNANCE
    held = meetings_of(family, period)
    return [
        Fact(
            "bodies", _("Bodies"), Body.objects.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=period.first)).count()
        ),
        Fact("meetings", _("Meetings of governing bodies"), held.count()),
        Fact("minutes", _("… with minutes sent out"), held.filter(minutes_on__isnull=False).count()),
        Fact(
            "institutions",
            _("Institutions that came"),
            partner_counts.institutions_at_meetings(period.first, period.last, family),
        ),
    ]


# ── 4 to 6 Offers, interviews, welcome ───────────────────────────────────────────────────────────────


def stations(sites, period):
    uses = StationUse.objects.filter(site__in=sites, day__range=(period.first, period.last))
    return [Fact("uses", _("Sessions at free computers"), uses.aggregate(n=Sum("started", default=0))["n"])]


def minutes_told(times, column):
    """One of the medians of Times as the value of a Fact; masked, it says why."""
    centre, summary = Centre.objects.current(), times.summary(column)
    threshold = centre.suppression_threshold if centre else 5
    value = told(summary, threshold)
    if value is MASK and summary.n:
        return said(_("masked: fewer than %(k)s interviews"), k=threshold)
    return value


def interviews(sites, period):
    times = desk_times.of_all(sites, period)
    minutes = sum(minutes_opened(sites, period).values())
    left = DayCount.objects.of("left").at(sites).during(period).people()
    return [
        Fact("interviews", _("Interviews"), times.interviews),
        Fact(
            "per_hour",
            _("Interviews per opening hour"),
            times.interviews / (minutes / 60) if minutes else None,
            "decimal",
        ),
        Fact("length", _("Length, median, in minutes"), minutes_told(times, "length_median")),
        Fact("wait", _("Wait, median, in minutes"), minutes_told(times, "wait_median")),
        Fact("left", _("Left without being seen"), left),
    ]


def sessions_held(sites, period):
    duty = hours.total(sites, period.first, period.last)
    held = duty.share_held
    return [
        Fact("planned", _("Sessions planned"), duty.planned),
        Fact("held", _("Sessions held"), duty.held),
        Fact("missed", _("Sessions missed"), duty.missed),
        Fact("share", _("Share held"), None if held is None else 100 * held, "percent"),
        Fact("hours", _("Hours held on desks"), duty.hours_held),
    ]


def reception(sites, period):
    per_hour = figures.visits_per_hour(sites, period)
    visits = sum(per_hour.values())
    peak = max(per_hour.values(), default=0)
    return [
        Fact("visits", _("Visits"), visits),
        Fact("peak", _("Share of visits in the busiest hour of the week"), share(peak, visits), "percent"),
        Fact("languages", _("Languages of interviews"), len(by_code("language", sites, period))),
    ]


name_of = lazy(asked, str)  # facts are worded in each language of the centre


def satisfaction(sites, period):
    """Of the whole calendar year, also of one that runs: most answers are kept with their year alone."""
    year = figures.whole_year(period.first.year)
    centre = Centre.objects.current()
    threshold = centre.suppression_threshold if centre else 5
    facts = []
    for survey in Survey.objects.touching(year.first, year.last).order_by("opens_on", "pk"):
        for result in results(survey, threshold, year.first, year.last):
            if result.top_share is None:
                continue
            words = said(
                _("%(survey)s: %(question)s (satisfied, n = %(n)s)"),
                survey=survey, question=name_of(result.question), n=result.answered,
            )  # fmt: skip
            # A survey of a programme is compared with none of the house's own.
            key = f"{survey.audience}_{survey.programme_id or ''}_{result.question.code}"
            facts.append(Fact(key, words, result.top_share, "percent"))
    return facts


# ── 7 and 8 Territory, network ───────────────────────────────────────────────────────────────────────


def territory(sites, period):
    places = figures.visits_per_site(sites, period)
    return [
        Fact("municipalities", _("Municipalities of the territory"), Municipality.objects.count()),
        Fact("reached", _("… from which somebody came"), house_counts.municipalities_reached(sites, period)),
        Fact("places", _("Places with visits"), sum(1 for place in places if place.visits)),
        Fact("districts", _("Places in a priority district"), sites.filter(priority_district=True).count()),
    ]


def places(sites, period):
    return [
        Fact(f"place_{place.pk}", said(_("Visits: %(place)s"), place=place), place.visits)
        for place in figures.visits_per_site(sites, period)
    ]


def outreach(sites, period):
    ephemeral = sites.filter(kind=Site.Kind.EPHEMERAL, opened_on__lte=period.last, closed_on__gte=period.first)
    groups = figures.group_visits(sites, period)
    return [
        Fact("ephemeral", _("Ephemeral Cités"), ephemeral.count()),
        Fact("visits", _("Visits there"), figures.visits(ephemeral, period)),
        Fact("groups", _("Groups that came"), groups["groups"]),
        Fact("people", _("People in them"), groups["people"]),
    ]


def network(sites, period):
    return [
        Fact(
            "meetings",
            _("Meetings of the network and its projects"),
            meetings_of(MeetingKind.Family.NETWORK, period).count(),
        )
    ]


def last_plan(sites, period):
    """What the self-assessment of the year says became of the actions of the year before."""
    found = SelfAssessment.objects.of_year(period.first.year)
    reviewed = dict(found.reviews.order_by().values_list("status").annotate(n=Count("pk"))) if found else {}
    return [
        Fact(status.value, said(_("Last year's actions: %(state)s"), state=status.label), reviewed.get(status, 0))
        for status in Progress
    ]


KINDS = [
    ("opening_hours", _("Opening hours and days"), opening_hours, ("1.1",)),
    ("without_appointment", _("Interviews without appointment"), without_appointment, ("1.2",)),
    ("anonymity", _("What is kept about visitors"), anonymity, ("1.3",)),
    ("neutrality", _("Agreements and charter"), neutrality, ("1.4",)),
    ("desks_and_purposes", _("Desks and purposes"), desks_and_purposes, ("2.1",)),
    ("publics", _("What is known of the visitors"), publics, ("2.2",)),
    ("requests", _("Requests by purpose"), requests, ("2.3",)),
    ("teams", _("Professionals and their institutions"), teams, ("3.1",)),
    ("partnerships", _("Partners, new and gone"), partnerships, ("3.2",)),
    ("shared_knowledge", _("Shadowing, meetings, trainings"), shared_knowledge, ("3.3",)),
    ("governance", _("Governing bodies"), governance, ("3.4",)),
    ("stations", _("Computers in free access"), stations, ("4.3",)),
    ("interviews", _("Interviews, length and wait"), interviews, ("4.1", "5.1")),
    ("sessions_held", _("Sessions planned, held, missed"), sessions_held, ("5.2",)),
    ("reception", _("Visits and peaks"), reception, ("6.1",)),
    ("satisfaction", _("Surveys"), satisfaction, ("6.3",)),
    ("territory", _("Territory"), territory, ("7.1",)),
    ("places", _("Visits per place"), places, ("7.2",)),
    ("outreach", _("Ephemeral Cités and groups"), outreach, ("7.3",)),
    ("network", _("Life of the network"), network, ("8.1",)),
    ("last_plan", _("Last year's actions"), last_plan, ("8.2",)),
]


def register_all():
    """Offer them all; called when the room gets ready."""
    for code, title, function, criteria in KINDS:
        register_evidence(code, title, function, criteria=criteria)
    evidence_of_offers.register_all()
    evidence_of_places.register_all()
