"""From draft to sent: each step with its day. And the actions of the plan."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done, refused
from reports import assessment as work
from reports import assessment_print, freezing, pdf
from reports.forms_assessment import ActionForm, DayForm, ValidateForm
from reports.models import Action, Criterion
from reports.pages import confirm_page, crumbs, form_page
from reports.views_assessment import found, to_year
from reports.yearly import Year
from reports.yearly_words import contributions_note


@allow("write_self_assessment")
@require_POST
def assessment_submit(request, year):
    """Hand the draft over to the governing body; refused in sentences while something is missing."""
    try:
        work.submit(found(year), timezone.localdate())
    except ValidationError as error:
        return refused(request, error, "reports:assessment", year)
    said = _("Submitted. When the governing body has validated it, note the day here.")
    return done(request, said, "reports:assessment", year)


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_take_back(request, year):
    """Make it a draft again, before it is validated."""
    row = found(year)
    if request.method == "POST":
        try:
            work.take_back(row)
        except ValidationError as error:
            return refused(request, error, "reports:assessment", year)
        return done(request, _("It is a draft again."), "reports:assessment", year)
    return confirm_page(
        request,
        title=_("Take it back to draft?"),
        sentences=[str(row), _("It can be written in again, and has to be submitted anew.")],
        button=_("Take it back"),
        way=to_year(row),
    )


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_validate(request, year):
    """Which body validated it and when; its evidence is frozen then."""
    row = found(year)
    form = ValidateForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            freezing.validate(row, form.cleaned_data["body"], form.cleaned_data["day"])
        except ValidationError as error:
            form.add_error("day" if hasattr(error, "error_dict") else None, error.messages)
        else:
            said = _("Validated. Its evidence is frozen: every later print shows the same.")
            return done(request, said, "reports:assessment", year)
    return form_page(
        request,
        form,
        title=_("Note the validation"),
        way=to_year(row),
        note=_("From then on nobody can change it: ratings, words, actions and evidence are frozen."),
    )


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_send(request, year):
    """When it was sent; the yearly report is then noted in the label file."""
    row = found(year)
    form = DayForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            work.send(row, form.cleaned_data["day"])
        except ValidationError as error:
            form.add_error("day" if hasattr(error, "error_dict") else None, error.messages)
        else:
            return done(request, _("Sent. The label file has it too."), "reports:assessment", year)
    return form_page(request, form, title=_("Note that it was sent"), way=to_year(row))


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_delete(request, year):
    """Take away a draft that was begun by mistake."""
    row = found(year)
    if not row.is_draft:
        said = _("Only a draft can be deleted.")
        return refused(request, ValidationError(said), "reports:assessment", year)
    rated, actions = sum(1 for rating in row.ratings.all() if rating.is_chosen), row.actions.count()
    asked = row.contributions.count()
    if request.method == "POST":
        row.delete()
        return done(request, _("The draft is deleted."), "reports:assessments")
    return confirm_page(
        request,
        title=_("Delete this draft?"),
        sentences=[
            str(row),
            ngettext("%(n)s rating goes with it.", "%(n)s ratings go with it.", rated) % {"n": rated},
            ngettext("%(n)s action goes with it.", "%(n)s actions go with it.", actions) % {"n": actions},
            ngettext("%(n)s contribution goes with it.", "%(n)s contributions go with it.", asked) % {"n": asked},
        ],
        button=_("Delete"),
        way=to_year(row),
    )


# ── Actions ──────────────────────────────────────────────────────────────────────────────────────────


def to_criterion(row, criterion):
    return [*to_year(row), (str(criterion), "reports:assessment_criterion", row.year, criterion.code)]


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def action_add(request, year, code):
    """One more action for a criterion."""
    row = found(year)
    criterion = get_object_or_404(Criterion, principle__frame=row.frame_id, code=code)
    if not row.is_draft:
        return done(request, _("The self-assessment is closed."), "reports:assessment", year)
    action = Action(assessment=row, criterion=criterion)
    form = ActionForm(request.POST or None, instance=action, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The action is saved."), "reports:assessment_criterion", year, code, anchor="actions")
    return form_page(request, form, title=_("Add an action"), way=to_criterion(row, criterion))


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request, pk):
    """Put an action right."""
    action = get_object_or_404(Action.objects.select_related("assessment", "criterion"), pk=pk)
    row = action.assessment
    if not row.is_draft:
        return done(request, _("The self-assessment is closed."), "reports:assessment", row.year)
    form = ActionForm(request.POST or None, instance=action, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        code = action.criterion.code
        said = _("The action is saved.")
        return done(request, said, "reports:assessment_criterion", row.year, code, anchor="actions")
    return form_page(
        request,
        form,
        title=_("Edit the action"),
        way=to_criterion(row, action.criterion),
        delete=("reports:action_delete", pk),
    )


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def action_delete(request, pk):
    """Take an action out of the plan."""
    action = get_object_or_404(Action.objects.select_related("assessment", "criterion"), pk=pk)
    row = action.assessment
    if not row.is_draft:
        return done(request, _("The self-assessment is closed."), "reports:assessment", row.year)
    if request.method == "POST":
        action.delete()
        said = _("The action is deleted.")
        return done(request, said, "reports:assessment_criterion", row.year, action.criterion.code, anchor="actions")
    return confirm_page(
        request,
        title=_("Delete this action?"),
        sentences=[action.what],
        button=_("Delete"),
        way=to_criterion(row, action.criterion),
    )


# ── The report ───────────────────────────────────────────────────────────────────────────────────────


@allow("see_figures")
@require_safe
def assessment_report(request, year):
    """The report as a page: the same words as in print, for whoever cannot use a PDF.

    All of it is in one language, that of freezing; the page around it is in the reader's.
    """
    row = found(year)
    language = work.language_of(row)
    with translation.override(language):
        document = work.document(row)
        context = {"levels": levels_of(document), "contributions_note": contributions_note(document)}
    context |= {"assessment": row, "document": document, "language": language, "crumbs": crumbs(*to_year(row))}
    return render(request, "reports/assessment/report.html", context)


@allow("see_figures")
@require_safe
def assessment_pdf(request, year):
    """The report in print; from what was frozen, once it is validated."""
    with translation.override(work.language_of(found(year))):
        made = assessment_print.document_of(Year(year))
        content = pdf.render(request, "reports/documents/print.html", {"document": made})
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{made.filename}.pdf")
    return response


def levels_of(document):
    """[(level, words, how many criteria)] of a document, 4 first, not rated last."""
    criteria = [criterion for chapter in document["principles"] for criterion in chapter["criteria"]]
    return [
        (level, work.level_words(level), sum(criterion["level"] == level for criterion in criteria))
        for level in (4, 3, 2, 1, None)
    ]
