"""Surveys for staff: the list, one with its questions, its results, its remarks, its poster."""

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import access, shell
from citedesmetiers.access import allow
from citedesmetiers.models import Centre
from citedesmetiers.views.settings_page import done
from events import qr
from reports import exports, pdf, survey_results
from reports.forms_surveys import BeginSurveyForm, SurveyForm
from reports.models import Survey, SurveyComment, SurveyReturn
from reports.pages import confirm_page, crumbs, form_page
from reports.views_figures import attached

LIST = (gettext_lazy("Surveys"), "reports:surveys")


def to_survey(survey):
    """The steps of the way to one survey."""
    return [LIST, (survey.title, "reports:survey", survey.pk)]


def way_back(request, survey):
    """The same for those who see no results but count paper: no step of it is theirs."""
    return to_survey(survey) if access.may(request.user, "see_figures") else []


@allow("see_figures")
@require_safe
def surveys(request):
    """All surveys, the latest first, with how many questionnaires came back."""
    rows = list(Survey.objects.select_related("site", "programme"))
    returned = dict(SurveyReturn.objects.order_by().values_list("survey").annotate(n=Sum("count")))
    waiting = Count("pk", filter=Q(verdict=SurveyComment.Verdict.TO_READ))
    to_read = dict(SurveyComment.objects.order_by().values_list("question__survey").annotate(n=waiting))
    return render(
        request,
        "reports/surveys/list.html",
        {
            "rows": [(row, returned.get(row.pk, 0), to_read.get(row.pk, 0)) for row in rows],
            "remarks": sum(to_read.values()),
        },
    )


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_begin(request):
    """Begin a survey from a starting set."""
    form = BeginSurveyForm(request.POST or None, language=get_language(), initial={"opens_on": timezone.localdate()})
    if request.method == "POST" and (survey := form.saved()):
        said = _("The survey is made. Read its questions before it opens.")
        if survey.opens_on <= timezone.localdate():
            said = _("The survey is made and takes answers already. Read its questions now.")
        return done(request, said, "reports:survey", survey.pk)
    return form_page(request, form, title=_("Begin a survey"), way=[LIST])


@allow("see_figures")
@require_safe
def survey(request, pk):
    """One survey: where it is answered, what it asks, what came back."""
    row = get_object_or_404(Survey.objects.select_related("site", "programme"), pk=pk)
    returned = row.returned()
    link = public_link(request, row)
    return render(
        request,
        "reports/surveys/survey.html",
        {
            "survey": row,
            "questions": list(row.questions.prefetch_related("options")),
            "returned": [(channel.label, n) for channel, n in returned.items()],
            "total": sum(returned.values()),
            "link": link,
            "qr": qr.address(link),
            "results": survey_results.results(row, threshold()),
            "threshold": threshold(),
            "remarks": SurveyComment.objects.of(row).to_read().count(),
            "kept": SurveyComment.objects.of(row).filter(verdict=SurveyComment.Verdict.KEPT).count(),
            "crumbs": crumbs(LIST),
        },
    )


def public_link(request, survey):
    """The address for posters: without a language, so that each telephone gets its own."""
    path = reverse("surveys:answer", args=[survey.token])
    if request.language_in_url:
        path = path.replace(f"/{request.language_in_url}/", "/", 1)
    return request.build_absolute_uri(path)


