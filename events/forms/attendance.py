"""Counting who came: a number in ten seconds, and what one noted besides."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import Grouped, HouseForm
from citedesmetiers.models import ProfileList, ProfileValue
from events import counting
from events.models import Attendance, AudienceTag, SessionResult
from events.models.attendance import SUBGROUPS
from events.models.lists import Counted

ASKED = (ProfileList.GENDER, ProfileList.AGE_BAND, ProfileList.STATUS, ProfileList.LEVEL)
NUMBER = {"inputmode": "numeric", "autocomplete": "off", "min": 0}
MARKS = {"present_mark", "companies_mark", "beneficiaries_mark"}
HOW_EXACT = gettext_lazy("How exact")


@dataclass
class Part:
    """A list of numbers of an AttendanceForm. fields: bound fields."""

    title: str
    fields: list

    @property
    def is_open(self):
        """It holds something to look at; the others are folded."""
        return any(field.errors or field.value() not in (None, "") for field in self.fields)


class AttendanceForm(HouseForm):
    """What was counted at one session, with its marginals and sub-groups as further fields.

    value_fields: {field name: ProfileValue}; audience_fields: {field name: AudienceTag}.
    """

    blame = {"attendance_says_something": "present", "attendance_within_reason": "present"}

    class Meta:
        model = Attendance
        fields = [
            "present", "present_mark", "method", "companies", "companies_mark", "partners", "beneficiaries",
            "beneficiaries_mark", "beneficiaries_method",
        ]  # fmt: skip

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        counts = session.event.kind.counts
        for counted, names in (
            (Counted.COMPANIES, ("companies", "companies_mark")),
            (Counted.PARTNERS, ("partners",)),
        ):
            if counted not in counts and getattr(self.instance, names[0]) is None:
                for name in names:
                    del self.fields[name]
        for name in MARKS & self.fields.keys():
            self.fields[name].label = HOW_EXACT
        self.fields["present"].widget.attrs |= NUMBER
        marginals, subgroups = {}, {}
        if self.instance.pk:
            marginals = dict(self.instance.marginals.values_list("value", "people"))
            subgroups = dict(self.instance.subgroups.values_list("audience", "people"))
        self.value_fields = self.add_numbers(
            "value",
            ProfileValue.objects.in_force(session.day).filter(list__in=ASKED).order_by("rank", "pk"),
            marginals,
        )
        tags = AudienceTag.objects.in_force(session.day) | AudienceTag.objects.filter(pk__in=subgroups)
        self.audience_fields = self.add_numbers("audience", tags.distinct(), subgroups)

    def add_numbers(self, prefix, rows, noted):
        """A field for each of `rows`, filled with {key: people}; returns {field name: row}."""
        found = {}
        for row in rows:
            name = f"{prefix}-{row.pk}"
            found[name] = row
            self.fields[name] = forms.IntegerField(
                label=str(row), required=False, min_value=0, max_value=20000, initial=noted.get(row.pk),
                widget=forms.NumberInput(attrs=NUMBER),
            )  # fmt: skip
        return found

    groups = (
        (gettext_lazy("Who came"), (("present", "present_mark"), "method")),
        (gettext_lazy("Companies and partners"), (("companies", "companies_mark"), "partners")),
        (gettext_lazy("When nobody could count"), (("beneficiaries", "beneficiaries_mark"), "beneficiaries_method")),
    )

    @property
    def parts(self):
        """What may be noted besides, as lists of numbers: the marginals, then the sub-groups."""
        lists = [(ProfileList(code).label, self.of_list(code)) for code in ASKED]
        lists.append((gettext_lazy("Sub-groups"), list(self.audience_fields)))
        return [Part(title, [self[name] for name in names]) for title, names in lists if names]

    def of_list(self, code):
        """The names of the fields of one list of profile values."""
        return [name for name, value in self.value_fields.items() if value.list == code]

    def numbers(self, fields):
        return {row: self.cleaned_data[name] for name, row in fields.items() if self.cleaned_data.get(name)}

    def saved_by(self, user):
        """Store it; returns the Attendance, or None with an error to show."""
        if not self.is_valid():
            return None
        values = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        try:
            return counting.note(
                self.session,
                values,
                by=user,
                marginals=self.numbers(self.value_fields),
                subgroups=self.numbers(self.audience_fields),
            )
        except counting.CannotCount:
            self.add_error(None, _("This session was cancelled, or has not begun: there is nobody to count."))
        except ValidationError as error:
            self.add_error(self.blamed(error), error.messages)
        return None

    def blamed(self, error):
        """The field that `error` stands beside: the first that was filled in of a list whose parts are too many."""
        code = getattr(error, "code", None)
        asked = list(self.audience_fields) if code == SUBGROUPS else self.of_list(code)
        return next((name for name in asked if self.cleaned_data.get(name)), "present")


class QuickForm(Grouped, forms.Form):
    """The number alone, from the stepper."""

    present = forms.IntegerField(
        label=gettext_lazy("People present"), min_value=0, max_value=20000, widget=forms.NumberInput(attrs=NUMBER)
    )


class ResultForm(HouseForm):
    """What a session led to."""

    groups = ((gettext_lazy("The result"), ("kind", ("number", "mark"), "as_of")),)
    blame = {"session_result_once_a_day": "as_of"}

    class Meta:
        model = SessionResult
        fields = ["kind", "number", "mark", "as_of"]
        labels = {
            "number": gettext_lazy("How many"), "mark": HOW_EXACT, "as_of": gettext_lazy("As of which day"),
        }  # fmt: skip
        help_texts = {"as_of": gettext_lazy("A later number of the same kind replaces it in the figures.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *SessionResult.Kind.choices]

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come: results are told afterwards."))
        if day < self.instance.session.day:
            held_on = self.instance.session.day_in_words()
            raise ValidationError(_("The session was held later: %(day)s.") % {"day": held_on})
        return day
