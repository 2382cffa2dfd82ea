"""When links are checked: a few at a time in the background, every night, each link about every two weeks."""

from datetime import timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django_tasks import task

from documentation.links import LinkChecker
from documentation.models import LinkCheck, Resource

DAYS_BETWEEN = 14
DAYS_AFTER_A_FAULT = 2  # a link that did not answer is asked again soon
AT_ONCE = 25  # other background work gets its turn between two batches
MOST_A_NIGHT = 500
DAYS_OF_HISTORY = 730
VERDICTS = {
    "ok": LinkCheck.Verdict.ALIVE,
    "moved": LinkCheck.Verdict.MOVED,
    "gone": LinkCheck.Verdict.DEAD,
    "failing": LinkCheck.Verdict.UNSURE,
    "closed": LinkCheck.Verdict.UNSURE,
    "refused": LinkCheck.Verdict.REFUSED,
}


def due_links(now):
    """Resources whose web address wants a look: those never looked at first, then the longest ago."""
    checks = LinkCheck.objects.filter(resource=OuterRef("pk"), url=OuterRef("url")).order_by("-at", "-pk")
    rows = Resource.objects.kept().exclude(url="").annotate(
        looked_at=Subquery(checks.values("at")[:1]), verdict=Subquery(checks.values("verdict")[:1])
    )  # fmt: skip
    fault = Q(verdict=LinkCheck.Verdict.UNSURE, looked_at__lt=now - timedelta(days=DAYS_AFTER_A_FAULT))
    usual = Q(looked_at__isnull=True) | Q(looked_at__lt=now - timedelta(days=DAYS_BETWEEN))
    return rows.filter(usual | fault).order_by(F("looked_at").asc(nulls_first=True), "pk")


def look_at(resources, checker):
    """Check the links of `resources` and keep what they answered. Returns the LinkCheck rows."""
    found = []
    for resource in resources:
        answer = checker.check(resource.url)
        found.append(
            LinkCheck.objects.create(
                resource=resource, url=resource.url, status=answer.status, final_url=answer.final_url[:2000],
                verdict=VERDICTS[answer.verdict],
            )
        )  # fmt: skip
    return found


@task()
def check_some(left=MOST_A_NIGHT):
    """Check a few links that are due, and see to the next few."""
    some = list(due_links(timezone.now())[: min(AT_ONCE, left)])
    with LinkChecker() as checker:
        look_at(some, checker)
    if len(some) == AT_ONCE and left > AT_ONCE:
        check_some.enqueue(left - AT_ONCE)


@task()
def check_these(keys):
    """Check the links of these resources, asked for by somebody."""
    with LinkChecker() as checker:
        look_at(Resource.objects.kept().filter(pk__in=keys).exclude(url=""), checker)


def nightly(today):
    """Have the night's links checked, and forget looks of two years ago. Returns how many of those."""
    if due_links(timezone.now()).exists():
        check_some.enqueue()
    before = timezone.now() - timedelta(days=DAYS_OF_HISTORY)
    return LinkCheck.objects.filter(at__lt=before).delete()[0]
