"""Trainings and shadowings, with who attended."""

from django.core.paginator import Paginator
from django.db.models import Sum
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from partners.filters import TrainingFilter
from partners.forms.training import AttendanceSheet, TrainingForm
from partners.models import Attendance, Professional, Training, TrainingKind
from partners.views.pages import confirm_page, crumbs, form_page

ROWS_A_PAGE = 50
TRAININGS = (gettext_lazy("Trainings"), "partners:training_list")


@allow("see_partners")
@require_safe
def training_list(request):
    """Trainings, the latest first, with how many people and beginners."""
    rows = Training.objects.select_related("kind", "site").with_people().order_by("-starts_on", "-pk")
    chosen = TrainingFilter(request.GET, queryset=rows, today=timezone.localdate())
    shadowing = Attendance.objects.shadowing().filter(training__in=chosen.rows.order_by().values("pk"))
    return render(
        request,
        "partners/training_list.html",
        {
            "filter": chosen,
            "page": Paginator(chosen.rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
            "sums": chosen.rows.order_by().aggregate(came=Sum("people"), began=Sum("beginners")),
            "shadowed": shadowing.total_half_days(),
        },
    )


def number_in(text):
    """The key that a query string names, None when it is none."""
    return int(text) if text.isdecimal() and len(text) < 15 else None


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def training_add(request):
    """A new training; ?kind= and ?person= come from the list of who lacks what."""
    kind = TrainingKind.objects.filter(pk=number_in(request.GET.get("kind", ""))).first()
    person = Professional.objects.filter(pk=number_in(request.GET.get("person", ""))).first()
    form = TrainingForm(
        request.POST or None,
        centre=shell.of(request).centre,
        initial={"kind": kind, "starts_on": timezone.localdate()},
    )
    if request.method == "POST" and (made := form.saved()):
        if person:
            Attendance.objects.create(training=made, professional=person)
        said = _("The training is saved. Tick now who attended.")
        return done(request, said, "partners:training_attendance", made.pk)
    note = _("It will be noted for %(name)s; others can be ticked afterwards.") % {"name": person} if person else ""
    return form_page(request, form, title=_("Add a training"), way=[TRAININGS], note=note)


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def training_edit(request, pk):
    """Put a training right."""
    training = get_object_or_404(Training.objects.select_related("kind"), pk=pk)
    title = str(training)
    form = TrainingForm(request.POST or None, instance=training, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The training is saved."), "partners:training_attendance", pk)
    way = [TRAININGS, (title, "partners:training_attendance", pk)]
    return form_page(request, form, title=_("Edit the training"), way=way, delete=("partners:training_delete", pk))


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def training_attendance(request, pk):
    """The sheet of who attended."""
    training = get_object_or_404(Training.objects.select_related("kind", "site").with_people(), pk=pk)
    sheet = AttendanceSheet(training, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not sheet.errors:
        came = sheet.save()
        said = ngettext("%(n)s person is noted.", "%(n)s people are noted.", came) % {"n": came}
        return done(request, said, "partners:training_list")
    return render(
        request,
        "partners/training_attendance.html",
        {"training": training, "sheet": sheet, "crumbs": crumbs(TRAININGS)},
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def training_delete(request, pk):
    """Take away a training that did not take place."""
    training = get_object_or_404(Training.objects.select_related("kind"), pk=pk)
    named = training.attendances.count()
    if request.method == "POST":
        training.delete()
        return done(request, _("The training is deleted."), "partners:training_list")
    return confirm_page(
        request,
        title=_("Delete this training?"),
        sentences=[
            f"{training}",
            ngettext(
                "%(n)s person is no longer noted as having attended; a step of onboarding may be lacking again.",
                "%(n)s people are no longer noted as having attended; steps of onboarding may be lacking again.",
                named,
            )
            % {"n": named},
        ],
        button=_("Delete"),
        way=[TRAININGS, (str(training), "partners:training_attendance", pk)],
    )
