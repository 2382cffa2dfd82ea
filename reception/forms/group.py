"""A class or an institution that came as a group: one entry, a number, and marginals that nobody has to know."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citedesmetiers.forms.house import DayInput
from citedesmetiers.models import ProfileList
from partners.models import Institution
from reception.forms.choices import hour_field, purposes_on, some_of, values_on
from reception.forms.visit import past_or_today
from reception.models import GroupVisit
from reception.models.visits import MOST_PEOPLE

# What may be known of a whole group without asking anyone.
GROUP_LISTS = [ProfileList.GENDER, ProfileList.AGE_BAND, ProfileList.LEVEL, ProfileList.STATUS]


class GroupForm(forms.Form):
    """group: the row, for a new one unsaved with its place, day and hour.

    Marginals are one small number per value, in fields m-<value id>; each list may add up to less than the group, the
    rest is "not stated".
    """

    uid = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput(), validators=[past_or_today])
    hour = hour_field()
    people = forms.IntegerField(
        label=gettext_lazy("People"),
        help_text=gettext_lazy("Everyone who came, those who accompany included."),
        min_value=2,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    classes = forms.IntegerField(label=gettext_lazy("Classes"), required=False, min_value=1, max_value=MOST_PEOPLE)
    institution = forms.TypedChoiceField(
        label=gettext_lazy("School or institution"), coerce=int, empty_value=None, required=False
    )
    new_school = forms.CharField(label=gettext_lazy("Another school: its name"), required=False, max_length=150)
    new_municipality = forms.CharField(label=gettext_lazy("Its municipality"), required=False, max_length=100)

    def __init__(self, data=None, *, group):
        self.group = group
        self.is_new = group._state.adding
        there = {} if self.is_new else {m.value_id: m.people for m in group.marginals.all()}
        super().__init__(
            data,
            initial={name: getattr(group, name) for name in ("uid", "day", "hour", "classes", "purposes")}
            | {"people": group.people or "", "institution": group.institution_id}
            | {f"m-{value}": people for value, people in there.items()},
        )
        self.fields["institution"].choices = institution_choices()
        self.fields["purposes"] = some_of(
            purposes_on(group.day, also=group.purposes),
            label=_("Purposes"),
            words=lambda purpose: purpose.short_name or purpose.name,
        )
        lists = [name for name in GROUP_LISTS if name in group.site.profile_lists]
        self.values = values_on(group.day, lists, also=there)
        for value in self.all_values:
            self.fields[f"m-{value.pk}"] = forms.IntegerField(
                label=value.name, required=False, min_value=0, max_value=MOST_PEOPLE
            )
        if not self.is_bound and self.is_new:
            self.fields["people"].widget.attrs["autofocus"] = True

    @property
    def all_values(self):
        return [value for values in self.values.values() for value in values]

    @property
    def marginals(self):
        """The lists as (code, words, errors, anything typed, [(value, bound field), …]) for the template."""
        for code, label in ProfileList.choices:
            if code in self.values:
                fields = [(value, self[f"m-{value.pk}"]) for value in self.values[code]]
                errors = [error for _value, field in fields for error in field.errors]
                yield code, label, errors, any(field.value() for _value, field in fields), fields

    def clean(self):
        data = super().clean()
        if data.get("new_municipality") and not data.get("new_school"):
            self.add_error("new_school", _("Name the school that stands there."))
        if data.get("classes") and data.get("people") and data["classes"] > data["people"]:
            self.add_error("classes", _("There cannot be more classes than people."))
        if data.get("people"):
            self.group.people = data["people"]
            for values in self.values.values():
                counts = {value: data.get(f"m-{value.pk}") or 0 for value in values}
                try:
                    self.group.check_marginals(counts)
                except ValidationError as error:
                    first = next(value for value in values if counts[value])
                    self.add_error(f"m-{first.pk}", error)
        return data

    @transaction.atomic
    def save(self):
        """Store the group with its marginals, and its school when it is new.

        Returns False when a new group was there already (the form was sent twice); nothing is changed then.
        """
        data, group = self.cleaned_data, self.group
        for name in ("day", "hour", "people", "classes", "purposes"):
            setattr(group, name, data[name])
        group.institution_id = data["institution"]
        if data["new_school"]:
            group.institution = Institution.objects.add_school(data["new_school"], data["new_municipality"])
        if self.is_new:
            group.uid, group.received_on = data["uid"], timezone.localdate()
            if not GroupVisit.objects.store([group]):
                return False
        else:
            group.save()
        group.set_marginals(self.shares)
        return True

    @property
    def shares(self):
        """ProfileValue → people, as typed."""
        return {value: self.cleaned_data.get(f"m-{value.pk}") or 0 for value in self.all_values}

    def says_the_same_as(self, other):
        """True when `other`, a stored group, counts and holds what was typed here: the form was sent twice."""
        names = ("day", "hour", "people", "classes", "purposes", "institution_id")
        shares = {marginal.value_id: marginal.people for marginal in other.marginals.all()}
        return (
            not other.undone
            and all(getattr(self.group, name) == getattr(other, name) for name in names)
            and {value.pk: people for value, people in self.shares.items() if people} == shares
        )

    def ask_about(self, other):
        """Say that `other` was stored from this page, and take what is typed as another group from now on."""
        sentence = ngettext(
            "A group of %(n)s person was counted from this page already. If this is another one, save again.",
            "A group of %(n)s people was counted from this page already. If this is another one, save again.",
            other.people,
        )
        self.add_error(None, sentence % {"n": localize(other.people)})
        self.data["uid"] = str(uuid.uuid4())


def new_group(site, moment, uid=None):
    """An unsaved group that comes now; people 0 stands for "not typed yet". uid: its key, when the page knows one."""
    return GroupVisit(uid=uid or uuid.uuid4(), site=site, day=moment.date(), hour=moment.hour, people=0)


def institution_choices():
    """Schools first, then everyone else, by name; the municipality tells two of one name apart."""
    schools, others = [], []
    for institution in Institution.objects.order_by("name", "pk"):
        words = f"{institution.name} ({institution.municipality})" if institution.municipality else institution.name
        (schools if "school" in institution.roles else others).append((str(institution.pk), words))
    choices = [("", _("Not stated"))]
    if schools:
        choices.append((_("Schools"), schools))
    if others:
        choices.append((_("Institutions"), others))
    return choices
