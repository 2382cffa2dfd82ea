"""What the partners' room puts on the today page."""

from datetime import timedelta

from citedesmetiers.sorting import by_name
from partners.models import Agreement, Decision, Institution, Meeting, Professional

SHOWN = 5
WEEKS_AHEAD = 6


def partners_today(request, shell):
    """Agreements that end, people who lack a step, the next meetings. None in a centre without any institution."""
    today = shell.now.date()
    if not Institution.objects.exists():
        return None
    to_renew = Agreement.objects.to_renew(today).select_related("institution").order_by("ends_on", "pk")
    lacking = (
        Professional.objects.lacking(today)
        .select_related("institution")
        .order_by(by_name("institution__name"), by_name())
    )
    lacking = list(lacking)
    for person in lacking[:SHOWN]:
        person.missing = person.missing_steps()
    coming = Meeting.objects.coming(today).filter(day__lte=today + timedelta(weeks=WEEKS_AHEAD))
    to_renew = list(to_renew)
    return {
        "to_renew": to_renew[:SHOWN],
        "more_to_renew": max(len(to_renew) - SHOWN, 0),
        "lacking": lacking[:SHOWN],
        "more_lacking": max(len(lacking) - SHOWN, 0),
        "meetings": coming.select_related("kind", "body", "site")[:SHOWN],
        "overdue": Decision.objects.overdue(today).count(),
    }
