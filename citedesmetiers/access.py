"""Who may do what, as one declared table, and the marks that bind every view to it.

A view carries exactly one mark: `public` (anyone, no cookie), `for_all_staff` (anyone signed in) or `allow(act)`.
A view without a mark is refused by AccessMiddleware, so a forgotten mark shows at the first request.
Source of the table: the role matrix of the domain model, decision 0004.
"""

from django.contrib.auth.decorators import login_not_required
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models.user import Role

R = Role
EVERY_DAY = {R.RECEPTION, R.COUNSELLOR, R.DOCUMENTATION, R.EVENTS, R.PARTNERSHIP, R.DIRECTOR}  # not the administrator

ACTS = {
    "log_visits": EVERY_DAY,
    "correct_past_visits": {R.DIRECTOR},
    "plan_sampling": {R.DIRECTOR},
    "see_board": EVERY_DAY,
    "see_desks": {R.RECEPTION, R.COUNSELLOR, R.DIRECTOR},
    "record_interviews": {R.COUNSELLOR},
    "see_roster": {R.RECEPTION, R.COUNSELLOR, R.DOCUMENTATION, R.EVENTS, R.PARTNERSHIP, R.DIRECTOR},
    "edit_roster": {R.PARTNERSHIP, R.DIRECTOR},
    "lend": {R.RECEPTION, R.COUNSELLOR, R.DOCUMENTATION, R.DIRECTOR},
    "edit_catalogue": {R.DOCUMENTATION, R.DIRECTOR},
    "count_attendance": {R.RECEPTION, R.COUNSELLOR, R.EVENTS, R.PARTNERSHIP, R.DIRECTOR},
    "edit_events": {R.COUNSELLOR, R.EVENTS, R.PARTNERSHIP, R.DIRECTOR},
    "see_partners": {R.EVENTS, R.PARTNERSHIP, R.DIRECTOR},
    "edit_partners": {R.PARTNERSHIP, R.DIRECTOR},
    "see_room_figures": {R.COUNSELLOR, R.DOCUMENTATION, R.EVENTS, R.PARTNERSHIP, R.DIRECTOR},
    "see_event_figures": {R.EVENTS, R.DIRECTOR},
    "see_figures": {R.DIRECTOR},
    "see_changes": {R.DIRECTOR},
    "see_anonymity": {R.DIRECTOR},
    "write_self_assessment": {R.DIRECTOR},
    "contribute_self_assessment": EVERY_DAY,
    "edit_pages": {R.DIRECTOR, R.ADMIN},
    "edit_lists": {R.DIRECTOR, R.ADMIN},
    "edit_sites": {R.DIRECTOR, R.ADMIN},
    "edit_settings": {R.ADMIN},
    "edit_users": {R.ADMIN},
}

# The same in words, for the person who gives out roles.
WORDS = {
    "log_visits": _("count visits and groups at reception"),
    "correct_past_visits": _("correct visits of past days"),
    "plan_sampling": _("choose the weeks in which every visit is qualified"),
    "see_board": _("see who waits at which desk"),
    "see_desks": _("see the desks"),
    "record_interviews": _("record interviews"),
    "see_roster": _("see the roster"),
    "edit_roster": _("edit the roster"),
    "lend": _("lend documents and take them back"),
    "edit_catalogue": _("edit the catalogue"),
    "count_attendance": _("count who came to an event"),
    "edit_events": _("edit events"),
    "see_partners": _("see partners and their agreements"),
    "edit_partners": _("edit partners, agreements and budget"),
    "see_room_figures": _("see the figures of their room and what each figure means"),
    "see_event_figures": _("see the figures of events"),
    "see_figures": _("see all figures of the centre"),
    "see_changes": _("see who changed agreements, budgets, people and accounts"),
    "see_anonymity": _("see what is kept about visitors and what was forgotten"),
    "write_self_assessment": _("write the yearly self-assessment, close periods, export"),
    "contribute_self_assessment": _("contribute to the yearly self-assessment when asked"),
    "edit_pages": _("write the public pages and news"),
    "edit_lists": _("edit the lists"),
    "edit_sites": _("edit places and their hours"),
    "edit_settings": _("edit the settings of the centre"),
    "edit_users": _("manage accounts"),
}


def may(user, act):
    """True when `user` is signed in and one of their roles allows `act`. Raises KeyError for an unknown act."""
    return user.is_authenticated and user.has_role(*ACTS[act])


def public(view):
    """Anyone may see this page; it reads no session and sets no cookie."""
    view = login_not_required(view)
    view.access = "public"
    return view


def for_all_staff(view):
    """Anyone who is signed in may see this page."""
    view.access = "staff"
    return view


def allow(act):
    """Only roles that the table lets do `act` may see this page."""
    if act not in ACTS:
        raise KeyError(act)

    def mark(view):
        view.access = act
        return view

    return mark
