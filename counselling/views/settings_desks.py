"""Desks of all places: added, edited, ended; never deleted."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.purpose import RetireForm
from citedesmetiers.models import Site
from citedesmetiers.views.settings_page import crumbs, done, form_page, refused
from counselling.forms.desk import DeskForm
from counselling.models import Desk, Interview, Ticket

DESKS = (gettext_lazy("Desks"), "counselling:desk_list")


def visible(request):
    return Desk.objects.at(Site.objects.for_user(request.user)).select_related("site").prefetch_related("purposes")


def places(request):
    """The places that still have a future: a desk can be added there."""
    return Site.objects.for_user(request.user).filter(pk__in=[site.pk for site in shell.of(request).sites])


@allow("edit_sites")
@require_safe
def desk_list(request):
    """Desks by place in the order of their numbers, then those that have ended."""
    today = timezone.localdate()
    rows = list(visible(request))
    lasting = [desk for desk in rows if desk.valid_until is None or desk.valid_until >= today]
    return render(
        request,
        "counselling/settings/desk_list.html",
        {
            "desks": lasting,
            "ended": [desk for desk in rows if desk not in lasting],
            "today": today,
            "crumbs": crumbs(),
        },
    )


@allow("edit_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def desk_add(request):
    """A new desk, from a day on."""
    here, today = shell.of(request).site, timezone.localdate()
    last = Desk.objects.filter(site=here).aggregate(last=Max("rank"))["last"] or 0
    form = DeskForm(
        request.POST or None,
        instance=Desk(rank=last + 1),
        centre=shell.of(request).centre,
        places=places(request),
        today=today,
        initial={"site": here, "valid_from": today, "icon": "info", "colour": 0},
    )
    if request.method == "POST" and (desk := form.saved()):
        said = _("“%(desk)s” is added.") % {"desk": desk}
        return done(request, said, "counselling:desk_list", anchor=f"row-{desk.pk}")
    return form_page(request, form, title=_("Add a desk"), way=[DESKS])


@allow("edit_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def desk_edit(request, pk):
    """Names, number, purposes and look of a desk."""
    desk = get_object_or_404(visible(request), pk=pk)
    title = desk.name
    form = DeskForm(
        request.POST or None,
        instance=desk,
        centre=shell.of(request).centre,
        places=places(request),
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.saved():
        said = _("“%(desk)s” is saved.") % {"desk": desk}
        return done(request, said, "counselling:desk_list", anchor=f"row-{pk}")
    return form_page(
        request,
        form,
        title=title,
        way=[DESKS],
        note=_("A new name holds for past figures too. A desk that comes to serve other people is a new desk."),
    )


@allow("edit_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def desk_end(request, pk):
    """Receive nobody any more from a day on; what was recorded stays."""
    desk = get_object_or_404(visible(request), pk=pk)
    form = RetireForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            desk.end(form.cleaned_data["on"])
        except ValidationError as error:
            form.add_error("on", error.messages)
        else:
            until = formats.date_format(desk.valid_until)
            said = _("“%(desk)s” receives until %(day)s.") % {"desk": desk, "day": until}
            return done(request, said, "counselling:desk_list")
    return form_page(
        request,
        form,
        title=_("End “%(desk)s”?") % {"desk": desk},
        way=[DESKS],
        template="citedesmetiers/settings/retire.html",
        sentences=list(consequences(desk)),
        button=_("End this desk"),
    )


def consequences(desk):
    """What ending `desk` leaves behind, in numbers."""
    yield _("After its last day nobody can be sent there any more, and its number becomes free.")
    n = Interview.objects.filter(desk=desk).count()
    yield (
        ngettext("%(n)s interview keeps it.", "%(n)s interviews keep it.", n) % {"n": formats.localize(n)}
        if n
        else _("Nothing has been recorded there.")
    )
    waiting = Ticket.objects.today([desk.site_id], timezone.localdate()).waiting().filter(interview__desk=desk).count()
    if waiting:
        yield ngettext("%(n)s person waits there now.", "%(n)s people wait there now.", waiting) % {"n": waiting}


@allow("edit_sites")
@require_POST
def desk_resume(request, pk):
    """Take the end of a desk back."""
    desk = get_object_or_404(visible(request), pk=pk)
    try:
        desk.resume()
    except ValidationError as error:
        return refused(request, error, "counselling:desk_list")
    said = _("“%(desk)s” receives again.") % {"desk": desk}
    return done(request, said, "counselling:desk_list", anchor=f"row-{pk}")
