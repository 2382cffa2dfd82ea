"""The frame of the self-assessment: read, and reworded in its latest version as long as nothing stands on it."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.house import HouseForm, in_every_language
from citedesmetiers.views.settings_page import done, refused
from reports import evidence
from reports.models import Criterion, Frame
from reports.pages import crumbs, form_page
from reports.views_assessment import LIST

FRAME = (gettext_lazy("The frame"), "reports:frame")
WORDS = ("title", "asks", "evidence_words", "guidance_1", "guidance_2", "guidance_3", "guidance_4")


class CriterionForm(HouseForm):
    translated, needed = WORDS, ("title",)
    groups = (
        (gettext_lazy("The criterion"), ("title", "asks")),
        (gettext_lazy("Evidence"), ("evidence_words", "evidence")),
        (gettext_lazy("What each level means here"), ("guidance_1", "guidance_2", "guidance_3", "guidance_4")),
    )
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence that is computed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: the one that belongs to the number of the criterion."),
    )

    class Meta:
        model = Criterion
        fields = [*in_every_language(*WORDS), "evidence"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = evidence.choices()
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3 if name.startswith("asks") else 2


@allow("see_figures")
@require_safe
def frame(request):
    """The latest version of the frame, criterion by criterion."""
    row = Frame.objects.latest_version()
    principles = list(row.principles.prefetch_related("criteria")) if row else []
    context = {"frame": row, "principles": principles, "fixed": row.is_fixed if row else False}
    return render(request, "reports/assessment/frame.html", context | {"crumbs": crumbs(LIST)})


@allow("write_self_assessment")
@require_POST
def frame_version_add(request):
    """A copy to edit, once the latest version is fixed."""
    row = Frame.objects.latest_version()
    if row is None or not row.is_fixed:
        error = ValidationError(_("This version can still be edited; a new one is not needed."))
        return refused(request, error, "reports:frame")
    made = row.next_version()
    said = _("Version %(number)s is made. Years begun from now on stand on it.") % {"number": made.number}
    return done(request, said, "reports:frame")


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def frame_criterion_edit(request, pk):
    """Reword a criterion, or choose its evidence."""
    criterion = get_object_or_404(Criterion.objects.select_related("principle__frame"), pk=pk)
    if criterion.principle.frame.is_fixed:
        error = ValidationError(_("A submitted self-assessment stands on this version. Make a new version first."))
        return refused(request, error, "reports:frame")
    form = CriterionForm(request.POST or None, instance=criterion, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The criterion is saved."), "reports:frame", anchor=f"criterion-{pk}")
    return form_page(request, form, title=str(criterion), way=[LIST, FRAME])
