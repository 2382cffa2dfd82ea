"""What the documentation room puts on the today page."""

from citedesmetiers import access
from documentation import freshness
from documentation.models import Loan, Report, Reservation, Resource


def documentation_today(request, shell):
    """What is overdue, kept aside or reported. None in a centre without a catalogue."""
    today = shell.now.date()
    if not Resource.objects.exists():
        return None
    loans = Loan.objects.filter(copy__site__in=shell.sites)
    return {
        "may_edit": access.may(request.user, "edit_catalogue"),
        "overdue": loans.filter(due_on__lt=today).count(),
        "out": loans.count(),
        "aside": Reservation.objects.filter(site__in=shell.sites, copy__isnull=False).count(),
        "reports": Report.objects.filter(settled_on__isnull=True).count(),
        "links": freshness.links(today, freshness.YEARS, None).count(),
    }
