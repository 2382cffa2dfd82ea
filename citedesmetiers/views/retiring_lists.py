"""What the screens of lists do whose entries are retired and never deleted: a room's own views say which lists.

A view of a room carries the mark of access and the methods, and hands over to the function of its name here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from citedesmetiers import shell
from citedesmetiers.forms.purpose import RetireForm
from citedesmetiers.models.order import move as move_row
from citedesmetiers.views.settings_page import done, form_page, refused, step_of


@dataclass(frozen=True)
class RetiringList:
    """One list of a room. code: stands in the URL.  form: takes instance and centre, and answers to `saved()`."""

    code: str
    model: type
    form: type
    name: str
    hint: str


@dataclass(frozen=True)
class RetiringLists:
    """The lists of a room and where its screens are.

    lists: each RetiringList.  overview: a step of `crumbs`.  page: URL name of the page of one list.
    kept_by: a function of (list, entry) that says in a sentence what keeps the entry.
    siblings: a function of (list, entry) that gives the rows among which the entry has its place; None: all rows.
    """

    lists: list
    overview: tuple
    page: str
    kept_by: Callable
    siblings: Callable | None = None

    def __iter__(self):
        return iter(self.lists)

    def known(self, code):
        """The list with this code. Raises Http404 for another."""
        for each in self.lists:
            if each.code == code:
                return each
        raise Http404

    def way(self, code):
        """The steps of `crumbs` to the page of one list."""
        return [self.overview, (self.known(code).name, self.page, code)]

    def found(self, code, pk):
        """The list and one of its entries. Raises Http404."""
        edited = self.known(code)
        return edited, get_object_or_404(edited.model, pk=pk)

    def add(self, request, code):
        """A new entry at the end of its list."""
        edited = self.known(code)
        last = edited.model.objects.aggregate(last=Max("rank"))["last"] or 0
        form = edited.form(
            request.POST or None,
            instance=edited.model(rank=last + 1),
            centre=shell.of(request).centre,
            initial={"valid_from": timezone.localdate()},
        )
        if request.method == "POST" and (entry := form.saved()):
            said = _("“%(entry)s” is added.") % {"entry": entry}
            return done(request, said, self.page, code, anchor=f"row-{entry.pk}")
        return form_page(request, form, title=_("Add an entry"), way=self.way(code))

    def edit(self, request, code, pk):
        """Say an entry better. What means something else is a new entry."""
        edited, entry = self.found(code, pk)
        title = entry.name
        form = edited.form(request.POST or None, instance=entry, centre=shell.of(request).centre)
        if request.method == "POST" and form.saved():
            said = _("“%(entry)s” is saved.") % {"entry": entry}
            return done(request, said, self.page, code, anchor=f"row-{pk}")
        note = _("A new name holds for past figures too. If the meaning changes, retire this entry and add another.")
        return form_page(request, form, title=title, way=self.way(code), note=note)

    def move(self, request, code, pk):
        """One place up or down among its siblings that are offered."""
        edited, entry = self.found(code, pk)
        rows = self.siblings(edited, entry) if self.siblings else edited.model.objects.all()
        move_row(rows.filter(valid_until__isnull=True) | rows.filter(pk=pk), entry, step_of(request))
        return done(request, _("The order is saved."), self.page, code, anchor=f"row-{pk}")

    def retire(self, request, code, pk):
        """Offer an entry no longer. It is never deleted: what was noted with it keeps it."""
        edited, entry = self.found(code, pk)
        form = RetireForm(request.POST or None, initial={"on": timezone.localdate()})
        if request.method == "POST" and form.is_valid():
            try:
                entry.retire(form.cleaned_data["on"])
            except ValidationError as error:
                form.add_error("on", error.messages)
            else:
                until = formats.date_format(entry.valid_until)
                said = _("“%(entry)s” is offered until %(day)s.") % {"entry": entry, "day": until}
                return done(request, said, self.page, code)
        return form_page(
            request,
            form,
            title=_("Retire “%(entry)s”?") % {"entry": entry},
            way=self.way(code),
            template="citedesmetiers/settings/retire.html",
            sentences=[_("After its last day nobody can choose it any more."), self.kept_by(edited, entry)],
            button=_("Retire"),
        )

    def resume(self, request, code, pk):
        """Offer a retired entry again."""
        _edited, entry = self.found(code, pk)
        try:
            entry.resume()
        except ValidationError as error:
            return refused(request, error, self.page, code)
        said = _("“%(entry)s” is offered again.") % {"entry": entry}
        return done(request, said, self.page, code, anchor=f"row-{pk}")
