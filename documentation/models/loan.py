"""What is out, to whoever holds a card; and what somebody waits for. Both are forgotten when they are over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Site
from documentation.models.copy import Copy
from documentation.models.resource import Resource


class Loan(models.Model):
    """A copy that is out, on an anonymous card that reception lends. Deleted at the return; a count stays.

    One row per copy at most: of two people who lend the same copy at once, the database lets one.
    """

    copy = models.OneToOneField(Copy, verbose_name=_("copy"), on_delete=models.PROTECT, related_name="loan")
    number = models.PositiveIntegerField(_("card number"))
    lent_on = models.DateField(_("lent on"))
    due_on = models.DateField(_("due on"))
    renewed = models.PositiveSmallIntegerField(_("times renewed"), default=0)

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["number"], name="loan_number")]
        constraints = [
            not_before("due_on", "lent_on", message=_("It is due before it was lent.")),
            models.CheckConstraint(
                name="loan_number_1_to_999999",
                condition=Q(number__range=(1, 999_999)),
                violation_error_message=_("A card number goes from 1 to 999999."),
            ),
        ]

    def __str__(self):
        return str(self.copy)


class Reservation(models.Model):
    """Somebody waits for a title at a place. The code is all that they carry away, and all that is known of them."""

    resource = models.ForeignKey(
        Resource, verbose_name=_("resource"), on_delete=models.CASCADE, related_name="reservations"
    )
    site = models.ForeignKey(Site, verbose_name=_("fetched at"), on_delete=models.PROTECT, related_name="+")
    code = models.PositiveIntegerField(_("code"), unique=True)
    day = models.DateField(_("day"))
    kept_until = models.DateField(_("kept aside until"), null=True, blank=True)
    copy = models.OneToOneField(
        Copy, verbose_name=_("copy kept aside"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="reservation",
    )  # fmt: skip

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        ordering = ["day", "pk"]
        constraints = [not_before("kept_until", "day")]

    def __str__(self):
        return str(self.code)
