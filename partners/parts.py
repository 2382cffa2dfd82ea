"""The parts of an institution's page that this room itself adds."""

from datetime import timedelta

from django.utils import timezone

from partners import timeline
from partners.models import OnboardingStep
from partners.models.agreement import DAYS_OF_NOTICE

WIDE, NARROW = 800, 340
MEETINGS_SHOWN = 8


def expiring(institution, request):
    """What ends within 90 days: agreements, people, presences. None when nothing does."""
    today = timezone.localdate()
    soon = (today, today + timedelta(days=DAYS_OF_NOTICE))
    agreements = list(institution.agreements.to_renew(today).order_by("ends_on"))
    lapsed = list(institution.agreements.lapsed(today).order_by("ends_on"))
    people = list(institution.professionals.filter(active_until__range=soon).order_by("active_until"))
    presences = list(institution.presences.filter(until__range=soon).select_related("site"))
    needs_charter = institution.agreements.without_charter(today).exists()
    if not (agreements or lapsed or people or presences or needs_charter):
        return None
    return {
        "agreements": agreements,
        "lapsed": lapsed,
        "people": people,
        "presences": presences,
        "needs_charter": needs_charter,
    }


def agreements(institution, request):
    """Its agreements, along the years and as a table."""
    rows = list(
        institution.agreements.select_related("renewed_by")
        .prefetch_related("commitments__purpose")
        .order_by("starts_on", "pk")
    )
    today = timezone.localdate()
    drawings = [timeline.drawn(rows, today, width=width) for width in (WIDE, NARROW)] if rows else []
    return {"agreements": rows[::-1], "drawings": drawings}


def people(institution, request):
    """The people it lends, with the steps of onboarding; those who have left are only counted."""
    today = timezone.localdate()
    rows = list(institution.professionals.active(today).with_onboarding())
    for person in rows:
        person.missing = person.missing_steps() if person.works_with_visitors else []
    return {
        "people": rows,
        "left": institution.professionals.filter(active_until__lt=today).count(),
        "fte": sum(person.fte or 0 for person in rows),
        "steps": OnboardingStep,
    }


def meetings(institution, request):
    """The latest meetings that it came to, and the bodies in which it sits."""
    rows = institution.meetings.select_related("kind", "body", "site").order_by("-day", "-pk")
    today = timezone.localdate()
    seats = institution.seats.select_related("body").exclude(until__lt=today)
    return {
        "meetings": rows[:MEETINGS_SHOWN],
        "total": rows.count(),
        "in_a_year": rows.filter(day__gt=today - timedelta(days=365), day__lte=today).count(),
        "seats": seats,
    }


def contacts(institution, request):
    """Whom to write to."""
    return {"contacts": institution.contacts.all()}


def places(institution, request):
    """Where it is or was present."""
    return {"presences": institution.presences.select_related("site").order_by("until", "site")}
