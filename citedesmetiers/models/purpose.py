from django.core.validators import RegexValidator
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before

ICONS = [
    ("compass", _("compass")),
    ("briefcase", _("briefcase")),
    ("openbook", _("open book")),
    ("swap", _("arrows both ways")),
    ("sprout", _("sprout")),
    ("books", _("shelf")),
    ("computer", _("screen")),
    ("events", _("calendar")),
    ("info", _("information")),
    ("people", _("people")),
]
COLOURS = [(0, _("grey")), (1, _("blue")), (2, _("ochre")), (3, _("green")), (4, _("violet")), (5, _("olive"))]


class PurposeQuerySet(models.QuerySet):
    def in_force(self, day):
        """What people may come for on `day`."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )

    def doors(self):
        """The purposes themselves, without the further reasons that reception also counts."""
        return self.filter(is_door=True)


class Purpose(models.Model):
    """Why people come. A table, not an enumeration: number and names vary from Cité to Cité.

    The purposes proper are the five doors of the charter; reception also counts plainer reasons (documentation,
    a computer, an activity, a piece of information), which are rows here with `is_door` false.
    """

    code = models.SlugField(
        _("code"),
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9_-]+$", _("Use small letters, digits, - and _."))],
    )
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=400)
    is_door = models.BooleanField(
        _("a purpose of the charter"), default=True, help_text=_("Otherwise a plainer reason to come, counted apart.")
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    key = models.PositiveSmallIntegerField(
        _("key at the counter"), null=True, blank=True, help_text=_("1 to 9; empty: no key of its own.")
    )
    icon = models.CharField(_("icon"), max_length=20, choices=ICONS, default="info")
    colour = models.PositiveSmallIntegerField(_("colour"), choices=COLOURS, default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = PurposeQuerySet.as_manager()

    class Meta:
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="purpose_key_once",
                fields=["key"],
                condition=Q(valid_until__isnull=True),
                violation_error_message=_("Another purpose has this key."),
            ),
            models.CheckConstraint(
                name="purpose_key_1_to_9",
                condition=Q(key__isnull=True) | Q(key__range=(1, 9)),
                violation_error_message=_("The key goes from 1 to 9."),
            ),
            not_before("valid_until", "valid_from"),
        ]

    @staticmethod
    def by_codes(codes):
        """A dictionary code → id of those of `codes` that are known; in plain SQL, as every visit asks it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT code, id FROM citedesmetiers_purpose WHERE code = ANY(%s)", [list(codes)])
            return dict(cursor.fetchall())

    def __str__(self):
        return self.name

    def retire(self, on):
        """Offer the purpose until the day `on` and no longer; what was counted for it stays.

        Raises ValidationError when `on` lies before its first day.
        """
        self.valid_until = on
        self.full_clean()
        self.save(update_fields=["valid_until"])

    def resume(self):
        """Offer the purpose again. Raises ValidationError when another one has taken its key since."""
        self.valid_until = None
        self.full_clean()
        self.save(update_fields=["valid_until"])
