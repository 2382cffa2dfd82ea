"""Criteria that come into the frame, or leave it, while years are being written on it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports.models import Action, ActionReview, Rating, SelfAssessment, State


def drafts_on(frame):
    return SelfAssessment.objects.filter(frame=frame, state=State.DRAFT)


def to_be_rated(criterion):
    """Give a new criterion a rating to fill in, in each draft that stands on its frame; returns how many."""
    rows = [Rating(assessment=draft, criterion=criterion) for draft in drafts_on(criterion.principle.frame)]
    return len(Rating.objects.bulk_create(rows))


def written_about(criterion):
    """(how many drafts have something written about it, how many actions they plan)."""
    ratings = Rating.objects.filter(criterion=criterion)
    written = ratings.exclude(level__isnull=True, not_rated=False, narrative="").count()
    return written, Action.objects.filter(criterion=criterion).count()


@transaction.atomic
def take_out(criterion):
    """Delete `criterion` with what drafts say about it. Raises ValidationError when another year speaks of it."""
    if criterion.principle.frame.is_fixed:
        raise ValidationError(_("A submitted self-assessment stands on this version. Make a new version first."))
    if ActionReview.objects.filter(action__criterion=criterion).exists():
        raise ValidationError(_("Another year reviews an action of this criterion; it stays."))
    Action.objects.filter(criterion=criterion).delete()
    Rating.objects.filter(criterion=criterion).delete()
    criterion.delete()
