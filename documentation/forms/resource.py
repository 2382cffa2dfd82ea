"""A resource, its copies, what officers think of it."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import HouseForm
from citedesmetiers.imports import cells
from citedesmetiers.imports.table import fold
from citedesmetiers.models import Site
from documentation import standard_numbers
from documentation.alike import alike
from documentation.doors import purposes_for
from documentation.models import ClassificationNode, Copy, Level, Medium, Opinion, Resource, Sector, Subject


class LinesField(forms.CharField):
    """A list of texts, one per line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **options):
        self.longest = options.pop("longest", 200)
        super().__init__(**options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = [" ".join(line.split()) for line in (super().to_python(value) or "").split("\n")]
        lines = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > self.longest for line in lines):
            raise ValidationError(_("A line has at most %(n)s signs.") % {"n": self.longest})
        return lines


class HeldField(forms.CharField):
    """A document of the holdings, by its ISBN or its whole title; None when nothing is written."""

    def clean(self, value):
        text = super().clean(value).replace("\0", "").strip()
        if not text:
            return None
        number = standard_numbers.compact(text)
        rows = Resource.objects.kept()
        found = (rows.filter(isbn=number) if len(number) == 13 else None) or rows.filter(title__iexact=text)
        if not (first := found.order_by("pk").first()):
            raise ValidationError(_("No document of the holdings has this number or title."))
        return first


def offered(form, field, rows):
    """Offer in `field` the entries of a list that are not retired, and the one that is chosen already."""
    chosen = getattr(form.instance, f"{field}_id")
    form.fields[field].queryset = rows.objects.filter(retired=False) | rows.objects.filter(pk=chosen)


