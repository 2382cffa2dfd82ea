"""Declared figures: a number with who said so, how it was found, and how exact it is."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import HouseForm, ValueField
from reports.evidence import CRITERION
from reports.figures import FIGURES
from reports.models import Criterion, DeclaredFigure, Frame


class DeclaredFigureForm(HouseForm):
    """A period or a day, never both; an opening balance holds as of a day."""

    blame = {
        "declaredfigure_starts_on_with_ends_on": "ends_on",
        "declaredfigure_ends_on_not_before_starts_on": "ends_on",
        "declaredfigure_of_a_period_or_a_day": "as_of",
        "declaredfigure_opening_balance_as_of_a_day": "as_of",
        "declaredfigure_one_opening_balance": "figure",
        "declaredfigure_not_negative": "value",
    }
    groups = (
        (gettext_lazy("The figure"), ("title", ("mark", "value", "unit"), "figure")),
        (gettext_lazy("A period, or a day"), (("starts_on", "ends_on"), "as_of", "is_opening_balance")),
        (gettext_lazy("Where"), (("site", "programme"),)),
        (gettext_lazy("Where it comes from"), ("source", "method")),
    )

    class Meta:
        model = DeclaredFigure
        fields = [
            "title", "mark", "value", "unit", "figure", "starts_on", "ends_on", "as_of", "is_opening_balance", "site",
            "programme", "source", "method",
        ]  # fmt: skip
        field_classes = {"value": ValueField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(code, figure.heading) for code, figure in FIGURES.items()]
        criteria = Criterion.objects.filter(principle__frame=Frame.objects.latest_version())
        for_criteria = [(f"{CRITERION}{each.code}", f"{each.code} {each.title}") for each in criteria]
        help_text = self.fields["figure"].help_text
        self.fields["figure"] = forms.ChoiceField(
            label=_("Beside the computed figure, or a criterion"),
            choices=[
                ("", _("None: it stands by itself")),
                (_("Evidence in the self-assessment"), for_criteria),
                (_("Computed figures"), known),
            ],
            required=False,
            help_text=help_text,
        )
        self.fields["as_of"].label = _("State on the day")
        self.fields["site"].empty_label = _("All places")
        self.fields["programme"].empty_label = _("None")
