"""School holidays."""

from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import CountryField, HouseForm, in_every_language
from citedesmetiers.models import SchoolHoliday


class SchoolHolidayForm(HouseForm):
    """One stretch of days without school."""

    translated = needed = ("name",)
    blame = {"schoolholiday_ends_on_not_before_starts_on": "ends_on", "schoolholiday_once": "starts_on"}
    groups = ((gettext_lazy("The holidays"), ("name", ("starts_on", "ends_on"), "country")),)

    class Meta:
        model = SchoolHoliday
        fields = [*in_every_language("name"), "starts_on", "ends_on", "country"]
        field_classes = {"country": CountryField}
