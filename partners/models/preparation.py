"""What the guide asks for before an ephemeral Cité opens, and when it was done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.personal_data import no_personal_data
from partners.models.institution import Institution
from partners.models.programme import Programme


class PreparationStep(models.Model):
    """One thing done on a day: for the whole Cité, or by one stakeholder institution."""

    class Step(models.TextChoices):
        CHARTER = "charter", _("Charter respected: free, anonymous, open to all")
        OPEN_PLACE = "open_place", _("Open and frequented place")
        LOCAL_ACTORS = "local_actors", _("Local actors mobilised")
        AWARENESS = "awareness", _("Awareness day")
        RESOURCES = "resources", _("Presentation of resources")
        SHADOWING = "shadowing", _("At least one desk shadowing")

    FOR_ALL = (Step.CHARTER, Step.OPEN_PLACE, Step.LOCAL_ACTORS)
    FOR_EACH = (Step.AWARENESS, Step.RESOURCES, Step.SHADOWING)

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="steps")
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    step = models.CharField(_("step"), max_length=15, choices=Step.choices)
    done_on = models.DateField(_("done on"))
    answer = models.CharField(_("how"), max_length=200, blank=True, validators=[no_personal_data])

    class Meta:
        verbose_name = _("step of preparation")
        verbose_name_plural = _("steps of preparation")
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="preparation_step_once",
                fields=["programme", "institution", "step"],
                nulls_distinct=False,
                violation_error_message=_("This step is noted already."),
            ),
            models.CheckConstraint(
                name="preparation_step_of_whom",
                condition=Q(institution__isnull=True, step__in=["charter", "open_place", "local_actors"])
                | Q(institution__isnull=False, step__in=["awareness", "resources", "shadowing"]),
                violation_error_message=_("Some steps are for the whole Cité, the others for each stakeholder."),
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()}, {self.done_on}"


class CommunicationSupport(models.Model):
    """A means of being known: a brochure, posters, a page; in how many copies, ready on which day."""

    class Kind(models.TextChoices):
        BROCHURE = "brochure", _("Brochure")
        POSTER = "poster", _("Posters")
        PROGRAMME = "programme_page", _("Programme of the day")
        SOCIAL_NETWORKS = "social_media", _("Social networks")
        PORTAL = "portal", _("Digital portal")
        PRESS = "press", _("Press")
        RADIO = "local_radio", _("Local radio")
        OTHER = "other", _("Something else")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="supports")
    kind = models.CharField(_("support"), max_length=15, choices=Kind.choices)
    words = models.CharField(_("which"), max_length=100, blank=True, validators=[no_personal_data])
    copies = models.PositiveIntegerField(_("copies"), null=True, blank=True)
    done_on = models.DateField(_("ready on"), null=True, blank=True)

    class Meta:
        verbose_name = _("communication support")
        verbose_name_plural = _("communication supports")
        ordering = ["programme", "pk"]

    def __str__(self):
        return self.words or self.get_kind_display()
