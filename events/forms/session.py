"""Sessions: one, or several that repeat; calling one off; what a class visit is."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import dateparse, formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citedesmetiers.forms.house import ClockField, HouseForm
from citedesmetiers.models import SchoolHoliday, Site
from citedesmetiers.opening import Calendar
from citedesmetiers.recurrence import Recurrence, Rhythm
from events import conflicts, planning, series
from events.models import ClassVisit, Room, Session
from partners.models import Professional

LONGEST = timedelta(days=731)
WHERE = ("site", "room", "elsewhere", "online_url", "seats")


class RoomChoices(forms.ModelChoiceField):
    def label_from_instance(self, room):
        values = {"place": room.site, "room": room, "n": room.seats}
        return (_("%(place)s: %(room)s (%(n)s seats)") if room.seats else _("%(place)s: %(room)s")) % values


class PersonChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person):
        return _("%(person)s, %(institution)s") % {"person": person, "institution": person.institution}


class SessionForm(HouseForm):
    """One session. What stands against it is said beside its field and may be saved all the same."""

    blame = {
        "session_not_oversold": "seats",
        "session_room_or_elsewhere": "elsewhere",
        "session_ends_after_it_begins": "ends",
    }
    day = forms.DateField(label=gettext_lazy("Day"))
    starts = ClockField(label=gettext_lazy("From (time)"))
    ends = ClockField(
        label=gettext_lazy("To (time)"), help_text=gettext_lazy("Earlier than the beginning: the day after.")
    )
    room = RoomChoices(label=gettext_lazy("Room"), queryset=None, required=False)
    online_url = forms.URLField(
        label=gettext_lazy("Address of an online session"), required=False, max_length=200, assume_scheme="https"
    )
    speakers = PersonChoices(
        label=gettext_lazy("Who speaks"), queryset=None, required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    field_order = ["rhythm", "day", "last_day", "starts", "ends"]  # the first one takes the focus
    groups = (
        (gettext_lazy("When"), ("day", ("starts", "ends"))),
        (gettext_lazy("Where"), (("site", "room"), "elsewhere", "online_url", "seats")),
        (gettext_lazy("Who"), ("speakers",)),
    )

    class Meta:
        model = Session
        fields = [*WHERE, "speakers"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        session = self.instance
        places = Q(pk__in=Site.objects.for_user(user).open_on(today).values("pk")) | Q(pk=session.site_id)
        self.fields["site"].queryset = Site.objects.filter(places)
        self.fields["site"].empty_label = _("Choose")
        in_use = Q(closed_on__isnull=True) | Q(closed_on__gte=today) | Q(pk=session.room_id)
        self.fields["room"].queryset = Room.objects.filter(in_use, site__in=self.fields["site"].queryset)\
            .select_related("site")  # fmt: skip
        self.fields["room"].empty_label = _("none")
        working = Q(active_until__isnull=True) | Q(active_until__gte=today)
        if session.pk:
            working |= Q(pk__in=session.speakers.values("pk"))
            self.initial["day"] = session.day
            self.initial["starts"] = timezone.localtime(session.starts_at).time()
            self.initial["ends"] = timezone.localtime(session.ends_at).time()
        self.fields["speakers"].queryset = (
            Professional.objects.filter(working).select_related("institution").order_by("institution__name", "name")
        )

    def clean(self):
        data = super().clean()
        room, site = data.get("room"), data.get("site")
        if room and site and room.site_id != site.pk:
            self.add_error("room", _("This room is at %(place)s.") % {"place": room.site})
        if data.get("seats") is None and room and room.seats and not self.instance.pk and "seats" not in self.errors:
            data["seats"] = room.seats
        if all(data.get(name) is not None for name in ("day", "starts", "ends")):
            self.place_in_time(data)
        if not self.errors and (spans := self.spans()):
            self.warn((each.field, each.message) for each in conflicts.conflicts(self.plan(spans)))
        return data

    def _get_validation_exclusions(self):
        """Leave out the moments that could not be made of what was typed: that is said beside day and times."""
        missing = {name for name in ("starts_at", "ends_at") if getattr(self.instance, name) is None}
        return super()._get_validation_exclusions() | missing

    def place_in_time(self, data):
        [(self.instance.starts_at, self.instance.ends_at)] = planning.spans_of(
            [data["day"]], data["starts"], data["ends"]
        )

    def spans(self):
        return [(self.instance.starts_at, self.instance.ends_at)]

    def plan(self, spans):
        data = self.cleaned_data
        return conflicts.Plan(
            site=data["site"],
            spans=spans,
            room=data.get("room"),
            elsewhere=data.get("elsewhere") or "",
            speakers=list(data.get("speakers") or []),
            seats=data.get("seats"),
            besides={self.instance.pk} if self.instance.pk else set(),
            event=self.instance.event,
        )


class DaysField(forms.CharField):
    """Some days with commas or spaces between them, as people write dates."""

    def clean(self, value):
        days, wrong = set(), []
        for word in (super().clean(value) or "").replace(",", " ").replace(";", " ").split():
            try:
                days.add(dateparse.parse_date(word) or forms.DateField().clean(word))
            except (forms.ValidationError, ValueError):
                wrong.append(word)
        if wrong:
            raise forms.ValidationError(_("No day: %(words)s.") % {"words": ", ".join(wrong)})
        return days


class SessionsForm(SessionForm):
    """One or several sessions of an event; `left_out` says afterwards which days were not taken, and why."""

    rhythm = forms.ChoiceField(label=gettext_lazy("How often"), choices=Rhythm.choices, initial=Rhythm.ONCE)
    last_day = forms.DateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("When it repeats.")
    )
    exceptions = DaysField(
        label=gettext_lazy("Except on"),
        required=False,
        help_text=gettext_lazy(
            "Days with commas between them. Days on which the place is closed are left out anyway."
        ),
    )
    pauses = forms.BooleanField(label=gettext_lazy("Pauses in school holidays"), required=False)
    run = forms.TypedChoiceField(
        label=gettext_lazy("Belongs with"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("Sessions that belong together are booked once, with the same words."),
    )  # fmt: skip
    groups = (
        (
            gettext_lazy("When"),
            ("rhythm", ("day", "last_day"), ("starts", "ends"), "exceptions", "pauses", "run"),
        ),
        *SessionForm.groups[1:],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        event = self.instance.event
        self.left_out, self.days = [], []
        self.fields["day"].label = _("First day")
        if runs := series.to_join(event) if event.is_series else {}:
            own = ("", _("None: a series of its own"))
            self.fields["run"].choices = [own, *((run, said_of_run(found)) for run, found in runs.items())]
        else:
            del self.fields["run"]

    def clean(self):
        data = self.cleaned_data
        first, last = data.get("day"), data.get("last_day")
        if data.get("rhythm") == Rhythm.ONCE:
            data["last_day"] = first
        elif first and "last_day" not in self.errors:
            if last is None:
                self.add_error("last_day", _("Give the last day, or choose “once”."))
            elif last < first:
                self.add_error("last_day", _("The last day lies before the first day."))
            elif last - first > LONGEST:
                self.add_error("last_day", _("Plan two years at most."))
        return super().clean()

    def spans(self):
        data = self.cleaned_data
        first, last, site = data["day"], data["last_day"], data["site"]
        rule = Recurrence(data["rhythm"], first, last, exceptions=frozenset(data["exceptions"]))
        if data["rhythm"] == Rhythm.ONCE or data["elsewhere"]:
            self.days = rule.days(first, last)
        else:
            holidays = SchoolHoliday.objects.days(site.country, first, last) if data["pauses"] else set()
            calendar = Calendar(site, first, last)
            self.days = rule.days_open(first, last, calendar=calendar, holidays=holidays)
            self.left_out = [day for day, _why in rule.left_out(first, last, calendar=calendar, holidays=holidays)]
        if not self.days:
            self.add_error("day", _("No day is left: the place is closed on all of them, or they are all excepted."))
            return []
        return planning.spans_of(self.days, data["starts"], data["ends"])

    @transaction.atomic
    def saved_for(self, event):
        """Make the sessions; returns them, or None with errors to show. Those of a published event are public."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        run = data.get("run")
        if run is None and event.is_series:
            run = (event.sessions.aggregate(last=Max("run"))["last"] or 0) + 1
        made = []
        for starts, ends in planning.spans_of(self.days, data["starts"], data["ends"]):
            session = Session.objects.create(
                event=event,
                starts_at=starts,
                ends_at=ends,
                run=run,
                published_at=timezone.now() if event.published else None,
                **{name: data[name] for name in WHERE},
            )
            session.speakers.set(data["speakers"])
            made.append(session)
        return made

    def left_out_in_words(self):
        return ", ".join(formats.date_format(day, "SHORT_DATE_FORMAT") for day in self.left_out)


