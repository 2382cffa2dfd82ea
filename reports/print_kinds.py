"""The kinds of prints that this room offers."""

from django.utils.translation import gettext_lazy as _

from reports import forms_prints as forms
from reports import yearly
from reports.prints import Print, register


def register_all():
    """Called when the room gets ready, maybe more than once."""
    register(
        Print(
            "yearly",
            _("Yearly report"),
            _("Self-assessment and dashboard of a year, for the label: about thirty pages."),
            forms.YearForm,
            yearly.build,
        )
    )
