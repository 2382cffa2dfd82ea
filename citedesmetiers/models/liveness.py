from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ALIVE = timedelta(seconds=60)


class Heartbeat(models.Model):
    """When a background process last said that it is alive."""

    name = models.CharField(_("process"), max_length=30, primary_key=True)
    beaten_at = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self):
        return f"{self.name}: {self.beaten_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls, name):
        """Say that the process `name` is alive now."""
        cls.objects.update_or_create(name=name, defaults={"beaten_at": timezone.now()})

    @classmethod
    def is_alive(cls, name):
        """True when `name` gave a sign of life within the last minute."""
        return cls.objects.filter(name=name, beaten_at__gte=timezone.now() - ALIVE).exists()
