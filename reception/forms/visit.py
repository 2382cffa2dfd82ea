"""One visit: to put right, or to add to a past day with everything that is known about it."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import DayInput
from citedesmetiers.models import ProfileList
from partners.models import InstitutionKind
from reception.forms.choices import hour_field, one_of, purposes_on, some_of, values_on
from reception.models import PROFILE_FIELDS, SentTo, Visit
from reception.models.visits import MOST_PEOPLE

FIRST_YEAR = 1993  # the first Cité opened its doors


def past_or_today(day):
    """Raise a ValidationError when `day` lies in the future, or before any centre counted."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day lies in the future."))
    if day.year < FIRST_YEAR:
        raise forms.ValidationError(_("This day lies too far back."))


class VisitForm(forms.Form):
    """Everything that may be noted about a visit; only the number of people is needed.

    visit: the row, for a new one unsaved with its place and day.  A list that the place has switched off is offered
    only when the row has a value of it.
    """

    hour = hour_field()
    people = forms.IntegerField(
        label=gettext_lazy("People"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, data=None, *, visit):
        self.visit = visit
        noted = {name: getattr(visit, f"{name}_id") for name in PROFILE_FIELDS}
        super().__init__(
            data,
            initial=noted
            | {
                "hour": visit.hour,
                "people": visit.people,
                "purpose": visit.purpose_id,
                "further_purposes": visit.further_purposes,
                "sent_to": visit.sent_to,
                "sent_to_kind": visit.sent_to_kind_id,
            },
        )
        purposes = purposes_on(visit.day, also=[visit.purpose_id, *visit.further_purposes])
        self.fields["purpose"] = one_of(purposes, label=_("Purpose"), chips=False)
        doors = [purpose for purpose in purposes if purpose.is_door or purpose.pk in visit.further_purposes]
        self.fields["further_purposes"] = some_of(
            doors, label=_("Also for"), words=lambda purpose: purpose.short_name or purpose.name
        )
        values = values_on(visit.day, visit.site.profile_lists, also=noted.values())
        for code, label in ProfileList.choices:
            if code in values:
                self.fields[code] = one_of(values[code], label=label)
        self.fields["sent_to"] = forms.MultipleChoiceField(
            label=_("Sent to"), choices=SentTo.choices, required=False, widget=forms.CheckboxSelectMultiple
        )
        kinds = list(InstitutionKind.objects.all())
        if kinds:
            self.fields["sent_to_kind"] = one_of(kinds, label=_("Kind of institution"), chips=False)
            self.fields["sent_to_kind"].help_text = _("When the person was sent to another institution.")

    @property
    def profile_fields(self):
        """The bound fields of the lists, for the template."""
        return [self[name] for name in PROFILE_FIELDS if name in self.fields]

    def clean(self):
        data = super().clean()
        data["further_purposes"] = [pk for pk in data.get("further_purposes", []) if pk != data.get("purpose")]
        if data["further_purposes"] and not data.get("purpose") and "purpose" not in self.errors:
            data["purpose"], *data["further_purposes"] = data["further_purposes"]
        if data.get("sent_to_kind") and SentTo.INSTITUTION not in data.get("sent_to", []):
            data["sent_to"] = [*data.get("sent_to", []), SentTo.INSTITUTION.value]
        return data

    def fill(self):
        """Write what was typed into the row (not saved); returns it."""
        data = self.cleaned_data
        for name in PROFILE_FIELDS:
            if name in data:
                setattr(self.visit, f"{name}_id", data[name])
        self.visit.hour, self.visit.people = data["hour"], data["people"]
        self.visit.purpose_id, self.visit.further_purposes = data["purpose"], data["further_purposes"]
        self.visit.sent_to, self.visit.sent_to_kind_id = data["sent_to"], data.get("sent_to_kind")
        return self.visit

    def save(self):
        """Store the changes of a visit that is there."""
        visit = self.fill()
        visit.save(update_fields=[*(f"{name}_id" for name in PROFILE_FIELDS), "hour", "people", "purpose_id",
                                  "further_purposes", "sent_to", "sent_to_kind_id"])  # fmt: skip
        return visit


class VisitAddForm(VisitForm):
    """A visit of a past day or of today, from paper. The hidden key stores it once, however often it is sent."""

    field_order = ["day", "hour", "people"]

    def __init__(self, data=None, *, visit):
        super().__init__(data, visit=visit)
        self.fields["day"] = forms.DateField(
            label=_("Day"), widget=DayInput(), initial=visit.day, validators=[past_or_today]
        )
        self.fields["uid"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
        self.order_fields(self.field_order)

    def save(self):
        """Store the new visit; returns False when it was there already."""
        visit = self.fill()
        visit.uid, visit.day = self.cleaned_data["uid"], self.cleaned_data["day"]
        visit.received_on = timezone.localdate()
        return visit.uid in Visit.objects.store([visit])
