import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import ProfileList, ProfileValue, Purpose, Site
from citedesmetiers.models.once import FromDevice, OnceQuerySet
from counselling.models.desk import Desk
from counselling.models.lists import Theme
from counselling.models.ticket import AlreadyTaken, NotWaiting, Ticket, minutes_between
from partners.models import Institution, InstitutionKind, Programme

MOST_PEOPLE = 500
MOST_MINUTES = 480
WAIT_AGAIN = ("state", "waiting_minutes", "institution", "hour")  # columns that differ while somebody is received
PROFILE_FIELDS = list(ProfileList.values)  # each list has a column of its name
NOTED_FIELDS = {
    "themes", "outcomes", "referrals", "referred_to_kind", "minutes", "people", "kind", "channel", "language",
    "purpose", "further_purposes", "institution", "programme", *PROFILE_FIELDS,
}  # fmt: skip


def coarse_key(model, label, **options):
    """A column with a coarse value; empty means "not stated". No index: figures read whole days at once."""
    return models.ForeignKey(
        model,
        verbose_name=label,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        **options,
    )


def profile_key(profile_list):
    return coarse_key(ProfileValue, ProfileList(profile_list).label, limit_choices_to={"list": profile_list})


def keys_of(label):
    """A column with the keys of entries of a list; they are never deleted, so no key leads nowhere."""
    return ArrayField(models.BigIntegerField(), verbose_name=label, default=list, blank=True)


class InterviewQuerySet(OnceQuerySet):
    def in_year(self, year):
        """Interviews of the civil year `year`, days as the place's own clock cut them."""
        return self.filter(day__year=year)

    def between(self, first, last):
        return self.filter(day__range=(first, last))

    def held(self):
        """Conversations that took place and are over: what figures count."""
        return self.filter(state=Interview.State.DONE)

    def left(self):
        """People who were sent to a desk and left without being seen."""
        return self.filter(state=Interview.State.LEFT)

    @transaction.atomic
    def send(self, *, desk, purposes=(), profile=None, people=1, now=None):
        """Let somebody wait at `desk`; returns the waiting interview with its ticket.

        purposes: keys, the visitor's own first.  profile: {list: ProfileValue}.  now: aware datetime.
        Only these coarse values are copied; nothing leads back to the visit.
        """
        now = timezone.localtime(now)
        Ticket.objects.close_day(desk.site_id, before=now.date())
        interview = self._open(desk, purposes, profile or {}, people, now, state=Interview.State.WAITING)
        interview.ticket = Ticket.objects.give(interview, now)
        return interview

    @transaction.atomic
    def begin(self, *, desk, screen, people=1, channel="", now=None, **noted):
        """Receive somebody who comes straight to `desk`; returns the interview, being received from now on.

        They have not waited, so no waiting time is kept: it is a figure about those whom reception sends.
        screen: key of the screen it is recorded at.  noted: any further columns, for example the kind.
        """
        now = timezone.localtime(now)
        Ticket.objects.close_day(desk.site_id, before=now.date())
        channel = channel or Interview.Channel.WALK_IN
        interview = self._open(desk, (), {}, people, now, state=Interview.State.RECEIVED, channel=channel, **noted)
        interview.ticket = Ticket.objects.create(
            interview=interview,
            site_id=desk.site_id,
            day=now.date(),
            colour=desk.colour,
            waiting_since=now,
            taken_at=now,
            screen=screen,
        )
        return interview

    def _open(self, desk, purposes, profile, people, now, **fields):
        purposes = list(purposes) or only(desk.purposes.values_list("pk", flat=True))
        return self.create(
            site_id=desk.site_id,
            desk=desk,
            day=now.date(),
            hour=now.hour,
            people=people,
            purpose_id=purposes[0] if purposes else None,
            further_purposes=purposes[1:],
            **profile,
            **fields,
        )


def only(keys):
    """`keys` as a list when there is exactly one, else an empty list."""
    found = list(keys[:2])
    return found if len(found) == 1 else []


