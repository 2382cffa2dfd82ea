"""The shared tray of questions: take, answer, hand on, close. What is shown of colleagues is their institution."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers.access import allow
from citedesmetiers.models import Purpose
from counselling.forms.question import AnswerForm, CloseForm, HandOnForm
from counselling.models import NotOpen, Question, QuestionCount
from counselling.models.question import QUESTION_DAYS
from counselling.session import institution_of

SETTLED_SHOWN = 20


@allow("record_interviews")
@require_safe
def questions(request):
    """What waits, by purpose; and what was answered or closed lately."""
    today = timezone.localdate()
    doors = list(Purpose.objects.doors().in_force(today))
    chosen = next((each for each in doors if each.code == request.GET.get("purpose")), None)
    found = Question.objects.for_list()
    if chosen:
        found = found.filter(purpose=chosen)
    settled = found.exclude(state__in=[Question.State.WAITING, Question.State.TAKEN])
    context = {
        "doors": doors,
        "chosen": chosen,
        "rows": [(each, each.days_waited(today), each.has_waited_long(today)) for each in found.open()],
        "settled": settled.order_by("-day", "uid")[:SETTLED_SHOWN],
        "counts": counts_of_year(today.year),
        "year": today.year,
        "days": QUESTION_DAYS,
    }
    return render(request, "counselling/questions.html", context)


def counts_of_year(year):
    """What became of the questions of a year: rows of (purpose, asked, answered, closed), empty ones left out."""
    found = {}
    for row in QuestionCount.objects.filter(day__year=year).select_related("purpose"):
        sums = found.setdefault(row.purpose, [0, 0, 0])
        for place, n in enumerate((row.asked, row.answered, row.closed)):
            sums[place] += n
    rows = sorted(found.items(), key=lambda item: (item[0].rank, item[0].pk))
    return [(purpose, *sums) for purpose, sums in rows if any(sums)]


@allow("record_interviews")
@require_safe
def question(request, uid):
    """One question with all that can be done with it."""
    return page(request, get_object_or_404(Question.objects.for_list(), pk=uid))


def page(request, found, *, status=200, **forms):
    """The page of a question; `forms` are those that were sent and are to be looked at once more."""
    today = timezone.localdate()
    context = {
        "question": found,
        "waited": found.days_waited(today),
        "mine": institution_of(request),
        "answer": forms.get("answer") or AnswerForm(),
        "hand_on": forms.get("hand_on") or HandOnForm(question=found),
        "closing": forms.get("closing") or CloseForm(),
        "form": next(iter(forms.values()), None),
    }
    return render(request, "counselling/question.html", context, status=status)


def settled_meanwhile(request, uid):
    """Somebody was quicker: say so, and show what became of it."""
    messages.error(request, _("Somebody else was quicker: this is how the question stands now."))
    if Question.objects.filter(pk=uid).exists():
        return redirect("counselling:question", uid)
    return redirect("counselling:questions")


@allow("record_interviews")
@require_POST
def question_take(request, uid):
    """Work on it; what others work on is taken over only when asked for."""
    found = get_object_or_404(Question, pk=uid)
    try:
        found.take(institution=institution_of(request), from_others="over" in request.POST)
    except NotOpen:
        return settled_meanwhile(request, uid)
    return redirect("counselling:question", uid)


@allow("record_interviews")
@require_POST
def question_put_back(request, uid):
    """Let it wait for somebody else."""
    found = get_object_or_404(Question, pk=uid)
    try:
        found.put_back()
    except NotOpen:
        return settled_meanwhile(request, uid)
    messages.success(request, _("The question waits again."))
    return redirect("counselling:questions")


@allow("record_interviews")
@require_POST
def question_answer(request, uid):
    """Answer it for good."""
    found = get_object_or_404(Question.objects.for_list(), pk=uid)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, found, answer=form)
    try:
        found.give_answer(form.cleaned_data["answer"], institution=institution_of(request), on=timezone.localdate())
    except NotOpen:
        return settled_meanwhile(request, uid)
    messages.success(request, _("Answered. Whoever asked reads it with three words."))
    return redirect("counselling:questions")


@allow("record_interviews")
@require_POST
def question_hand_on(request, uid):
    """Put it into the tray of another purpose."""
    found = get_object_or_404(Question.objects.for_list(), pk=uid)
    form = HandOnForm(request.POST, question=found)
    if not form.is_valid():
        return page(request, found, hand_on=form)
    try:
        found.hand_on(form.cleaned_data["purpose"])
    except NotOpen:
        return settled_meanwhile(request, uid)
    messages.success(request, _("Handed on to: %(purpose)s.") % {"purpose": form.cleaned_data["purpose"]})
    return redirect("counselling:questions")


@allow("record_interviews")
@require_POST
def question_close(request, uid):
    """Close it without an answer."""
    found = get_object_or_404(Question.objects.for_list(), pk=uid)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return page(request, found, closing=form)
    try:
        found.close(form.cleaned_data["reason"])
    except NotOpen:
        return settled_meanwhile(request, uid)
    messages.success(request, _("Closed. Whoever asked reads why."))
    return redirect("counselling:questions")
