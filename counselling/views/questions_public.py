"""Ask a question without a name, and read the answer with three words. Whatever holds the words is sent by POST."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citedesmetiers.access import public
from citedesmetiers.models import Purpose
from citedesmetiers.own_pages import from_our_page
from counselling import questions
from counselling.forms.question import AskForm, CodeForm
from counselling.models import Question
from counselling.models.question import MOST_SIGNS, QUESTION_DAYS


@public
@from_our_page
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request):
    """Choose a purpose, write a question, get three words."""
    if request.method != "POST":
        form, status = AskForm(initial={"purpose": purpose_asked_for(request)}), 200
    else:
        form, status = AskForm(request.POST), 200
        if form.is_valid():
            if questions.may_ask(request):
                return shown(request, store(form))
            form.add_error(None, _("Many questions were asked from here just now. Wait an hour, or come and see us."))
            status = 429
    context = {"form": form, "days": QUESTION_DAYS, "most": MOST_SIGNS}
    return render(request, "questions/ask.html", context, status=status)


def purpose_asked_for(request):
    """The purpose that the page before was about, for the radio button; None when it is none of today's."""
    doors = Purpose.objects.doors().in_force(timezone.localdate())
    asked = request.GET.get("purpose", "")[:30].replace("\0", "")
    return doors.filter(code=asked).values_list("pk", flat=True).first()


def store(form):
    """Store the question of a valid form, under its three words."""
    said = form.cleaned_data
    language = get_language()
    _words, digest = questions.draw(said["uid"], language)
    return Question.ask(
        uid=said["uid"],
        digest=digest,
        purpose=said["purpose"],
        language=language,
        day=timezone.localdate(),
        question=said["question"],
    )


def shown(request, question):
    """The page with the three words."""
    context = {"question": question, "words": questions.words_of(question), "days": QUESTION_DAYS}
    return render(request, "questions/asked.html", context)


@public
@from_our_page
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def read(request):
    """Read the answer, or see that there is none yet; erase both."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        question, status = looked_up(request, form)
        if question and request.POST.get("erase") == "yes":
            question.erase()
            return render(request, "questions/erased.html")
        if question:
            context = {"question": question, "code": form.cleaned_data["code"], "asks": "erase" in request.POST}
            return render(request, "questions/answer.html", context)
    return render(request, "questions/read.html", {"form": form, "days": QUESTION_DAYS}, status=status)


def looked_up(request, form):
    """(the question or None, the status of the answer). Wrong and forgotten words look alike; guessing is slowed."""
    if not questions.may_guess(request):
        form.add_error("code", _("Too many wrong words were tried. Try again in an hour, or come and see us."))
        return None, 429
    found = questions.find(form.cleaned_data["code"])
    if found is None:
        questions.note_wrong_words(request)
        form.add_error("code", _("We know no question by these words. After its time a question is erased."))
        return None, 404
    return found, 200
