"""Past visits: a paper sheet typed in as a grid, hour by hour and purpose by purpose; and the day's computer tally."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.opening import Calendar
from reception.forms.choices import purposes_on
from reception.forms.past import NO_PURPOSE, PastDayForm, PastGridForm, hours_to_show
from reception.forms.stations import SessionsForm
from reception.models import DayRemark, GroupVisit, Visit
from reception.places import places
from reception.stations import stations_by_hour, stations_of


@allow("log_visits")
@require_http_methods(["GET", "HEAD", "POST"])
def past(request):
    """Choose a place and a day, then type the totals of the sheet."""
    mine = places(request)
    here = shell.of(request).site or mine.last()
    if here is None:
        return render(request, "reception/no_site.html")
    asked = request.GET.copy()
    asked.setdefault("place", here.code)
    which = PastDayForm(asked if "day" in asked else None, places=mine)
    which.initial["place"] = asked["place"]
    context = {"which": which, "grid": None, "sessions": None, "today": timezone.localdate()}
    if which.is_valid():
        sheet = Sheet(which.cleaned_data["place"], which.cleaned_data["day"], everything="all" in request.GET)
        posted = request.POST if request.method == "POST" else None
        of_sessions = posted is not None and "sessions" in posted
        grid = sheet.form(None if of_sessions else posted)
        sessions = sheet.sessions_form(posted if of_sessions else None)
        if grid.is_bound and grid.is_valid():
            say_what_was_stored(request, grid)
            return redirect(sheet.address)
        if sessions and sessions.is_bound and sessions.is_valid():
            say_what_was_noted(request, sessions)
            return redirect(sheet.address)
        context |= {"grid": grid, "sheet": sheet, "rows": grid.rows, "sessions": sessions}
    return render(request, "reception/past.html", context)


class Sheet:
    """A day at a place as the page needs it: its hours, what is counted already, what is odd about it."""

    def __init__(self, site, day, *, everything):
        self.site, self.day, self.everything = site, day, everything
        self.opened = Calendar(site, day, day).open_hours(day)
        self.there = counted_cells(site, day)
        self.groups = GroupVisit.objects.counted().filter(site=site, day=day).people()
        self.remark = DayRemark.objects.filter(site=site, day=day).first()

    def form(self, data):
        also = [purpose for _hour, purpose in self.there if purpose]
        return PastGridForm(
            data,
            site=self.site,
            day=self.day,
            hours=hours_to_show(self.opened, self.there, everything=self.everything),
            purposes=purposes_on(self.day, also=also),
            there=self.there,
        )

    def sessions_form(self, data):
        """The tally of the free computers; None where there are none, and for today: the counter tallies it."""
        there = {hour: begun for hour, begun, _ended in stations_by_hour(self.site, self.day)}
        if self.day >= timezone.localdate() or not (there or stations_of(self.site, self.day)):
            return None
        hours = hours_to_show(self.opened, [(hour, 0) for hour in there], everything=self.everything)
        return SessionsForm(data, site=self.site, day=self.day, hours=hours, there=there)

    @property
    def counted(self):
        """People counted already on this day in visits."""
        return sum(self.there.values())

    @property
    def address(self):
        return f"{reverse('reception:past')}?{urlencode({'place': self.site.code, 'day': self.day.isoformat()})}"

    @property
    def address_of_all_hours(self):
        return f"{self.address}&all=1"


def counted_cells(site, day):
    """{(hour, purpose id, 0 for none): people} of the visits that stand."""
    rows = Visit.objects.counted().filter(site=site, day=day).order_by().values_list("hour", "purpose_id")
    return {(hour, purpose or NO_PURPOSE): people for hour, purpose, people in rows.annotate(n=Sum("people"))}


@transaction.atomic
def say_what_was_noted(request, sessions):
    total = sessions.save()
    sentence = ngettext(
        "%(n)s session at free computers on %(day)s.", "%(n)s sessions at free computers on %(day)s.", total
    )
    messages.success(request, sentence % {"n": total, "day": date_format(sessions.day)})


@transaction.atomic
def say_what_was_stored(request, grid):
    people, cells, before = grid.save()
    if cells:
        sentence = ngettext(
            "%(n)s cell stored for %(day)s. People added: %(people)s.",
            "%(n)s cells stored for %(day)s. People added: %(people)s.",
            cells,
        )
        messages.success(request, sentence % {"people": people, "n": cells, "day": date_format(grid.day)})
    if before:
        sentence = ngettext(
            "%(n)s cell was stored before with this sheet and stays as it is. Put it right under Corrections.",
            "%(n)s cells were stored before with this sheet and stay as they are. Put them right under Corrections.",
            before,
        )
        messages.info(request, sentence % {"n": before})
