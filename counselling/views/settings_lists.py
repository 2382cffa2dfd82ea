"""Themes, outcomes and referrals: the lists that interviews choose from."""

from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.purpose import RetireForm
from citedesmetiers.models.order import move
from citedesmetiers.views.settings_page import crumbs, done, form_page, refused, step_of
from counselling.forms.lists import OutcomeForm, ReferralKindForm, ThemeForm
from counselling.models import Interview, Outcome, ReferralKind, Theme

LISTS = (gettext_lazy("What interviews note"), "counselling:entry_lists")


@dataclass(frozen=True)
class EditedList:
    """One of the lists. code: stands in the URL.  column: of an interview that holds its keys."""

    code: str
    model: type
    form: type
    column: str
    name: str
    hint: str


EDITED = {
    "themes": EditedList(
        "themes", Theme, ThemeForm, "themes", gettext_lazy("Themes"), gettext_lazy("What an interview was about")
    ),
    "outcomes": EditedList(
        "outcomes",
        Outcome,
        OutcomeForm,
        "outcomes",
        gettext_lazy("Outcomes"),
        gettext_lazy("What a person leaves with"),
    ),
    "referrals": EditedList(
        "referrals",
        ReferralKind,
        ReferralKindForm,
        "referrals",
        gettext_lazy("Referrals"),
        gettext_lazy("Where a person is pointed to next"),
    ),
}


def known(which):
    """The list `which`; 404 for another."""
    if which not in EDITED:
        raise Http404
    return EDITED[which]


def way_to(which):
    return [LISTS, (EDITED[which].name, "counselling:entry_list", which)]


@allow("edit_lists")
@require_safe
def entry_lists(request):
    """The lists and how many entries each offers."""
    today = timezone.localdate()
    lists = [(edited, edited.model.objects.in_force(today).count()) for edited in EDITED.values()]
    return render(request, "counselling/settings/entry_lists.html", {"lists": lists, "crumbs": crumbs()})


@allow("edit_lists")
@require_safe
def entry_list(request, which):
    """The entries of one list by purpose in their order, then the retired ones."""
    edited, today = known(which), timezone.localdate()
    rows = list(edited.model.objects.select_related("purpose").order_by("rank", "pk"))
    offered = [row for row in rows if row.valid_until is None or row.valid_until >= today]
    offered.sort(key=lambda row: (row.purpose is None, row.purpose.rank if row.purpose else 0, row.purpose_id or 0))
    return render(
        request,
        "counselling/settings/entry_list.html",
        {
            "list": edited,
            "number": len(offered),
            "groups": [(purpose, list(of_it)) for purpose, of_it in groupby(offered, key=lambda row: row.purpose)],
            "retired": [row for row in rows if row.valid_until is not None and row.valid_until < today],
            "today": today,
            "crumbs": crumbs(LISTS),
        },
    )


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_add(request, which):
    """A new entry at the end of its list."""
    edited = known(which)
    last = edited.model.objects.aggregate(last=Max("rank"))["last"] or 0
    form = edited.form(
        request.POST or None,
        instance=edited.model(rank=last + 1),
        centre=shell.of(request).centre,
        initial={"valid_from": timezone.localdate()},
    )
    if request.method == "POST" and (entry := form.saved()):
        said = _("“%(entry)s” is added.") % {"entry": entry}
        return done(request, said, "counselling:entry_list", which, anchor=f"row-{entry.pk}")
    return form_page(request, form, title=_("Add an entry"), way=way_to(which))


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request, which, pk):
    """Say an entry better. What means something else is a new entry."""
    edited = known(which)
    entry = get_object_or_404(edited.model, pk=pk)
    title = entry.name
    form = edited.form(request.POST or None, instance=entry, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        said = _("“%(entry)s” is saved.") % {"entry": entry}
        return done(request, said, "counselling:entry_list", which, anchor=f"row-{pk}")
    return form_page(
        request,
        form,
        title=title,
        way=way_to(which),
        note=_("A new name holds for past figures too. If the meaning changes, retire this entry and add another."),
    )


@allow("edit_lists")
@require_POST
def entry_move(request, which, pk):
    """One place up or down among the entries of its purpose."""
    edited = known(which)
    entry = get_object_or_404(edited.model, pk=pk)
    rows = edited.model.objects.filter(purpose=entry.purpose)
    move(rows.filter(valid_until__isnull=True) | rows.filter(pk=pk), entry, step_of(request))
    return done(request, _("The order is saved."), "counselling:entry_list", which, anchor=f"row-{pk}")


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_retire(request, which, pk):
    """Offer an entry no longer. It is never deleted: past interviews keep it."""
    edited = known(which)
    entry = get_object_or_404(edited.model, pk=pk)
    form = RetireForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            entry.retire(form.cleaned_data["on"])
        except ValidationError as error:
            form.add_error("on", error.messages)
        else:
            until = formats.date_format(entry.valid_until)
            said = _("“%(entry)s” is offered until %(day)s.") % {"entry": entry, "day": until}
            return done(request, said, "counselling:entry_list", which)
    n = Interview.objects.filter(**{f"{edited.column}__contains": [pk]}).count()
    return form_page(
        request,
        form,
        title=_("Retire “%(entry)s”?") % {"entry": entry},
        way=way_to(which),
        template="citedesmetiers/settings/retire.html",
        sentences=[
            _("After its last day nobody can choose it any more."),
            ngettext("%(n)s interview keeps it.", "%(n)s interviews keep it.", n) % {"n": formats.localize(n)}
            if n
            else _("Nothing has been recorded with it."),
        ],
        button=_("Retire"),
    )


@allow("edit_lists")
@require_POST
def entry_resume(request, which, pk):
    """Offer a retired entry again."""
    edited = known(which)
    entry = get_object_or_404(edited.model, pk=pk)
    try:
        entry.resume()
    except ValidationError as error:
        return refused(request, error, "counselling:entry_list", which)
    said = _("“%(entry)s” is offered again.") % {"entry": entry}
    return done(request, said, "counselling:entry_list", which, anchor=f"row-{pk}")
