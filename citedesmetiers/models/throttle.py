"""How often somebody tried lately, without a note of who: see citedesmetiers.throttle."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailySalt(models.Model):
    """A random number of one day. When it is gone nobody can say any more which address a `Tries` came from."""

    day = models.DateField(_("day"), unique=True)
    value = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("salt of a day")
        verbose_name_plural = _("salts of days")
        ordering = ["day"]

    def __str__(self):
        return str(self.day)


class Tries(models.Model):
    """How many tries of a kind came from one address within some minutes, under a hash with the day's salt."""

    salt = models.ForeignKey(DailySalt, on_delete=models.CASCADE, related_name="tries")
    bucket = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tries")
        verbose_name_plural = _("tries")
        ordering = ["pk"]

    def __str__(self):
        return str(self.count)
