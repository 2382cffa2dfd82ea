"""A year's key figures for the network, and the page that reads many Cités' files into one table."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers.access import allow
from citedesmetiers.models import Site
from citedesmetiers.replica import reads_from_replica
from reports import network, years


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, at least one; each is looked at as a single one would be."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        return [super(ManyFilesField, self).clean(one, initial) for one in data or [None]]


class FilesForm(forms.Form):
    """The files of many Cités."""

    uploads = ManyFilesField(
        label=gettext_lazy("Files of key figures"),
        widget=ManyFiles(attrs={"multiple": True, "accept": ".json,application/json", "class": "form-control"}),
        help_text=gettext_lazy("One JSON file for each Cité and year. They are read and not kept."),
    )


@allow("see_figures")
@require_http_methods(["GET", "HEAD", "POST"])
def network_synthesis(request):
    """Read many Cités' files into one table with totals; nothing is stored."""
    form, made = FilesForm(), None
    if request.method == "POST":
        form = FilesForm(request.POST, request.FILES)
        if form.is_valid():
            uploads = form.cleaned_data["uploads"]
            if len(uploads) > network.MOST_FILES:
                form.add_error("uploads", _("At most %(n)d files at once.") % {"n": network.MOST_FILES})
            else:
                try:
                    made = network.synthesis(uploads)
                except network.BadFile as error:
                    form.add_error("uploads", str(error))
    context = {"form": form, "made": made, "years": [str(year) for year in years.to_tell(timezone.localdate())]}
    return render(request, "reports/figures/network.html", context)


@allow("see_figures")
@require_safe
@reads_from_replica
def key_figures_json(request):
    """The centre's own file for the network."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years.to_tell(today)) else today.year
    content = network.as_json(network.key_figures(year, Site.objects.for_user(request.user), today))
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, f"key-figures-{year}.json")
    return response