class Interview(FromDevice):
    """One conversation between anonymous visitors and a counsellor, or the wait for one.

    Anonymous by construction: day and hour, never the minute; coarse values from closed lists; no text; no counsellor;
    no link to a visit, a loan or another interview. Its own key is random. What must be exact while somebody waits
    stands in the ticket, which is gone when the day is closed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RECEIVED = "received", _("Being received")
        DONE = "done", _("Done")
        LEFT = "left", _("Left without being seen")
        TAKEN_BACK = "taken_back", _("Taken back")  # for a week, so that a late replay cannot bring it back

    class Kind(models.TextChoices):
        INDIVIDUAL = "individual", _("Individual")
        SMALL_GROUP = "small_group", _("Small group")
        DIAGNOSTIC = "diagnostic", _("Diagnostic")

    class Channel(models.TextChoices):
        WALK_IN = "walk_in", _("At the desk")
        TELEPHONE = "telephone", _("By telephone")
        VIDEO = "video", _("By video")
        CHAT = "chat", _("By chat")
        OUTREACH = "outreach", _("Outside the centre")

    class Language(models.TextChoices):
        FRENCH = "fr", _("French")
        ENGLISH = "en", _("English")
        ITALIAN = "it", _("Italian")
        SPANISH = "es", _("Spanish")
        PORTUGUESE = "pt", _("Portuguese")
        GERMAN = "de", _("German")
        ARABIC = "ar", _("Arabic")
        UKRAINIAN = "uk", _("Ukrainian")
        SIGNS = "sign", _("Sign language")
        OTHER = "other", _("Another language")

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+", db_index=False)
    desk = models.ForeignKey(Desk, verbose_name=_("desk"), on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("day"))
    hour = models.PositiveSmallIntegerField(_("hour"), help_text=_("0 to 23, on the clock of the place."))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DONE)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.INDIVIDUAL)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel.choices, default=Channel.WALK_IN)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices, blank=True)
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    minutes = models.PositiveSmallIntegerField(_("length (minutes)"), null=True, blank=True)
    waiting_minutes = models.PositiveSmallIntegerField(_("waited (minutes)"), null=True, blank=True)
    purpose = coarse_key(Purpose, _("purpose"))
    further_purposes = keys_of(_("further purposes"))
    themes = keys_of(_("themes"))
    outcomes = keys_of(_("outcomes"))
    referrals = keys_of(_("referrals"))
    referred_to_kind = coarse_key(InstitutionKind, _("kind of institution"))
    gender = profile_key("gender")
    age_band = profile_key("age_band")
    status = profile_key("status")
    level = profile_key("level")
    territory = profile_key("territory")
    heard_by = profile_key("heard_by")
    first_visit = profile_key("first_visit")
    institution = coarse_key(Institution, _("institution of the counsellor"))
    programme = coarse_key(Programme, _("programme"))

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        indexes = [models.Index(name="interview_by_place_and_day", fields=["site", "day"])]
        constraints = [
            models.CheckConstraint(
                name="interview_hour_0_to_23",
                condition=Q(hour__range=(0, 23)),
                violation_error_message=_("The hour goes from 0 to 23."),
            ),
            models.CheckConstraint(
                name="interview_people_1_to_500",
                condition=Q(people__range=(1, MOST_PEOPLE)),
                violation_error_message=_("An interview is with 1 to 500 people."),
            ),
            models.CheckConstraint(
                name="interview_lasts_1_to_480_minutes",
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, MOST_MINUTES)),
                violation_error_message=_("The length goes from 1 to 480 minutes."),
            ),
            models.CheckConstraint(
                name="interview_has_a_length_only_when_held",
                condition=Q(minutes__isnull=True) | Q(state="done"),
                violation_error_message=_("Only an interview that is over has a length."),
            ),
            models.CheckConstraint(
                name="interview_wait_is_known_once_received",
                condition=Q(waiting_minutes__isnull=True) | Q(state__in=["received", "done"]),
                violation_error_message=_("How long somebody waited is known when the waiting is over."),
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.hour}h, {self.desk_id}"

    @property
    def noted_values(self):
        """What was noted about the visitor, as ProfileValue rows in the order of the lists."""
        return [value for name in PROFILE_FIELDS if (value := getattr(self, name))]

    def locked(self):
        """This row as it stands now, held until the transaction ends, with its ticket when it has one."""
        row = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        row.ticket_now = Ticket.objects.filter(interview=row).first()
        return row

    def _hold(self, *states):
        """Lock this row in one of `states`. Raises AlreadyTaken or NotWaiting when somebody else was quicker."""
        row = self.locked()
        if row.ticket_now is None or row.state not in states:
            raise (AlreadyTaken if row.state == self.State.RECEIVED else NotWaiting)(self.pk)
        return row

    def _settle(self, row, *fields):
        """Save `fields` of the locked `row`, and show them here too."""
        row.save(update_fields=fields)
        for name in fields:
            setattr(self, name, getattr(row, name))
        self.ticket = row.ticket_now

    @transaction.atomic
    def take(self, *, screen, institution=None, now=None):
        """Receive who waits; how long they waited is kept as whole minutes.

        screen: key of the screen that takes.  Raises AlreadyTaken when another screen has them, NotWaiting when they
        have left or the day is closed.
        """
        now = timezone.localtime(now)
        row = self._hold(self.State.WAITING)
        ticket = row.ticket_now
        ticket.taken_at, ticket.screen = now, screen
        ticket.save(update_fields=["taken_at", "screen"])
        row.state, row.hour, row.institution = self.State.RECEIVED, now.hour, institution
        row.waiting_minutes = minutes_between(ticket.waiting_since, now)
        self._settle(row, "state", "hour", "institution", "waiting_minutes")

    @transaction.atomic
    def take_over(self, *, screen):
        """Go on with an interview that was begun at another screen. Raises NotWaiting when it is over."""
        row = self._hold(self.State.RECEIVED)
        row.ticket_now.screen = screen
        row.ticket_now.save(update_fields=["screen"])
        self.ticket = row.ticket_now

    def _hold_waiting(self, screen):
        """Lock this row while it waits; one that `screen` receives waits again, since when they first came."""
        row = self.locked()
        if row.state == self.State.RECEIVED and row.ticket_now and screen and row.ticket_now.screen == screen:
            row._wait_again()
            return row
        return self._hold(self.State.WAITING)

    def _wait_again(self):
        """Undo what `take` has written, on a locked row that is saved by the caller (WAIT_AGAIN)."""
        ticket = self.ticket_now
        if ticket.number is None:  # came straight to the desk: now they wait like everybody, with a number
            ticket.number = Ticket.objects.next_number(ticket)
        ticket.taken_at = ticket.screen = None
        ticket.save(update_fields=["number", "taken_at", "screen"])
        self.state, self.waiting_minutes, self.institution = self.State.WAITING, None, None
        self.hour = timezone.localtime(ticket.waiting_since).hour

    @transaction.atomic
    def put_back(self):
        """Let them wait again, since when they first came. Raises NotWaiting when they are not being received."""
        row = self._hold(self.State.RECEIVED)
        row._wait_again()
        self._settle(row, *WAIT_AGAIN)

    @transaction.atomic
    def call_off(self):
        """Forget an interview that was begun by mistake. Raises NotWaiting when it is not being received here."""
        self._hold(self.State.RECEIVED).delete()

    @transaction.atomic
    def leave(self, *, screen=None):
        """Note that they left without being seen: they waited, or `screen` received them and found nobody.

        Raises AlreadyTaken or NotWaiting when neither is so.
        """
        row = self._hold_waiting(screen)
        row.state = self.State.LEFT
        self._settle(row, *WAIT_AGAIN)

    @transaction.atomic
    def send_on(self, desk, *, screen=None):
        """Let them wait at another desk of the place, with the same ticket and since the same moment.

        They wait, or `screen` receives them and is the wrong one. Raises AlreadyTaken or NotWaiting otherwise.
        """
        row = self._hold_waiting(screen)
        row.desk = desk
        self._settle(row, "desk", *WAIT_AGAIN)

    @transaction.atomic
    def record(self, *, now=None, **noted):
        """Close the interview that is being received, with what was noted.

        noted: any of NOTED_FIELDS; without `minutes` the length is measured since it was taken.
        Raises NotWaiting when it is closed already (a second press of the button).
        """
        now = timezone.localtime(now)
        row = self._hold(self.State.RECEIVED)
        measured = max(1, min(MOST_MINUTES, minutes_between(row.ticket_now.taken_at, now)))
        row.note(**noted)
        row.minutes = row.minutes or measured
        row.state = self.State.DONE
        row.validate_constraints()
        self._settle(row, "state", "minutes", *(NOTED_FIELDS - {"minutes"}))

    def take_back(self):
        """Count no longer. What came from a device stays empty for a week, so that it cannot arrive a second time."""
        if self.received_on is None:
            self.delete()
            return
        self.state = self.State.TAKEN_BACK
        self.minutes = self.waiting_minutes = None
        self.save(update_fields=["state", "minutes", "waiting_minutes"])

    def note(self, **noted):
        """Fill in columns, unsaved; an interview without a purpose gets that of its first theme."""
        if unknown := set(noted) - NOTED_FIELDS:
            raise TypeError(f"not a column of an interview: {', '.join(sorted(unknown))}")
        for name, value in noted.items():
            setattr(self, name, value)
        if self.purpose_id is None and self.themes:
            purposes = dict(Theme.objects.filter(pk__in=self.themes).values_list("pk", "purpose"))
            self.purpose_id = next((purposes[pk] for pk in self.themes if purposes.get(pk)), None)
