"""Kinds of institutions, trainings and meetings, and target groups, as the centre wants them."""

from dataclasses import dataclass

from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.models.order import move
from citedesmetiers.models.references import rows_pointing_at
from citedesmetiers.views.settings_page import done, step_of
from partners.forms.lists import InstitutionKindForm, MeetingKindForm, TargetTagForm, TrainingKindForm
from partners.models import InstitutionKind, MeetingKind, TargetTag, TrainingKind
from partners.views.pages import confirm_page, crumbs, form_page

LISTS_STEP = (gettext_lazy("Lists"), "partners:lists")


@dataclass(frozen=True)
class KindList:
    title: str
    model: type
    form: type
    note: str


LISTS = {
    "institutions": KindList(
        gettext_lazy("Kinds of institutions"),
        InstitutionKind,
        InstitutionKindForm,
        gettext_lazy("Public, private or both: it feeds the share that some funders ask for."),
    ),
    "trainings": KindList(
        gettext_lazy("Kinds of trainings"),
        TrainingKind,
        TrainingKindForm,
        gettext_lazy("A kind may stand for a step of onboarding: whoever attends has done the step."),
    ),
    "meetings": KindList(
        gettext_lazy("Kinds of meetings"),
        MeetingKind,
        MeetingKindForm,
        gettext_lazy("The family says for which criterion of the self-assessment a meeting is evidence."),
    ),
    "targets": KindList(
        gettext_lazy("Target groups"),
        TargetTag,
        TargetTagForm,
        gettext_lazy("For whom a programme is."),
    ),
}


def known(code):
    if code not in LISTS:
        raise Http404
    return LISTS[code]


@allow("edit_partners")
@require_safe
def lists(request):
    """The lists, and how many kinds each has."""
    return render(
        request,
        "partners/lists.html",
        {
            "lists": [(code, each.title, each.note, each.model.objects.count()) for code, each in LISTS.items()],
            "crumbs": crumbs(),
        },
    )


@allow("edit_partners")
@require_safe
def list_kinds(request, code):
    """The kinds of one list in order."""
    chosen = known(code)
    return render(
        request,
        "partners/list_kinds.html",
        {
            "code": code,
            "title": chosen.title,
            "note": chosen.note,
            "kinds": chosen.model.objects.all(),
            "crumbs": crumbs(LISTS_STEP),
        },
    )


def way_to(code):
    return [LISTS_STEP, (LISTS[code].title, "partners:list_kinds", code)]


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def kind_add(request, code):
    """A new kind at the end of its list."""
    chosen = known(code)
    last = chosen.model.objects.aggregate(last=Max("rank"))["last"] or 0
    form = chosen.form(request.POST or None, instance=chosen.model(rank=last + 1), centre=shell.of(request).centre)
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("“%(name)s” is added.") % {"name": made}, "partners:list_kinds", code)
    return form_page(request, form, title=_("Add a kind"), way=way_to(code))


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def kind_edit(request, code, pk):
    """Say a kind better; the new name holds for past rows too."""
    chosen = known(code)
    kind = get_object_or_404(chosen.model, pk=pk)
    title = kind.name
    form = chosen.form(request.POST or None, instance=kind, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("“%(name)s” is saved.") % {"name": kind}, "partners:list_kinds", code)
    return form_page(
        request, form, title=title, way=way_to(code), note=_("A new name holds for everything noted before too.")
    )


@allow("edit_partners")
@require_POST
def kind_move(request, code, pk):
    """One place up or down in its list."""
    chosen = known(code)
    kind = get_object_or_404(chosen.model, pk=pk)
    move(chosen.model.objects.all(), kind, step_of(request))
    return done(request, _("The order is saved."), "partners:list_kinds", code, anchor=f"kind-{pk}")


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def kind_delete(request, code, pk):
    """Take away a kind that nothing uses."""
    chosen = known(code)
    kind = get_object_or_404(chosen.model, pk=pk)
    used = rows_pointing_at(kind)
    if used:
        said = _("“%(name)s” is used %(n)s times and stays. It can be renamed.") % {"name": kind, "n": used}
        return done(request, said, "partners:list_kinds", code)
    if request.method == "POST":
        kind.delete()
        return done(request, _("“%(name)s” is deleted.") % {"name": kind}, "partners:list_kinds", code)
    return confirm_page(
        request,
        title=_("Delete “%(name)s”?") % {"name": kind},
        sentences=[_("Nothing is of this kind.")],
        button=_("Delete"),
        way=way_to(code),
    )
