"""What a counsellor's browser session remembers: a random key for this screen, the desks, the institution."""

import uuid

from django.utils import timezone

from citedesmetiers.models import Site
from citedesmetiers.sorting import by_name
from counselling.models import Desk, DutySession
from partners.models import Institution, Professional

SCREEN, DESKS, INSTITUTION = "counselling_screen", "counselling_desks", "counselling_institution"
LAST_UNMET = "counselling_unmet"  # the last unmet request noted here, so that it can be taken back
NO_INSTITUTION = 0  # chosen on purpose: the centre's own staff


def screen_of(request):
    """The key of this screen, None before it has taken anybody."""
    key = request.session.get(SCREEN)
    return uuid.UUID(key) if key else None


def make_screen(request):
    """The key of this screen, made when it has none: random, and nowhere kept beside the account."""
    if SCREEN not in request.session:
        request.session[SCREEN] = str(uuid.uuid4())
    return screen_of(request)


def offered_institutions(request):
    """Institutions for which an account that is linked to none may record: those on the roster of its places today.

    The roster is the proof; without it interviews are recorded for the centre itself.
    """
    today = DutySession.objects.at(places(request)).between(timezone.localdate(), timezone.localdate()).staffed()
    return Institution.objects.filter(pk__in=today.order_by().values("institution")).order_by(by_name(), "pk")


def own_institution(request):
    """The institution that lends the signed-in person, by the professional whose account it is; None without one."""
    found = Professional.objects.filter(user=request.user).select_related("institution").first()
    return found.institution if found else None


def institution_of(request):
    """The institution for which this session records; None when none is chosen, or the centre's own staff.

    The person's own where the partners' room knows them by their account, else what the session has chosen.
    """
    if own := own_institution(request):
        return own
    key = request.session.get(INSTITUTION)
    return offered_institutions(request).filter(pk=key).first() if key else None


def asks_institution(request):
    """True while nobody has said for which institution this session records, and there is one to choose."""
    if INSTITUTION in request.session or own_institution(request):
        return False
    return offered_institutions(request).exists()


def desks_at(site):
    """Desks of `site` in force today, in the order of their numbers."""
    today = timezone.localdate()
    return Desk.objects.at([site]).in_force(today).prefetch_related("purposes").order_by("rank", "pk")


def desks_of(request, site):
    """The desks of `site` that this session has chosen, in the order of their numbers; empty when none."""
    chosen = request.session.get(DESKS, [])
    return [desk for desk in desks_at(site) if desk.pk in chosen]


def choose_desks(request, site, codes):
    """Remember the desks of `site` with these codes; unknown codes are passed over. Returns the desks."""
    desks = [desk for desk in desks_at(site) if desk.code in codes]
    others = Desk.objects.filter(pk__in=request.session.get(DESKS, [])).exclude(site=site)
    request.session[DESKS] = [desk.pk for desk in desks] + list(others.values_list("pk", flat=True))
    return desks


def places(request):
    """The places whose interviews the signed-in person may see, past ones too."""
    return Site.objects.for_user(request.user)
