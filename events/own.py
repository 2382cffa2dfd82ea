"""Whose events somebody may edit: everybody's, or as a counsellor those that their own institution makes."""

from citedesmetiers import access
from citedesmetiers.models.user import Role
from events.models import Event, Organiser
from partners.models import Professional


def own_institution(user):
    """The key of the institution that lends `user`, by the professional whose account it is; None for own staff."""
    return Professional.objects.filter(user=user).values_list("institution", flat=True).first()


def edits_own_alone(user):
    """True for whoever edits events as a counsellor and in no other role. See the matrix of roles."""
    return {role for role in access.ACTS["edit_events"] if user.has_role(role)} == {Role.COUNSELLOR}


def may_edit(user, event):
    """True when `user` may change `event` with its sessions.

    A counsellor: when the institution that lends them has any role in it. One whom no institution lends is the
    centre's own staff, and edits what the Cité makes alone.
    """
    if not access.may(user, "edit_events"):
        return False
    if not edits_own_alone(user):
        return True
    makers = set(Organiser.objects.filter(event=event).values_list("institution", flat=True))
    own = own_institution(user)
    return own in makers if own else not makers


def editable(user):
    """The events that `user`, who edits events, may change; see `may_edit`."""
    if not edits_own_alone(user):
        return Event.objects.all()
    own = own_institution(user)
    return (
        Event.objects.filter(organisers__institution=own).distinct() if own else Event.objects.filter(organisers=None)
    )


def take_part(user, event):
    """Name the institution that lends a counsellor as a maker of the event that they have just added."""
    own = own_institution(user) if edits_own_alone(user) else None
    if own:
        Organiser.objects.get_or_create(event=event, institution_id=own)
