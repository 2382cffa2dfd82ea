from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Site


class DoorReading(models.Model):
    """What a counter at the door says of a day: the yardstick for how many visits reception caught."""

    class Source(models.TextChoices):
        TYPED = "typed", _("Typed in")
        IMPORTED = "imported", _("Imported")

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    entries = models.PositiveIntegerField(_("people who came in"))
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.TYPED)

    class Meta:
        verbose_name = _("door reading")
        verbose_name_plural = _("door readings")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                name="doorreading_once_a_day",
                fields=["site", "day"],
                violation_error_message=_("There is a reading for this day already."),
            )
        ]

    def __str__(self):
        return f"{self.day}: {self.entries}"


class StationUseQuerySet(models.QuerySet):
    def start(self, site, moment):
        """Count one session that begins at a free computer at the local `moment`."""
        return self._add("started", site, moment)

    def stop(self, site, moment):
        """Count one session that ends; does nothing when none is running today. Returns True when it counted."""
        if self.in_use(site, moment.date()) <= 0:
            return False
        self._add("ended", site, moment)
        return True

    def take_back(self, field, site, day, hour):
        """Count one press less: `field` is "started" or "ended". Returns False when there is none to take back.

        A session that somebody ended meanwhile has begun: its beginning stays.
        """
        if field == "started" and self.in_use(site, day) <= 0:
            return False
        row = self.filter(site=site, day=day, hour=hour)
        taken = row.filter(**{f"{field}__gt": 0}).update(**{field: F(field) - 1})
        row.filter(started=0, ended=0).delete()
        return bool(taken)

    def note(self, site, day, by_hour):
        """Replace the tally of a day that is over by `by_hour` ({hour: sessions}); all of them have ended.

        An hour that stays as it was keeps what was tallied.
        """
        there = dict(self.filter(site=site, day=day).values_list("hour", "started"))
        changed = {hour: n for hour, n in by_hour.items() if n != there.get(hour, 0)}
        for hour, sessions in changed.items():
            self.filter(site=site, day=day, hour=hour).delete()
            if sessions:
                self.create(site=site, day=day, hour=hour, started=sessions, ended=sessions)

    def _add(self, field, site, moment):
        row, created = self.get_or_create(site=site, day=moment.date(), hour=moment.hour, defaults={field: 1})
        if not created:  # F() so that two counters at once both count
            self.filter(pk=row.pk).update(**{field: F(field) + 1})
        return row

    def in_use(self, site, day):
        """Sessions begun and not ended on `day`, never below 0."""
        total = self.filter(site=site, day=day).aggregate(
            started=models.Sum("started", default=0), ended=models.Sum("ended", default=0)
        )
        return max(0, total["started"] - total["ended"])


class StationUse(models.Model):
    """Sessions at free computers in one hour, as a tally: nothing about who, which computer or how long."""

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    hour = models.PositiveSmallIntegerField(_("hour"))
    started = models.PositiveSmallIntegerField(_("sessions begun"), default=0)
    ended = models.PositiveSmallIntegerField(_("sessions ended"), default=0)

    objects = StationUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("station use")
        verbose_name_plural = _("station use")
        constraints = [
            models.UniqueConstraint(
                name="stationuse_once_an_hour",
                fields=["site", "day", "hour"],
                violation_error_message=_("There is a tally for this hour already."),
            ),
            models.CheckConstraint(
                name="stationuse_hour_0_to_23",
                condition=Q(hour__range=(0, 23)),
                violation_error_message=_("The hour goes from 0 to 23."),
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.hour}h: {self.started}"
