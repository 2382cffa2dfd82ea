"""The house's style on one page, for developers: drawn by the very templates, classes and charts in use."""

import re
from pathlib import Path

from django import forms
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from reports import charts, svg

THEME = Path(settings.BASE_DIR) / "static" / "theme.css"
SYMBOLS = Path(settings.BASE_DIR) / "static" / "icons.svg"
PAPERS = ("paper", "ground", "sunk")
INKS = ("ink", "ink-2", "ink-3", "edge", "red", "red-deep", "amber", "green")
PURPOSES = [
    "Ask for information",
    "Learn about professions",
    "Find a job",
    "Find training",
    "Change job",
    "Create a business",
]


class SampleForm(forms.Form):
    """A form as the house's forms look, sent with two faults."""

    title = forms.CharField(max_length=80, help_text="As it stands in the programme.")
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(choices=[("workshop", "Workshop"), ("talk", "Talk")])
    themes = forms.MultipleChoiceField(
        choices=[("cv", "CV"), ("interview", "Interview"), ("network", "Network")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    public = forms.BooleanField(label="Visible to the public", required=False)


def tokens(css):
    """{name: value} of the custom properties that `css` sets first on :root."""
    block = css[css.index(":root") : css.index("}", css.index(":root"))]
    return dict(re.findall(r"--([a-z0-9-]+): ([^;]+);", block))


def luminance(colour):
    """The relative luminance of #rgb or #rrggbb, 0 to 1. Source: WCAG 2.2, definition of relative luminance."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """The contrast of two colours, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@allow("edit_settings")
@require_safe
def style(request):
    """Type, colours, signs, controls, blocks, tables, charts and prints."""
    values = tokens(THEME.read_text())
    form = SampleForm({"title": "", "day": "", "kind": "workshop", "themes": ["cv"], "public": "on"})
    rows = [
        charts.Bar(name, n, str(n), charts.PURPOSES[at])
        for at, (name, n) in enumerate(zip(PURPOSES, (12, 31, 64, 48, 22, 17), strict=True))
    ]
    return render(
        request,
        "reports/style.html",
        {
            "sizes": [name for name in values if re.fullmatch(r"t-\w+", name)],
            "spaces": [(f"s{at}", values[f"s{at}"]) for at in range(1, 9)],
            "papers": PAPERS,
            "inks": [(ink, values[ink], [contrast(values[ink], values[paper]) for paper in PAPERS]) for ink in INKS],
            "purposes": [
                (at, name, values[f"p{at}"], contrast(values[f"p{at}"], values["paper"]))
                for at, name in enumerate(PURPOSES)
            ],
            "form": form,
            "drawings": [charts.bars("style", rows, frame, "A chart of bars") for frame in (svg.WIDE, svg.NARROW)],
            "symbols": re.findall(r'<symbol id="i-([a-z]+)"', SYMBOLS.read_text()),
            "steps": [("Letter of interest", ""), ("Report", "is-next"), ("Confirmation", "is-later")],
        },
    )
