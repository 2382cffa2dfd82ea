"""Purposes: why people come."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.purpose import PurposeForm, RetireForm
from citedesmetiers.models import Purpose
from citedesmetiers.models.order import move
from citedesmetiers.models.references import rows_pointing_at
from citedesmetiers.views.settings_page import crumbs, done, form_page, refused, step_of

PURPOSES = (gettext_lazy("Purposes"), "purpose_list")
KEYS = range(1, 10)


@allow("edit_lists")
@require_safe
def purpose_list(request):
    """Purposes and plainer reasons in the order of the counter, then the retired ones."""
    today = timezone.localdate()
    rows = list(Purpose.objects.order_by("rank", "pk"))
    offered = [row for row in rows if row.valid_until is None or row.valid_until >= today]
    return render(
        request,
        "citedesmetiers/settings/purpose_list.html",
        {
            "offered": offered,
            "retired": [row for row in rows if row not in offered],
            "today": today,
            "crumbs": crumbs(),
        },
    )


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def purpose_add(request):
    """A new purpose, or a plainer reason to come, at the end of the list."""
    last = Purpose.objects.aggregate(last=Max("rank"))["last"] or 0
    form = PurposeForm(
        request.POST or None,
        instance=Purpose(rank=last + 1),
        centre=shell.of(request).centre,
        initial={"key": free_key(), "icon": "info", "colour": 0},
    )
    if request.method == "POST" and (purpose := form.saved()):
        return done(request, _("“%(purpose)s” is added.") % {"purpose": purpose}, "purpose_list")
    return form_page(request, form, title=_("Add a purpose"), way=[PURPOSES])


def free_key():
    """The first key from 1 to 9 that no purpose in force has; None when all are taken."""
    taken = set(Purpose.objects.filter(valid_until__isnull=True).values_list("key", flat=True))
    return next((key for key in KEYS if key not in taken), None)


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def purpose_edit(request, pk):
    """Names, key and look of a purpose. What was counted for it stays counted under the new name."""
    purpose = get_object_or_404(Purpose, pk=pk)
    title = purpose.name
    form = PurposeForm(request.POST or None, instance=purpose, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("“%(purpose)s” is saved.") % {"purpose": purpose}, "purpose_list", anchor=f"row-{pk}")
    return form_page(
        request,
        form,
        title=title,
        way=[PURPOSES],
        template="citedesmetiers/settings/purpose_edit.html",
        purpose=get_object_or_404(Purpose, pk=pk),
    )


@allow("edit_lists")
@require_POST
def purpose_move(request, pk):
    """One place up or down in the order of the counter."""
    purpose = get_object_or_404(Purpose, pk=pk)
    move(Purpose.objects.filter(valid_until__isnull=True) | Purpose.objects.filter(pk=pk), purpose, step_of(request))
    return done(request, _("The order is saved."), "purpose_list", anchor=f"row-{pk}")


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def purpose_retire(request, pk):
    """Offer a purpose no longer. It is never deleted: figures of past years need it."""
    purpose = get_object_or_404(Purpose, pk=pk)
    form = RetireForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            purpose.retire(form.cleaned_data["on"])
        except ValidationError as error:
            form.add_error("on", error.messages)
        else:
            until = formats.date_format(purpose.valid_until)
            said = _("“%(purpose)s” is offered until %(day)s.") % {"purpose": purpose, "day": until}
            return done(request, said, "purpose_list")
    n = rows_pointing_at(purpose)
    return form_page(
        request,
        form,
        title=_("Retire “%(purpose)s”?") % {"purpose": purpose},
        way=[PURPOSES],
        template="citedesmetiers/settings/retire.html",
        sentences=[
            _("After its last day nobody can choose it any more, and its key becomes free."),
            ngettext("%(n)s entry keeps it.", "%(n)s entries keep it.", n) % {"n": formats.localize(n)}
            if n
            else _("Nothing has been counted for it."),
        ],
        button=_("Retire"),
    )


@allow("edit_lists")
@require_POST
def purpose_resume(request, pk):
    """Offer a retired purpose again."""
    purpose = get_object_or_404(Purpose, pk=pk)
    try:
        purpose.resume()
    except ValidationError as error:
        return refused(request, error, "purpose_list")
    said = _("“%(purpose)s” is offered again.") % {"purpose": purpose}
    return done(request, said, "purpose_list", anchor=f"row-{pk}")
