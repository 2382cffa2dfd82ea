"""Corrections: the entries of a day, from any counter of the place, to put right or to take back."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import access
from citedesmetiers.access import allow
from citedesmetiers.models import Purpose
from reception.filters import EntryFilter
from reception.forms.visit import VisitAddForm, VisitForm
from reception.models import PROFILE_FIELDS, GroupVisit, Visit
from reception.places import at_asked_place, at_place, places, posted

ROWS_A_PAGE = 50
# Met by an entry that was taken back before it arrived; there is nothing in it to put right.
TOMBSTONE = Q(undone=True, purpose__isnull=True, fingerprint__isnull=True, received_on=F("day"))


def may_correct(user, day):
    """Today is for everyone who counts; earlier days are for those who may correct them."""
    return day == timezone.localdate() or access.may(user, "correct_past_visits")


def to_correct(request, model, uid):
    """The visit or group `uid` of the person's places. 404 when there is none, 403 when its day is over for them."""
    row = get_object_or_404(model.objects.select_related("site").filter(site__in=places(request)), pk=uid)
    if not may_correct(request.user, row.day):
        raise PermissionDenied
    return row


def listed(url, day):
    """The address of the list `url` with the entries of `day`."""
    return f"{reverse(url)}?day={day:%Y-%m-%d}"


@allow("log_visits")
@require_safe
@at_place
def visits(request, site):
    """What was counted on a day: visits and groups, those taken back included."""
    today = timezone.localdate()
    any_day = access.may(request.user, "correct_past_visits")
    rows = Visit.objects.filter(site=site).exclude(TOMBSTONE).select_related("purpose", *PROFILE_FIELDS)
    chosen = EntryFilter(request.GET, queryset=rows, today=today, any_day=any_day)
    entries = chosen.asked(rows).order_by("-hour", "uid")
    groups = chosen.asked(GroupVisit.objects.filter(site=site).select_related("institution"))
    page = Paginator(entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    names = dict(Purpose.objects.values_list("pk", "name"))
    for entry in page:
        entry.also_for = [names[pk] for pk in entry.further_purposes if pk in names]
        entry.noted = [value for name in PROFILE_FIELDS if (value := getattr(entry, name))]
    return render(
        request,
        "reception/visits.html",
        {
            "site": site,
            "filter": chosen,
            "day": chosen.day_shown,
            "today": today,
            "any_day": any_day,
            "page": page,
            "groups": list(groups) if page.number == 1 else [],
            "people": entries.counted().people() + groups.counted().people(),
            "is_narrowed": bool(set(request.GET) & {"hour", "purpose", "kind", "undone"}),
        },
    )


@allow("log_visits")
@require_http_methods(["GET", "HEAD", "POST"])
def visit_edit(request, uid):
    """Put one visit right, or take it back."""
    visit = to_correct(request, Visit, uid)
    form = VisitForm(posted(request), visit=visit)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. The figures of the day follow."))
        return redirect(listed("reception:visits", visit.day))
    return render(
        request,
        "reception/visit_edit.html",
        {"form": form, "visit": visit, "back": listed("reception:visits", visit.day)},
    )


@allow("log_visits")
@require_http_methods(["GET", "HEAD", "POST"])
@at_asked_place
def visit_add(request, site):
    """Add one visit of today or of a past day with everything that is known about it."""
    day = asked_day(request)
    form = VisitAddForm(posted(request), visit=Visit(site=site, day=day, hour=timezone.localtime().hour))
    if request.method == "POST" and form.is_valid():
        if form.save():
            messages.success(request, added_words(form.visit))
        else:
            messages.info(request, _("This visit was stored already; it counts once."))
        return redirect(f"{reverse('reception:past')}?place={site.code}&day={form.visit.day:%Y-%m-%d}")
    back = f"{reverse('reception:past')}?place={site.code}&day={day:%Y-%m-%d}"
    return render(request, "reception/visit_add.html", {"form": form, "site": site, "back": back})


def asked_day(request):
    """The day named in the URL when it can be read and is over or today, else today."""
    today = timezone.localdate()
    try:
        return min(today, date.fromisoformat(request.GET.get("day", "")))
    except ValueError:
        return today


def added_words(visit):
    sentence = ngettext("Added: %(n)s person on %(day)s.", "Added: %(n)s people on %(day)s.", visit.people)
    return sentence % {"n": visit.people, "day": date_format(visit.day)}


@allow("log_visits")
@require_POST
def visit_take_back(request, uid):
    """Stop counting a visit; it stays in the list until the night."""
    visit = to_correct(request, Visit, uid)
    visit.take_back()
    messages.success(request, taken_back_words(visit))
    return redirect("reception:visit_edit", uid)


@allow("log_visits")
@require_POST
def visit_put_back(request, uid):
    """Count a visit again."""
    visit = to_correct(request, Visit, uid)
    visit.put_back()
    messages.success(request, put_back_words(visit))
    return redirect("reception:visit_edit", uid)


def taken_back_words(row):
    sentence = ngettext(
        "Taken back: %(n)s person less on %(day)s.", "Taken back: %(n)s people less on %(day)s.", row.people
    )
    return sentence % {"n": row.people, "day": date_format(row.day)}


def put_back_words(row):
    sentence = ngettext(
        "Counted again: %(n)s person more on %(day)s.", "Counted again: %(n)s people more on %(day)s.", row.people
    )
    return sentence % {"n": row.people, "day": date_format(row.day)}
