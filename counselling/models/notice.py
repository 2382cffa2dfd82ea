from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Site
from citedesmetiers.personal_data import no_personal_data

NOTICE_DAYS = 14  # as long as a note stays, pinned or not: what must last longer has its place elsewhere
MOST_SIGNS = 500


class NoticeQuerySet(models.QuerySet):
    def on_board(self, site, day):
        """The notes that hang at `site` on `day`: pinned ones first, then the newest."""
        since = day - timedelta(days=NOTICE_DAYS)
        return self.filter(site=site, day__gt=since, day__lte=day).order_by("-pinned", "-day", "-pk")

    def over(self, day):
        """The notes whose time has passed on `day`."""
        return self.filter(day__lte=day - timedelta(days=NOTICE_DAYS))


class Notice(models.Model):
    """A hand-over note of the team of a place: about things (the printer, the keys, a new leaflet), never a person.

    Nobody signs it, and after 14 days it is gone.
    """

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("written on"))
    text = models.CharField(
        _("note"),
        max_length=MOST_SIGNS,
        validators=[no_personal_data],
        help_text=_("About things: the printer, the keys, a leaflet. Nothing about a visitor, no name."),
    )
    pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Stands first until it goes."))

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-pinned", "-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write what the others should know."),
            )
        ]

    def __str__(self):
        return self.text

    @property
    def last_day(self):
        """The last day on which the note hangs."""
        return self.day + timedelta(days=NOTICE_DAYS - 1)
