"""A budget and its lines, both sides on one page."""

from decimal import Decimal

from django import forms
from django.forms import inlineformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.forms.house import HouseForm
from partners.forms.rows import MOST_ROWS, AmountField, InstitutionField, InstitutionNames, RowForm, RowFormSet
from partners.models import Budget, BudgetLine

Side = BudgetLine.Side
ROWS_OF_A_NEW_BUDGET = 6


class BudgetForm(HouseForm):
    blame = {"budget_of_a_real_year": "year"}
    groups = ((_("Which budget"), (("programme", "site"), ("year", "stage"))),)

    class Meta:
        model = Budget
        fields = ["programme", "site", "year", "stage"]
        widgets = {"year": forms.TextInput(attrs={"inputmode": "numeric", "size": 6})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].empty_label = pgettext_lazy("no programme", "none")
        self.fields["site"].empty_label = _("none: the whole Cité")
        if not self.instance.pk and not self.initial.get("year"):
            self.initial["year"] = timezone.localdate().year

    @property
    def twin(self):
        """The budget that is there already, of the same programme, place, year and stage; None without one."""
        keys = {name: self.cleaned_data.get(name) for name in self._meta.fields} if self.is_bound else {}
        if not keys.get("year") or not keys["stage"]:
            return None
        return Budget.objects.filter(**keys).exclude(pk=self.instance.pk).select_related("programme", "site").first()


class LineRow(RowForm):
    needed = ("label", "amount", "funder")
    funder = InstitutionField(label=_("Who pays"), required=False)
    amount = AmountField(label=_("Amount in euros"), max_digits=12, decimal_places=2, min_value=Decimal("0.01"))
    field_order = ["label", "amount", "nature", "category", "funder"]

    class Meta:
        model = BudgetLine
        fields = ["label", "amount", "nature", "category", "funder"]


class ChargeRow(LineRow):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choose_categories(self, BudgetLine.OF_CHARGES)


class IncomeRow(LineRow):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choose_categories(self, BudgetLine.OF_INCOME)


def choose_categories(form, categories):
    """Offer the categories of one side, and the one that stands there already."""
    there = [form.instance.category] if form.instance.category and form.instance.category not in categories else []
    form.fields["category"].choices = [
        ("", _("not stated")),
        *((category, BudgetLine.Category(category).label) for category in [*categories, *there]),
    ]


class LineFormSet(RowFormSet):
    """The lines of one side, in the order in which they were typed."""

    side = None

    def save_new(self, form, commit=True):
        form.instance.side = self.side
        return super().save_new(form, commit=commit)

    def save(self, commit=True):
        for place, form in enumerate(self.forms):
            if form.instance.rank != place and (form.instance.pk or form.has_changed()):
                form.instance.rank = place
                if form.instance.pk and not form.has_changed() and commit:
                    form.instance.save(update_fields=["rank"])
        return super().save(commit)


class Sheet:
    """The two grids of a budget: `charges` and `income`, and the institutions that may be typed in them."""

    def __init__(self, data, budget):
        self.names = InstitutionNames()
        self.charges = self.grid(data, budget, Side.CHARGE, ChargeRow)
        self.income = self.grid(data, budget, Side.INCOME, IncomeRow)

    def grid(self, data, budget, side, form):
        extra = 3 if budget.pk else ROWS_OF_A_NEW_BUDGET
        made = inlineformset_factory(
            Budget, BudgetLine, form=form, formset=LineFormSet, extra=extra, max_num=MOST_ROWS,
            absolute_max=MOST_ROWS, can_delete=True,
        )  # fmt: skip
        rows = BudgetLine.objects.filter(side=side).order_by("rank", "pk")
        grid = made(data, instance=budget, prefix=str(side), queryset=rows, names=self.names)
        grid.side, grid.title = side, side.label
        return grid

    @property
    def grids(self):
        return [self.charges, self.income]

    def is_valid(self):
        valid = [grid.is_valid() for grid in self.grids]  # both, so that both say what is wrong
        return all(valid)

    @property
    def has_errors(self):
        return any(grid.has_errors for grid in self.grids)

    def save(self, budget):
        for grid in self.grids:
            grid.instance = budget
            grid.save()
