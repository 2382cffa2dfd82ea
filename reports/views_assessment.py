"""The self-assessment: its years, the overview of one, and what is written per criterion."""

from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.models import Site
from citedesmetiers.views.settings_page import done, refused
from reports import assessment as work
from reports import contributions, evidence
from reports.evidence_tables import tables_behind
from reports.figures import whole_year
from reports.forms_assessment import BeginForm, RatingForm, ReviewForm, TextsForm
from reports.models import Frame, Level, Rating, SelfAssessment
from reports.models.assessment import MOST_LETTERS
from reports.pages import crumbs, form_page

LIST = (gettext_lazy("Self-assessment"), "reports:assessments")
YEARS_BACK = 3  # how many past years can still be begun


def found(year):
    return get_object_or_404(SelfAssessment.objects.select_related("frame", "validated_by"), year=year)


def to_year(assessment):
    """The steps of the way to the overview of one year."""
    return [LIST, (str(assessment), "reports:assessment", assessment.year)]


@allow("see_figures")
@require_safe
def assessments(request):
    """All years, the latest first, and a year to begin."""
    chosen = Q(ratings__level__isnull=False) | Q(ratings__not_rated=True)
    rows = list(
        SelfAssessment.objects.annotate(
            criteria=Count("ratings", distinct=True), chosen=Count("ratings", filter=chosen, distinct=True)
        )
        .select_related("validated_by")
        .order_by("-year")  # what is grouped has no order of its own
    )
    years = years_to_begin({row.year for row in rows})
    form = BeginForm(years=years) if years else None
    return render(
        request,
        "reports/assessment/list.html",
        {"rows": rows, "form": form, "frame": Frame.objects.latest_version()},
    )


def years_to_begin(there):
    this_year = timezone.localdate().year
    return [year for year in range(this_year, this_year - YEARS_BACK - 1, -1) if year not in there]


@allow("write_self_assessment")
@require_POST
def assessment_begin(request):
    """Begin a year; its page then says what is missing."""
    there = set(SelfAssessment.objects.values_list("year", flat=True))
    form = BeginForm(request.POST, years=years_to_begin(there))
    if not form.is_valid():
        return refused(request, ValidationError(_("Choose a year from the list.")), "reports:assessments")
    try:
        made = work.begin(form.cleaned_data["year"])
    except ValidationError as error:
        return refused(request, error, "reports:assessments")
    return done(request, _("The self-assessment is begun."), "reports:assessment", made.year)


@allow("see_figures")
@require_safe
def assessment(request, year):
    """One year: its state, the picture of its ratings, what is missing, the plan."""
    row = found(year)
    ratings = work.ratings_of(row)
    before = work.levels_before(row)
    contributed = [each for rating in ratings for each in rating.contributions_there]
    missing = work.missing(row, ratings) if row.is_draft else []
    holding = sum(1 for each in missing if not each.is_soft)
    return render(
        request,
        "reports/assessment/assessment.html",
        {
            "assessment": row,
            "chapters": chapters(ratings, before),
            "rated": sum(1 for rating in ratings if rating.is_chosen),
            "ratings": ratings,
            "missing": missing,
            "holding": holding,
            "can_submit": row.is_draft and not holding and whole_year(row.year).last < timezone.localdate(),
            "contributed": contributed,
            "contribution_counts": contributions.counts(contributed),
            "last_plan": work.last_plan(row),
            "actions": [(rating, action) for rating in ratings for action in rating.actions_there],
            "intact": work.is_intact(row) if row.is_frozen else None,
            "counts": [(level, label, sum(r.level == level for r in ratings)) for level, label in Level.choices],
            "crumbs": crumbs(LIST),
        },
    )


def chapters(ratings, before):
    """[(principle, its ratings, how many are chosen)] in the order of the frame; each rating with `before`."""
    found = {}
    for rating in ratings:
        rating.before = before.get(rating.criterion.code)
        found.setdefault(rating.criterion.principle, []).append(rating)
    return [(principle, rows, sum(1 for row in rows if row.is_chosen)) for principle, rows in found.items()]


# ── One criterion ────────────────────────────────────────────────────────────────────────────────────


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_criterion(request, year, code):
    """Evidence, level, narrative and actions of one criterion; two people at once are told of each other."""
    row = found(year)
    if request.method == "POST":
        return criterion_save(request, row, code)
    ratings = work.ratings_of(row)
    rating = of_code(ratings, code)
    return criterion_page(request, row, ratings, rating, RatingForm(instance=rating))


def of_code(ratings, code):
    """The rating of the criterion with this number. Raises Http404."""
    for rating in ratings:
        if rating.criterion.code == code:
            return rating
    raise Http404


@transaction.atomic
def criterion_save(request, row, code):
    rating = get_object_or_404(
        Rating.objects.select_for_update(of=("self",)).select_related("criterion__principle", "changed_by"),
        assessment=row,
        criterion__code=code,
    )
    if not SelfAssessment.objects.select_for_update().get(pk=row.pk).is_draft:
        error = ValidationError(_("The self-assessment is closed; what you wrote was not saved."))
        return refused(request, error, "reports:assessment", row.year)
    theirs = Rating.objects.select_related("changed_by").get(pk=rating.pk)
    data = request.POST.copy()
    reading = contributions.Reading(with_parts(rating).contributions_there, data)
    form = RatingForm(data, instance=rating)
    valid = form.is_valid()
    if valid and form.cleaned_data["version"] != theirs.version and differs(rating, theirs):
        data["version"] = str(theirs.version)
        return criterion_page(request, row, work.ratings_of(row), rating, form, theirs=theirs, news=reading.news)
    if not valid or reading.news:
        return criterion_page(request, row, work.ratings_of(row), rating, form, news=reading.news)
    rating.note_change(request.user)
    rating.save()
    reading.decide()
    return after_saving(request, row, rating, reading)


