"""Private addresses under which a calendar program reads the roster: of one person, or of one desk."""

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.models.desk import Desk
from partners.models import Professional


def digest_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


class RosterFeedQuerySet(models.QuerySet):
    def open_to(self, token):
        """The feed behind `token`; None when there is none, or when its person works here no more."""
        feed = self.filter(digest=digest_of(token)).select_related("professional__user", "desk__site").first()
        if feed is None or (feed.professional and not feed.professional.is_active):
            return None
        return feed

    def renew(self, **of):
        """Make a new address for `professional=` or `desk=`; the one before answers no more. Returns the token."""
        token = secrets.token_urlsafe(32)
        self.update_or_create(**of, defaults={"digest": digest_of(token), "made_on": timezone.localdate()})
        return token


class RosterFeed(models.Model):
    """The private address of one calendar. Only a digest of it is kept, so that it is shown once."""

    professional = models.OneToOneField(
        Professional, verbose_name=_("professional"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    desk = models.OneToOneField(
        Desk, verbose_name=_("desk"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_on = models.DateField(_("made on"))

    objects = RosterFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address of the roster")
        verbose_name_plural = _("calendar addresses of the roster")
        constraints = [
            models.CheckConstraint(
                name="rosterfeed_of_a_person_or_a_desk",
                condition=Q(professional__isnull=True, desk__isnull=False)
                | Q(professional__isnull=False, desk__isnull=True),
                violation_error_message=_("A calendar is that of one person or of one desk."),
            ),
        ]

    def __str__(self):
        return str(self.professional or self.desk)
