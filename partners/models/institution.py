from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models.centre import country_code


class InstitutionKind(models.Model):
    """A kind of institution, from a list that the centre may edit: public employment service, school, chamber…"""

    class Ownership(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")
        MIXED = "mixed", _("Public or private")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    ownership = models.CharField(_("ownership"), max_length=10, choices=Ownership.choices, default=Ownership.MIXED)

    class Meta:
        verbose_name = _("kind of institution")
        verbose_name_plural = _("kinds of institutions")
        ordering = ["rank", "pk"]

    def __str__(self):
        return self.name


class InstitutionRole(models.TextChoices):
    """What an institution does for the centre; roles add up."""

    DESK_PARTNER = "desk_partner", _("Desk partner")
    ACTIVITY_PARTNER = "activity_partner", _("Regular workshop partner")
    LEAD = "lead", _("Lead organisation")
    HOLDER = "holder", _("Holding structure")
    FUNDER = "funder", _("Funder")
    HOST = "host", _("Host of a site")
    OCCASIONAL = "occasional", _("Occasional partner")
    COMPANY = "company", _("Participating company")
    SCHOOL = "school", _("School visiting in groups")
    PRESCRIBER = "prescriber", _("Institution that sends people to us")
    DOCUMENTATION_SOURCE = "documentation_source", _("Provider of documents")
    PROJECT_PARTNER = "project_partner", _("Project partner (European or other)")


ROLES = InstitutionRole.values


class Institution(models.Model):
    """An organisation around the Cité: it lends counsellors, hosts a place, funds, or sends a class."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=150)
    kind = models.ForeignKey(
        InstitutionKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="institutions"
    )
    roles = ArrayField(
        models.CharField(max_length=30, choices=InstitutionRole.choices),
        verbose_name=_("roles"),
        default=list,
        blank=True,
    )
    country = models.CharField(_("country"), max_length=2, default="FR", validators=[country_code])
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="institution_roles_are_known",
                condition=models.Q(roles__contained_by=ROLES),
                violation_error_message=_("One of the roles is not known."),
            )
        ]

    def __str__(self):
        return self.name