class ResourceForm(HouseForm):
    """One title, with numbers checked and doubles asked about."""

    groups = (
        (gettext_lazy("What it is"), ("title", "subtitle", "creators", ("isbn", "issn"), "medium")),
        (gettext_lazy("Where it belongs"), ("purposes", "subjects_typed", "new_subjects", ("sector", "level"))),
        (gettext_lazy("What is in it"), ("abstract", "language", "url")),
        (gettext_lazy("Edition"), ("publisher", ("year", "number"), ("series", "pages"), "other_title")),
        (
            gettext_lazy("For us"),
            (("price", "acquired_on"), ("verified_on", "source_id"), "published", "is_another"),
        ),
    )
    creators = LinesField(label=gettext_lazy("Authors"), required=False, help_text=gettext_lazy("One per line."))
    isbn = forms.CharField(
        label=gettext_lazy("ISBN"), required=False, max_length=40, help_text=gettext_lazy("10 or 13 digits.")
    )
    issn = forms.CharField(label=gettext_lazy("ISSN"), required=False, max_length=20)
    url = forms.URLField(label=gettext_lazy("Web address"), required=False, assume_scheme="https", max_length=800)
    price = forms.DecimalField(
        label=gettext_lazy("Price (€)"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        decimal_places=2,
        localize=True,
    )
    subjects_typed = LinesField(
        label=gettext_lazy("Subjects"), required=False, longest=120,
        help_text=gettext_lazy("One per line, as in the list of subjects."),
    )  # fmt: skip
    new_subjects = forms.BooleanField(label=gettext_lazy("Add new subjects to the list"), required=False)
    is_another = forms.BooleanField(
        label=gettext_lazy("This is another document than the one that looks the same"), required=False
    )

    class Meta:
        model = Resource
        fields = [
            "title", "subtitle", "creators", "isbn", "issn", "medium", "purposes", "sector", "level", "abstract",
            "language", "url", "publisher", "year", "number", "series", "pages", "other_title", "acquired_on",
            "verified_on", "source_id", "published",
        ]  # fmt: skip
        widgets = {"abstract": forms.Textarea(attrs={"rows": 5}), "purposes": forms.CheckboxSelectMultiple()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field, rows in (("medium", Medium), ("sector", Sector), ("level", Level)):
            offered(self, field, rows)
        given = self.instance.purposes.values("pk") if self.instance.pk else ()
        self.fields["purposes"].queryset = purposes_for(given)
        self.fields["medium"].empty_label = _("Choose")
        for field in ("sector", "level"):
            self.fields[field].empty_label = _("Not stated")
        if self.instance.pk:
            self.initial["subjects_typed"] = [subject.name for subject in self.instance.subjects.all()]
            self.initial["isbn"] = standard_numbers.shown_isbn(self.instance.isbn)
            del self.fields["is_another"]
        if self.instance.price_cents is not None:
            self.initial["price"] = Decimal(self.instance.price_cents) / 100
        self.same = []

    def clean_isbn(self):
        typed = self.cleaned_data["isbn"]
        return standard_numbers.advised(standard_numbers.isbn13, typed) if typed else ""

    def clean_issn(self):
        typed = self.cleaned_data["issn"]
        return standard_numbers.advised(standard_numbers.issn, typed) if typed else ""

    def clean(self):
        data = super().clean()
        self.read_subjects(data)
        if not self.instance.pk and not self.errors and not data.get("is_another"):
            self.same = alike(**{name: data.get(name) for name in ("title", "isbn", "issn", "year", "number")})
            if self.same:
                self.add_error(
                    "isbn" if data.get("isbn") and self.same[0].isbn == data["isbn"] else "title",
                    _("“%(title)s” is in the catalogue already. If this is another document, tick so below.")
                    % {"title": self.same[0].full_title},
                )
        return data

    def read_subjects(self, data):
        """Turn the typed names into subjects; unknown ones are refused unless they may be added."""
        known = {}
        for subject in Subject.objects.all():
            known.setdefault(fold(subject.name), subject)
        typed = data.get("subjects_typed", [])
        self.unknown = [name for name in typed if fold(name) not in known]
        self.subjects = [known[fold(name)] for name in typed if fold(name) in known]
        if self.unknown and not data.get("new_subjects"):
            near = [
                name for word in self.unknown for name in cells.nearest(word, [row.name for row in known.values()])
            ]
            said = _("Not in the list of subjects: %(names)s.") % {"names": ", ".join(self.unknown)}
            if near:
                said = _("%(said)s Perhaps: %(near)s.") % {"said": said, "near": ", ".join(dict.fromkeys(near))}
            self.add_error("subjects_typed", _("%(said)s Tick below to add them.") % {"said": said})

    def save(self, commit=True):
        price = self.cleaned_data.get("price")
        self.instance.price_cents = None if price is None else int(price * 100)
        made = super().save(commit)
        made.subjects.set([*self.subjects, *(Subject.objects.create(name=name) for name in self.unknown)])
        return made


class CopyForm(HouseForm):
    """Where a copy stands; several alike may be added at once, then without barcodes."""

    blame = {"copy_barcode_once": "barcode"}
    groups = (
        (gettext_lazy("Where it stands"), ("site", ("shelf_mark", "node"), ("barcode", "state"), "lendable", "n")),
    )
    n = forms.IntegerField(label=gettext_lazy("How many alike"), min_value=1, max_value=100, initial=1)

    class Meta:
        model = Copy
        fields = ["site", "shelf_mark", "node", "barcode", "state", "lendable"]

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites
        offered(self, "node", ClassificationNode)
        if self.instance.pk:
            del self.fields["n"]

    def clean(self):
        data = super().clean()
        if data.get("n", 1) > 1 and data.get("barcode"):
            self.add_error("barcode", _("Several copies do not share a barcode. Add them one by one, or without it."))
        if not data.get("node") and data.get("shelf_mark"):
            data["node"] = node_of(data["shelf_mark"])
        return data


def node_of(shelf_mark, nodes=None):
    """The shelf of the plan with whose code `shelf_mark` begins, the most exact one; None when there is none."""
    nodes = nodes if nodes is not None else {node.code.upper(): node for node in ClassificationNode.objects.all()}
    first = shelf_mark.upper().split(" ")[0]
    return next((nodes[first[:end]] for end in range(len(first), 0, -1) if first[:end] in nodes), None)


class OpinionForm(HouseForm):
    """What an officer thinks of it."""

    groups = ((gettext_lazy("Opinion"), ("text", "day")),)

    class Meta:
        model = Opinion
        fields = ["text", "day"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class WeedForm(forms.Form):
    """Why a resource goes, and what takes its place."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=Resource.WeedingReason.choices)
    replaced_by = HeldField(
        label=gettext_lazy("Replaced by"), required=False, max_length=400,
        help_text=gettext_lazy("ISBN or whole title of the newer one: old links and QR codes lead to it then."),
    )  # fmt: skip

    def __init__(self, *args, leaving, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaving = leaving  # queryset of what is weeded

    def clean_replaced_by(self):
        newer = self.cleaned_data["replaced_by"]
        if newer is not None and self.leaving.filter(pk=newer.pk).exists():
            raise ValidationError(_("This one is weeded itself."))
        return newer


def sites_of(user):
    """The places at which the person may put copies."""
    return Site.objects.for_user(user)
