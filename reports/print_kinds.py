"""The kinds of prints that this room offers."""

from django.utils.translation import gettext_lazy as _

from reports import forms_prints as forms
from reports import month_note, poster, programme_report, yearly
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
            "poster",
            _("Key figures as a poster"),
            _("One sheet, A3 or A4, to hang up and to send to the mayor."),
            forms.PosterForm,
            poster.build,
            template="reports/documents/poster.html",
        )
    )
    register(
        Print(
            "month",
            _("Monthly activity note"),
            _("What a month brought, beside the same month a year before: two or three pages."),
            forms.MonthForm,
            month_note.build,
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
