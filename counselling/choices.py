"""What a counsellor is offered first: the themes of the desk by use, the lengths that are usual there."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count, F, Func

from counselling.models import Interview, Outcome, ReferralKind, Theme

RECENT = timedelta(days=90)
USUAL_MINUTES = [10, 20, 30, 45]
MOST_LENGTHS = 5


def recent(desks, day):
    """Interviews held at `desks` in the 90 days before `day`."""
    return Interview.objects.held().filter(desk__in=desks, day__range=(day - RECENT, day))


def uses(desks, column, day):
    """{key: how many recent interviews at `desks` name it in the list `column`}."""
    rows = recent(desks, day).annotate(entry=Func(F(column), function="unnest")).order_by()
    return dict(rows.values_list("entry").annotate(n=Count("pk")))


def themes_for(desks, day):
    """Themes in force at `desks`: those of their purposes and of every purpose, the most used first.

    Equal use is ordered as staff ordered the list, so that chips do not jump about from one day to the next.
    """
    purposes = {purpose for desk in desks for purpose in desk.purposes.values_list("pk", flat=True)}
    used = uses(desks, "themes", day)
    offered = Theme.objects.in_force(day).for_purposes(purposes)
    return sorted(offered, key=lambda theme: (-used.get(theme.pk, 0), theme.rank, theme.pk))


def other_themes(themes, day):
    """Themes in force that are not among `themes`, with their purposes, in the order of the list."""
    return list(Theme.objects.in_force(day).exclude(pk__in=[theme.pk for theme in themes]).select_related("purpose"))


def entries_for(model, desks, day):
    """Outcomes or referrals that are offered at `desks`, in the order of the list."""
    purposes = {purpose for desk in desks for purpose in desk.purposes.values_list("pk", flat=True)}
    return list(model.objects.in_force(day).for_purposes(purposes))


def outcomes_for(desks, day):
    return entries_for(Outcome, desks, day)


def referrals_for(desks, day):
    return entries_for(ReferralKind, desks, day)


def usual_lengths(desks, day):
    """The lengths noted most often at `desks` lately, in minutes rounded to five, short ones first."""
    counted = Counter()
    for minutes, n in recent(desks, day).filter(minutes__isnull=False).values_list("minutes").annotate(n=Count("pk")):
        counted[max(5, 5 * round(minutes / 5))] += n
    often = sorted(counted, key=lambda minutes: (-counted[minutes], minutes))[:MOST_LENGTHS]
    return sorted(often) if len(often) >= len(USUAL_MINUTES) else USUAL_MINUTES
