"""Agreements, what they commit, and their documents."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import Grouped, HouseForm, ValueField
from citedesmetiers.models import Purpose
from partners.documents import kind_of
from partners.forms.rows import AmountField
from partners.models import Agreement, AgreementCommitment, AgreementDocument


class AgreementForm(HouseForm):
    """An agreement of one institution."""

    blame = {
        "agreement_ends_on_not_before_starts_on": "ends_on",
        "agreement_ends_on_not_before_signed_on": "signed_on",
        "agreement_same_object_once_at_a_time": "starts_on",
    }
    groups = (
        (_("The agreement"), ("object", ("signed_on", "starts_on", "ends_on"), "charter_accepted_on")),
        (_("What follows"), ("renewal_waived", "remarks")),
    )

    class Meta:
        model = Agreement
        fields = [
            "object", "signed_on", "starts_on", "ends_on", "charter_accepted_on", "renewal_waived", "remarks",
        ]  # fmt: skip
        widgets = {"remarks": forms.Textarea(attrs={"rows": 3})}

    def clean_charter_accepted_on(self):
        day = self.cleaned_data["charter_accepted_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class CommitmentForm(HouseForm):
    """One thing that an agreement promises."""

    blame = {
        "agreementcommitment_says_something": "quantity",
        "agreementcommitment_nothing_negative": "quantity",
    }
    groups = ((_("What is promised"), (("kind", "quantity"), "purpose", "description", "valued_euros")),)

    class Meta:
        model = AgreementCommitment
        fields = ["kind", "quantity", "purpose", "description", "valued_euros"]
        field_classes = {"quantity": ValueField, "valued_euros": AmountField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        purposes = Purpose.objects.in_force(timezone.localdate())
        if self.instance.purpose_id:
            purposes |= Purpose.objects.filter(pk=self.instance.purpose_id)
        self.fields["purpose"].queryset = purposes
        self.fields["purpose"].empty_label = _("Not stated")
        self.fields["kind"].choices = AgreementCommitment.Kind.choices
        self.fields["description"].help_text = _("Needed when there is neither a number nor a value.")


class DocumentForm(Grouped, forms.Form):
    """A file for an agreement."""

    groups = ((_("The file"), ("title", "file")),)
    title = forms.CharField(
        label=_("Title"), max_length=150, required=False, help_text=_("Empty: the name of the file.")
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, ODT, DOCX, JPEG or PNG, at most 10 MB."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".pdf,.odt,.docx,.jpg,.jpeg,.png"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.kind = kind_of(file)
        return file

    def stored(self, agreement, by):
        """Store the file with `agreement` when the form is valid; returns the document, or None.

        The same file under the same title, sent twice, is one document.
        """
        if not self.is_valid():
            return None
        file = self.cleaned_data["file"]
        title = (self.cleaned_data["title"] or file.name)[:150]
        for kept in agreement.documents.filter(title=title, kind=self.kind, size=file.size):
            if kept.holds(file):
                return kept
        document = AgreementDocument(
            agreement=agreement,
            title=title,
            kind=self.kind,
            size=file.size,
            uploaded_at=timezone.now(),
            uploaded_by=by,
        )
        document.file.save(file.name, file)
        return document
