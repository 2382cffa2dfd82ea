"""Choosing a file, and saying what its columns mean."""

import itertools

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import Grouped
from citedesmetiers.imports import archive, mapping


class UploadForm(Grouped, forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV, at most 20 MB and 20,000 rows."),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": gettext_lazy("Choose a file."), "missing": gettext_lazy("Choose a file.")},
    )
    groups = ((gettext_lazy("The file"), ("file",)),)

    def __init__(self, *args, files=""):
        """files: a sentence about what may be chosen, when it is more than Excel and CSV."""
        super().__init__(*args)
        if files:
            self.fields["file"].help_text = files
            del self.fields["file"].widget.attrs["accept"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > archive.MOST_BYTES:
            raise ValidationError(
                _("This file has %(size)s MB; %(most)s MB are the most.")
                % {"size": file.size // archive.MB, "most": archive.MOST_BYTES // archive.MB}
            )
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the file: which of the importer's columns it means, or none."""

    def __init__(self, data=None, *, run, importer):
        super().__init__(data)
        self.run, self.importer = run, importer
        choices = [("", _("– left out –")), *((column.name, column.label) for column in importer.columns)]
        self.places = {}
        for number, sheet in enumerate(run.headers):
            for letter, text in sheet["columns"]:
                name, place = f"c-{number}-{letter}", f"{sheet['name']}!{letter}"
                self.places[name] = place
                self.fields[name] = forms.ChoiceField(
                    label=_("Column %(letter)s: %(name)s") % {"letter": letter, "name": text or _("without a name")},
                    choices=choices,
                    required=False,
                    initial=run.mapping.get(place, ""),
                )

    def sheets(self):
        """(name of the sheet, [(letter, text, what its first row holds, bound field), …]) for the page.

        The third is "" unless the columns have no names.
        """
        for number, sheet in enumerate(self.run.headers):
            examples = itertools.chain(sheet.get("example", []), itertools.repeat(""))
            yield (
                sheet["name"],
                [
                    (letter, text, example, self[f"c-{number}-{letter}"])
                    for (letter, text), example in zip(sheet["columns"], examples, strict=False)
                ],
            )

    @property
    def has_names(self):
        """False when no column of the file has a name by which a choice could be kept."""
        return any(text for sheet in self.run.headers for _letter, text in sheet["columns"])

    @property
    def mapping(self):
        return {place: self.cleaned_data.get(name, "") for name, place in self.places.items()}

    def clean(self):
        data = super().clean()
        if not self.errors:
            for sentence in mapping.complaints(self.importer, self.run.headers, self.mapping):
                self.add_error(None, sentence)
        return data
