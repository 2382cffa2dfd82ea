"""Places and their computer stations."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import CountryField, HouseForm, ValueField, choices_field, in_every_language
from citedesmetiers.models import Site, StationCount


class SiteForm(HouseForm):
    """A place; its code is chosen once, when it is added."""

    translated, needed = ("name", "access"), ("name",)
    blame = {
        "site_one_main_site": "kind",
        "site_main_site_has_no_parent": "parent",
        "site_does_not_belong_to_itself": "parent",
        "site_full_site_offers_all_services": "services",
        "site_associated_centre_offers_a_service": "services",
        "site_ephemeral_has_both_dates": "closed_on",
        "site_closed_on_not_before_opened_on": "closed_on",
    }
    groups = (
        (_("The place"), ("name", "code", ("kind", "parent"))),
        (_("Where it is"), ("host", "address", ("postcode", "municipality"), "country", "access", "step_free")),
        (_("What it offers"), ("services", ("area_m2", "counsellors"), ("distance_km", "priority_district"))),
        (_("When it exists"), (("opened_on", "closed_on"), "closed_on_public_holidays")),
        (_("At the counter"), ("profile_lists",)),
    )
    services = choices_field(Site._meta.get_field("services"))
    profile_lists = choices_field(Site._meta.get_field("profile_lists"))

    class Meta:
        model = Site
        fields = [
            *in_every_language("name", "access"),
            "code",
            "kind",
            "parent",
            "host",
            "address",
            "postcode",
            "municipality",
            "country",
            "step_free",
            "services",
            "area_m2",
            "counsellors",
            "distance_km",
            "priority_district",
            "opened_on",
            "closed_on",
            "closed_on_public_holidays",
            "profile_lists",
        ]
        field_classes = {"country": CountryField, "distance_km": ValueField}
        widgets = {f"access_{code}": forms.Textarea(attrs={"rows": 2}) for code, _name in settings.LANGUAGES}

    def __init__(self, *args, places, **kwargs):
        """places: those that the person may see; one of them may be the parent."""
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = places.exclude(pk__in=self.instance.with_places_below())
        self.fields["parent"].empty_label = _("No other place")
        if self.instance.pk:
            del self.fields["code"]


class StationCountForm(HouseForm):
    """How many computer stations stand there from a day on."""

    blame = {"stationcount_once_a_day": "since"}
    groups = ((_("Another number"), (("since", "stations"),)),)

    class Meta:
        model = StationCount
        fields = ["since", "stations"]
