"""Subjects, synonyms, shelves and purchase wishes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import HouseForm, in_every_language
from documentation.doors import purposes_for
from documentation.forms.resource import HeldField, LinesField
from documentation.models import ClassificationNode, ShelfSpot, Subject, Synonym, Wish
from documentation.search.normalise import words


def not_below(form, field, parent, said):
    """Refuse in `field` a row that belongs under the form's own: the tree would bite its tail."""
    above = chosen = form.cleaned_data.get(field)
    seen = set()
    while above is not None and above.pk not in seen:
        if above.pk == form.instance.pk:
            form.add_error(field, said % {"name": chosen})
            return
        seen.add(above.pk)
        above = getattr(above, parent)


class SubjectForm(HouseForm):
    """A subject and what it is part of."""

    groups = ((gettext_lazy("The subject"), ("name", "broader", "code")),)
    translated, needed = ("name",), ("name",)
    blame = {"subject_not_part_of_itself": "broader"}

    class Meta:
        model = Subject
        fields = [*in_every_language("name"), "broader", "code"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = Subject.objects.offered() | Subject.objects.filter(pk=self.instance.broader_id)
        self.fields["broader"].queryset = offered.exclude(pk=self.instance.pk).order_by("name")

    def clean(self):
        data = super().clean()
        not_below(self, "broader", "broader", _("“%(name)s” is part of this subject itself."))
        others = Subject.objects.exclude(pk=self.instance.pk)
        for column in in_every_language("name"):
            if data.get(column) and others.filter(**{column: data[column]}).exists():
                self.add_error(column, _("There is a subject of this name."))
        return data


class MergeForm(forms.Form):
    """Into which subject another one goes."""

    groups, centre = (), None
    into = forms.ModelChoiceField(label=gettext_lazy("Goes into"), queryset=None)

    def __init__(self, data, *, subject):
        super().__init__(data)
        self.fields["into"].queryset = Subject.objects.offered().exclude(pk=subject.pk).order_by("name")


class SynonymForm(HouseForm):
    """Words that find each other, or words that lead to others."""

    groups = ((gettext_lazy("What visitors write"), ("words",)), (gettext_lazy("What it means"), ("leads_to",)))
    blame = {"synonym_has_two_sides": "words"}
    words = LinesField(
        label=gettext_lazy("Words"), longest=120,
        help_text=gettext_lazy("One per line; several words on a line are looked for side by side."),
    )  # fmt: skip
    leads_to = LinesField(
        label=gettext_lazy("Also finds"), longest=120, required=False,
        help_text=gettext_lazy("One per line. Leave it empty when the words above mean the same and find each other."),
    )  # fmt: skip

    class Meta:
        model = Synonym
        fields = ["words", "leads_to"]

    def clean(self):
        data = super().clean()
        for field in ("words", "leads_to"):
            if odd := [line for line in data.get(field, []) if not words(line)]:
                self.add_error(field, _("There is no word in “%(line)s”.") % {"line": odd[0]})
        return data


class ShelfForm(HouseForm):
    """A shelf of the plan."""

    groups = (
        (gettext_lazy("The shelf"), (("code", "rank"), "name", "parent", "purpose")),
        (gettext_lazy("Where to look as well"), ("see",)),
    )
    translated, needed = ("name",), ("name",)

    class Meta:
        model = ClassificationNode
        fields = ["code", "rank", *in_every_language("name"), "parent", "purpose", "see"]
        widgets = {"see": forms.SelectMultiple(attrs={"size": 8})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = ClassificationNode.objects.offered().exclude(pk=self.instance.pk)
        held = ClassificationNode.objects.filter(pk=self.instance.parent_id)
        self.fields["parent"].queryset = others | held
        self.fields["see"].queryset = others
        self.fields["purpose"].queryset = purposes_for([self.instance.purpose_id])
        self.fields["purpose"].empty_label = _("Not stated")
        self.fields["rank"].required = False
        self.fields["rank"].help_text = _("Shelves of one level stand by this number, then by their code.")

    def clean_code(self):
        code = "".join(self.cleaned_data["code"].upper().split())
        if not code.replace(".", "").replace("-", "").isalnum():
            raise ValidationError(_("Letters and digits, as on the labels: E12."))
        return code

    def clean_rank(self):
        return self.cleaned_data["rank"] or 0

    def clean(self):
        data = super().clean()
        not_below(self, "parent", "parent", _("“%(name)s” is part of this shelf itself."))
        return data


class ShelfSpotForm(HouseForm):
    """In which row of a place a shelf stands."""

    groups = ((gettext_lazy("On the plan of the place"), (("site", "row"), "words")),)
    blame = {"shelf_spot_once_at_a_place": "site", "shelf_spot_row_1_to_12": "row"}

    class Meta:
        model = ShelfSpot
        fields = ["site", "row", "words"]

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites


class WishForm(HouseForm):
    """Something to buy."""

    groups = ((gettext_lazy("The wish"), ("title", ("purpose", "asked_on"))),)

    class Meta:
        model = Wish
        fields = ["title", "purpose", "asked_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].queryset = purposes_for([self.instance.purpose_id])
        self.fields["purpose"].empty_label = _("Not stated")


class BoughtForm(forms.Form):
    """What a wish became: a document of the holdings, or nothing."""

    document = HeldField(
        label=gettext_lazy("Bought as"), required=False, max_length=400,
        help_text=gettext_lazy("ISBN or whole title of the document. Leave it empty when the wish is dropped."),
    )  # fmt: skip
