"""The seven lists that describe an anonymous visitor."""

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.filters import ProfileValueFilter
from citedesmetiers.forms.lists import ProfileValueForm, ValueEndForm
from citedesmetiers.models import ProfileList, ProfileValue, Site
from citedesmetiers.models.centre import FIRST_RANK_AFTER_MUNICIPALITIES
from citedesmetiers.models.order import move
from citedesmetiers.models.references import rows_pointing_at
from citedesmetiers.views.settings_page import crumbs, done, form_page, refused, step_of

LISTS = (gettext_lazy("What reception may note"), "profile_lists")
IN_FORCE = Q(valid_until__isnull=True)


@allow("edit_lists")
@require_safe
def profile_lists(request):
    """The lists, how many values each has, and where it is switched on."""
    today = timezone.localdate()
    counts = {
        row["list"]: row
        for row in ProfileValue.objects.order_by()
        .values("list")
        .annotate(now=Count("pk", filter=Q(valid_until__isnull=True) | Q(valid_until__gte=today)), all=Count("pk"))
    }
    places = list(Site.objects.for_user(request.user).open_on(today))
    lists = [
        {
            "code": code,
            "name": name,
            "now": counts.get(code, {}).get("now", 0),
            "ended": counts.get(code, {}).get("all", 0) - counts.get(code, {}).get("now", 0),
            "places": [place for place in places if code in place.profile_lists],
        }
        for code, name in ProfileList.choices
    ]
    return render(
        request,
        "citedesmetiers/settings/profile_lists.html",
        {"lists": lists, "places": places, "crumbs": crumbs()},
    )


def known(code):
    """The list `code`; 404 for another."""
    if code not in ProfileList.values:
        raise Http404
    return ProfileList(code)


def way_to(code):
    return [LISTS, (ProfileList(code).label, "profile_list", code)]


@allow("edit_lists")
@require_safe
def profile_list(request, code):
    """The values of one list in order, then those that have ended and what took over."""
    chosen_list, today = known(code), timezone.localdate()
    rows = ProfileValue.objects.of(code).select_related("successor")
    chosen = ProfileValueFilter(request.GET, queryset=rows)
    values = list(chosen.qs)
    return render(
        request,
        "citedesmetiers/settings/profile_list.html",
        {
            "code": code,
            "name": chosen_list.label,
            "filter": chosen,
            "values": [value for value in values if value.valid_until is None or value.valid_until >= today],
            "ended": [value for value in values if value.valid_until is not None and value.valid_until < today],
            "today": today,
            "is_territory": code == ProfileList.TERRITORY,
            "crumbs": crumbs(LISTS),
        },
    )


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def profile_value_add(request, code):
    """A new value at the end of its list."""
    known(code)
    last = ProfileValue.objects.filter(list=code).aggregate(last=Max("rank"))["last"] or 0
    if code == ProfileList.TERRITORY:
        last = max(last, FIRST_RANK_AFTER_MUNICIPALITIES)
    form = ProfileValueForm(
        request.POST or None,
        instance=ProfileValue(list=code, rank=last + 1),
        centre=shell.of(request).centre,
        initial={"valid_from": timezone.localdate()},
    )
    if request.method == "POST" and (value := form.saved()):
        said = _("“%(value)s” is added.") % {"value": value}
        return done(request, said, "profile_list", code, anchor=f"row-{value.pk}")
    return form_page(request, form, title=_("Add a value"), way=way_to(code))


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def profile_value_edit(request, pk):
    """Say a value better. What means something else is a new value that takes over."""
    value = get_object_or_404(ProfileValue, pk=pk)
    title = value.name
    form = ProfileValueForm(request.POST or None, instance=value, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        said = _("“%(value)s” is saved.") % {"value": value}
        return done(request, said, "profile_list", value.list, anchor=f"row-{pk}")
    return form_page(
        request,
        form,
        title=title,
        way=way_to(value.list),
        note=_("A new name holds for past figures too. If the meaning changes, end this value and add another."),
    )


@allow("edit_lists")
@require_POST
def profile_value_move(request, pk):
    """One place up or down in its list."""
    value = get_object_or_404(ProfileValue, pk=pk)
    rows = ProfileValue.objects.filter(list=value.list).filter(IN_FORCE | Q(pk=pk))
    move(rows, value, step_of(request))
    return done(request, _("The order is saved."), "profile_list", value.list, anchor=f"row-{pk}")


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def profile_value_end(request, pk):
    """End a value, and say which one takes over, or that none does."""
    value = get_object_or_404(ProfileValue, pk=pk, valid_until__isnull=True)
    form = ValueEndForm(request.POST or None, value=value, today=timezone.localdate())
    if request.method == "POST" and form.saved():
        until = formats.date_format(value.valid_until)
        said = _("“%(value)s” ends on %(day)s.") % {"value": value, "day": until}
        return done(request, said, "profile_list", value.list)
    n = rows_pointing_at(value)
    return form_page(
        request,
        form,
        title=_("End “%(value)s”?") % {"value": value},
        way=way_to(value.list),
        template="citedesmetiers/settings/retire.html",
        sentences=[
            _("After its last day nobody can choose it any more."),
            ngettext("%(n)s entry keeps it.", "%(n)s entries keep it.", n) % {"n": formats.localize(n)}
            if n
            else _("Nothing has been counted with it."),
        ],
        button=_("End this value"),
    )


@allow("edit_lists")
@require_POST
def profile_value_resume(request, pk):
    """Take the end of a value back."""
    value = get_object_or_404(ProfileValue, pk=pk)
    try:
        value.resume()
    except ValidationError as error:
        return refused(request, error, "profile_list", value.list)
    said = _("“%(value)s” is in force again.") % {"value": value}
    return done(request, said, "profile_list", value.list, anchor=f"row-{pk}")
