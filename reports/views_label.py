"""The label file: its steps, their documents, and what is due next."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.attachments import attached, erase
from citedesmetiers.views.settings_page import done
from reports import label as labels
from reports.forms_label import LabelDocumentForm, LabelFileForm, LabelStepForm
from reports.models import LabelDocument, LabelFile, LabelStep
from reports.pages import confirm_page, form_page

LABEL = (gettext_lazy("Label"), "reports:label")


@allow("see_figures")
@require_safe
def label(request):
    """The file of the label: where the centre stands, what is due next, every step so far."""
    file = LabelFile.objects.current()
    if file is None:
        return render(request, "reports/label/empty.html")
    steps = list(file.steps.prefetch_related("documents"))
    return render(
        request,
        "reports/label/label.html",
        {
            "file": file,
            "steps": steps,
            "level": labels.level_in_words(file, steps),
            "due": labels.next_due(file, steps),
            "conditions": [step for step in steps if step.conditions and not step.conditions_met_on],
        },
    )


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def label_edit(request):
    """Begin the label file, or put it right."""
    file = LabelFile.objects.current()
    form = LabelFileForm(request.POST or None, instance=file, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The label file is saved."), "reports:label")
    return form_page(request, form, title=_("Label file"), way=[LABEL])


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def label_step_add(request):
    """A step that is planned, handed in or decided; the next one is filled in already."""
    file = LabelFile.objects.current()
    if file is None:
        return done(request, _("Begin the label file first."), "reports:label_edit")
    form = LabelStepForm(
        request.POST or None,
        instance=LabelStep(file=file),
        initial=what_is_due(file),
        centre=shell.of(request).centre,
    )
    if request.method == "POST" and form.saved():
        return done(request, _("The step is saved."), "reports:label")
    return form_page(request, form, title=_("Add a step"), way=[LABEL])


def what_is_due(file):
    """The next step of `file` as initial values of a form."""
    due = labels.next_due(file, list(file.steps.all()))
    return {"kind": due.kind, "year": due.year, "due_on": due.due_on} if due and due.step is None else {}


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def label_step_edit(request, pk):
    """Put a step right, or note what was decided."""
    step = get_object_or_404(LabelStep, pk=pk)
    form = LabelStepForm(request.POST or None, instance=step, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The step is saved."), "reports:label")
    return form_page(
        request, form, title=_("Step of the label"), way=[LABEL], delete=("reports:label_step_delete", pk)
    )


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def label_step_delete(request, pk):
    """Take away a step that was entered by mistake, with its documents."""
    step = get_object_or_404(LabelStep, pk=pk)
    documents = list(step.documents.all())
    if request.method == "POST":
        erase(step, documents)
        return done(request, _("The step is deleted. You find it under the changes."), "reports:label")
    return confirm_page(
        request,
        title=_("Delete this step?"),
        sentences=[
            str(step),
            ngettext("%(n)s document is erased.", "%(n)s documents are erased.", len(documents))
            % {"n": len(documents)},
        ],
        button=_("Delete"),
        way=[LABEL],
    )


# ── Documents ────────────────────────────────────────────────────────────────────────────────────────


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def label_document_add(request, pk):
    """Keep a file with a step."""
    step = get_object_or_404(LabelStep, pk=pk)
    form = LabelDocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.stored(step):
        return done(request, _("The document is kept."), "reports:label")
    return form_page(request, form, title=_("Add a document"), way=[LABEL], note=str(step))


@allow("see_figures")
@require_safe
def label_document(request, pk):
    """The file, always as an attachment and as what it is, so that no browser shows or runs it here."""
    return attached(get_object_or_404(LabelDocument, pk=pk))


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def label_document_delete(request, pk):
    """Erase a file."""
    found = get_object_or_404(LabelDocument.objects.select_related("step"), pk=pk)
    if request.method == "POST":
        erase(found, [found])
        return done(request, _("The document is erased."), "reports:label")
    return confirm_page(
        request,
        title=_("Erase this document?"),
        sentences=[found.title, _("The file is erased for good; the step stays.")],
        button=_("Erase"),
        way=[LABEL],
    )
