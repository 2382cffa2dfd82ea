"""The centre: names, languages, privacy, logo."""

from io import BytesIO

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from citedesmetiers.forms.house import CountryField, HouseForm, choices_field, in_every_language
from citedesmetiers.models import Centre

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000  # a small file can unfold into a picture that fills the memory
LONGEST_SIDE = 1200
KINDS = {"PNG": "png", "JPEG": "jpg"}


def redrawn(file):
    """The picture in `file`, drawn anew as PNG or JPEG: no metadata, nothing hidden behind it, at most 1200 pixels.

    Raises ValidationError when it is not what it says it is, or too large.
    """
    if file.size > MOST_BYTES:
        raise forms.ValidationError(
            _("The file has %(size)s; at most %(most)s can be taken.")
            % {"size": filesizeformat(file.size), "most": filesizeformat(MOST_BYTES)}
        )
    file.seek(0)
    broken = forms.ValidationError(_("This file is no PNG or JPEG picture, whatever its name says. Choose another."))
    try:
        # Looked through before it is drawn: the library that prints tells Pillow to draw cut-off files all the same.
        Image.open(file, formats=list(KINDS)).verify()
        file.seek(0)
        picture = Image.open(file, formats=list(KINDS))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise broken from error
    if picture.width * picture.height > MOST_PIXELS:
        raise forms.ValidationError(_("The picture has too many pixels. Make it smaller and try again."))
    kind = picture.format
    try:
        picture = ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError) as error:  # cut off, or damaged inside
        raise broken from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = BytesIO()
    if kind == "PNG":
        picture.convert("RGBA").save(drawn, "PNG", optimize=True)
    else:
        picture.convert("RGB").save(drawn, "JPEG", quality=90)
    return ContentFile(drawn.getvalue(), name=f"logo.{KINDS[kind]}")


class CentreForm(HouseForm):
    """Everything about the centre itself. Director and administrator fill it in."""

    translated, needed = ("name", "aim"), ("name",)
    blame = {
        "centre_threshold_3_to_20": "suppression_threshold",
        "centre_retention_1_to_36": "retention_months",
        "centre_offers_its_default_language": "default_language",
        "centre_opening_balance_with_opening_balance_until": "opening_balance_until",
    }
    groups = (
        (gettext_lazy("Name"), ("name", ("short_name", "area_name"), "logo", "remove_logo")),
        (gettext_lazy("Languages"), ("languages", "default_language")),
        (gettext_lazy("Who holds it"), (("holding_structure", "legal_model"), "country", "aim")),
        (gettext_lazy("For the public"), (("email", "phone"),)),
        (gettext_lazy("Before this software"), (("opening_balance", "opening_balance_until"),)),
        (gettext_lazy("Privacy"), (("suppression_threshold", "retention_months"),)),
    )
    languages = choices_field(Centre._meta.get_field("languages"))
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "Your own official file, PNG or JPEG, at most 2 MB; until then the name stands as text."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    remove_logo = forms.BooleanField(label=gettext_lazy("Remove the present logo"), required=False)

    class Meta:
        model = Centre
        fields = [
            *in_every_language("name", "aim"),
            "short_name",
            "area_name",
            "logo",
            "languages",
            "default_language",
            "holding_structure",
            "legal_model",
            "country",
            "email",
            "phone",
            "opening_balance",
            "opening_balance_until",
            "suppression_threshold",
            "retention_months",
        ]
        field_classes = {"country": CountryField}
        widgets = {f"aim_{code}": forms.Textarea(attrs={"rows": 3}) for code, _name in settings.LANGUAGES}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["remove_logo"]
        for field, least, most in (("suppression_threshold", 3, 20), ("retention_months", 1, 36)):
            self.fields[field].widget.attrs |= {"min": least, "max": most}

    def clean_logo(self):
        """A new picture is drawn anew; without one the present logo stays."""
        file = self.cleaned_data["logo"]
        return (
            redrawn(file) if file and file is not self.instance.logo and "logo" in self.files else self.instance.logo
        )

    def save(self, commit=True):
        if self.cleaned_data.get("remove_logo") and "logo" not in self.files:
            self.instance.logo = ""
        return super().save(commit)
