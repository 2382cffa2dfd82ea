"""Synonyms, what visitors looked for in vain, and what is to be bought: one leads to the other."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from documentation import searches, words_and_shelves
from documentation.forms.lists import BoughtForm, SynonymForm, WishForm
from documentation.models import SearchCount, Synonym, Wish
from documentation.search import cache
from documentation.search import question as questions
from documentation.search.find import find
from documentation.views.pages import confirm_page, crumbs, form_page
from documentation.views.subjects import LISTS, STATES, asked_of, state_of

ROWS_A_PAGE = 50
SYNONYMS = (gettext_lazy("Synonyms"), "documentation:synonyms")
UNANSWERED = (gettext_lazy("Searches that found nothing"), "documentation:unanswered")
WISHES = (gettext_lazy("Purchase wishes"), "documentation:wishes")


def shown_page(request, rows):
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


@allow("edit_catalogue")
@require_safe
def synonyms(request):
    """All synonyms, or those with the words that are asked for."""
    asked, state = asked_of(request), state_of(request)
    return render(
        request,
        "documentation/synonyms.html",
        {
            "page": shown_page(request, words_and_shelves.found_in_words(asked, state)), "asked": asked,
            "state": state, "states": STATES.items(), "there_is_one": Synonym.objects.exists(),
            "crumbs": crumbs(LISTS),
        },
    )  # fmt: skip


def what_it_finds(synonym):
    """A sentence: how many documents a question with its first word finds now."""
    cache.forget()
    word = synonym.words[0]
    n = find(questions.read(word), page=1).total if not synonym.retired else 0
    said = ngettext("Saved. “%(word)s” now finds %(n)s document.", "Saved. “%(word)s” now finds %(n)s documents.", n)
    return said % {"word": word, "n": n}


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def synonym_add(request):
    """Words that mean the same; ?words= begins with what visitors wrote."""
    asked = request.GET.get("words", "")[:120].replace("\0", "").strip()
    start = {"words": [asked] if asked else []}
    form = SynonymForm(request.POST or None, centre=shell.of(request).centre, initial=start)
    if request.method == "POST" and (made := form.saved()):
        way = UNANSWERED if asked else SYNONYMS
        return done(request, what_it_finds(made), way[1])
    note = _("The words are kept in alphabetical order: write them as people say them.") if asked else ""
    return form_page(request, form, title=_("Add a synonym"), way=[LISTS, SYNONYMS], note=note)


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def synonym_edit(request, pk):
    """Other words; the search knows them at once."""
    synonym = get_object_or_404(Synonym, pk=pk)
    form = SynonymForm(request.POST or None, instance=synonym, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, what_it_finds(synonym), "documentation:synonyms")
    return form_page(
        request, form, title=_("Synonym"), way=[LISTS, SYNONYMS], delete=("documentation:synonym_delete", pk)
    )


@allow("edit_catalogue")
@require_POST
def synonym_retire(request, pk):
    """Leave a synonym out of the search, or take it in again."""
    synonym = get_object_or_404(Synonym, pk=pk)
    synonym.retired = not synonym.retired
    synonym.save(update_fields=["retired"])
    cache.forget()
    said = _("“%(name)s” is left out of the search.") if synonym.retired else _("“%(name)s” is searched with.")
    return done(request, said % {"name": synonym}, "documentation:synonyms")


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def synonym_delete(request, pk):
    """Forget a synonym."""
    synonym = get_object_or_404(Synonym, pk=pk)
    if request.method == "POST":
        synonym.delete()
        cache.forget()
        return done(request, _("“%(name)s” is deleted.") % {"name": synonym}, "documentation:synonyms")
    said = _("A question with one of these words then finds only what has the word itself.")
    return confirm_page(
        request, title=_("Delete this synonym?"), sentences=[str(synonym), said], button=_("Delete"),
        way=[LISTS, SYNONYMS],
    )  # fmt: skip


@allow("edit_catalogue")
@require_safe
def unanswered(request):
    """What visitors looked for in vain in the last twelve months, most frequent first, from five times on."""
    page = shown_page(request, SearchCount.objects.unanswered())
    rows = searches.with_answers(list(page.object_list))
    return render(
        request,
        "documentation/unanswered.html",
        {"page": page, "rows": rows, "floor": SearchCount.FLOOR, "crumbs": crumbs(LISTS)},
    )


@allow("edit_catalogue")
@require_safe
def wishes(request):
    """What is to be bought, and what became of earlier wishes."""
    rows = Wish.objects.select_related("purpose", "resource")
    return render(
        request,
        "documentation/wishes.html",
        {
            "page": shown_page(request, rows.filter(settled_on__isnull=True)),
            "settled": rows.filter(settled_on__isnull=False).order_by("-settled_on", "-pk")[:20],
            "crumbs": crumbs(LISTS),
        },
    )


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def wish_add(request):
    """Note what is to be bought; ?title= begins with what visitors wrote."""
    asked = request.GET.get("title", "")[:200].replace("\0", "").strip()
    form = WishForm(request.POST or None, centre=shell.of(request).centre, initial={"title": asked})
    if request.method == "POST" and (made := form.saved()):
        way = UNANSWERED if asked else WISHES
        return done(request, _("“%(title)s” is noted.") % {"title": made}, way[1])
    return form_page(request, form, title=_("Note a purchase wish"), way=[LISTS, WISHES])


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def wish_edit(request, pk):
    """Say a wish better."""
    wish = get_object_or_404(Wish, pk=pk)
    form = WishForm(request.POST or None, instance=wish, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("“%(title)s” is saved.") % {"title": wish}, "documentation:wishes")
    return form_page(request, form, title=_("Purchase wish"), way=[LISTS, WISHES])


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def wish_settle(request, pk):
    """A wish is bought, and as what, or dropped."""
    wish = get_object_or_404(Wish, pk=pk)
    form = BoughtForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wish.resource, wish.settled_on = form.cleaned_data["document"], timezone.localdate()
        wish.save(update_fields=["resource", "settled_on"])
        return done(request, _("“%(title)s” is dealt with.") % {"title": wish}, "documentation:wishes")
    title = _("Bought or dropped: %(title)s") % {"title": wish}
    return form_page(
        request, form, title=title, way=[LISTS, WISHES], template="documentation/small_form.html", note="", delete=None
    )
