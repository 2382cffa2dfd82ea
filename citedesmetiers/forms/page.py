"""Pages and news that staff write for the public."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers import markup, starting_lists
from citedesmetiers.forms.house import HouseForm, in_every_language
from citedesmetiers.models import NewsItem, Page


class PublicTextForm(HouseForm):
    """A title and a text in each language of the centre; the default language is needed, the others may be missing.

    based_on: the number of the version that the form was filled from; a newer one in between is not written over.
    """

    translated, needed = ("title", "body"), ("title",)
    lines = 8
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.last_number = self.instance.last_number if self.instance.pk else 0
        self.fields["based_on"].initial = self.last_number
        self.fields["site"].empty_label = _("The whole centre")
        for code in self.centre.offered_languages:
            self.fields[f"body_{code}"].widget = forms.Textarea(attrs={"rows": self.lines, "lang": code})

    @property
    def sections(self):
        """One group per language, then the rest."""
        languages = dict(settings.LANGUAGES)
        for code in self.centre.offered_languages:
            yield languages[code], [[self[f"title_{code}"]], [self[f"body_{code}"]]]
        yield from super().sections

    def clean(self):
        cleaned = super().clean()
        for code in self.centre.offered_languages:
            body, title = cleaned.get(f"body_{code}") or "", cleaned.get(f"title_{code}")
            if body and not title and f"title_{code}" not in self.errors:
                self.add_error(f"title_{code}", _("This text needs a title."))
            unknown = markup.unknown_fields(body)
            if unknown:
                named = ", ".join(f"{{{name}}}" for name in unknown)
                self.add_error(f"body_{code}", _("There is no field %(names)s.") % {"names": named})
        if self.instance.pk and cleaned.get("based_on") != self.last_number:
            raise ValidationError(
                _(
                    "Somebody else has saved this since you opened it. Look at what they changed, "
                    "copy what you wrote, and open it anew."
                )
            )
        return cleaned


class PageForm(PublicTextForm):
    """A page."""

    lines = 16
    blame = {"page_has_an_address": "slug"}
    groups = ((gettext_lazy("Where it stands"), ("state", ("slug", "rank"), "site", "in_footer")),)

    class Meta:
        model = Page
        fields = [*in_every_language("title", "body"), "state", "slug", "rank", "site", "in_footer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_free:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Empty: made from the title.")
        else:
            del self.fields["slug"], self.fields["site"]
        self.fields["rank"].required = False
        self.fields["rank"].help_text = _("Pages with a smaller number stand first.")

    def clean_rank(self):
        rank = self.cleaned_data["rank"]
        return self.instance.rank if rank is None else rank

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") != Page.State.PUBLISHED:
            return cleaned
        for code in self.centre.offered_languages:
            body = cleaned.get(f"body_{code}") or ""
            if left := starting_lists.left_to_complete(self.instance.kind, code, body):
                said = _("Complete this before you publish: %(words)s.") % {"words": "; ".join(dict.fromkeys(left))}
                self.add_error(f"body_{code}", said)
        return cleaned

    def clean_slug(self):
        asked = self.cleaned_data["slug"]
        title = self.data.get(self.add_prefix(f"title_{self.centre.default_language}"), "")
        return asked or slugify(title)[:60].strip("-")


class NewsForm(PublicTextForm):
    """A short piece of news."""

    blame = {"newsitem_until_not_before_day": "until"}
    groups = ((gettext_lazy("When and where"), (("day", "until"), "site", "state")),)

    class Meta:
        model = NewsItem
        fields = [*in_every_language("title", "body"), "day", "until", "site", "state"]
