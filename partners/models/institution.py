from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import slugify
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


class InstitutionQuerySet(models.QuerySet):
    def schools(self):
        """Those that visit in groups."""
        return self.filter(roles__contains=[InstitutionRole.SCHOOL])

    def add_school(self, name, municipality=""):
        """The school of this name in this municipality, made when there is none; its code is made from its name."""
        there = self.filter(name__iexact=name, municipality__iexact=municipality).first()
        if there:
            if InstitutionRole.SCHOOL not in there.roles:
                there.roles = [*there.roles, InstitutionRole.SCHOOL]
                there.save(update_fields=["roles"])
            return there
        kind, _made = InstitutionKind.objects.get_or_create(code="school", defaults={"name": _("School")})
        stem = slugify(name)[:34].strip("-") or "school"
        taken = set(self.model.objects.filter(code__startswith=stem).values_list("code", flat=True))
        code, number = stem, 1
        while code in taken:
            number += 1
            code = f"{stem}-{number}"
        return self.create(code=code, name=name, municipality=municipality, kind=kind, roles=[InstitutionRole.SCHOOL])


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

    objects = InstitutionQuerySet.as_manager()

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
