from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.imports.table import fold
from citedesmetiers.models import Site
from citedesmetiers.models.centre import country_code
from citedesmetiers.personal_data import no_personal_data
from citedesmetiers.sorting import by_name
from partners.models.days import never_twice


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
# Who only takes part as a company, or only brings its pupils, is counted apart from the partners.
NOT_PARTNERS = [InstitutionRole.COMPANY, InstitutionRole.SCHOOL]
PARTNER_ROLES = [role for role in ROLES if role not in NOT_PARTNERS]
# Roles that lend people or carry the Cité: they accept the charter.
CLOSE_CIRCLE = [
    InstitutionRole.DESK_PARTNER,
    InstitutionRole.ACTIVITY_PARTNER,
    InstitutionRole.LEAD,
    InstitutionRole.HOLDER,
]


def code_stem(name):
    """What an institution's code begins with; short enough for a number behind it."""
    return slugify(name)[:34].strip("-") or "institution"


class InstitutionQuerySet(models.QuerySet):
    def current(self, day):
        """Those that take part on `day`: begun (or without a first day), and not over."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day)).filter(Q(until__isnull=True) | Q(until__gte=day))

    def former(self, day):
        """Those whose last day lies before `day`."""
        return self.filter(until__lt=day)

    def partners(self):
        """Those with at least one role that makes a partner: any but company and school."""
        return self.filter(roles__overlap=PARTNER_ROLES)

    def companies(self):
        """Those that are companies and no partners; companies are counted apart."""
        return self.filter(roles__contains=[InstitutionRole.COMPANY]).exclude(roles__overlap=PARTNER_ROLES)

    def at_site(self, site, day):
        """Those present at `site` on `day`."""
        there = Presence.objects.on(day).filter(site=site)
        return self.filter(pk__in=there.values("institution"))

    def named(self, text):
        """Those whose name or municipality holds each word of `text`, whatever its accents and case."""
        found = self
        for word in text.split():
            found = found.filter(Q(name__unaccent__icontains=word) | Q(municipality__unaccent__icontains=word))
        return found

    def schools(self):
        """Those that visit in groups."""
        return self.filter(roles__contains=[InstitutionRole.SCHOOL])

    def free_code(self, name):
        """A code made from `name` that no institution has yet."""
        stem = code_stem(name)
        taken = set(self.model.objects.filter(code__startswith=stem).values_list("code", flat=True))
        code, number = stem, 1
        while code in taken:
            number += 1
            code = f"{stem}-{number}"
        return code

    def add_school(self, name, municipality=""):
        """The school of this name in this municipality, made when there is none; its code is made from its name.

        Accents, capitals, blanks and punctuation make no other school.
        """
        # Towns are few and many names stand in one: compared in turn, twenty thousand institutions cost no wait.
        towns = self.order_by().values_list("municipality", flat=True).distinct()
        spellings = [town for town in towns if fold(town) == fold(municipality)]
        known = self.filter(municipality__in=spellings).order_by("pk").values_list("pk", "name")
        pk = next((pk for pk, other in known if fold(other) == fold(name)), None)
        if pk is not None:
            there = self.get(pk=pk)
            if InstitutionRole.SCHOOL not in there.roles:
                there.roles = [*there.roles, InstitutionRole.SCHOOL]
                there.save(update_fields=["roles"])
            return there
        kind, _made = InstitutionKind.objects.get_or_create(code="school", defaults={"name": _("School")})
        return self.create(
            code=self.free_code(name), name=name, municipality=municipality, kind=kind, roles=[InstitutionRole.SCHOOL]
        )


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
    priority_district = models.BooleanField(
        _("in a priority district"), null=True, blank=True, help_text=_("Leave open when the country has none.")
    )
    website = models.URLField(_("website"), blank=True)
    since = models.DateField(_("takes part since"), null=True, blank=True)
    until = models.DateField(
        _("took part until"), null=True, blank=True, help_text=_("Fill in when the relation is over; all data stays.")
    )
    remarks = models.TextField(
        _("remarks"),
        blank=True,
        max_length=2000,
        validators=[no_personal_data],
        help_text=_("About the institution. Never anything about visitors; people of the institution are contacts."),
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = [by_name(), "pk"]
        constraints = [
            models.CheckConstraint(
                name="institution_roles_are_known",
                condition=models.Q(roles__contained_by=ROLES),
                violation_error_message=_("One of the roles is not known."),
            ),
            not_before("until", "since", message=_("The last day lies before the first day.")),
        ]

    def __str__(self):
        return self.name

    @property
    def role_names(self):
        """The names of its roles, in the order of the list of roles."""
        return [role.label for role in InstitutionRole if role in self.roles]

    @property
    def is_former(self):
        return self.until is not None and self.until < timezone.localdate()

    @property
    def is_partner(self):
        """True when it is counted among the partners. See also InstitutionQuerySet.partners."""
        return not set(PARTNER_ROLES).isdisjoint(self.roles)

    @property
    def needs_charter(self):
        """True when one of its roles asks that it accepts the charter."""
        return not set(CLOSE_CIRCLE).isdisjoint(self.roles)


class Contact(models.Model):
    """Whom to write to at an institution: a function, and the person who holds it when that helps."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="contacts")
    function = models.CharField(
        _("function"), max_length=100, help_text=_("For example: head of agency, secretariat, accounts.")
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_("A member of the institution’s staff. Visitors are never entered here."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["institution", "function", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_can_be_reached",
                condition=~Q(email="") | ~Q(phone="") | ~Q(name=""),
                violation_error_message=_("Give a name, an e-mail address or a telephone number."),
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.function}" if self.name else self.function


class PresenceQuerySet(models.QuerySet):
    def on(self, day):
        """Those that hold on `day`."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day)).filter(Q(until__isnull=True) | Q(until__gte=day))


class Presence(models.Model):
    """An institution is present at a place, from a day on and perhaps until one."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="presences")
    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence at a place")
        verbose_name_plural = _("presences at places")
        ordering = ["institution", "site", "since"]
        constraints = [
            not_before("until", "since"),
            never_twice(
                "presence_once_at_a_time",
                "institution",
                "site",
                first="since",
                last="until",
                message=_("The institution is noted at this place for these days already."),
            ),
        ]

    def __str__(self):
        return f"{self.institution}, {self.site}"

    @property
    def is_over(self):
        return self.until is not None and self.until < timezone.localdate()
