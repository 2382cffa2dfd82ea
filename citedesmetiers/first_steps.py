"""What a new centre does first, as a list on the today page of its director and administrator.

The list names no room above it. Each room's AppConfig.ready() registers its step. It goes when everything is done, or
when somebody puts it away.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers import access
from citedesmetiers.models import OpeningHours, Page, Purpose, Site, User


@dataclass(frozen=True)
class Step:
    """Something to do once.

    is_done: function() that looks whether it is.  url: name of the page where it is done.  act: who may do it; whoever
    may not still sees whether it is done.
    """

    title: str
    hint: str
    url: str
    act: str
    is_done: object
    rank: int


_steps = []


def register_step(title, hint, *, url, act, is_done, rank):
    """Add a step; called from a room's AppConfig.ready(), which may run more than once."""
    step = Step(title, hint, url, act, is_done, rank)
    _steps[:] = sorted([*(other for other in _steps if other.rank != rank), step], key=lambda step: step.rank)


def panel(request, shell):
    """The variables of the today page's part, or None when there is nothing left to do."""
    if shell.centre.first_steps_put_away:
        return None
    steps = [(step, step.is_done(), access.may(request.user, step.act)) for step in _steps]
    left = sum(not is_done for _step, is_done, _may in steps)
    return {"steps": steps, "left": left} if left else None


def every_place_has_hours():
    """True when each place that exists today has weekly hours."""
    today = timezone.localdate()
    places = Site.objects.open_on(today)
    return places.exists() and not places.exclude(pk__in=OpeningHours.objects.values("site")).exists()


def there_is_a_purpose():
    return Purpose.objects.doors().in_force(timezone.localdate()).exists()


def somebody_else_signs_in():
    return User.objects.filter(is_active=True)[1:].exists()


def legal_notice_is_published():
    return Page.objects.published().filter(kind=Page.Kind.LEGAL).exists()


def register_own():
    """The centre's own steps; called from AppConfig.ready()."""
    register_step(
        _("Say when each place is open"),
        _("Weekly hours, closures, school holidays"),
        url="site_list",
        act="edit_sites",
        is_done=every_place_has_hours,
        rank=10,
    )
    register_step(
        _("Look at the purposes"),
        _("Why people come: their names, order and keys at the counter"),
        url="purpose_list",
        act="edit_lists",
        is_done=there_is_a_purpose,
        rank=20,
    )
    register_step(
        _("Invite those you work with"),
        _("An account for each person, with the roles they need"),
        url="users",
        act="edit_users",
        is_done=somebody_else_signs_in,
        rank=50,
    )
    register_step(
        _("Complete and publish the legal notice"),
        _("The law asks for it on every public site"),
        url="page_list",
        act="edit_pages",
        is_done=legal_notice_is_published,
        rank=55,
    )
