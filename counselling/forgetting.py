"""What the desks forget: tickets of days that are over, with their numbers, moments and screens; the keys that devices
made, and what was taken back, after a week; the team's notes after two."""

from datetime import timedelta

from django.contrib.postgres.functions import RandomUUID

from citedesmetiers.forgetting import deleted
from citedesmetiers.models import Site, SpentKey
from counselling.models import Interview, Notice, Question, Ticket, UnmetRequest

KEY_DAYS = 7  # as long as a device may send again, or somebody may think again


def tickets(today):
    """Close every day before `today` at all places; returns how many tickets are gone."""
    due = Site.objects.filter(pk__in=Ticket.objects.filter(day__lt=today).values("site"))
    return sum(Ticket.objects.close_day(site, before=today) for site in due)


def device_keys(today):
    """Give what arrived more than a week ago a random key, and delete what was taken back; returns how many.

    A digest of each key stays for a while (SpentKey), so that a device that comes back late counts nothing twice.
    """
    before = today - timedelta(days=KEY_DAYS)
    for model in (Interview, UnmetRequest):
        SpentKey.objects.keep(model.objects.filter(received_on__lt=before).values_list("pk", flat=True), today)
    undone = UnmetRequest.objects.filter(undone=True, received_on__lt=before)
    SpentKey.objects.keep(undone.values_list("pk", flat=True), today, taken_back=True)
    gone = deleted(Interview.objects.filter(state=Interview.State.TAKEN_BACK, received_on__lt=before))
    gone += deleted(UnmetRequest.objects.filter(undone=True, received_on__lt=before))
    return gone + sum(
        model.objects.filter(received_on__lt=before).update(uid=RandomUUID(), received_on=None, fingerprint=None)
        for model in (Interview, UnmetRequest)
    )


def notices(today):
    """Notes of the team whose 14 days are over."""
    return deleted(Notice.objects.over(today))


def questions(today):
    """Questions without a name and their answers, 60 days after they were asked; their counts stay."""
    return Question.objects.over(today).erase()
