"""The label file, its steps and their documents."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import HouseForm
from partners.forms.agreement import DocumentForm
from reports.models import LabelDocument, LabelFile, LabelStep


class LabelFileForm(HouseForm):
    blame = {"labelfile_report_on_a_day_of_the_year": "report_day"}
    groups = (
        (_("The file"), ("reference", "opened_on", "remarks")),
        (_("The yearly report"), (("report_day", "report_month"),)),
    )

    class Meta:
        model = LabelFile
        fields = ["reference", "opened_on", "remarks", "report_day", "report_month"]
        widgets = {"remarks": forms.Textarea(attrs={"rows": 3})}


class LabelStepForm(HouseForm):
    """A step; the year is asked for a yearly report."""

    blame = {
        "labelstep_has_a_day": "due_on",
        "labelstep_decision_with_its_day": "decision",
        "labelstep_conditions_in_words": "conditions",
        "labelstep_year_of_a_yearly_report": "year",
        "labelstep_one_report_a_year": "year",
        "labelstep_decided_on_not_before_submitted_on": "decided_on",
        "labelstep_conditions_met_on_not_before_decided_on": "conditions_met_on",
    }
    groups = (
        (_("Which step"), (("kind", "year"),)),
        (_("When"), (("due_on", "submitted_on"),)),
        (_("The decision"), (("decision", "decided_on"), "words", "conditions", "conditions_met_on")),
    )

    class Meta:
        model = LabelStep
        fields = [
            "kind", "year", "due_on", "submitted_on", "decision", "decided_on", "words", "conditions",
            "conditions_met_on",
        ]  # fmt: skip
        widgets = {
            "conditions": forms.Textarea(attrs={"rows": 3}),
            "year": forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        }

    def clean_submitted_on(self):
        return not_to_come(self.cleaned_data["submitted_on"])

    def clean_decided_on(self):
        return not_to_come(self.cleaned_data["decided_on"])


def not_to_come(day):
    """`day` back; raises ValidationError when it lies in the future."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet."))
    return day


class LabelDocumentForm(DocumentForm):
    """A file for a step."""

    def stored(self, step):
        """Store the file with `step` when the form is valid; returns the document, or None."""
        if not self.is_valid():
            return None
        file = self.cleaned_data["file"]
        title = (self.cleaned_data["title"] or file.name)[:150]
        document = LabelDocument(step=step, title=title, kind=self.kind, size=file.size)
        document.file.save(file.name, file)
        return document
