from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before


class ProfileList(models.TextChoices):
    """The closed lists that describe an anonymous visitor. "Not stated" is no value: it is the absence of one."""

    GENDER = "gender", _("Gender")
    AGE_BAND = "age_band", _("Age band")
    STATUS = "status", _("Status")
    LEVEL = "level", _("Level of qualification")
    TERRITORY = "territory", _("Comes from")
    HEARD_BY = "heard_by", _("Heard of us by")
    FIRST_VISIT = "first_visit", _("First visit")


class ProfileValueQuerySet(models.QuerySet):
    def in_force(self, day):
        """Values that may be chosen on `day`."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def of(self, profile_list):
        return self.filter(list=profile_list).order_by("rank", "pk")

    def may_follow(self, value, on):
        """Values that can take over from `value` when it ends on the day `on`."""
        return self.of(value.list).in_force(on + timedelta(days=1)).exclude(pk=value.pk)


class ProfileValue(models.Model):
    """One value of one list, with its standard code and its time of validity.

    A value is never deleted or reworded into another one: it ends, and says which value takes over (or that none
    does), so that a series over many years can be read through the change.
    """

    list = models.CharField(_("list"), max_length=20, choices=ProfileList.choices)
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(
        _("short name"), max_length=30, blank=True, help_text=_("For the counter's small buttons; else the name.")
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    standard_code = models.CharField(
        _("standard code"), max_length=20, blank=True, help_text=_("INSEE, EQF, municipality code…")
    )
    youngest = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), default=date(1990, 1, 1))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("taken over by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cannot_be_mapped = models.BooleanField(_("no value takes over"), default=False)

    objects = ProfileValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("list value")
        verbose_name_plural = _("list values")
        ordering = ["list", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="profilevalue_code_once_in_a_list",
                fields=["list", "code"],
                violation_error_message=_("This code is in the list already."),
            ),
            not_before("valid_until", "valid_from"),
            models.CheckConstraint(
                name="profilevalue_that_ends_says_what_follows",
                condition=Q(valid_until__isnull=True, successor__isnull=True, cannot_be_mapped=False)
                | Q(valid_until__isnull=False, successor__isnull=False, cannot_be_mapped=False)
                | Q(valid_until__isnull=False, successor__isnull=True, cannot_be_mapped=True),
                violation_error_message=_(
                    "A value that ends says which value takes over, or that none does; a value in force says neither."
                ),
            ),
            models.CheckConstraint(
                name="profilevalue_does_not_follow_itself",
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("pk")),
                violation_error_message=_("A value cannot take over from itself."),
            ),
            not_before("oldest", "youngest", message=_("The higher age lies below the lower one.")),
        ]

    def __str__(self):
        return self.name

    @property
    def short(self):
        """What the counter's button says."""
        return self.short_name or self.name

    def clean(self):
        if self.successor and self.successor.list != self.list:
            raise ValidationError({"successor": _("A value of another list cannot take over.")})

    def end(self, on, *, successor=None):
        """End the value on the day `on`; `successor` takes over, or nothing does when left out.

        Raises ValidationError when the database's rules refuse it.
        """
        self.valid_until, self.successor, self.cannot_be_mapped = on, successor, successor is None
        self.full_clean()
        self.save(update_fields=["valid_until", "successor", "cannot_be_mapped"])

    def resume(self):
        """Take the end back: the value is in force again. Raises ValidationError when the rules refuse it."""
        self.valid_until, self.successor, self.cannot_be_mapped = None, None, False
        self.full_clean()
        self.save(update_fields=["valid_until", "successor", "cannot_be_mapped"])
