"""The open sessions of an account: how many there are, and ending them."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def keys_of(user, *, but=None):
    """Keys of the sessions in which `user` is signed in now, without the one whose key is `but`.

    Reads every live session, which is a few dozen in a centre.
    """
    live = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but)
    return [session.pk for session in live if session.get_decoded().get(SESSION_KEY) == str(user.pk)]


def end(user, *, but=None):
    """End the sessions of `user`, without the one whose key is `but`. Returns how many there were."""
    keys = keys_of(user, but=but)
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)
