"""The closed lists that an interview is described with; there is no text beside them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Purpose


class ListEntryQuerySet(models.QuerySet):
    def in_force(self, day):
        """Entries that may be chosen on `day`."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )

    def for_purposes(self, purposes):
        """Entries of these purposes (keys or rows) and those of every purpose."""
        return self.filter(Q(purpose__isnull=True) | Q(purpose__in=purposes))


class ListEntry(models.Model):
    """An entry of a list that staff edit. It is never deleted: it retires, and past interviews keep it."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.ForeignKey(
        Purpose,
        verbose_name=_("purpose"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Offered at desks with this purpose; empty: at every desk."),
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["rank", "pk"]
        constraints = [not_before("valid_until", "valid_from")]

    def __str__(self):
        return self.name

    def retire(self, on):
        """Offer the entry until the day `on` and no longer. Raises ValidationError when that is before its first."""
        self.valid_until = on
        self.full_clean()
        self.save(update_fields=["valid_until"])

    def resume(self):
        """Offer the entry again."""
        self.valid_until = None
        self.full_clean()
        self.save(update_fields=["valid_until"])


class Theme(ListEntry):
    """What an interview was about."""

    class Meta(ListEntry.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Outcome(ListEntry):
    """What a person leaves an interview with: what the conversation gave, never a judgement on the person."""

    in_surveys = models.BooleanField(
        _("also an answer in surveys"), default=False, help_text=_("Visitors are asked the same question.")
    )

    class Meta(ListEntry.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")


class ReferralKind(ListEntry):
    """Where a person is pointed to next: inside the Cité, to an institution, or elsewhere."""

    class Scope(models.TextChoices):
        INSIDE = "inside", _("Inside the Cité")
        INSTITUTION = "institution", _("To an institution")
        ELSEWHERE = "elsewhere", _("Elsewhere")

    scope = models.CharField(_("leads"), max_length=20, choices=Scope.choices, default=Scope.INSIDE)

    class Meta(ListEntry.Meta):
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
