"""What is asked of the person signed in for the self-assessment, and the page on which they write it."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from reports import assessment as years
from reports import contributions as work
from reports.evidence_tables import tables_behind
from reports.figures import whole_year
from reports.forms_contributions import ContributionForm
from reports.models import Contribution, SelfAssessment, Stage
from reports.models.assessment import MOST_LETTERS
from reports.views_assessment import evidence_of


@allow("contribute_self_assessment")
@require_safe
def contributions(request):
    """All that is or was asked of the person: what waits for them first, then the rest, year by year."""
    asked = list(Contribution.objects.asked_of(request.user).with_names().order_by("due_on", "pk"))
    awaited = [each for each in asked if each.is_awaited and each.assessment.is_draft]
    rest = [each for each in asked if each not in awaited]
    rest.sort(key=lambda each: (-each.assessment.year, each.criterion.principle.rank, each.criterion.rank))
    return render(request, "reports/contributions/mine.html", {"awaited": awaited, "rest": rest})


@allow("contribute_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request, pk):
    """The evidence of a criterion, what was written last year, and the text; whoever writes it too is told of."""
    if request.method == "POST":
        return contribution_save(request, pk)
    one = asked_of(request.user, pk, Contribution.objects.with_names())
    return contribution_page(request, one, ContributionForm(instance=one))


def asked_of(user, pk, contributions):
    """The contribution if it is asked of `user`. Raises Http404 for those of others."""
    return get_object_or_404(contributions.asked_of(user), pk=pk)


@transaction.atomic
def contribution_save(request, pk):
    year = get_object_or_404(Contribution.objects.values_list("assessment", flat=True), pk=pk)
    assessment = SelfAssessment.objects.select_for_update().get(pk=year)
    locked = Contribution.objects.select_for_update(of=("self",)).with_names()
    one, theirs = asked_of(request.user, pk, locked), asked_of(request.user, pk, locked)
    data = request.POST.copy()
    form = ContributionForm(data, instance=one)
    valid = form.is_valid()
    if not assessment.is_draft or theirs.is_decided:
        return contribution_page(request, theirs, form, lost=request.POST.get("text", ""))
    if valid and form.cleaned_data["version"] != theirs.version and stands_against(one, theirs):
        data["version"] = str(theirs.version)
        return contribution_page(request, one, form, theirs=theirs)
    if not valid:
        return contribution_page(request, one, form)
    hand_in = "hand_in" in request.POST
    work.write(theirs, form.cleaned_data["text"], request.user, hand_in=hand_in)
    code = one.criterion.code
    if hand_in:
        said = _("%(code)s is handed in. You can change it until it is taken over.") % {"code": code}
        return done(request, said, "reports:contributions")
    return done(request, _("%(code)s is kept as a draft.") % {"code": code}, "reports:contribution", pk)


def stands_against(one, theirs):
    """True when something was saved that whoever saves now must know: another text, or that it was sent back."""
    return one.text != theirs.text or theirs.stage == Stage.SENT_BACK


def contribution_page(request, one, form, theirs=None, lost=""):
    """The page of a contribution.

    theirs: what was saved meanwhile, when it stands against ours.  lost: what was written too late to be saved.
    """
    assessment, criterion = one.assessment, one.criterion
    rating = assessment.ratings.select_related("criterion").filter(criterion=criterion).first()
    if rating is None:
        raise Http404
    period = whole_year(assessment.year).until(timezone.localdate())
    return render(
        request,
        "reports/contributions/contribution.html",
        {
            "contribution": one,
            "assessment": assessment,
            "criterion": criterion,
            "form": form,
            "theirs": theirs,
            "lost": lost,
            "can_write": assessment.is_draft and not one.is_decided,
            "lines": evidence_of(assessment, rating, period),
            "language": years.language_of(assessment),
            "tables": tables_behind(criterion, assessment.year, request.user),
            "as_of": min(timezone.localdate(), whole_year(assessment.year).last),
            "before": work.narrative_before(one),
            "most_letters": MOST_LETTERS,
            "crumbs": [(_("Contributions"), reverse("reports:contributions"))],
        },
    )