def threshold():
    """Below how many answers nothing is shown."""
    centre = Centre.objects.current()
    return centre.suppression_threshold if centre else Centre._meta.get_field("suppression_threshold").default


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_edit(request, pk):
    """Title, audience, days, place."""
    row = get_object_or_404(Survey, pk=pk)
    form = SurveyForm(request.POST or None, instance=row, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The survey is saved."), "reports:survey", pk)
    can_delete = not row.has_answers
    return form_page(
        request, form, title=_("Edit the survey"), way=to_survey(get_object_or_404(Survey, pk=pk)),
        delete=("reports:survey_delete", pk) if can_delete else None,
    )  # fmt: skip


@allow("write_self_assessment")
@require_POST
def survey_open(request, pk):
    """Open a survey now, whenever it was planned for, or open it again."""
    row = get_object_or_404(Survey, pk=pk)
    row.opens_on, row.closes_on = min(row.opens_on, timezone.localdate()), None
    row.save(update_fields=["opens_on", "closes_on"])
    return done(request, _("The survey takes answers."), "reports:survey", pk)


@allow("write_self_assessment")
@require_POST
def survey_close(request, pk):
    """Close a survey with the end of this day."""
    row = get_object_or_404(Survey, pk=pk)
    row.closes_on = max(row.opens_on, timezone.localdate())
    row.save(update_fields=["closes_on"])
    return done(request, _("The survey takes answers until the end of this day."), "reports:survey", pk)


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def survey_delete(request, pk):
    """Take away a survey that nobody answered."""
    row = get_object_or_404(Survey, pk=pk)
    if row.has_answers:
        return done(request, _("It has answers and stays. Close it instead."), "reports:survey", pk)
    if request.method == "POST":
        row.delete()
        return done(request, _("The survey is deleted."), "reports:surveys")
    n = row.questions.count()
    return confirm_page(
        request,
        title=_("Delete this survey?"),
        sentences=[
            row.title,
            ngettext("%(n)s question is deleted.", "%(n)s questions are deleted.", n) % {"n": n},
            _("Posters with its QR code lead nowhere then."),
        ],
        button=_("Delete"),
        way=to_survey(row),
    )


@allow("see_figures")
@require_safe
def survey_file(request, pk, ending):
    """The results as a file, withheld where the page withholds them."""
    row = get_object_or_404(Survey, pk=pk)
    rows, least = [], threshold()
    for result in survey_results.results(row, least):
        text = result.question.text
        if result.withheld:
            rows.append([text, _("withheld: fewer than %(n)s answers") % {"n": least}, None, None, None])
            continue
        rows += [[text, one.option.label, one.count, result.answered, rounded(one.share)] for one in result.rows]
        rows += [[text, number, n, result.answered, rounded(100 * n / result.answered)]
                 for number, n in result.numbers.items()]  # fmt: skip
        rows.append([text, _("No answer"), result.no_answer, None, None])
    sheet = exports.Sheet(
        title=row.title,
        head=[_("Question"), _("Answer"), _("Count"), _("n"), _("Share in percent")],
        rows=rows,
        notes=[_("Shares are of those who answered the question (n).")],
    )
    return attached(exports.written([sheet], ending), row.title, ending)


def rounded(share):
    return None if share is None else round(share, 1)


@allow("count_attendance")
@require_safe
def survey_poster(request, pk):
    """A poster with the QR code: A4, or A3 with ?size=a3."""
    row = get_object_or_404(Survey, pk=pk)
    centre = Centre.objects.current()
    link = public_link(request, row)
    context = {
        "survey": row,
        "size": "a3" if request.GET.get("size") == "a3" else "a4",
        "questions": row.questions.count(),
        "qr": qr.address(link),
        "link_text": link.partition("://")[2].rstrip("/"),
        "centre": centre,
        "logo": pdf.logo_address(centre),
    }
    response = HttpResponse(
        pdf.render(request, "reports/surveys/poster.html", context), content_type="application/pdf"
    )
    response["Content-Disposition"] = content_disposition_header(False, f"{slugify(row.title)}.pdf")
    return response


# ── Remarks ──────────────────────────────────────────────────────────────────────────────────────────


@allow("see_figures")
@require_safe
def survey_remarks(request, pk):
    """What people wrote, to be read before anything of it is printed."""
    row = get_object_or_404(Survey, pk=pk)
    remarks = SurveyComment.objects.of(row).select_related("question")
    return render(
        request,
        "reports/surveys/remarks.html",
        {
            "survey": row,
            "to_read": remarks.to_read(),
            "kept": remarks.filter(verdict=SurveyComment.Verdict.KEPT),
            "crumbs": crumbs(*to_survey(row)),
        },
    )


@allow("write_self_assessment")
@require_POST
@transaction.atomic
def survey_remark(request, pk):
    """Let a remark be printed, or erase it."""
    remark = get_object_or_404(SurveyComment.objects.select_related("question__survey"), pk=pk)
    if request.POST.get("verdict") == SurveyComment.Verdict.KEPT:
        remark.verdict = SurveyComment.Verdict.KEPT
        remark.save(update_fields=["verdict"])
        said = _("The remark may be printed.")
    else:
        remark.delete()
        said = _("The remark is erased.")
    return done(request, said, "reports:survey_remarks", remark.question.survey_id)
