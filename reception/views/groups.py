"""Groups: classes, trainees, associations, each visit as one entry."""

import uuid
from calendar import monthrange

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers.access import allow
from citedesmetiers.models import Purpose
from citedesmetiers.offline import keepable
from citedesmetiers.reading import read_uuid
from partners.models import Institution
from reception.filters import GroupFilter
from reception.forms.group import GroupForm, new_group
from reception.models import GroupVisit
from reception.places import at_place
from reception.views.visits import may_correct, put_back_words, taken_back_words, to_correct

ROWS_A_PAGE = 50


@allow("log_visits")
@require_safe
@at_place
def groups(request, site):
    """The groups of a month, or of the days that are asked for."""
    today = timezone.localdate()
    first = today.replace(day=1)
    rows = GroupVisit.objects.filter(site=site).select_related("institution")
    chosen = GroupFilter(request.GET, queryset=rows, first=first, last=month_end(first))
    found = chosen.qs if chosen.form.is_valid() else rows.none()
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    for group in page:
        group.is_editable = may_correct(request.user, group.day)
    last = None if page.object_list else rows.counted().first()
    return render(
        request,
        "reception/groups.html",
        {
            "site": site,
            "filter": chosen,
            "page": page,
            "groups": page.object_list,
            "people": found.counted().people(),
            "last": last,
            "month_of_last": month_address(last.day) if last else "",
            "address_of_new": address_of_new(),
        },
    )


def month_end(day):
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_address(day):
    """The address of the list with the groups of the month of `day`."""
    return f"{reverse('reception:groups')}?since={day.replace(day=1)}&until={month_end(day)}"


def address_of_new():
    """The address of a form for a new group, with the group's key.

    A browser that goes back asks for a page of staff anew: what it saves from there has the key that it had.
    """
    return f"{reverse('reception:group_add')}?uid={uuid.uuid4()}"


@allow("log_visits")
@require_http_methods(["GET", "HEAD", "POST"])
@at_place
def group_add(request, site):
    """Count a group that comes now, or came on a past day."""
    return group_form(request, new_group(site, timezone.localtime(), read_uuid(request.GET.get("uid"))))


@allow("log_visits")
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request, uid):
    """Put a group right, or take it back."""
    return group_form(request, to_correct(request, GroupVisit, uid))


def group_form(request, group):
    data = request.POST.copy() if request.method == "POST" else None
    counted = stored_as(group) if data is None and "uid" in request.GET and group._state.adding else None
    if data is not None and "all" in data:
        form = all_of_them(data, group)
    else:
        form = GroupForm(data, group=group)
        day_before = group.day
        if data is not None and form.is_valid():
            if not form.is_new and not may_correct(request.user, form.cleaned_data["day"]):
                form.add_error("day", _("Only the director moves a group to an earlier day."))
            elif form.save():
                say_what_was_stored(request, form)
                return redirect(month_address(group.day))
            else:
                counted = stored_as(group)
                if counted is None or form.says_the_same_as(counted):
                    messages.info(request, _("This group was stored already; it counts once."))
                    return redirect(month_address(group.day))
                form.ask_about(counted)
        group.day = day_before
    context = {
        "form": form,
        "group": group,
        "counted": counted,
        "counted_is_editable": counted is not None and may_correct(request.user, counted.day),
        "address_of_new": address_of_new(),
        "back": month_address(group.day),
        "config": outbox_config(form) if form.is_new else None,
    }
    return keepable(render(request, "reception/group_form.html", context))


def stored_as(group):
    """The group that is stored under the key of `group`, a new one; None when there is none, or none any more."""
    return GroupVisit.objects.filter(uid=group.uid, site=group.site).first()


def outbox_config(form):
    """What static/reception/group.js needs to keep a new group while the server is away: addresses, keys to codes."""
    site = form.group.site
    return {
        "site": site.code,
        "now": timezone.localtime().isoformat(timespec="seconds"),
        "zone": timezone.get_current_timezone_name(),
        "entries": reverse("reception:entries"),
        "groups": reverse("reception:groups"),
        "counter": reverse("reception:counter"),
        "purposes": dict(Purpose.objects.values_list("pk", "code")),
        "institutions": dict(Institution.objects.values_list("pk", "code")),
        "values": {value.pk: [value.list, value.code] for value in form.all_values},
    }


def all_of_them(data, group):
    """The form again, with everyone in one value of a list: what the button beside it does without a script."""
    people = data.get("people", "")
    form = GroupForm(group=group)
    chosen = next((value for value in form.all_values if str(value.pk) == data["all"]), None)
    if chosen:
        for value in form.values[chosen.list]:
            data[f"m-{value.pk}"] = people if value == chosen else ""
    return GroupForm(data, group=group)


def say_what_was_stored(request, form):
    if form.is_new:
        n = form.group.people
        sentence = ngettext("Counted: a group of %(n)s person.", "Counted: a group of %(n)s people.", n)
        messages.success(request, sentence % {"n": n})
    else:
        messages.success(request, _("Saved. The figures of the day follow."))


@allow("log_visits")
@require_POST
def group_take_back(request, uid):
    """Stop counting a group; it stays in the list until the night."""
    group = to_correct(request, GroupVisit, uid)
    group.take_back()
    messages.success(request, taken_back_words(group))
    return redirect("reception:group_edit", uid)


@allow("log_visits")
@require_POST
def group_put_back(request, uid):
    """Count a group again."""
    group = to_correct(request, GroupVisit, uid)
    group.put_back()
    messages.success(request, put_back_words(group))
    return redirect("reception:group_edit", uid)
