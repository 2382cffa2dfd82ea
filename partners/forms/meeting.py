"""Meetings, bodies and their seats, decisions."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import HouseForm
from partners.models import Body, BodyMember, Decision, Institution, Meeting


class MeetingForm(HouseForm):
    """A meeting: what kind, when, who came. Its kind may be left to the body that meets."""

    blame = {"meeting_minutes_on_not_before_day": "minutes_on"}
    groups = (
        (gettext_lazy("What and when"), (("kind", "body"), "title", ("day", "minutes"), ("site", "elsewhere"))),
        (gettext_lazy("Who came"), ("people", "institutions")),
        (gettext_lazy("Afterwards"), ("minutes_on",)),
    )

    class Meta:
        model = Meeting
        fields = [
            "kind", "body", "title", "day", "minutes", "site", "elsewhere", "people", "institutions", "minutes_on",
        ]  # fmt: skip
        widgets = {"institutions": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        kind.required = not self["body"].value()  # one of the two is needed: the kind, unless a body is chosen
        kind.empty_label = _("that of the body")
        kind.help_text = _("Choose the kind, or only the body beside: then it is that of the body’s meetings.")
        kind.error_messages["required"] = _("Choose a kind, or the body that met.")
        self.fields["body"].empty_label = _("none")
        self.fields["site"].empty_label = _("Not stated")
        today = timezone.localdate()
        bodies = Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=today) | Q(pk=self.instance.body_id)
        self.fields["body"].queryset = Body.objects.filter(bodies)
        there = Q(pk__in=Institution.objects.current(today).values("pk"))
        if self.instance.pk:
            there |= Q(pk__in=self.instance.institutions.values("pk"))
        self.fields["institutions"].queryset = Institution.objects.filter(there)

    def clean(self):
        data = super().clean()
        if not data.get("kind") and "kind" not in self.errors:
            if data.get("body"):
                data["kind"] = data["body"].kind
            else:
                self.add_error("kind", _("Choose a kind, or the body that met."))
        return data


class DecisionForm(HouseForm):
    """What was decided, who does it, until when."""

    groups = ((gettext_lazy("The decision"), ("text", "by_function", ("due_on", "done_on"))),)

    class Meta:
        model = Decision
        fields = ["text", "by_function", "due_on", "done_on"]

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class BodyForm(HouseForm):
    """A body that meets again and again."""

    blame = {"body_named_once": "name"}
    groups = ((gettext_lazy("The body"), ("name", "kind", "remit", "dissolved_on")),)

    class Meta:
        model = Body
        fields = ["name", "kind", "remit", "dissolved_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].empty_label = _("Choose")


class SeatForm(HouseForm):
    """Who sits in a body: an institution, by a function."""

    blame = {"bodymember_until_not_before_since": "until"}
    groups = ((gettext_lazy("The seat"), ("institution", "function", ("since", "until"))),)

    class Meta:
        model = BodyMember
        fields = ["institution", "function", "since", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institution"].empty_label = _("Choose")