def differs(rating, other):
    """True when the two hold something else; nobody has to be told of the same words twice."""
    return (rating.level, rating.not_rated, rating.narrative) != (other.level, other.not_rated, other.narrative)


def with_parts(rating):
    """The rating with what hangs on it, see reports.assessment.ratings_of."""
    rating.actions_there = list(rating.assessment.actions.filter(criterion=rating.criterion))
    rating.contributions_there = list(rating.assessment.contributions.with_names().filter(criterion=rating.criterion))
    return rating


def after_saving(request, row, rating, reading):
    """Where the button leads: to an action, to a contribution, to the next criterion, or back to this one."""
    code = rating.criterion.code
    if "add_action" in request.POST:
        return redirect("reports:action_add", row.year, code)
    if "ask" in request.POST:
        return redirect(f"{reverse('reports:assessment_contributions_ask', args=[row.year])}?criterion={quote(code)}")
    if back := reading.of(request.POST.get("send_back")):
        return redirect("reports:assessment_contribution_send_back", back.pk)
    if reading.pressed:
        said = _("Taken over: it stands at the end of the narrative, where you can edit it.")
        return done(request, said, "reports:assessment_criterion", row.year, code, anchor="narrative")
    if "take_over" in request.POST:
        error = ValidationError(_("Somebody else decided on this contribution meanwhile; the rest is saved."))
        return refused(request, error, "reports:assessment_criterion", row.year, code)
    codes = [each.criterion.code for each in work.ratings_of(row)]
    place = codes.index(code)
    if "next" in request.POST and place + 1 < len(codes):
        said = _("%(code)s is saved.") % {"code": code}
        return done(request, said, "reports:assessment_criterion", row.year, codes[place + 1])
    return done(request, _("%(code)s is saved.") % {"code": code}, "reports:assessment_criterion", row.year, code)


def criterion_page(request, row, ratings, rating, form, theirs=None, news=()):
    """The page of a criterion. theirs: what somebody else saved in the meantime, when it stands against ours.

    news: contributions that were handed in meanwhile.
    """
    before = work.levels_before(row)
    codes = [each.criterion.code for each in ratings]
    place = codes.index(rating.criterion.code)
    period = whole_year(row.year).until(timezone.localdate())
    lacking = list(work.missing_for(rating))
    return render(
        request,
        "reports/assessment/criterion.html",
        {
            "assessment": row,
            "rating": rating,
            "criterion": rating.criterion,
            "form": form,
            "theirs": theirs,
            "news": news,
            "contributions": rating.contributions_there,
            "seen": form["seen"].value() or contributions.marks(rating.contributions_there),
            "taken": form["taken"].value() or "",
            "chapters": chapters(ratings, before),
            "rated": sum(1 for each in ratings if each.is_chosen),
            "all": len(ratings),
            "before": before.get(rating.criterion.code),
            "levels": [(value, label, rating.criterion.guidance[value]) for value, label in Level.choices],
            "chosen": form["level"].value() or "",
            "lines": evidence_of(row, rating, period),
            "language": work.language_of(row),
            "tables": tables_behind(rating.criterion, row.year, request.user),
            "missing": lacking,
            "next": codes[place + 1] if place + 1 < len(codes) else "",
            "most_letters": MOST_LETTERS,
            "as_of": min(timezone.localdate(), whole_year(row.year).last),
            "crumbs": crumbs(*to_year(row)),
        },
    )


def evidence_of(row, rating, period):
    """The evidence of a criterion as (label, now, before): what was frozen, else what is counted now."""
    if row.is_frozen:
        for chapter in work.document(row)["principles"]:
            for criterion in chapter["criteria"]:
                if criterion["code"] == rating.criterion.code:
                    return criterion["evidence"]
    if period is None:
        return []
    return [
        (line.label, line.now, line.before) for line in evidence.lines(rating.criterion, Site.objects.all(), period)
    ]


# ── Words around, and last year's plan ───────────────────────────────────────────────────────────────


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def assessment_texts(request, year):
    """The introduction and the conclusion; two people at once are told of each other."""
    row = found(year)
    if request.method == "POST":  # until the end nobody else saves, nor submits what is being saved
        SelfAssessment.objects.select_for_update().get(pk=row.pk)
        row = found(year)
    if not row.is_draft:
        return done(request, _("The self-assessment is closed."), "reports:assessment", year)
    form = TextsForm(request.POST or None, instance=row, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The words are saved."), "reports:assessment", year)
    return form_page(request, form, title=_("Introduction and conclusion"), way=to_year(row))


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_reviews(request, year):
    """What became of last year's actions; it comes first, before new ones are made."""
    row = found(year)
    if not row.is_draft:
        return done(request, _("The self-assessment is closed."), "reports:assessment", year)
    forms = [ReviewForm(request.POST or None, action=action) for action in work.last_plan(row)]
    if request.method == "POST" and not any([form.errors for form in forms]):  # noqa: C419 -- each says its own
        with transaction.atomic():
            for form in forms:
                if form.cleaned_data["status"]:
                    work.review(row, form.action, form.cleaned_data["status"], form.cleaned_data["words"])
                else:
                    row.reviews.filter(action=form.action).delete()
        return done(request, _("The review is saved."), "reports:assessment", year)
    return render(
        request,
        "reports/assessment/reviews.html",
        {
            "assessment": row,
            "forms": forms,
            "crumbs": crumbs(*to_year(row)),
            "has_errors": any(f.errors for f in forms),
        },
    )
