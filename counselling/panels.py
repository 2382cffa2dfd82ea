"""What the desks' room puts on the today page."""

from counselling.models import Notice, Question
from counselling.session import desks_of
from counselling.today import desks_today


def my_desks(request, shell):
    """Who waits at the desks that the person has chosen, at all desks of the place before that."""
    if shell.site is None:
        return None
    found = desks_today(shell.site, shell.now)
    chosen = {desk.pk for desk in desks_of(request, shell.site)}
    mine = [each for each in found if each.desk.pk in chosen]
    if not found:
        return None
    return {"site": shell.site, "desks": mine or found, "has_chosen": bool(mine)}


MOST_NOTICES = 5


def notices(request, shell):
    """What the team of the place hands over, pinned notes first."""
    if shell.site is None:
        return None
    found = list(Notice.objects.on_board(shell.site, shell.now.date()))
    return {"site": shell.site, "notices": found[:MOST_NOTICES], "more": len(found[MOST_NOTICES:])}


def questions(request, shell):
    """How many questions without a name wait, and since when; left out while none does."""
    waiting = Question.objects.open().filter(state=Question.State.WAITING)
    oldest = waiting.values_list("day", flat=True).first()
    if oldest is None:
        return None
    return {"waiting": waiting.count(), "days": (shell.now.date() - oldest).days}
