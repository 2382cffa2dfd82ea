"""Taking over another Cité's catalogue: its address, then the import shows what that would do."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citedesmetiers.access import allow
from citedesmetiers.forms.house import Grouped
from citedesmetiers.views.settings_page import done
from documentation.harvest import calling, rounds
from documentation.models import Resource
from documentation.views.pages import form_page


class HarvestForm(Grouped, forms.Form):
    """Which catalogue."""

    groups = ((gettext_lazy("The other catalogue"), ("address",)),)
    address = forms.URLField(
        label=gettext_lazy("Its address for harvesters (OAI-PMH)"), assume_scheme="https",
        max_length=Resource._meta.get_field("harvested_from").max_length,
        help_text=gettext_lazy("Of a Cité that works with this software: https://its.address/catalogue/oai"),
    )  # fmt: skip

    def clean_address(self):
        base = calling.base_of(self.cleaned_data["address"])
        if not base.startswith(("http://", "https://")):
            raise ValidationError(_("This is no address of the web. It begins with https://."))
        return base


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request):
    """Ask for the address, and have the catalogue called in the background."""
    form = HarvestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        run = rounds.begin(form.cleaned_data["address"], user=request.user, language=request.LANGUAGE_CODE)
        said = _("The other catalogue is being asked. Nothing is written before you have seen what it would do.")
        return done(request, said, "documentation:import_run", run.pk)
    note = _(
        "Its records come without copies, and say where they are from. What you have already is left as it is,"
        " and so are your own opinions, purposes and copies when you ask again."
    )
    return form_page(
        request, form, title=_("Take over another Cité’s catalogue"), way=[(_("Import"), "documentation:imports")],
        note=note, template="documentation/harvest.html",
    )  # fmt: skip
