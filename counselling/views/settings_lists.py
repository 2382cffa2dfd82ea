"""Themes, outcomes and referrals: the lists that interviews choose from."""

from itertools import groupby

from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers.access import allow
from citedesmetiers.views.retiring_lists import RetiringList, RetiringLists
from citedesmetiers.views.settings_page import crumbs
from counselling.forms.lists import OutcomeForm, ReferralKindForm, ThemeForm
from counselling.models import Interview, Outcome, ReferralKind, Theme


def kept_by(edited, entry):
    """How many interviews keep the entry, in a sentence: the code of a list is the column that holds its keys."""
    n = Interview.objects.filter(**{f"{edited.code}__contains": [entry.pk]}).count()
    if not n:
        return _("Nothing has been recorded with it.")
    return ngettext("%(n)s interview keeps it.", "%(n)s interviews keep it.", n) % {"n": formats.localize(n)}


LISTS = RetiringLists(
    [
        RetiringList("themes", Theme, ThemeForm, gettext_lazy("Themes"), gettext_lazy("What an interview was about")),
        RetiringList(
            "outcomes", Outcome, OutcomeForm, gettext_lazy("Outcomes"), gettext_lazy("What a person leaves with")
        ),
        RetiringList(
            "referrals",
            ReferralKind,
            ReferralKindForm,
            gettext_lazy("Referrals"),
            gettext_lazy("Where a person is pointed to next"),
        ),
    ],
    overview=(gettext_lazy("What interviews note"), "counselling:entry_lists"),
    page="counselling:entry_list",
    kept_by=kept_by,
    siblings=lambda edited, entry: edited.model.objects.filter(purpose=entry.purpose),
)


@allow("edit_lists")
@require_safe
def entry_lists(request):
    """The lists and how many entries each offers."""
    today = timezone.localdate()
    lists = [(edited, edited.model.objects.in_force(today).count()) for edited in LISTS]
    return render(request, "counselling/settings/entry_lists.html", {"lists": lists, "crumbs": crumbs()})


@allow("edit_lists")
@require_safe
def entry_list(request, which):
    """The entries of one list by purpose in their order, then the retired ones."""
    edited, today = LISTS.known(which), timezone.localdate()
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
            "crumbs": crumbs(LISTS.overview),
        },
    )


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_add(request, which):
    """A new entry at the end of its list."""
    return LISTS.add(request, which)


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request, which, pk):
    """Say an entry better. What means something else is a new entry."""
    return LISTS.edit(request, which, pk)


@allow("edit_lists")
@require_POST
def entry_move(request, which, pk):
    """One place up or down among the entries of its purpose."""
    return LISTS.move(request, which, pk)


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_retire(request, which, pk):
    """Offer an entry no longer. It is never deleted: past interviews keep it."""
    return LISTS.retire(request, which, pk)


@allow("edit_lists")
@require_POST
def entry_resume(request, which, pk):
    """Offer a retired entry again."""
    return LISTS.resume(request, which, pk)
