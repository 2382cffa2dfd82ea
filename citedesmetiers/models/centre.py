from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import both_or_neither
from citedesmetiers.models.profile import ProfileList, ProfileValue

# The general values of the territory list (elsewhere, abroad…) come after all municipalities, however many.
FIRST_RANK_AFTER_MUNICIPALITIES = 9000

country_code = RegexValidator(r"^[A-Z]{2}$", _("Write the country as two capital letters, for example FR."))


class CentreQuerySet(models.QuerySet):
    def current(self):
        """The centre of this installation, or None before the set-up has named it."""
        return self.first()

    def is_set_up(self):
        """True once the guided set-up is finished, which closes it for good."""
        return self.filter(set_up_at__isnull=False).exists()


class Centre(models.Model):
    """The holder of the label: one row, for one installation is one Cité des métiers."""

    class LegalModel(models.TextChoices):
        PUBLIC_AGENCY_SERVICE = "public_agency_service", _("Service of a public agency")
        MULTI_SERVICE = "multi_service", _("Service of a multi-service organisation")
        SINGLE_PUBLIC = "single_public", _("Public body of its own")
        SINGLE_PRIVATE = "single_private", _("Private body or association of its own")
        AGREEMENT = "agreement", _("Agreement without a legal entity")

    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150)
    short_name = models.CharField(
        _("first line of the name"),
        max_length=80,
        default="Cité des métiers",
        help_text=_("What the country calls a Cité des métiers."),
    )
    area_name = models.CharField(
        _("second line of the name"), max_length=80, blank=True, help_text=_("The territory, as on the logo.")
    )
    country = models.CharField(_("country"), max_length=2, default="FR", validators=[country_code])
    holding_structure = models.CharField(_("holding structure"), max_length=150, blank=True)
    legal_model = models.CharField(_("legal model"), max_length=30, choices=LegalModel.choices, blank=True)
    aim = models.TextField(_("stated aim"), blank=True, max_length=600)
    email = models.EmailField(_("e-mail address for the public"), blank=True)
    phone = models.CharField(_("telephone for the public"), max_length=30, blank=True)
    logo = models.ImageField(
        _("logo"),
        upload_to="logo/",
        blank=True,
        help_text=_("Your own official file, PNG or JPEG; until then the name stands as text."),
    )
    default_language = models.CharField(_("default language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES), verbose_name=_("languages offered"), default=list
    )
    opening_balance = models.PositiveIntegerField(
        _("visits before this software"), null=True, blank=True, help_text=_("Counted by other means, declared once.")
    )
    opening_balance_until = models.DateField(_("counted until"), null=True, blank=True)
    suppression_threshold = models.PositiveSmallIntegerField(
        _("suppression threshold"),
        default=5,
        validators=[MinValueValidator(3), MaxValueValidator(20)],
        help_text=_("Characteristics of persons are masked below this number in everything that leaves the building."),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("retention (months)"),
        default=13,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text=_("How long single rows about visits stay after the year's self-assessment is validated."),
    )
    demonstration = models.BooleanField(default=False, editable=False)
    set_up_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_steps_put_away = models.BooleanField(default=False, editable=False)

    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        constraints = [
            models.CheckConstraint(
                name="centre_is_the_only_one",
                condition=Q(only=True),
                violation_error_message=_("This installation has its centre already."),
            ),
            models.CheckConstraint(
                name="centre_threshold_3_to_20",
                condition=Q(suppression_threshold__range=(3, 20)),
                violation_error_message=_("The threshold goes from 3 to 20."),
            ),
            models.CheckConstraint(
                name="centre_retention_1_to_36",
                condition=Q(retention_months__range=(1, 36)),
                violation_error_message=_("The retention goes from 1 to 36 months."),
            ),
            both_or_neither(
                "opening_balance",
                "opening_balance_until",
                message=_("An opening balance needs both the number of visits and the date it was counted until."),
            ),
            models.CheckConstraint(
                name="centre_offers_its_default_language",
                condition=Q(languages__contains=[models.F("default_language")]),
                violation_error_message=_("The default language must be among the languages offered."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def offered_languages(self):
        """Codes of the languages that the centre offers, the default one first."""
        others = [
            code for code, _name in settings.LANGUAGES if code in self.languages and code != self.default_language
        ]
        return [self.default_language, *others]

    def finish_set_up(self):
        """Close the guided set-up for good."""
        self.set_up_at = timezone.now()
        self.save(update_fields=["set_up_at"])

    def put_first_steps_away(self):
        """Show the list of first steps no longer."""
        self.first_steps_put_away = True
        self.save(update_fields=["first_steps_put_away"])


class Municipality(models.Model):
    """A municipality of the labelled territory, named by its country's code (INSEE in France, ISTAT in Italy…)."""

    code = models.CharField(_("municipality code"), max_length=12)
    country = models.CharField(_("country"), max_length=2, default="FR", validators=[country_code])
    name = models.CharField(_("name"), max_length=100)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["-population", "name"]
        constraints = [
            models.UniqueConstraint(
                name="municipality_code_once_in_a_country",
                fields=["country", "code"],
                violation_error_message=_("This municipality is in the list already."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def list_code(self):
        """The code of its value in the territory list, for example fr-75056."""
        return slugify(f"{self.country}-{self.code}")

    @property
    def list_value(self):
        """Its value in the territory list, None before it is entered."""
        return ProfileValue.objects.filter(list=ProfileList.TERRITORY, code=self.list_code).first()

    def enter_list(self):
        """Let reception choose this municipality; see enter_list_together. Returns its value in the list."""
        Municipality.enter_list_together([self])
        return self.list_value

    @staticmethod
    @transaction.atomic
    def enter_list_together(municipalities):
        """Add values for `municipalities` to the territory list, in this order, or put them in force again.

        A name that the centre gave to a value stays. Two queries however many are new.
        """
        there = {value.code: value for value in ProfileValue.objects.filter(list=ProfileList.TERRITORY)}
        last = max((each.rank for each in there.values() if each.rank < FIRST_RANK_AFTER_MUNICIPALITIES), default=0)
        new = []
        for municipality in municipalities:
            value = there.get(municipality.list_code)
            if value is None:
                last = min(last + 1, FIRST_RANK_AFTER_MUNICIPALITIES - 1)
                new.append(municipality.new_list_value(rank=last))
            elif value.valid_until is not None:
                value.resume()
        ProfileValue.objects.bulk_create(new)

    def new_list_value(self, *, rank):
        """Its value for the territory list, unsaved, under its own name in every language."""
        names = {f"name_{language}": self.name for language, _name in settings.LANGUAGES}
        return ProfileValue(
            list=ProfileList.TERRITORY, code=self.list_code, standard_code=self.code, rank=rank, **names
        )

    @transaction.atomic
    def rename_in_list(self, former):
        """After a change of name, say the new one wherever the list still says the `former` one."""
        value = self.list_value
        for language, _name in settings.LANGUAGES if value else ():
            if getattr(value, f"name_{language}") == former:
                setattr(value, f"name_{language}", self.name)
        if value:
            value.save()

    @transaction.atomic
    def leave(self, *, on, successor=None):
        """Remove the municipality from the territory; its value ends on the day `on`, what was counted stays.

        successor: the value that takes over; nothing does when left out.
        """
        value = self.list_value
        if value is not None and value.valid_until is None:
            value.end(max(on, value.valid_from), successor=successor)
        self.delete()
