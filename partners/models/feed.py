"""Private addresses under which a calendar program reads when agreements end."""

import hashlib
import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import User


def digest_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


class ExpiryFeedQuerySet(models.QuerySet):
    def open_to(self, token):
        """The feed behind `token`, None when there is none or its owner may not sign in any more."""
        feed = self.filter(digest=digest_of(token)).select_related("owner").first()
        if feed is None or not feed.owner.is_active or feed.owner.has_expired:
            return None
        return feed

    def renew(self, owner):
        """Give `owner` a new address; the one before answers no more. Returns the token, which is not kept."""
        token = secrets.token_urlsafe(32)
        self.update_or_create(owner=owner, defaults={"digest": digest_of(token), "made_on": timezone.localdate()})
        return token


class ExpiryFeed(models.Model):
    """The private address of one person's calendar of expiry dates. Only a digest of it is kept."""

    owner = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_on = models.DateField(_("made on"))

    objects = ExpiryFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self):
        return str(self.owner)
