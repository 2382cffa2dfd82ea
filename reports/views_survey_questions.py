"""The questions of a survey, until the first answer; and the tally of questionnaires on paper."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done, refused, step_of
from reports import survey_answers
from reports.forms_answers import TallyForm
from reports.forms_surveys import QuestionForm
from reports.models import Channel, Question, Survey
from reports.pages import confirm_page, crumbs, form_page
from reports.views_surveys import to_survey, way_back


def has_begun(request, survey):
    """The answer for whoever wants to change questions that people have answered."""
    error = ValidationError(_("The survey has answers: its questions stay as they were asked. Begin a new one."))
    return refused(request, error, "reports:survey", survey.pk)


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def question_add(request, pk):
    """One more question."""
    survey = get_object_or_404(Survey.objects.select_for_update(of=("self",)), pk=pk)
    if survey.has_answers:
        return has_begun(request, survey)
    form = QuestionForm(request.POST or None, instance=Question(survey=survey), centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The question is saved."), "reports:survey", pk)
    return form_page(request, form, title=_("Add a question"), way=to_survey(survey))


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def question_edit(request, pk):
    """Put a question and its answers right."""
    question = get_object_or_404(Question.objects.select_related("survey"), pk=pk)
    if survey_answers.locked(question.survey).has_answers:
        return has_begun(request, question.survey)
    form = QuestionForm(request.POST or None, instance=question, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The question is saved."), "reports:survey", question.survey_id)
    return form_page(
        request, form, title=_("Edit the question"), way=to_survey(question.survey),
        delete=("reports:survey_question_delete", pk),
    )  # fmt: skip


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def question_delete(request, pk):
    """Take a question away."""
    question = get_object_or_404(Question.objects.select_related("survey"), pk=pk)
    survey = survey_answers.locked(question.survey)
    if survey.has_answers:
        return has_begun(request, survey)
    if request.method == "POST":
        question.delete()
        return done(request, _("The question is deleted."), "reports:survey", survey.pk)
    n = question.options.count()
    return confirm_page(
        request,
        title=_("Delete this question?"),
        sentences=[
            question.text,
            ngettext("It has %(n)s answer to choose.", "It has %(n)s answers to choose.", n) % {"n": n},
        ],
        button=_("Delete"),
        way=to_survey(survey),
    )


@allow("write_self_assessment")
@require_POST
@transaction.atomic
def question_move(request, pk):
    """Ask a question one place earlier or later."""
    question = get_object_or_404(Question.objects.select_related("survey"), pk=pk)
    survey = survey_answers.locked(question.survey)
    if survey.has_answers:
        return has_begun(request, survey)
    row = list(survey.questions.all())
    place = row.index(question)
    other = place + step_of(request)
    if 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
        for rank, each in enumerate(row, start=1):
            each.rank = rank
        Question.objects.bulk_update(row, ["rank"])
    return redirect("reports:survey", survey.pk)


# ── On paper ─────────────────────────────────────────────────────────────────────────────────────────


@allow("count_attendance")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_tally(request, pk):
    """Enter the paper questionnaires of one day: how many, and how often each answer."""
    survey = get_object_or_404(Survey, pk=pk)
    sent = request.method == "POST"
    form = TallyForm(request.POST if sent else None, survey=survey, initial={"day": timezone.localdate()})
    if sent and form.is_valid():
        n, day = form.cleaned_data["questionnaires"], form.cleaned_data["day"]
        try:
            survey_answers.add(survey, form.tally, questionnaires=n, channel=Channel.PAPER, day=day)
        except ValidationError as error:
            form.add_error("day", error)
        else:
            said = ngettext("%(n)s questionnaire is counted.", "%(n)s questionnaires are counted.", n) % {"n": n}
            return done(request, said, "reports:survey_tally", pk)
    return render(
        request,
        "reports/surveys/tally.html",
        {
            "survey": survey,
            "form": form,
            "entered": survey_answers.paper_of_late(survey).order_by("-day"),
            "crumbs": crumbs(*way_back(request, survey)) if way_back(request, survey) else [],
        },
    )


@allow("count_attendance")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_tally_delete(request, pk, day):
    """Take the paper questionnaires of a day back, to enter them anew."""
    survey = get_object_or_404(Survey, pk=pk)
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    row = get_object_or_404(survey_answers.paper_of_late(survey), day=asked)
    if request.method == "POST":
        n = survey_answers.take_back(survey, asked)
        said = ngettext("%(n)s questionnaire is taken back.", "%(n)s questionnaires are taken back.", n) % {"n": n}
        return done(request, said, "reports:survey_tally", pk)
    return confirm_page(
        request,
        title=_("Take back the paper of this day?"),
        sentences=[
            date_format(asked, "DATE_FORMAT"),
            ngettext(
                "%(n)s questionnaire with its answers leaves the count.",
                "%(n)s questionnaires with their answers leave the count.",
                row.count,
            )
            % {"n": row.count},
            _("What came by link or tablet stays; so do the remarks."),
        ],
        button=_("Take back"),
        way=[*way_back(request, survey), (_("Paper"), "reports:survey_tally", pk)],
    )