def said_of_run(sessions):
    """The sessions of a series in words: how many, and when."""
    first, last = (formats.date_format(session.day) for session in (sessions[0], sessions[-1]))
    if len(sessions) == 1:
        return _("the session of %(day)s") % {"day": first}
    return ngettext(
        "the %(n)d session from %(first)s to %(last)s", "the %(n)d sessions from %(first)s to %(last)s", len(sessions)
    ) % {"n": len(sessions), "first": first, "last": last}


class CancelForm(HouseForm):
    """Why a session is called off, and what the programme says about it."""

    groups = ((gettext_lazy("Why"), ("reason", "public_words")),)

    class Meta:
        model = Session
        fields = ["reason", "public_words"]
        help_texts = {"public_words": gettext_lazy("Short, for visitors: “We look for another date.”")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].choices = [("", _("Choose")), *Session.Reason.choices]

    def _post_clean(self):
        self.instance.state = Session.State.CANCELLED
        super()._post_clean()


class ClassVisitForm(HouseForm):
    """A school with its classes."""

    blame = {
        "class_visit_school_once": "institution",
        "class_visit_classes_not_more_than_pupils": "classes",
        "class_visit_ages_in_order": "oldest",
    }
    groups = ((gettext_lazy("Who comes"), ("institution", ("classes", "pupils"), ("youngest", "oldest"))),)

    class Meta:
        model = ClassVisit
        fields = ["institution", "classes", "pupils", "youngest", "oldest"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institution"].empty_label = _("Choose")
        self.fields["institution"].queryset = self.fields["institution"].queryset.order_by(
            F("name"), "pk"
        )  # schools of the territory are among all the others
