"""A question without a name, its three words, and what the counsellors do with it."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose
from citedesmetiers.personal_data import no_personal_data
from counselling import questions
from counselling.models import Question
from counselling.models.question import MOST_SIGNS_OF_ANSWER


class AskForm(forms.ModelForm):
    """Purpose and question. uid: made with the form, so that it counts once however often it is sent.

    Against programs: a field that people do not see, and the time at which the form was opened. Whoever is taken for
    one by mistake keeps what they wrote and sends it once more.
    """

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    opened = forms.CharField(widget=forms.HiddenInput, initial=questions.stamp, required=False, max_length=200)
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Question
        fields = ["purpose", "question"]
        widgets = {
            "question": forms.Textarea({"rows": 7, "class": "form-control", "autocomplete": "off"}),
            "purpose": forms.RadioSelect,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        field.queryset = Purpose.objects.doors().in_force(timezone.localdate())
        field.empty_label = None
        field.label = _("What brings you?")
        field.error_messages["required"] = _("Choose what brings you: your question goes to the people who know it.")
        self.fields["question"].error_messages["required"] = _("Write your question.")

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty, and send your question again."))
        return ""

    def clean(self):
        said = super().clean()
        if not questions.was_read(said.get("opened", "")):
            # The next stamp is ours, and old enough when somebody has read this.
            self.data = self.data.copy()
            self.data[self.add_prefix("opened")] = questions.stamp()
            self.add_error(
                None, _("That was very quick, or the page had been open since yesterday. Send it once more.")
            )
        return said


class CodeForm(forms.Form):
    """The three words."""

    code = forms.CharField(
        label=_("Your three words"),
        max_length=100,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": _("Write your three words.")},
    )


class AnswerForm(forms.Form):
    """The answer; what looks like personal data is refused, and named."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=MOST_SIGNS_OF_ANSWER,
        validators=[no_personal_data],
        widget=forms.Textarea({"rows": 9, "class": "form-control"}),
        help_text=_("In plain words, to somebody you do not know. No name, no telephone number of a person."),
        error_messages={"required": _("Write the answer.")},
    )


class HandOnForm(forms.Form):
    """Into the tray of another purpose."""

    purpose = forms.ModelChoiceField(
        label=_("Purpose"), queryset=None, empty_label=_("Choose…"), widget=forms.Select({"class": "form-select"}),
        error_messages={"required": _("Choose a purpose.")},
    )  # fmt: skip

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        doors = Purpose.objects.doors().in_force(timezone.localdate())
        self.fields["purpose"].queryset = doors.exclude(pk=question.purpose_id)


class CloseForm(forms.Form):
    """Why a question gets no answer; the visitor reads it in words made for that."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=Question.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
