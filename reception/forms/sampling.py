"""Weeks in which every visit is qualified."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from citedesmetiers.forms.house import DayInput
from reception.models import SamplingPeriod


class SamplingPeriodForm(forms.ModelForm):
    """One period of one place; two of them may not share a day."""

    class Meta:
        model = SamplingPeriod
        fields = ["starts_on", "ends_on"]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["starts_on"] <= data["ends_on"]:
            others = SamplingPeriod.objects.filter(
                site=self.instance.site_id, starts_on__lte=data["ends_on"], ends_on__gte=data["starts_on"]
            ).exclude(pk=self.instance.pk)
            if other := others.first():
                words = _("These days overlap with the period from %(first)s to %(last)s.")
                span = {"first": date_format(other.starts_on), "last": date_format(other.ends_on)}
                self.add_error("starts_on", words % span)
        return data
