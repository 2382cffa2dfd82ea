"""Filters above the lists of the room, kept in the URL."""

import django_filters as df
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.models import Site
from documentation.doors import purposes_for
from documentation.models import Copy, Medium, Resource
from documentation.models.resource import LANGUAGES
from documentation.standard_numbers import compact

ALL = pgettext_lazy("no filter", "all")
HELD, DRAFT, WEEDED, EVERY = "held", "draft", "weeded", "all"


class HoldingsFilter(df.FilterSet):
    """Words or numbers, purpose, medium, place, language, state."""

    STATES = [
        (HELD, pgettext_lazy("document", "held")),
        (DRAFT, _("not visible to the public")),
        (WEEDED, _("weeded")),
        (EVERY, ALL),
    ]

    q = df.CharFilter(label=_("Title, author, number, shelf mark"), method="by_text")
    purpose = df.ModelChoiceFilter(label=_("Purpose"), field_name="purposes", queryset=None, empty_label=ALL)
    medium = df.ModelChoiceFilter(label=_("Medium"), queryset=None, empty_label=ALL)
    site = df.ModelChoiceFilter(label=_("Place"), queryset=None, method="at_place", empty_label=ALL)
    language = df.ChoiceFilter(label=_("Language"), choices=LANGUAGES, empty_label=ALL)
    state = df.ChoiceFilter(label=_("State"), choices=STATES, method="in_state", empty_label=None)

    class Meta:
        model = Resource
        fields = []

    def __init__(self, data, *, queryset):
        """data: the page's query string."""
        self.base_filters["purpose"].queryset = purposes_for(Resource.purposes.through.objects.values("purpose"))
        self.base_filters["medium"].queryset = Medium.objects.all()
        self.base_filters["site"].queryset = Site.objects.all()
        data = data.copy()
        data.setdefault("state", HELD)
        super().__init__(data, queryset=queryset)

    @property
    def rows(self):
        """The rows that are asked for; none when the question cannot be read, which its fields then say."""
        return self.qs if self.form.is_valid() else self.queryset.none()

    def by_text(self, rows, name, text):
        """Every word somewhere in title, subtitle, authors or publisher; or the whole as a number or shelf mark."""
        text = text.replace("\0", "").strip()
        wanted = Q()
        for word in text.split()[:12]:
            wanted &= (
                Q(title__icontains=word) | Q(subtitle__icontains=word) | Q(creators__icontains=word)
                | Q(publisher__icontains=word) | Q(other_title__icontains=word)
            )  # fmt: skip
        number = compact(text)
        wanted |= Q(source_id__iexact=text) | Q(pk__in=copies_with(text).values("resource"))
        if len(number) >= 8:
            wanted |= Q(isbn=number) | Q(issn=f"{number[:4]}-{number[4:]}")
        return rows.filter(wanted)

    def at_place(self, rows, name, site):
        return rows.filter(pk__in=Copy.objects.kept().filter(site=site).values("resource"))

    def in_state(self, rows, name, state):
        if state == HELD:
            return rows.filter(weeded_on__isnull=True)
        if state == DRAFT:
            return rows.filter(weeded_on__isnull=True, published=False)
        return rows.filter(weeded_on__isnull=False) if state == WEEDED else rows


def copies_with(text):
    """Copies whose barcode is `text`, or whose shelf mark begins with it."""
    return Copy.objects.filter(Q(barcode=text) | Q(shelf_mark__istartswith=text)).order_by()
