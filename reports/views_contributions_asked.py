"""What the director asks of colleagues for a self-assessment, how far they are, and what becomes of it."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done, refused
from reports import assessment as years
from reports import contributions as work
from reports.forms_contributions import AskedForm, AskForm, SendBackForm
from reports.models import Contribution
from reports.pages import confirm_page, crumbs, form_page
from reports.views_assessment import chapters, found, to_year


@allow("write_self_assessment")
@require_safe
def assessment_contributions(request, year):
    """All that is asked for a year, criterion by criterion, each with its state."""
    row = found(year)
    asked = list(row.contributions.with_names())
    return render(
        request,
        "reports/contributions/asked.html",
        {"assessment": row, "asked": asked, "counts": work.counts(asked), "crumbs": crumbs(*to_year(row))},
    )


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_contributions_ask(request, year):
    """Ask teams or persons about several criteria at once. ?criterion=1.1 comes with that one chosen."""
    row = found(year)
    if not row.is_draft:
        return done(request, _("The self-assessment is closed."), "reports:assessment", year)
    parts = chapters(years.ratings_of(row), years.levels_before(row))
    form = AskForm(request.POST or None, chapters=parts, initial={"criteria": request.GET.getlist("criterion")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            new, there = work.ask(
                row, form.chosen, teams=data["teams"], people=data["people"], wish=data["wish"],
                due_on=data["due_on"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            return refused(request, error, "reports:assessment", year)
        return done(request, asked_in_words(new, there), "reports:assessment_contributions", year)
    chosen = {"criteria": form["criteria"].value() or [], "principles": form["principles"].value() or []}
    return render(
        request,
        "reports/contributions/ask.html",
        {"assessment": row, "form": form, "chapters": parts, "chosen": chosen, "crumbs": crumbs(*to_asked(row))},
    )


def asked_in_words(new, there):
    said = ngettext("%(n)s contribution is asked for.", "%(n)s contributions are asked for.", new) % {"n": new}
    if not there:
        return said
    before = ngettext("%(n)s was asked for already and stays.", "%(n)s were asked for already and stay.", there)
    return f"{said} {before % {'n': there}}"


def to_asked(row):
    """The steps of the way to what is asked for a year."""
    return [*to_year(row), (_("Contributions"), "reports:assessment_contributions", row.year)]


def one_of(pk):
    return get_object_or_404(Contribution.objects.with_names(), pk=pk)


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_contribution_edit(request, pk):
    """Wish something else, or give more time."""
    one = one_of(pk)
    if not one.assessment.is_draft:
        return done(request, _("The self-assessment is closed."), "reports:assessment", one.assessment.year)
    form = AskedForm(request.POST or None, instance=one, centre=shell.of(request).centre)
    if request.method == "POST" and form.is_valid():
        try:
            work.change(one, wish=form.cleaned_data["wish"], due_on=form.cleaned_data["due_on"])
        except ValidationError as error:
            return refused(request, error, "reports:assessment", one.assessment.year)
        return done(request, _("What is asked is changed."), "reports:assessment_contributions", one.assessment.year)
    return form_page(
        request,
        form,
        title=_("Change what is asked"),
        way=to_asked(one.assessment),
        note=str(one),
        delete=("reports:assessment_contribution_delete", pk),
    )


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_contribution_send_back(request, pk):
    """Send a contribution back with a word, from the page of its criterion."""
    one = one_of(pk)
    way = [*to_year(one.assessment), (str(one.criterion), "reports:assessment_criterion", one.assessment.year,
                                      one.criterion.code)]  # fmt: skip
    form = SendBackForm(request.POST or None, instance=one, centre=shell.of(request).centre)
    if request.method == "POST" and form.is_valid():
        try:
            work.send_back(one, form.cleaned_data["word"])
        except ValidationError as error:
            return refused(request, error, *way[-1][1:])
        return done(request, _("Sent back: %(whom)s reads why.") % {"whom": one.whom}, *way[-1][1:])
    return form_page(
        request,
        form,
        title=_("Send a contribution back"),
        way=way,
        template="reports/contributions/send_back.html",
        contribution=one,
    )


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_contribution_delete(request, pk):
    """Ask no longer; what was written goes with it."""
    one = one_of(pk)
    year = one.assessment.year
    if not one.assessment.is_draft:
        return done(request, _("The self-assessment is closed."), "reports:assessment", year)
    if request.method == "POST":
        try:
            work.withdraw(one)
        except ValidationError as error:
            return refused(request, error, "reports:assessment", year)
        return done(request, _("It is not asked for any more."), "reports:assessment_contributions", year)
    sentences = [str(one)]
    if letters := len(one.text):
        words = ngettext(
            "The text of %(n)s letter goes with it; what was taken over stays in the narrative.",
            "The text of %(n)s letters goes with it; what was taken over stays in the narrative.",
            letters,
        )
        sentences.append(words % {"n": letters})
    return confirm_page(
        request,
        title=_("Ask for this no longer?"),
        sentences=sentences,
        button=_("Ask no longer"),
        way=to_asked(one.assessment),
    )
