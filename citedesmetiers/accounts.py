"""How an account is checked at sign-in, what the throttle counts, and which passwords are refused."""

import ipaddress

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from citedesmetiers.models import User

OBVIOUS = ("citedesmetiers", "cité des métiers", "cite des metiers", "motdepasse", "password", "azerty", "qwerty")


def canonical(email):
    """The one way in which an address is stored, looked up and counted."""
    return (email or "").strip().lower()


def typed_account(request, credentials=None):
    """The account that an attempt is counted for, whatever the case it was typed in (for django-axes)."""
    typed = credentials.get("username") if credentials else request.POST.get("username")
    return canonical(typed)


def address_of(request):
    """The address that an attempt comes from (for django-axes).

    Behind a proxy it is the one that the proxy itself noted, which is the last: those before it are hearsay.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return address if is_address(address) else None


def is_address(text):
    """True when `text` is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class AccountBackend(BaseBackend):
    """E-mail address in any case, password, an account that is open today."""

    def authenticate(self, request, username=None, password=None):
        user = User.objects.filter(email=canonical(username)).first()
        if user is None:
            make_password(password)  # takes as long as a real check, so that time tells nothing
            return None
        if user.check_password(password or "") and user.is_active and not user.has_expired:
            return user
        return None

    def get_user(self, pk):
        """The account of a session, or None once it is closed or its last day is over."""
        user = User.objects.open_account(pk)
        return user if user and not user.has_expired else None


class ObviousWordsValidator:
    """Refuses a password that is little more than one of the words that stand on the wall of the centre."""

    def validate(self, password, user=None):
        left = password.casefold()
        for word in OBVIOUS:
            left = left.replace(word, "")
        if len(left) < 8 and len(left) < len(password):
            raise ValidationError(_("This password is made of an obvious word. Add other words."), code="obvious")

    def get_help_text(self):
        return _("A sentence of several words is easy to keep and hard to guess.")
