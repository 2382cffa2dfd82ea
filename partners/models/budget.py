"""Money: what something costs and who pays, in cash and in kind, on two sides that balance."""

from decimal import Decimal

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import DecimalField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Site
from citedesmetiers.personal_data import no_personal_data
from partners.models.institution import Institution
from partners.models.programme import Programme

NOTHING = Value(Decimal(0), output_field=DecimalField(max_digits=14, decimal_places=2))


class BudgetQuerySet(models.QuerySet):
    def with_totals(self):
        """Each with charges_cash, charges_in_kind, income_cash, income_in_kind, charges and income.

        Euros as Decimal with cents, 0 when there is no line; summed up in the database.
        """
        Side, Nature = BudgetLine.Side, BudgetLine.Nature
        sums = {
            f"{column}_{nature.value}": Coalesce(
                Sum("lines__amount", filter=Q(lines__side=side, lines__nature=nature)), NOTHING
            )
            for column, side in [("charges", Side.CHARGE), ("income", Side.INCOME)]
            for nature in Nature
        }
        return self.annotate(
            **sums,
            charges=Coalesce(Sum("lines__amount", filter=Q(lines__side=Side.CHARGE)), NOTHING),
            income=Coalesce(Sum("lines__amount", filter=Q(lines__side=Side.INCOME)), NOTHING),
        )


@pghistory.track()
class Budget(models.Model):
    """The budget of one year: of a programme, of a place, of both together, or of the whole Cité."""

    class Stage(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ACTUAL = "actual", _("Actual")

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="budgets"
    )
    site = models.ForeignKey(
        Site, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.PLANNED)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ["-year", "programme__name", "site__name", "stage", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="budget_once_a_year",
                fields=["programme", "site", "year", "stage"],
                nulls_distinct=False,
                violation_error_message=_("This budget is there already: same programme, place, year and stage."),
            ),
            models.CheckConstraint(
                name="budget_of_a_real_year",
                condition=Q(year__gte=1990, year__lte=2100),
                violation_error_message=_("The year goes from 1990 to 2100."),
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.year}"

    @property
    def subject(self):
        """What it is the budget of, in words."""
        parts = [str(each) for each in (self.programme, self.site) if each]
        return ", ".join(parts) if parts else str(_("The whole Cité"))


@pghistory.track()
class BudgetLine(models.Model):
    """One line: what is paid, or what comes in, and by whom."""

    class Side(models.TextChoices):
        CHARGE = "charge", _("Charges")
        INCOME = "income", _("Income")

    class Nature(models.TextChoices):
        CASH = "cash", _("Cash")
        IN_KIND = "in_kind", _("In kind")

    class Category(models.TextChoices):
        STAFF = "staff", _("Staff and coordination")
        SERVICES = "services", _("Services and training")
        COMMUNICATION = "communication", _("Communication")
        PURCHASES = "purchases", _("Purchases and documentation")
        PREMISES = "premises", _("Premises and equipment")
        TRAVEL = "travel", _("Catering and travel")
        GRANT = "grant", _("Grant")
        SPONSORSHIP = "sponsorship", _("Sponsorship")
        OWN = "own", _("Own share of the holder")
        IN_KIND = "in_kind", _("Voluntary contributions in kind")
        OTHER = "other", _("Other")

    OF_CHARGES = (
        Category.STAFF, Category.SERVICES, Category.COMMUNICATION, Category.PURCHASES, Category.PREMISES,
        Category.TRAVEL, Category.OTHER,
    )  # fmt: skip
    OF_INCOME = (Category.GRANT, Category.SPONSORSHIP, Category.OWN, Category.IN_KIND, Category.OTHER)

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices, default=Nature.CASH)
    label = models.CharField(_("label"), max_length=150, validators=[no_personal_data])
    category = models.CharField(_("category"), max_length=15, choices=Category.choices, blank=True)
    funder = models.ForeignKey(
        Institution, verbose_name=_("who pays"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="budget_lines",
    )  # fmt: skip
    amount = models.DecimalField(
        _("amount in euros"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["budget", "side", "nature", "rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="budget_line_of_some_amount",
                condition=Q(amount__gt=0),
                violation_error_message=_("The amount must be more than 0."),
            )
        ]

    def __str__(self):
        return self.label
