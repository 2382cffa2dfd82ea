from django.db import models
from django.utils.translation import gettext_lazy as _


class Forgotten(models.Model):
    """Proof that something was forgotten: on which day, what kind, how many rows. Nothing else is left of them."""

    day = models.DateField(_("day"))
    kind = models.CharField(_("what"), max_length=40)
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("forgotten rows")
        verbose_name_plural = _("forgotten rows")
        ordering = ["-day", "kind"]
        constraints = [
            models.UniqueConstraint(
                name="forgotten_kind_once_a_day",
                fields=["day", "kind"],
                violation_error_message=_("This day has its line already."),
            )
        ]

    def __str__(self):
        return f"{self.day}, {self.kind}: {self.rows}"

    @classmethod
    def note(cls, day, kind, rows):
        """Add `rows` to the line of `day` and `kind`."""
        line, created = cls.objects.get_or_create(day=day, kind=kind, defaults={"rows": rows})
        if not created:
            cls.objects.filter(pk=line.pk).update(rows=models.F("rows") + rows)
