"""The kinds of prints that this room offers."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.prints import register_print
from partners.tabs import register_tab
from reports import forms_prints as forms
from reports import month_note, poster, programme_report, yearly
from reports.prints import Print, register


def ask_for(kind):
    """A function(key of a programme) → the address at which its print of `kind` is asked for, filled in."""
    return lambda pk: f"{reverse('reports:print_ask', args=[kind])}?{urlencode({'programme': pk})}"


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
    register_print("programme", ask_for("programme"))
    register_print("ephemeral", ask_for("ephemeral"))
    register_tab(_("Prints"), "reports:prints", act="edit_partners")
