"""What of the holdings wants a look: lists of work, each a queryset of resources that are held."""

from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db.models import DateField, ExpressionWrapper, F, Func, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from documentation.models import ConsultationCount, Copy, LinkCheck, LoanCount, Report, Resource

YEARS = 5  # after which a title counts as old, unless another number is asked for
UNUSED_MONTHS = 12
Verdict = LinkCheck.Verdict


@dataclass(frozen=True)
class Worklist:
    """rows: function(today, years, before) → queryset.  asks: the field that narrows it ("years", "before" or "")."""

    code: str
    title: str
    hint: str
    rows: object
    asks: str = ""


def old(today, years, before):
    return Resource.objects.kept().filter(year__lte=today.year - years)


def never(today, years, before):
    return Resource.objects.kept().filter(verified_on__isnull=True)


def due(today, years, before):
    """Verified longer ago than its medium allows, or before a given day."""
    if before:
        return Resource.objects.kept().filter(verified_on__lt=before)
    months = Func(
        F("medium__verify_months"), function="MAKE_INTERVAL", template="%(function)s(months => %(expressions)s)"
    )
    until = ExpressionWrapper(F("verified_on") + months, output_field=DateField())
    return Resource.objects.kept().filter(verified_on__isnull=False).annotate(until=until).filter(until__lt=today)


def links(today, years, before):
    """Whose web address has moved, is gone, is private, or did not answer twice running."""
    checks = LinkCheck.objects.filter(resource=OuterRef("pk"), url=OuterRef("url")).order_by("-at", "-pk")
    latest = Subquery(checks.values("verdict")[:1])
    before_that = Subquery(checks.values("verdict")[1:2])
    rows = Resource.objects.kept().exclude(url="").annotate(latest=latest, before_that=before_that)
    twice = Q(latest=Verdict.UNSURE, before_that=Verdict.UNSURE)
    return rows.filter(Q(latest__in=[Verdict.MOVED, Verdict.DEAD, Verdict.REFUSED]) | twice)


def unused(today, years, before):
    """Neither lent nor found on a table nor opened for a year, and here for longer than that."""
    since = today - relativedelta(months=UNUSED_MONTHS)
    used = ConsultationCount.objects.filter(day__gte=since, n__gt=0).values("resource")
    lent = LoanCount.objects.filter(day__gte=since, n__gt=0).values("resource")
    young = Q(acquired_on__gt=since)
    return Resource.objects.kept().exclude(young).exclude(pk__in=used).exclude(pk__in=lent)


def missing(today, years, before):
    gone = Copy.objects.filter(state=Copy.State.MISSING).values("resource")
    return Resource.objects.kept().filter(pk__in=gone)


def reported(today, years, before):
    told = Report.objects.filter(settled_on__isnull=True).values("resource")
    return Resource.objects.kept().filter(pk__in=told)


WORKLISTS = (
    Worklist("old", _("Old"), _("Published five years ago or more, or as many as you say."), old, "years"),
    Worklist("due", _("To be verified again"), _("Verified too long ago, or before a day."), due, "before"),
    Worklist("never", _("Never verified"), _("Nobody has noted yet that they are right."), never),
    Worklist("links", _("Links"), _("The web address has moved, is gone or does not answer."), links),
    Worklist("reported", _("Reported by visitors"), _("Missing, damaged or out of date, as visitors say."), reported),
    Worklist("missing", _("Missing"), _("A copy was not found in an inventory, or is marked as missing."), missing),
    Worklist("unused", _("Never used"), _("Neither lent nor consulted for a year."), unused),
)  # fmt: skip


def counts(today):
    """[(Worklist, how many), …] with the usual numbers of years."""
    return [(each, each.rows(today, YEARS, None).count()) for each in WORKLISTS]


def worklist(code):
    return next((each for each in WORKLISTS if each.code == code), None)


def settle(resources, today):
    """Note that what visitors told of `resources` is dealt with. Returns how many reports."""
    return Report.objects.filter(resource__in=resources, settled_on__isnull=True).update(settled_on=today)


def follow(resources, today):
    """Take over the new address of those of `resources` (a queryset) whose page has moved. Returns how many."""
    n = 0
    for resource in resources.kept().exclude(url=""):
        check = resource.link_checks.filter(url=resource.url).first()
        if check and check.verdict == Verdict.MOVED and len(check.final_url) <= 800:
            resource.url, resource.verified_on = check.final_url, today
            resource.save(update_fields=["url", "verified_on"])
            n += 1
    return n
