from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models.centre import country_code
from citedesmetiers.models.profile import ProfileList

SERVICES = [
    ("interviews", _("Interviews")),
    ("desks", _("Advice desks")),
    ("documentation", _("Documentation")),
    ("multimedia", _("Computer stations")),
    ("collective", _("Workshops and events")),
    ("digital_help", _("Digital help")),
]
ALL_SERVICES = [code for code, _label in SERVICES]
CHARTER_SERVICES = ["interviews", "desks", "documentation", "multimedia", "collective"]
MINE = "SELECT site_id FROM citedesmetiers_user_sites WHERE user_id = %s"
NETWORK_POINT_AREA_M2 = 100  # the guide: a network point stays below 100 square metres


def usual_lists():
    """The lists that a new site's counter shows: what can be seen or is said at once."""
    return [
        ProfileList.GENDER,
        ProfileList.FIRST_VISIT,
        ProfileList.AGE_BAND,
        ProfileList.STATUS,
        ProfileList.TERRITORY,
    ]


class SiteQuerySet(models.QuerySet):
    def open_on(self, day):
        """Places that exist on `day` (whether or not they are open at that hour)."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day)).filter(
            Q(closed_on__isnull=True) | Q(closed_on__gte=day)
        )

    def not_over(self, day):
        """Places that exist on `day` or will later: an ephemeral Cité is announced before it opens."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day))

    def for_user(self, user):
        """The places whose rows `user` may see: all of them for a director or administrator, else their own."""
        if user.sees_all_sites:
            return self
        return self.filter(pk__in=user.sites.values("pk"))


class Site(models.Model):
    """A place of the Cité: main site, further site, associated centre, relay or network point, ephemeral Cité."""

    class Kind(models.TextChoices):
        MAIN = "main_site", _("Main site")
        SITE = "site", _("Site")
        ASSOCIATED = "associated_centre", _("Associated centre")
        RELAY = "relay_point", _("Relay point")
        NETWORK = "network_point", _("Network point")
        EPHEMERAL = "ephemeral", _("Ephemeral Cité")

    code = models.SlugField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9_-]+$", _("Use small letters, digits, - and _."))],
        help_text=_("Short and lasting: it stands in exports and in the counter's entries."),
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind of place"), max_length=20, choices=Kind.choices, default=Kind.SITE)
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), on_delete=models.PROTECT, null=True, blank=True, related_name="places"
    )
    host = models.CharField(
        _("host"), max_length=150, blank=True, help_text=_("The institution whose walls it shares.")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR", validators=[country_code])
    access = models.CharField(_("how to come"), max_length=300, blank=True)
    step_free = models.BooleanField(_("step-free access"), null=True, blank=True)
    priority_district = models.BooleanField(
        _("in a priority district"), null=True, blank=True, help_text=_("Leave open when the country has none.")
    )
    area_m2 = models.PositiveIntegerField(_("floor area (m²)"), null=True, blank=True)
    distance_km = models.DecimalField(
        _("distance to the parent place (km)"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    services = ArrayField(
        models.CharField(max_length=20, choices=SERVICES), verbose_name=_("services offered"), default=list, blank=True
    )
    counsellors = models.PositiveSmallIntegerField(_("counsellors at once"), null=True, blank=True)
    profile_lists = ArrayField(
        models.CharField(max_length=20, choices=ProfileList.choices),
        verbose_name=_("what reception may note"),
        default=usual_lists,
        blank=True,
        help_text=_("Lists switched off here do not appear at the counter. Nothing is ever mandatory."),
    )
    closed_on_public_holidays = models.BooleanField(_("closed on public holidays"), default=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="site_one_main_site",
                fields=["kind"],
                condition=Q(kind="main_site"),
                violation_error_message=_("There is a main site already; a centre has one."),
            ),
            models.CheckConstraint(
                name="site_main_site_has_no_parent",
                condition=~Q(kind="main_site") | Q(parent__isnull=True),
                violation_error_message=_("The main site belongs to no other place."),
            ),
            models.CheckConstraint(
                name="site_does_not_belong_to_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                violation_error_message=_("A place cannot belong to itself."),
            ),
            models.CheckConstraint(
                name="site_full_site_offers_all_services",
                condition=~Q(kind__in=["main_site", "site"]) | Q(services__contains=CHARTER_SERVICES),
                violation_error_message=_(
                    "A site offers all services of the charter; a place with some of them is an associated centre."
                ),
            ),
            models.CheckConstraint(
                name="site_associated_centre_offers_a_service",
                condition=~Q(kind="associated_centre") | Q(services__len__gte=1),
                violation_error_message=_("An associated centre offers at least one service."),
            ),
            models.CheckConstraint(
                name="site_ephemeral_has_both_dates",
                condition=~Q(kind="ephemeral") | Q(opened_on__isnull=False, closed_on__isnull=False),
                violation_error_message=_("An ephemeral Cité needs its first and its last day."),
            ),
            not_before("closed_on", "opened_on", message=_("The last day lies before the first day.")),
        ]

    @staticmethod
    def codes_for(user):
        """The places of `SiteQuerySet.for_user` as a dictionary code → id: all that storing a visit needs.

        In plain SQL: composing it through the ORM takes several times as long as the database does.
        """
        mine, key = ("", []) if user.sees_all_sites else (f"WHERE id IN ({MINE})", [user.pk])
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT code, id FROM citedesmetiers_site {mine} ORDER BY id", key)  # noqa: S608 -- ours
            return dict(cursor.fetchall())

    def __str__(self):
        return self.name

    @property
    def is_lasting(self):
        return self.kind != self.Kind.EPHEMERAL

    def with_places_below(self):
        """Keys of this place and of all that belong to it, directly or not; empty for a new place."""
        found, layer = set(), {self.pk} - {None}
        while layer:
            found |= layer
            layer = set(Site.objects.filter(parent__in=layer).values_list("pk", flat=True)) - found
        return found

    def warnings(self):
        """Sentences about what the guide advises against; they refuse nothing."""
        if self.kind != self.Kind.NETWORK:
            return []
        found = []
        if self.area_m2 and self.area_m2 >= NETWORK_POINT_AREA_M2:
            found.append(_("A network point is meant to stay below 100 m²."))
        if self.counsellors and self.counsellors > 2:
            found.append(_("A network point is meant for one or two counsellors."))
        return found

    def now(self):
        """The local time of this place, aware."""
        return timezone.localtime()


class StationCount(models.Model):
    """How many computer stations stand in free access at a place, from a day on."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="station_counts")
    since = models.DateField(_("since"))
    stations = models.PositiveSmallIntegerField(_("computer stations"))

    named_with = ("site",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("computer stations")
        verbose_name_plural = _("computer stations")
        ordering = ["site", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="stationcount_once_a_day",
                fields=["site", "since"],
                violation_error_message=_("There is a number for this day already."),
            )
        ]

    def __str__(self):
        return f"{self.site}: {self.stations}"
