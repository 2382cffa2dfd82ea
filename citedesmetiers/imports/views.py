"""The screens of an import: choose a file, match columns, look at what it would do, let it in or leave it.

Each view is called with the ImportRoom that it is mounted in; see urls.import_urls.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from citedesmetiers import shell
from citedesmetiers.imports import downloads, mapping, running, screens
from citedesmetiers.imports.forms import ColumnsForm, UploadForm
from citedesmetiers.imports.importer import importer_of, importers_for
from citedesmetiers.models import ImportRow, ImportRun, Site, User

ROWS_A_PAGE = 30
RUNS_A_PAGE = 20
State = ImportRun.State


def importer_in(room, code):
    importer = importer_of(code)
    if importer is None or importer.act != room.act:
        raise Http404
    return importer


def runs_in(room, user):
    """The files of this room; of those whose rows belong to places, only what `user` might have brought as well."""
    importers = importers_for(room.act)
    runs = ImportRun.objects.filter(importer__in=[importer.code for importer in importers])
    if not user.sees_all_sites:
        of_places = [importer.code for importer in importers if importer.of_places]
        runs = runs.exclude(importer__in=of_places, uploaded_by__in=User.objects.with_more_places_than(user))
    return runs.select_related("uploaded_by", "decided_by", "site")


def run_in(room, pk, user):
    """The run and its importer; 404 when it is none of this room, or of places that are not those of `user`."""
    run = get_object_or_404(runs_in(room, user), pk=pk)
    return run, importer_of(run.importer)


def page(request, room, template, *, title, way=(), **context):
    return render(
        request,
        f"citedesmetiers/imports/{template}.html",
        {"room": room, "title": title, "crumbs": room.crumbs(*way), **context},
    )


def step(room):
    return (_("Import"), room.url("imports"))


@require_safe
def imports(request, room):
    """What can come in here, and every file that came."""
    runs = Paginator(runs_in(room, request.user), RUNS_A_PAGE).get_page(request.GET.get("page"))
    titles = {importer.code: importer.title for importer in importers_for(room.act)}
    for run in runs:
        run.title, run.address = titles[run.importer], room.url("import_run", run.pk)
    kinds = [(importer, room.url("import_new", importer.code)) for importer in importers_for(room.act)]
    return page(request, room, "imports", title=_("Import"), runs=runs, page=runs, kinds=kinds)


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request, room, importer):
    """Choose a file; its columns are matched by name, and it is checked at once when nothing is open."""
    importer = importer_in(room, importer)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()), files=importer.files)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = ImportRun.objects.create(
            importer=importer.code, filename=file.name[-255:], size=file.size, file=file, uploaded_by=request.user,
            language=request.LANGUAGE_CODE, site=place_for(request, importer),
        )  # fmt: skip
        running.read_headers(run, importer)
        if run.state == State.UPLOADED:
            complaints = any(mapping.complaints(importer, run.headers, run.mapping))
            if complaints or mapping.is_for_people(run.headers, run.mapping):
                return redirect(room.url("import_columns", run.pk))
            running.begin_check(run)
        return redirect(room.url("import_run", run.pk))
    samples = [(ending.upper(), room.url("import_sample", importer.code, ending)) for ending in downloads.KINDS]
    return page(
        request, room, "new", title=importer.title, way=[step(room)], form=form, importer=importer, samples=samples,
        back=room.url("imports"),
    )  # fmt: skip


def place_for(request, importer):
    """Where the rows of a file without a column of places belong; None when that is no question."""
    several = importer.of_places and Site.objects.for_user(request.user).count() > 1
    return shell.of(request).site if several else None


@require_safe
def import_sample(request, room, importer, ending):
    """A file with the right columns, to fill in."""
    if ending not in downloads.KINDS:
        raise Http404
    return downloads.sample(importer_in(room, importer), ending, request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request, room, pk):
    """Say what the columns mean; that is remembered for the next file."""
    run, importer = run_in(room, pk, request.user)
    if run.state not in (State.UPLOADED, State.CHECKED):
        return redirect(room.url("import_run", run.pk))
    form = ColumnsForm(request.POST if request.method == "POST" else None, run=run, importer=importer)
    if request.method == "POST" and form.is_valid():
        mapping.remember(importer, run.headers, form.mapping)
        ImportRun.objects.filter(pk=run.pk).update(mapping=form.mapping)
        running.begin_check(run)
        return redirect(room.url("import_run", run.pk))
    open_points = [] if form.is_bound else list(mapping.complaints(importer, run.headers, run.mapping))
    return page(
        request, room, "columns", title=_("What do the columns mean?"), way=[step(room)], form=form, run=run,
        importer=importer, open_points=open_points, leave=room.url("import_leave", run.pk),
    )  # fmt: skip


@require_safe
def import_run(request, room, pk):
    """Where a file stands: how far the work is, what it would do, or what it did."""
    run, importer = run_in(room, pk, request.user)
    if run.state == State.UPLOADED:
        return redirect(room.url("import_columns", run.pk))
    addresses = {
        name: room.url(f"import_{name}", run.pk) for name in ("run", "columns", "confirm", "leave", "again")
    } | {f"refused_{ending}": room.url("import_refused", run.pk, ending) for ending in downloads.KINDS}
    context = {"run": run, "importer": importer, "to": addresses, "again": room.url("import_new", run.importer)}
    if request.htmx and not run.is_working:
        return HttpResponseClientRedirect(addresses["run"])  # the work is done: show the page that says so
    if request.htmx:
        return render(request, "citedesmetiers/imports/_progress.html", context)
    if run.is_working:
        return page(request, room, "working", title=run.filename, way=[step(room)], **context)
    if run.state in (State.LEFT, State.UNREADABLE) or not run.file:
        return page(request, room, "over", title=run.filename, way=[step(room)], **context)
    return report(request, room, run, importer, context)


def report(request, room, run, importer, context):
    """The rows with what happens to each, a page at a time."""
    fate = request.GET.get("show", "")
    rows = run.rows.all()
    rows = rows.filter(fate=fate) if fate in ImportRow.Fate.values else rows.exclude(fate=ImportRow.Fate.UNCHANGED)
    rows = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    found = screens.Report(run, importer)
    title = _("Dry run: %(file)s") if run.state == State.CHECKED else "%(file)s"
    return page(
        request, room, "report", title=title % {"file": run.filename}, way=[step(room)], page=rows,
        columns=found.columns, lines=found.lines(rows), lead=screens.lead(run), tiles=screens.tiles(run, importer),
        chips=screens.chips(run), shown=fate, notes=list(screens.notes(run)), **context,
    )  # fmt: skip


@require_POST
def import_confirm(request, room, pk):
    """Write what the check has shown."""
    run, _importer = run_in(room, pk, request.user)
    without_refused = request.POST.get("without_refused") == "1"
    if run.refused and not without_refused:
        messages.error(request, _("Nothing was written: say that the refused rows may be left out, or correct them."))
    elif not run.may_be_written or not running.begin_writing(run, by=request.user, without_refused=without_refused):
        messages.warning(request, _("Nothing was done: somebody else has decided about this file."))
    return redirect(room.url("import_run", run.pk))


@require_POST
def import_leave(request, room, pk):
    """Give a file up; nothing of it is written, and it is deleted."""
    run, _importer = run_in(room, pk, request.user)
    of = [State.UPLOADED, State.CHECKED, State.CHECKING]
    if run.move(State.LEFT, of=of, decided_by=request.user, decided_at=timezone.now()):
        run.drop_file()
        messages.success(request, _("%(file)s was left. Nothing of it was written.") % {"file": run.filename})
    else:
        messages.warning(request, _("Nothing was done: somebody else has decided about this file."))
    return redirect(room.url("imports"))


@require_POST
def import_again(request, room, pk):
    """Check a file once more: after a break, or because the data has changed."""
    run, _importer = run_in(room, pk, request.user)
    if run.is_working:
        running.begin_again(run)
    elif not running.begin_check(run):
        messages.warning(request, _("Nothing was done: somebody else has decided about this file."))
    return redirect(room.url("import_run", run.pk))


@require_safe
def import_refused(request, room, pk, ending):
    """The refused rows as a file, to correct and to send in again."""
    run, _importer = run_in(room, pk, request.user)
    if ending not in downloads.KINDS or not run.refused or not run.file:
        raise Http404
    return downloads.refused(run, ending)
