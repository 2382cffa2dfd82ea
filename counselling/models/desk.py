from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Purpose, Site
from citedesmetiers.models.purpose import COLOURS, ICONS


class DeskQuerySet(models.QuerySet):
    def in_force(self, day):
        """Desks that exist on `day`: four at the opening and five later is told by their dates."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def touching(self, day):
        """Desks that exist on `day` or will exist later."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def at(self, sites):
        return self.filter(site__in=sites)


class Desk(models.Model):
    """An advice desk at a place: counsellors of several institutions grouped by the visitor's purpose.

    A desk serves one purpose or several; a versatile desk of a network point serves all. It is never deleted: it ends,
    and figures of its years stay.
    """

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(
        _("code"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9_-]+$", _("Use small letters, digits, - and _."))],
        help_text=_("Short and lasting: it stands in exports and in the counter's entries."),
    )
    name = models.CharField(_("name"), max_length=80)
    purposes = models.ManyToManyField(Purpose, verbose_name=_("purposes"), related_name="+")
    rank = models.PositiveSmallIntegerField(_("number"), default=1, help_text=_("How people call it: desk 2."))
    colour = models.PositiveSmallIntegerField(
        _("colour"), choices=COLOURS, default=0, help_text=_("Its tickets are called by it: ochre 16.")
    )
    icon = models.CharField(_("icon"), max_length=20, choices=ICONS, default="info")
    valid_from = models.DateField(_("first day"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        ordering = ["site", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="desk_code_once_at_a_place",
                fields=["site", "code"],
                violation_error_message=_("Another desk of this place has this code."),
            ),
            models.UniqueConstraint(
                name="desk_number_once_at_a_place",
                fields=["site", "rank"],
                condition=Q(valid_until__isnull=True),
                violation_error_message=_("Another desk of this place has this number."),
            ),
            models.CheckConstraint(
                name="desk_number_1_to_99",
                condition=Q(rank__range=(1, 99)),
                violation_error_message=_("The number goes from 1 to 99."),
            ),
            not_before("valid_until", "valid_from", message=_("The last day lies before the first day.")),
        ]

    def __str__(self):
        return self.name

    def serves(self, doors):
        """The purposes in words; "" when the name says it already. doors: the keys of all purposes in force."""
        purposes = self.purposes.all()
        if len(doors) > 1 and {purpose.pk for purpose in purposes} >= set(doors):
            return gettext("for every purpose")
        names = [purpose.name for purpose in purposes]
        return "" if names == [self.name] else ", ".join(names)

    def end(self, on):
        """Receive until the day `on` and no longer; what was recorded stays.

        Raises ValidationError when `on` lies before the first day.
        """
        self.valid_until = on
        self.full_clean()
        self.save(update_fields=["valid_until"])

    def resume(self):
        """Take the end back. Raises ValidationError when another desk of the place has its number by now."""
        self.valid_until = None
        self.full_clean()
        self.save(update_fields=["valid_until"])
