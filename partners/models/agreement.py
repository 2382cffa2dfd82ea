"""What an institution and the Cité have agreed on, what it commits, and how one agreement follows another."""

import math
import re
from datetime import timedelta
from uuid import uuid4

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import both_or_neither, not_before
from citedesmetiers.models import Purpose, User
from citedesmetiers.personal_data import no_personal_data
from partners.models.days import never_twice
from partners.models.institution import CLOSE_CIRCLE, Institution

DAYS_OF_NOTICE = 90  # an agreement that ends within them is shown as expiring


class AgreementQuerySet(models.QuerySet):
    def in_force(self, day):
        """Those that hold on `day`, those about to expire included."""
        return self.not_ended(day).filter(starts_on__lte=day)

    def not_ended(self, day):
        """Those that hold on `day` or will hold later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def expiring(self, day):
        """Those in force whose last day is `day` or one of the 90 days after it."""
        return self.in_force(day).filter(ends_on__lte=day + timedelta(days=DAYS_OF_NOTICE))

    def in_state(self, state, day):
        """Agreements that are in `state` (of Agreement.State) on `day`. See also Agreement.state_on."""
        State = self.model.State
        if state == State.COMING:
            return self.filter(starts_on__gt=day)
        if state == State.ENDED:
            return self.filter(ends_on__lt=day)
        if state == State.EXPIRING:
            return self.expiring(day)
        return self.in_force(day).exclude(ends_on__lte=day + timedelta(days=DAYS_OF_NOTICE))

    def about(self, text):
        """Those whose object, or whose institution's name, holds each word of `text`, whatever accents and case."""
        found = self
        for word in text.split():
            found = found.filter(Q(object__unaccent__icontains=word) | Q(institution__name__unaccent__icontains=word))
        return found

    def not_followed(self):
        """Those that nothing follows and that somebody should think about: neither renewed nor waived."""
        return self.filter(renewed_by__isnull=True, renewal_waived=False)

    def to_renew(self, day):
        """Those that expire soon and that nothing follows yet."""
        return self.expiring(day).not_followed()

    def lapsed(self, day):
        """Those that ended without being followed, of institutions that still take part."""
        return self.filter(ends_on__lt=day).not_followed().filter(institution__in=Institution.objects.current(day))

    def without_charter(self, day):
        """Those in force of institutions whose role asks for the charter, and that have accepted it in none."""
        accepted = self.model.objects.filter(charter_accepted_on__isnull=False)
        return (
            self.in_force(day)
            .filter(institution__roles__overlap=CLOSE_CIRCLE)
            .exclude(institution__in=accepted.values("institution"))
        )


