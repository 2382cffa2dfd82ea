"""Figures that the centre was told, or counted before: shown beside computed ones, never added in silence."""

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import both_or_neither, not_before
from citedesmetiers.models import Site
from citedesmetiers.personal_data import no_personal_data
from partners.models import Programme
from reports.numbers import number


class DeclaredFigureQuerySet(models.QuerySet):
    def within(self, first, last):
        """Those whose period, or whose day, lies from `first` to `last`."""
        return self.filter(
            Q(as_of__range=(first, last)) | Q(starts_on__gte=first, ends_on__lte=last), is_opening_balance=False
        )

    def opening_balances(self):
        """What was there before this software began to count."""
        return self.filter(is_opening_balance=True)

    def about(self, code):
        """Those that stand beside the computed figure `code`."""
        return self.filter(figure=code)


@pghistory.track()
class DeclaredFigure(models.Model):
    """One number with who said so, how it was found, and how exact it is."""

    class Mark(models.TextChoices):
        EXACT = "exact", pgettext_lazy("figure", "Exact")
        NEARLY = "nearly", pgettext_lazy("figure", "Nearly")
        ABOUT = "about", pgettext_lazy("figure", "About")
        MORE_THAN = "more_than", pgettext_lazy("figure", "More than")
        UP_TO = "up_to", pgettext_lazy("figure", "Up to")

    title = models.CharField(_("what is counted"), max_length=120, validators=[no_personal_data])
    figure = models.CharField(
        _("beside the computed figure"),
        max_length=40,
        blank=True,
        help_text=_("It is shown next to it, and not added."),
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    mark = models.CharField(_("how exact"), max_length=10, choices=Mark.choices, default=Mark.EXACT)
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("people, €, workshops…"))
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("A state on one day, instead of a period.")
    )
    is_opening_balance = models.BooleanField(
        _("opening balance"),
        default=False,
        help_text=_(
            "What was counted before this software, up to the day “as of”. Totals since the opening begin with it."
        ),
    )
    site = models.ForeignKey(
        Site, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(
        _("source"), max_length=200, validators=[no_personal_data], help_text=_("Who said so, in which document.")
    )
    method = models.CharField(
        _("method"), max_length=300, blank=True, validators=[no_personal_data], help_text=_("How it was counted.")
    )
    noted_on = models.DateField(_("noted on"), editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = DeclaredFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("declared figure")
        verbose_name_plural = _("declared figures")
        ordering = ["-is_opening_balance", models.functions.Coalesce("as_of", "ends_on").desc(), "title", "pk"]
        constraints = [
            both_or_neither("starts_on", "ends_on", message=_("A period has a first and a last day.")),
            not_before("ends_on", "starts_on"),
            models.CheckConstraint(
                name="declaredfigure_of_a_period_or_a_day",
                condition=Q(as_of__isnull=True, starts_on__isnull=False)
                | Q(as_of__isnull=False, starts_on__isnull=True),
                violation_error_message=_("Give either a period or the day as of which it holds."),
            ),
            models.CheckConstraint(
                name="declaredfigure_opening_balance_as_of_a_day",
                condition=Q(is_opening_balance=False) | Q(as_of__isnull=False),
                violation_error_message=_("An opening balance holds as of a day."),
            ),
            models.CheckConstraint(
                name="declaredfigure_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("Numbers are not negative."),
            ),
            models.UniqueConstraint(
                name="declaredfigure_one_opening_balance",
                fields=["figure", "site"],
                nulls_distinct=False,
                condition=Q(is_opening_balance=True) & ~Q(figure=""),
                violation_error_message=_("This figure has an opening balance at this place already."),
            ),
        ]

    def __str__(self):
        return self.title

    def marked(self, value):
        """`value` as the reader's language writes it, as exact as this figure is: "nearly 3,000"."""
        return {
            self.Mark.EXACT: "%(value)s",
            self.Mark.NEARLY: gettext("nearly %(value)s"),
            self.Mark.ABOUT: gettext("about %(value)s"),
            self.Mark.MORE_THAN: gettext("more than %(value)s"),
            self.Mark.UP_TO: gettext("up to %(value)s"),
        }[self.mark] % {"value": number(value, 2 if value % 1 else 0)}

    @property
    def words(self):
        """The value with its mark and unit, as it is printed: "nearly 3,000 people"."""
        phrase = self.marked(self.value)
        return gettext("%(value)s %(unit)s") % {"value": phrase, "unit": self.unit} if self.unit else phrase
