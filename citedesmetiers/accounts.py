"""How an account is checked at sign-in, and which passwords are refused."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from citedesmetiers.models import User

OBVIOUS = ("citedesmetiers", "cité des métiers", "cite des metiers", "motdepasse", "password", "azerty", "qwerty")


class AccountBackend(BaseBackend):
    """E-mail address in any case, password, an account that is open today."""

    def authenticate(self, request, username=None, password=None):
        user = User.objects.filter(email__iexact=(username or "").strip()).first()
        if user is None:
            make_password(password)  # takes as long as a real check, so that time tells nothing
            return None
        if user.check_password(password or "") and user.is_active and not user.has_expired:
            return user
        return None

    def get_user(self, pk):
        user = User.objects.filter(pk=pk, is_active=True).first()
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
