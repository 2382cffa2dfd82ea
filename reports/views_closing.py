"""Closed months and years: which there are, closing one, what was corrected since, reopening."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers.access import allow
from citedesmetiers.personal_data import no_personal_data
from reports import closing, figure_sheets
from reports.figures.scope import name_of, period_called
from reports.models import ClosedPeriod

YEARS_BACK = 3


class CloseForm(forms.Form):
    """A month or a year that is over and not closed."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        closed = set(ClosedPeriod.objects.standing().values_list("first", "last"))
        found = []
        for year in range(today.year, today.year - YEARS_BACK - 1, -1):
            names = [(str(year), str(year))]
            names += [(f"{year}-{month:02}", f"{capfirst(MONTHS[month])} {year}") for month in range(12, 0, -1)]
            for name, words in names:
                period = period_called(name)
                if period.last < today and (period.first, period.last) not in closed:
                    found.append((name, words))
        self.fields["period"].choices = [("", _("Choose a period")), *found]
        self.fields["period"].error_messages["invalid_choice"] = _(
            "Choose a month or a year that is over and not closed."
        )


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is reopened"),
        max_length=300,
        validators=[no_personal_data],
        help_text=gettext_lazy("One sentence; it stays as a trace, with your name and the moment."),
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


@allow("see_figures")
@require_safe
def closed_periods(request):
    """All that was ever closed, reopened ones too."""
    periods = list(ClosedPeriod.objects.select_related("closed_by", "reopened_by"))
    for period in periods:
        period.days = capfirst(figure_sheets.days(closing.period_of(period)))
    return render(request, "reports/figures/closed_periods.html", {"periods": periods})


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def closed_period_add(request):
    """Choose what to close; the figures as they are now are frozen."""
    today = timezone.localdate()
    form = CloseForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            made = closing.close(period_called(form.cleaned_data["period"]), by=request.user, today=today)
        except ValidationError as error:  # somebody else was quicker
            form.add_error("period", error.messages)
        else:
            words = {"days": capfirst(figure_sheets.days(closing.period_of(made)))}
            messages.success(request, _("%(days)s is closed; its figures are frozen.") % words)
            return redirect("reports:closed_period", pk=made.pk)
    return render(request, "reports/figures/close.html", {
        "form": form, "field": form["period"], "title": _("Close a period"), "button": _("Close and freeze"),
        "sentences": [
            _("The figures of all places are frozen as they are now, with a checksum, the moment and your name."),
            _("Nothing is locked: later corrections count, and stand beside the frozen figures with their day."),
        ],
    })  # fmt: skip


@allow("see_figures")
@require_safe
def closed_period(request, pk):
    """What was frozen, and what was corrected since."""
    closed = get_object_or_404(ClosedPeriod.objects.select_related("closed_by", "reopened_by"), pk=pk)
    period = closing.period_of(closed)
    changes = closing.changes(closed) if closed.reopened_at is None else []
    adjustments = list(closed.adjustments.all())
    totals = [
        (closing.heading(code), sum(n for rows in closed.figures.get(code, {}).values() for n in rows.values()))
        for code in ("visits_by_month", "interviews_by_month", "groups_by_month", "people_in_groups_by_month")
    ]
    context = {
        "closed": closed,
        "days": capfirst(figure_sheets.days(period)),
        "name": name_of(period),
        "totals": totals,
        "changes": closing.in_words(changes, period),
        "adjustments": closing.in_words(adjustments, period),
    }
    return render(request, "reports/figures/closed_period.html", context)


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def closed_period_reopen(request, pk):
    """Ask for the reason; the frozen figures stay as a trace."""
    closed = get_object_or_404(ClosedPeriod, pk=pk)
    if closed.reopened_at is not None:
        messages.error(request, _("This period was reopened already."))
        return redirect("reports:closed_period", pk=closed.pk)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    days = figure_sheets.days(closing.period_of(closed))
    if request.method == "POST" and form.is_valid():
        closed.reopen(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(days)s is open again.") % {"days": capfirst(days)})
        return redirect(reverse("reports:closed_periods"))
    sentences = [_("The frozen figures and their checksum stay as a trace; the period can be closed again.")]
    if n := closed.adjustments.count():
        sentences.append(
            ngettext("%(n)d adjustment stays with them.", "%(n)d adjustments stay with them.", n) % {"n": n}
        )
    return render(request, "reports/figures/close.html", {
        "form": form, "field": form["reason"], "title": _("Reopen %(days)s") % {"days": days},
        "button": _("Reopen"), "sentences": sentences,
    })  # fmt: skip
