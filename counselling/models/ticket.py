from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.constraints import both_or_neither
from citedesmetiers.models import Site
from citedesmetiers.models.purpose import COLOURS
from counselling.models.desk import Desk

INTERVIEW = "counselling.Interview"


class OutOfTurn(Exception):
    """A ticket is no longer in the state that somebody saw on their screen."""


class AlreadyTaken(OutOfTurn):
    """Another screen has taken this ticket."""


class NotWaiting(OutOfTurn):
    """Whoever had this ticket has left, was received already, or the day is closed."""


def minutes_between(earlier, later):
    """Whole minutes from `earlier` to `later`, 0 when the clock was put back in between."""
    return max(0, int((later - earlier).total_seconds() // 60))


class TicketQuerySet(models.QuerySet):
    def today(self, sites, day):
        """Tickets of `day`, whoever waited longest first; those of an earlier day are over, closed or not."""
        return self.filter(site__in=sites, day=day).order_by("waiting_since", "pk")

    def waiting(self):
        return self.filter(interview__state="waiting")

    def received(self):
        return self.filter(interview__state="received")

    def give(self, interview, now):
        """A ticket for somebody who waits: the desk's colour and the next number of the day."""
        ticket = self.model(
            interview=interview,
            site_id=interview.site_id,
            day=now.date(),
            colour=interview.desk.colour,
            waiting_since=now,
        )
        ticket.number = self.next_number(ticket)
        ticket.save(force_insert=True)
        return ticket

    def next_number(self, ticket):
        """The next number in the colour of `ticket` at its place on its day; call it inside a transaction.

        Desks of one colour share a series, so that a number called aloud means one person. The desks' rows are held
        until the transaction ends; the unique rule below is the net.
        """
        same_colour = Desk.objects.filter(site=ticket.site_id, colour=ticket.colour).order_by("pk")
        list(same_colour.select_for_update(no_key=True).values_list("pk"))
        given = Ticket.objects.filter(site=ticket.site_id, day=ticket.day, colour=ticket.colour)
        return (given.aggregate(last=Max("number"))["last"] or 0) + 1

    @transaction.atomic
    def close_day(self, site, *, before):
        """Forget the tickets of `site` of all days before `before` (a date); returns how many.

        Who still waited has left without being seen; a conversation that nobody closed was held, and has no length.
        """
        over = list(
            self.filter(site=site, day__lt=before).select_for_update(of=("self",)).values_list("pk", flat=True)
        )
        if not over:
            return 0
        interviews = Ticket._meta.get_field("interview").related_model.objects.filter(pk__in=over)
        interviews.filter(state="waiting").update(state="left")
        interviews.filter(state="received").update(state="done")
        self.filter(pk__in=over).delete()
        return len(over)


class Ticket(models.Model):
    """What must be known exactly while somebody waits or is received: colour and number, since when, at which screen.

    It lives until the day is closed. The screen is a random key of a browser's session, no account: what is kept is
    "taken at this screen", never who sits there.
    """

    interview = models.OneToOneField(INTERVIEW, on_delete=models.CASCADE, primary_key=True, related_name="ticket")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    colour = models.PositiveSmallIntegerField(choices=COLOURS)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    waiting_since = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    screen = models.UUIDField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("ticket")
        verbose_name_plural = gettext_lazy("tickets")
        constraints = [
            models.UniqueConstraint(
                name="ticket_number_once_a_day_in_a_colour",
                fields=["site", "day", "colour", "number"],
                violation_error_message=gettext_lazy("This number is called already today."),
            ),
            both_or_neither(
                "taken_at", "screen", message=gettext_lazy("A ticket that was taken says since when and where.")
            ),
            models.CheckConstraint(
                name="ticket_without_number_was_taken_at_once",
                condition=Q(number__isnull=False) | Q(taken_at__isnull=False),
                violation_error_message=gettext_lazy("Who waits has a number."),
            ),
        ]

    def __str__(self):
        if self.number is None:
            return _("without a number")
        return _("%(colour)s %(number)s") % {"colour": self.get_colour_display(), "number": f"{self.number:02}"}

    def waited(self, now):
        """Whole minutes of waiting until `now`."""
        return minutes_between(self.waiting_since, now)

    def lasts(self, now):
        """Whole minutes of the conversation until `now`, at least 1; None while they wait."""
        return None if self.taken_at is None else max(1, minutes_between(self.taken_at, now))