@pghistory.track()
class Agreement(models.Model):
    """A dated agreement between an institution and the Cité. Its state follows from its dates and is never stored."""

    class State(models.TextChoices):
        COMING = "coming", _("Still to begin")
        IN_FORCE = "in_force", _("In force")
        EXPIRING = "expiring", _("Ends within 90 days")
        ENDED = "ended", pgettext_lazy("agreement", "Ended")

    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="agreements"
    )
    object = models.CharField(
        _("object"),
        max_length=200,
        validators=[no_personal_data],
        help_text=_("What it is about, in one line. Two agreements about the same object must not overlap."),
    )
    signed_on = models.DateField(
        _("signed on"), null=True, blank=True, help_text=_("Empty while it is being prepared.")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True, help_text=_("Empty: without an end."))
    charter_accepted_on = models.DateField(
        _("charter accepted on"),
        null=True,
        blank=True,
        help_text=_("Who joins the Cité accepts the charter: free, open to all, anonymous, without appointment."),
    )
    renews = models.OneToOneField(
        "self", verbose_name=_("renews"), on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by"
    )
    renewal_waived = models.BooleanField(
        _("not to be renewed"), default=False, help_text=_("It then leaves the reminders.")
    )
    remarks = models.TextField(_("remarks"), blank=True, max_length=2000, validators=[no_personal_data])

    objects = AgreementQuerySet.as_manager()
    named_with = ("institution",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["institution", "starts_on", "pk"]
        constraints = [
            not_before("ends_on", "starts_on"),
            not_before("ends_on", "signed_on", message=_("It is signed after its own end.")),
            never_twice(
                "agreement_same_object_once_at_a_time",
                "institution",
                Lower("object"),
                first="starts_on",
                last="ends_on",
                message=_("This institution has an agreement about the same object in these days already."),
            ),
            models.CheckConstraint(
                name="agreement_does_not_renew_itself",
                condition=Q(renews__isnull=True) | ~Q(renews=models.F("pk")),
                violation_error_message=_("An agreement cannot renew itself."),
            ),
        ]

    def __str__(self):
        return gettext("%(institution)s: %(object)s") % {"institution": self.institution, "object": self.object}

    def clean(self):
        """An agreement renews an earlier one of the same institution."""
        super().clean()
        if self.renews is None or self.starts_on is None:
            return
        if self.renews.institution_id != self.institution_id:
            raise ValidationError({"renews": _("The renewed agreement is one of another institution.")})
        if self.renews.starts_on >= self.starts_on:
            raise ValidationError({"starts_on": _("It begins before the agreement that it renews.")})

    def state_on(self, day):
        """Which Agreement.State it is in on `day`. See also AgreementQuerySet.in_state."""
        if self.starts_on > day:
            return self.State.COMING
        if self.ends_on is not None and self.ends_on < day:
            return self.State.ENDED
        if self.ends_on is not None and self.ends_on <= day + timedelta(days=DAYS_OF_NOTICE):
            return self.State.EXPIRING
        return self.State.IN_FORCE

    @property
    def state(self):
        return self.state_on(timezone.localdate())

    @property
    def days_left(self):
        """Days from today to the last day; None without an end, negative when it is over."""
        return None if self.ends_on is None else (self.ends_on - timezone.localdate()).days

    @property
    def is_renewed(self):
        return hasattr(self, "renewed_by")

    def chain(self):
        """All agreements of its chain, the oldest first, itself among them; one query for each step."""
        found = [self]
        while found[0].renews_id:
            found.insert(0, found[0].renews)
        while found[-1].is_renewed:
            found.append(found[-1].renewed_by)
        return found

    def successor(self):
        """An unsaved agreement that renews this one: begins the day after its end, lasts as long, same object."""
        starts_on = (self.ends_on or timezone.localdate()) + timedelta(days=1)
        ends_on = None
        if self.ends_on:
            ends_on = starts_on + (self.ends_on - self.starts_on)
            day_after = self.ends_on + timedelta(days=1)
            if (day_after.month, day_after.day) == (self.starts_on.month, self.starts_on.day):  # whole years
                years = day_after.year - self.starts_on.year
                ends_on = whole_years_later(starts_on, years) - timedelta(days=1)
        return type(self)(
            institution=self.institution,
            object=self.object,
            starts_on=starts_on,
            ends_on=ends_on,
            charter_accepted_on=self.charter_accepted_on,
            renews=self,
        )

    def take_over_commitments(self, former):
        """Copy what the agreement `former` commits to this one, which is saved and has none yet."""
        for commitment in former.commitments.all():
            commitment.pk, commitment.agreement, commitment._state.adding = None, self, True
            commitment.save()


def whole_years_later(day, years):
    """The same day `years` later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


class CommitmentQuerySet(models.QuerySet):
    def in_force(self, day):
        """Those of agreements that hold on `day`."""
        return self.filter(agreement__in=Agreement.objects.in_force(day))


@pghistory.track()
class AgreementCommitment(models.Model):
    """One thing that an agreement promises, in numbers; its unit follows from its kind."""

    class Kind(models.TextChoices):
        SESSIONS = "sessions", _("Sessions on a desk")
        HOURS = "hours", _("Staff time")
        WORKSHOPS = "workshops", _("Workshops")
        PREMISES = "premises", _("Premises")
        EQUIPMENT = "equipment", _("Equipment")
        FUNDING = "funding", _("Funding")
        OTHER = "other", _("Something else")

    UNITS = {
        Kind.SESSIONS: ngettext_lazy("session a month", "sessions a month"),
        Kind.HOURS: ngettext_lazy("hour a month", "hours a month"),
        Kind.WORKSHOPS: ngettext_lazy("workshop a year", "workshops a year"),
        Kind.PREMISES: ngettext_lazy("m²", "m²"),
        Kind.EQUIPMENT: ngettext_lazy("piece", "pieces"),
        Kind.FUNDING: ngettext_lazy("€ a year", "€ a year"),
    }

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="commitments")
    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices, default=Kind.SESSIONS)
    quantity = models.DecimalField(
        _("how many"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Sessions or hours a month, workshops a year, m², pieces, or € a year."),
    )
    purpose = models.ForeignKey(
        Purpose, verbose_name=_("on which purpose"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    description = models.CharField(_("in words"), max_length=200, blank=True, validators=[no_personal_data])
    valued_euros = models.DecimalField(
        _("valued at (€ a year)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("What it would cost; goes into the budget as a contribution in kind."),
    )

    objects = CommitmentQuerySet.as_manager()
    named_with = ("agreement__institution",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["agreement", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agreementcommitment_says_something",
                condition=Q(quantity__isnull=False) | ~Q(description="") | Q(valued_euros__isnull=False),
                violation_error_message=_("Say how many, or describe it in words."),
            ),
            models.CheckConstraint(
                name="agreementcommitment_nothing_negative",
                condition=(Q(quantity__isnull=True) | Q(quantity__gte=0))
                & (Q(valued_euros__isnull=True) | Q(valued_euros__gte=0)),
                violation_error_message=_("Numbers and amounts are not negative."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.agreement}"

    @property
    def unit(self):
        """The unit of `quantity`, in words: session or sessions a month."""
        if self.kind not in self.UNITS:
            return ""
        return self.UNITS[self.kind] % math.ceil(self.quantity or 0)


def place_of_document(document, filename):
    """Where a document lies among the uploads: a name that nobody can guess, and nothing of the one it came with."""
    return f"agreements/{uuid4().hex}.{document.kind}"


@pghistory.track(exclude=["file"])  # its name is a number that nobody can guess, and says nothing
class AgreementDocument(models.Model):
    """A file of an agreement: the signed text, an annex. Its kind is what it holds, whatever its name says."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        ODT = "odt", "ODT"
        DOCX = "docx", "DOCX"
        JPEG = "jpg", "JPEG"
        PNG = "png", "PNG"

    CONTENT_TYPES = {
        Kind.PDF: "application/pdf",
        Kind.ODT: "application/vnd.oasis.opendocument.text",
        Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Kind.JPEG: "image/jpeg",
        Kind.PNG: "image/png",
    }

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind of file"), max_length=5, choices=Kind.choices)
    file = models.FileField(_("file"), upload_to=place_of_document, max_length=120)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    uploaded_at = models.DateTimeField(_("added at"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        User, verbose_name=_("added by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    named_with = ("agreement__institution",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["agreement", "pk"]
        constraints = [
            both_or_neither("uploaded_at", "uploaded_by", message=_("Who added it and when come together.")),
        ]

    def __str__(self):
        return self.title

    def name_in_history(self):
        """Its name among the documents of other agreements."""
        return gettext("%(document)s, %(agreement)s") % {"document": self.title, "agreement": self.agreement}

    @property
    def content_type(self):
        return self.CONTENT_TYPES[self.kind]

    def holds(self, file):
        """True when the stored file holds the same as `file`, an open one; it stands at its beginning afterwards."""
        try:
            with self.file.open("rb") as stored:
                return stored.read() == file.read()  # at most 10 MB
        except FileNotFoundError:
            return False
        finally:
            file.seek(0)

    @property
    def download_name(self):
        """The name under which a browser stores it: its title and what it really is."""
        stem = re.sub(r"[^\w\s.,()’'-]", " ", self.title).strip()[:100] or "document"
        return f"{stem.removesuffix(f'.{self.kind}')}.{self.kind}"
