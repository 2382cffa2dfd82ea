"""Links with which a person chooses a password: an invitation, or after a password was forgotten.

A link works once: it ends when a password is chosen, at the next sign-in, and when its time is over.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes, force_str
from django.utils.http import base36_to_int, urlsafe_base64_decode, urlsafe_base64_encode
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from citedesmetiers.models import Centre, User

FORGOTTEN_HOURS = 2
INVITATION_DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
SECONDS_BETWEEN_MAILS = 5 * 60


class InvitationLinks(PasswordResetTokenGenerator):
    """Good for PASSWORD_RESET_TIMEOUT: whoever is invited may be away for some days."""

    key_salt = "citedesmetiers.invitation"
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600


class ForgottenLinks(PasswordResetTokenGenerator):
    """Good for two hours: whoever asks for one is waiting for it."""

    key_salt = "citedesmetiers.forgotten"
    hours = FORGOTTEN_HOURS

    def check_token(self, user, token):
        return super().check_token(user, token) and self.age(token) <= self.hours * 3600

    def age(self, token):
        """Seconds since `token` was made."""
        return self._num_seconds(self._now()) - base36_to_int(token.partition("-")[0])


KINDS = {"invitation": InvitationLinks(), "forgotten": ForgottenLinks()}


def link_for(user, kind, origin):
    """The address at which `user` chooses a password, in their language.

    kind: a key of KINDS.  origin: scheme and host with a slash at the end, as in https://example.org/
    """
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password_choose", args=[uid, KINDS[kind].make_token(user)]).removeprefix(get_script_prefix())
    return f"{origin}{user.language}/{path}"


def user_of(uid, token):
    """The open account that the two parts of a link belong to, or None when the link is not good (any more)."""
    try:
        pk = int(force_str(urlsafe_base64_decode(uid)))
    except ValueError:
        return None
    user = User.objects.open_on(timezone.localdate()).filter(pk=pk).first()
    return user if user and any(kind.check_token(user, token) for kind in KINDS.values()) else None


def can_send():
    """True when this installation has a mail server."""
    return bool(settings.EMAIL_HOST)


def send_soon(user, kind, origin):
    """Queue the link for sending.

    A forgotten password brings one mail in five minutes, however often somebody fills in the public form.
    """
    if kind == "forgotten":
        since = timezone.now() - timedelta(seconds=SECONDS_BETWEEN_MAILS)
        sent = DBTaskResult.objects.filter(task_path=send.module_path, enqueued_at__gte=since)
        if sent.filter(args_kwargs__args__contains=[user.pk, kind]).exists():
            return
    send.enqueue(user.pk, kind, origin)


@task()
def send(pk, kind, origin):
    """Send the link by e-mail, in the language of the account. The link is made here: the queue never holds it."""
    user = User.objects.get(pk=pk)
    with translation.override(user.language):
        context = {
            "user": user,
            "centre": Centre.objects.current(),
            "kind": kind,
            "link": link_for(user, kind, origin),
            "days": INVITATION_DAYS,
            "hours": FORGOTTEN_HOURS,
        }
        subject = render_to_string("citedesmetiers/account/link_subject.txt", context).strip()
        text = render_to_string("citedesmetiers/account/link_mail.txt", context)
    send_mail(subject, text, None, [user.email])
