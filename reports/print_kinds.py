"""The kinds of prints that this room offers."""

from django.utils.translation import gettext_lazy as _

from reports import forms_prints as forms
from reports import programme_report, yearly
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
    register(
        Print(
            "ephemeral",
            _("Report of an ephemeral Cité"),
            _("Partners, professionals, beneficiaries, meetings, budget and surveys, as a case study."),
            forms.EphemeralForm,
            programme_report.build,
            act="edit_partners",
        )
    )
    register(
        Print(
            "programme",
            _("Report of a programme"),
            _("What it brought so far: objectives, dated figures, events, people and money."),
            forms.ProgrammeForm,
            programme_report.build,
            act="edit_partners",
        )
    )
