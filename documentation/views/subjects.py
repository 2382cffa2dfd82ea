"""Subjects: listed as a tree, renamed, merged, retired."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from documentation import words_and_shelves
from documentation.forms.lists import MergeForm, SubjectForm
from documentation.models import SearchCount, Subject, Synonym, Wish
from documentation.models.lists import ClassificationNode
from documentation.views.pages import confirm_page, crumbs, form_page

ROWS_A_PAGE = 100
LISTS = (gettext_lazy("Words and shelves"), "documentation:lists")
LIST = (gettext_lazy("Subjects"), "documentation:subjects")
STATES = {"offered": gettext_lazy("offered"), "retired": gettext_lazy("retired"), "all": gettext_lazy("all")}


def state_of(request):
    """Which entries of a list are asked for: offered, retired or all."""
    asked = request.GET.get("state", "")
    return asked if asked in STATES else "offered"


def asked_of(request):
    """The words that a list is narrowed to."""
    return request.GET.get("q", "")[:200].replace("\0", "").strip()


@allow("edit_catalogue")
@require_safe
def lists(request):
    """What the catalogue is described and shelved with, and what visitors asked for."""
    rows = [
        (
            _("Subjects"), "documentation:subjects", Subject.objects.offered().count(),
            _("What documents are about. Rename, group, merge or retire them."),
        ),
        (
            _("Synonyms"), "documentation:synonyms", Synonym.objects.offered().count(),
            _("Words that mean the same to whoever asks: CV and curriculum vitae."),
        ),
        (
            _("Searches that found nothing"), "documentation:unanswered", SearchCount.objects.unanswered().count(),
            _("What visitors looked for in vain, from five times on: add a synonym, or note a purchase wish."),
        ),
        (
            _("Purchase wishes"), "documentation:wishes", Wish.objects.filter(settled_on__isnull=True).count(),
            _("What is to be bought."),
        ),
        (
            _("Shelving plan"), "documentation:shelves", ClassificationNode.objects.offered().count(),
            _("The shelves, what stands on them, and where they are at each place."),
        ),
    ]  # fmt: skip
    return render(request, "documentation/lists.html", {"rows": rows})


@allow("edit_catalogue")
@require_safe
def subjects(request):
    """All subjects, each under what it is part of, or those with the words that are asked for."""
    asked, state = asked_of(request), state_of(request)
    rows = words_and_shelves.subjects_in_order(asked, state)
    return render(
        request,
        "documentation/subjects.html",
        {
            "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")), "asked": asked, "state": state,
            "states": STATES.items(), "there_is_one": Subject.objects.exists(), "crumbs": crumbs(LISTS),
            "has_codes": any(subject.code for _depth, subject in rows),
        },
    )  # fmt: skip


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def subject_add(request):
    """A new subject."""
    form = SubjectForm(request.POST or None, centre=shell.of(request).centre)
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("“%(name)s” is added.") % {"name": made}, "documentation:subjects")
    return form_page(request, form, title=_("Add a subject"), way=[LISTS, LIST])


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def subject_edit(request, pk):
    """Another name or another place in the tree; every document under it is found by the new name at once."""
    subject = get_object_or_404(Subject, pk=pk)
    title, n = subject.name, subject.resources.count()
    form = SubjectForm(request.POST or None, instance=subject, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        words_and_shelves.refresh_subject(subject)
        said = ngettext(
            "“%(name)s” is saved, and %(n)s document with it.", "“%(name)s” is saved, and %(n)s documents with it.", n
        )
        return done(request, said % {"name": subject, "n": n}, "documentation:subjects")
    return form_page(
        request, form, title=title, way=[LISTS, LIST], template="documentation/subject_form.html", subject=subject, n=n
    )


@allow("edit_catalogue")
@require_POST
def subject_retire(request, pk):
    """No longer offer a subject, or offer it again. Documents keep it."""
    subject = get_object_or_404(Subject, pk=pk)
    subject.retired = not subject.retired
    subject.save(update_fields=["retired"])
    said = _("“%(name)s” is no longer offered; documents keep it.") if subject.retired else _("“%(name)s” is offered.")
    return done(request, said % {"name": subject}, "documentation:subjects")


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def subject_delete(request, pk):
    """Take away a subject that nothing is under; one that documents have is merged or retired."""
    subject = get_object_or_404(Subject, pk=pk)
    if subject.resources.exists() or subject.narrower.exists():
        messages.error(request, _("Documents or narrower subjects are under it. Merge it or retire it instead."))
        return redirect("documentation:subject_edit", pk)
    if request.method == "POST":
        subject.delete()
        return done(request, _("“%(name)s” is deleted.") % {"name": subject}, "documentation:subjects")
    return confirm_page(
        request, title=_("Delete %(name)s?") % {"name": subject}, sentences=[_("No document is under it.")],
        button=_("Delete"), way=[LISTS, LIST],
    )  # fmt: skip


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def subject_merge(request, pk):
    """Let a subject go into another: its documents, its narrower subjects, and its name as a synonym."""
    subject = get_object_or_404(Subject, pk=pk)
    form = MergeForm(request.POST or None, subject=subject)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        old, n = subject.name, words_and_shelves.merge(subject, into)
        said = ngettext(
            "“%(old)s” went into “%(new)s” with %(n)s document.",
            "“%(old)s” went into “%(new)s” with %(n)s documents.",
            n,
        )
        return done(request, said % {"old": old, "new": into, "n": n}, "documentation:subjects")
    n, narrower = subject.resources.count(), subject.narrower.count()
    sentences = [
        ngettext("%(n)s document goes with it.", "%(n)s documents go with it.", n) % {"n": n},
        ngettext("%(n)s narrower subject goes with it.", "%(n)s narrower subjects go with it.", narrower)
        % {"n": narrower},
        _("Whoever asks for “%(name)s” finds them as before: the name stays as a synonym.") % {"name": subject},
    ]
    return form_page(
        request, form, title=_("Merge %(name)s") % {"name": subject}, way=[LISTS, LIST], sentences=sentences,
        template="documentation/merge_form.html",
    )  # fmt: skip
