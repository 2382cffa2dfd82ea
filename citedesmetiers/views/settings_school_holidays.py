"""School holidays, by school year; duty sessions and events that follow the school year pause in them."""

from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.school_holiday import SchoolHolidayForm
from citedesmetiers.models import SchoolHoliday
from citedesmetiers.views.settings_page import confirm_page, crumbs, done, form_page

HOLIDAYS = (gettext_lazy("School holidays"), "school_holiday_list")
SEPTEMBER = 9


def school_year(day):
    """The year in which the school year of `day` began: it goes from September to August."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


@allow("edit_lists")
@require_safe
def school_holiday_list(request):
    """All school holidays, the coming school year first."""
    rows = SchoolHoliday.objects.order_by("starts_on", "pk")
    years = [(year, list(some)) for year, some in groupby(rows, key=lambda row: school_year(row.starts_on))]
    return render(
        request,
        "citedesmetiers/settings/school_holiday_list.html",
        {
            "years": [(year, year + 1, some) for year, some in reversed(years)],
            "today": timezone.localdate(),
            "crumbs": crumbs(),
        },
    )


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def school_holiday_add(request):
    centre = shell.of(request).centre
    form = SchoolHolidayForm(request.POST or None, centre=centre, initial={"country": centre.country})
    if request.method == "POST" and (holiday := form.saved()):
        return done(request, _("%(name)s is added.") % {"name": holiday}, "school_holiday_list")
    return form_page(request, form, title=_("Add school holidays"), way=[HOLIDAYS])


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def school_holiday_edit(request, pk):
    holiday = get_object_or_404(SchoolHoliday, pk=pk)
    title = holiday.name
    form = SchoolHolidayForm(request.POST or None, instance=holiday, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("%(name)s is saved.") % {"name": holiday}, "school_holiday_list")
    return form_page(request, form, title=title, way=[HOLIDAYS], delete=("school_holiday_delete", pk))


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def school_holiday_delete(request, pk):
    """Take holidays back. What is planned already stays as it is."""
    holiday = get_object_or_404(SchoolHoliday, pk=pk)
    if request.method == "POST":
        holiday.delete()
        return done(request, _("%(name)s is deleted.") % {"name": holiday}, "school_holiday_list")
    return confirm_page(
        request,
        title=_("Delete %(name)s?") % {"name": holiday},
        sentences=[
            _("What is planned from now on may then fall on these days."),
            _("What is planned already stays as it is."),
        ],
        button=_("Delete"),
        way=[HOLIDAYS],
    )
