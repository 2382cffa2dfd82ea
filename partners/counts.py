"""Evidence for multi-partnership: how many partners, people, meetings and trainings, on a day or in a period.

A period is two dates, both counted. Companies that are no partners are always counted apart (see
partners.models.institution.PARTNER_ROLES). Sources: the rows that the partnership manager keeps in this room.
"""

from datetime import timedelta

from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from partners.models import (
    Agreement,
    Attendance,
    Institution,
    InstitutionRole,
    Meeting,
    MeetingKind,
    Presence,
    Professional,
    Training,
    TrainingKind,
)
from partners.models.institution import PARTNER_ROLES

# ── Institutions ─────────────────────────────────────────────────────────────────────────────────────


def partners_on(day, sites=None):
    """Partners that take part on `day`, as a queryset; with `sites`, only those present at one of them that day."""
    found = Institution.objects.current(day).partners()
    if sites is not None:
        found = found.filter(pk__in=Presence.objects.on(day).filter(site__in=sites).values("institution"))
    return found


def companies_on(day):
    """Companies that are no partners and take part on `day`, as a queryset."""
    return Institution.objects.current(day).companies()


def with_agreement_on(day):
    """Partners with an agreement in force on `day`, as a queryset."""
    return Institution.objects.partners().filter(pk__in=Agreement.objects.in_force(day).values("institution"))


def new_partners(first, last):
    """Partners that came from `first` to `last`, as a queryset: by their first day, else by their first agreement."""
    came = Institution.objects.partners().annotate(came_on=Coalesce("since", first_agreement()))
    return came.filter(came_on__range=(first, last))


def first_agreement():
    """The first day of an institution's first agreement, as a subquery."""
    own = Agreement.objects.filter(institution=OuterRef("pk")).order_by().values("institution")
    return Subquery(own.annotate(first=Min("starts_on")).values("first"))


def ended_partners(first, last):
    """Partners whose last day lies from `first` to `last`, as a queryset."""
    return Institution.objects.partners().filter(until__range=(first, last))


def partners_by_kind(day):
    """Partners on `day` by kind of institution: rows with `kind__name`, `kind__ownership`, `partners`, most first."""
    rows = partners_on(day).order_by().values("kind", "kind__name", "kind__ownership")
    return rows.annotate(partners=Count("pk")).order_by("-partners", "kind__name")


def partners_by_site(day):
    """Partners present at each place on `day`: rows with `site`, `site__name`, `partners`; one may be at several."""
    there = Presence.objects.on(day).filter(institution__in=partners_on(day)).order_by()
    return there.values("site", "site__name").annotate(partners=Count("institution", distinct=True)).order_by("site")


def with_role_on(role, day):
    """Institutions that play `role` (of InstitutionRole) on `day`, as a queryset."""
    return Institution.objects.current(day).filter(roles__contains=[role])


def sorts_on(day):
    """How many institutions take part on `day`: {"partners": …, "companies": …, "schools": …}.

    Schools are those that are neither partners nor companies.
    """
    partner = Q(roles__overlap=PARTNER_ROLES)
    company = Q(roles__contains=[InstitutionRole.COMPANY])
    school = Q(roles__contains=[InstitutionRole.SCHOOL])
    return (
        Institution.objects.current(day)
        .order_by()
        .aggregate(
            partners=Count("pk", filter=partner),
            companies=Count("pk", filter=company & ~partner),
            schools=Count("pk", filter=school & ~partner & ~company),
        )
    )


# ── People ───────────────────────────────────────────────────────────────────────────────────────────


def professionals(first, last):
    """How many people worked here on at least one day of the period, and of how many institutions.

    {"people": …, "institutions": …}; whoever only speaks for a host or a funder is counted too.
    """
    return (
        Professional.objects.active_within(first, last)
        .order_by()
        .aggregate(people=Count("pk"), institutions=Count("institution", distinct=True))
    )


def full_time_equivalents(day):
    """Working time of those who work here on `day`, in full-time jobs (decimal); unknown times count nothing."""
    return Professional.objects.active(day).full_time_equivalents()


def by_contract(day):
    """People on `day` by what they are here as: {contract: people}, only those that occur."""
    rows = Professional.objects.active(day).order_by().values_list("contract").annotate(people=Count("pk"))
    return dict(rows)


def onboarding_complete(day):
    """(those who have done all four steps, all who work with visitors on `day`)."""
    everybody = Professional.objects.to_onboard(day).count()
    return everybody - Professional.objects.lacking(day).count(), everybody


# ── Meetings and trainings ───────────────────────────────────────────────────────────────────────────


def meetings_by_kind(meetings):
    """`meetings` by kind in the order of the list: kinds with `meetings_held` and `people_came` (0 when not noted)."""
    chosen = Q(meetings__in=meetings.order_by().values("pk"))
    return (
        MeetingKind.objects.annotate(
            meetings_held=Count("meetings", filter=chosen),
            people_came=Coalesce(Sum("meetings__people", filter=chosen), 0),
        )
        .filter(meetings_held__gt=0)
        .order_by("rank", "pk")
    )


def meetings_of_kind(code, first, last):
    """Meetings of the kind with this code held in the period."""
    return Meeting.objects.within(first, last).filter(kind__code=code).count()


def institutions_at_meetings(first, last, family=None):
    """How many institutions came to at least one meeting of the period (of one family, when given)."""
    meetings = Meeting.objects.within(first, last)
    if family:
        meetings = meetings.filter(kind__family=family)
    return meetings.filter(institutions__isnull=False).order_by().aggregate(
        n=Count("institutions", distinct=True)
    )["n"]  # fmt: skip


def with_last_meeting(bodies, today):
    """Each body with `last_met` (a date, None) and `meetings_held`; meetings after `today` are not held yet."""
    held = Q(meetings__day__lte=today)
    return bodies.annotate(
        last_met=Max("meetings__day", filter=held), meetings_held=Count("meetings", filter=held, distinct=True)
    )


def trainings_by_kind(first, last):
    """Trainings of the period by kind, in the order of the list.

    Kinds with `trainings_held`, `participants` and `beginners`: participations, so a person who attended two counts
    twice; people who are only counted are among them.
    """
    held = Training.objects.within(first, last).filter(kind=OuterRef("pk")).order_by().values("kind")
    named = Attendance.objects.filter(
        training__kind=OuterRef("pk"), training__starts_on__range=(first, last)
    ).order_by().values("training__kind")  # fmt: skip

    def of(rows, figure):
        return Coalesce(Subquery(rows.annotate(figure=figure).values("figure")), 0)

    return (
        TrainingKind.objects.annotate(
            trainings_held=of(held, Count("pk")),
            participants=of(held, Sum("further_people")) + of(named, Count("pk")),
            beginners=of(held, Sum("further_beginners")) + of(named, Count("pk", filter=Q(beginner=True))),
        )
        .filter(trainings_held__gt=0)
        .order_by("rank", "pk")
    )


def shadowing_half_days(first, last):
    """(half-days of desk shadowing in the period, people who did at least one)."""
    rows = Attendance.objects.shadowing().filter(training__starts_on__range=(first, last))
    return rows.total_half_days(), rows.order_by().aggregate(n=Count("professional", distinct=True))["n"]


def training_days(first, last):
    """Calendar days on which trainings of the period took place, summed over trainings."""
    length = F("ends_on") - F("starts_on")
    total = Training.objects.within(first, last).aggregate(length=Sum(length), n=Count("pk"))
    return (total["length"] or timedelta()).days + total["n"]
