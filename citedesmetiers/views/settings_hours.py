"""Opening hours of a place, by period; a period is the hours that hold from one same day to another."""

from datetime import date
from itertools import groupby

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers.access import allow
from citedesmetiers.forms.week import PeriodEndForm, WeekForm
from citedesmetiers.models import Site
from citedesmetiers.models.hours import Weekday
from citedesmetiers.views.settings_page import confirm_page, crumbs, done, form_page

PLACES = (gettext_lazy("Places"), "site_list")
EDITOR = "citedesmetiers/settings/week.html"


class PeriodConverter:
    """A period in an address: 2026-01-01_2026-07-10, or 2026-01-01_open for one without an end."""

    regex = r"\d{4}-\d{2}-\d{2}_(?:\d{4}-\d{2}-\d{2}|open)"

    def to_python(self, value):
        first, _sign, last = value.partition("_")
        return date.fromisoformat(first), None if last == "open" else date.fromisoformat(last)

    def to_url(self, value):
        first, last = value
        return f"{first.isoformat()}_{last.isoformat() if last else 'open'}"


def place(request, pk):
    return get_object_or_404(Site.objects.for_user(request.user), pk=pk)


def way_to(site):
    return [PLACES, (_("Opening hours of %(place)s") % {"place": site}, "opening_hours", site.pk)]


def words(period):
    """A period in words."""
    first, last = (day and formats.date_format(day) for day in period)
    if last is None:
        return _("From %(first)s on") % {"first": first}
    return _("From %(first)s to %(last)s") % {"first": first, "last": last}


def periods(site, today):
    """The periods of a place, the present and coming ones first, as dictionaries for the page."""
    found = []
    rows = site.opening_hours.order_by("valid_from", "valid_until", "weekday", "opens")
    for period, hours in groupby(rows, key=lambda hours: (hours.valid_from, hours.valid_until)):
        week = {weekday: [] for weekday in Weekday.values}
        for stretch in hours:
            week[stretch.weekday].append(stretch)
        first, last = period
        found.append(
            {
                "period": period,
                "address": address(period),
                "words": words(period),
                "week": [(Weekday(weekday).label, stretches) for weekday, stretches in week.items()],
                "is_over": last is not None and last < today,
                "is_now": first <= today and (last is None or today <= last),
            }
        )
    return sorted(found, key=lambda period: period["is_over"])


@allow("edit_lists")
@require_safe
def opening_hours(request, pk):
    """The weeks of a place, one for each period."""
    return hours_page(request, place(request, pk))


def hours_page(request, site, *, end_form=None, ending=None):
    """The page of all periods; `end_form` is one that was refused, for the period `ending`."""
    today = timezone.localdate()
    return render(
        request,
        "citedesmetiers/settings/opening_hours.html",
        {
            "site": site,
            "periods": periods(site, today),
            "today": today,
            "end_form": end_form,
            "ending": ending,
            "crumbs": crumbs(PLACES),
        },
    )


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def period_add(request, pk):
    """A new week for new dates; ?copy= takes the times of another period, a year on."""
    site = place(request, pk)
    model, today = None, timezone.localdate()
    if asked := request.GET.get("copy"):
        model = next((found["period"] for found in periods(site, today) if address(found["period"]) == asked), None)
    initial = {} if model else {"valid_from": today}
    form = WeekForm(request.POST or None, site=site, model=model, initial=initial)
    if request.method == "POST" and (made_room := form.saved()) is not None:
        return done(request, said(_("The hours are saved."), made_room), "opening_hours", pk)
    title = _("Hours for another year") if model else _("Hours for other dates")
    return form_page(request, form, title=title, way=way_to(site), template=EDITOR, site=site)


def address(period):
    return PeriodConverter().to_url(period)


def said(sentence, made_room):
    """`sentence`, and what happened to the other hours."""
    cut, deleted = made_room
    more = []
    if cut:
        more.append(
            ngettext(
                "%(n)s stretch of other hours was shortened.", "%(n)s stretches of other hours were shortened.", cut
            )
            % {"n": cut}
        )
    if deleted:
        more.append(
            ngettext(
                "%(n)s stretch of other hours was replaced.", "%(n)s stretches of other hours were replaced.", deleted
            )
            % {"n": deleted}
        )
    return " ".join([sentence, *more])


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def period_edit(request, pk, period):
    """One week: change its times or dates."""
    site = place(request, pk)
    get_list(site, period)
    form = WeekForm(request.POST or None, site=site, period=period)
    if request.method == "POST" and (made_room := form.saved()) is not None:
        return done(request, said(_("The hours are saved."), made_room), "opening_hours", pk)
    return form_page(request, form, title=words(period), way=way_to(site), template=EDITOR, site=site)


def get_list(site, period):
    """The hours of `period`; 404 when there are none."""
    get_object_or_404(site.opening_hours.of_period(*period)[:1])
    return site.opening_hours.of_period(*period)


@allow("edit_lists")
@require_POST
def period_end(request, pk, period):
    """Give hours their last day."""
    site = place(request, pk)
    hours = get_list(site, period)
    form = PeriodEndForm(request.POST, first=period[0])
    if form.is_valid():
        try:
            with transaction.atomic():
                hours.update(valid_until=form.cleaned_data["on"])
        except IntegrityError:
            form.add_error("on", _("Until this day they overlap with other hours of the place."))
        else:
            until = formats.date_format(form.cleaned_data["on"])
            return done(request, _("These hours end on %(day)s.") % {"day": until}, "opening_hours", pk)
    return hours_page(request, site, end_form=form, ending=period)


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def period_delete(request, pk, period):
    """Delete hours that never held; the page says what that changes."""
    site = place(request, pk)
    hours = get_list(site, period)
    n = hours.count()
    if request.method == "POST":
        hours.delete()
        return done(request, _("The hours are deleted."), "opening_hours", pk)
    sentences = [
        ngettext("%(n)s stretch of times a week is deleted.", "%(n)s stretches of times a week are deleted.", n)
        % {"n": n},
        _("On these dates the place then counts as closed, in past figures too."),
        _("If these hours did hold, end them instead of deleting them."),
    ]
    return confirm_page(
        request,
        title=_("Delete these hours? %(period)s") % {"period": words(period)},
        sentences=sentences,
        button=_("Delete these hours"),
        way=way_to(site),
    )
