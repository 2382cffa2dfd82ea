"""The frame of the self-assessment: read, and reworded in its latest version as long as nothing stands on it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.house import HouseForm, in_every_language
from citedesmetiers.views.settings_page import done, refused
from reports import evidence, frame_edits
from reports.models import Criterion, Frame, Principle
from reports.pages import confirm_page, crumbs, form_page
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


class NewCriterionForm(CriterionForm):
    """One more criterion; its number begins with that of its principle."""

    blame = {"criterion_code_once_in_a_principle": "code"}
    groups = ((gettext_lazy("Its number"), ("code",)), *CriterionForm.groups)

    class Meta:
        model = Criterion
        fields = ["code", *in_every_language(*WORDS), "evidence"]

    def clean_code(self):
        head, code = f"{self.instance.principle.code}.", self.cleaned_data["code"]
        if not code.startswith(head) or not code.removeprefix(head).isdecimal():
            raise forms.ValidationError(
                _("The number is %(head)s and a number, for example %(head)s9.") % {"head": head}
            )
        return code


class PrincipleForm(HouseForm):
    translated, needed = ("title",), ("title",)
    groups = ((gettext_lazy("The principle"), ("title", "family")),)

    class Meta:
        model = Principle
        fields = [*in_every_language("title"), "family"]


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
        return is_fixed(request)
    form = CriterionForm(request.POST or None, instance=criterion, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The criterion is saved."), "reports:frame", anchor=f"criterion-{pk}")
    return form_page(
        request, form, title=str(criterion), way=[LIST, FRAME], delete=("reports:frame_criterion_delete", pk)
    )


def is_fixed(request):
    """The answer for whoever wants to change a version that a year was submitted on."""
    error = ValidationError(_("A submitted self-assessment stands on this version. Make a new version first."))
    return refused(request, error, "reports:frame")


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def frame_criterion_add(request, pk):
    """One more criterion of a principle; drafts on this version get it to rate."""
    principle = get_object_or_404(Principle.objects.select_related("frame"), pk=pk)
    if principle.frame.is_fixed:
        return is_fixed(request)
    last = Criterion.objects.filter(principle__frame=principle.frame).aggregate(rank=Max("rank"))["rank"] or 0
    form = NewCriterionForm(
        request.POST or None,
        instance=Criterion(principle=principle, rank=last + 1),
        initial={"code": f"{principle.code}.{principle.criteria.count() + 1}"},
        centre=shell.of(request).centre,
    )
    if request.method == "POST" and (made := form.saved()):
        n = frame_edits.to_be_rated(made)
        said = ngettext("The criterion is added; %(n)s draft asks for it.",
                        "The criterion is added; %(n)s drafts ask for it.", n) % {"n": n}  # fmt: skip
        return done(request, said, "reports:frame", anchor=f"criterion-{made.pk}")
    return form_page(request, form, title=_("Add a criterion"), way=[LIST, FRAME])


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def frame_criterion_delete(request, pk):
    """Take a criterion out of the version that is being edited."""
    criterion = get_object_or_404(Criterion.objects.select_related("principle__frame"), pk=pk)
    if criterion.principle.frame.is_fixed:
        return is_fixed(request)
    if request.method == "POST":
        try:
            frame_edits.take_out(criterion)
        except ValidationError as error:
            return refused(request, error, "reports:frame")
        return done(request, _("The criterion is taken out."), "reports:frame")
    written, actions = frame_edits.written_about(criterion)
    return confirm_page(
        request,
        title=_("Take this criterion out?"),
        sentences=[
            str(criterion),
            ngettext("%(n)s draft has something written about it; that is erased.",
                     "%(n)s drafts have something written about it; that is erased.", written) % {"n": written},
            ngettext("%(n)s improvement action goes with it.",
                     "%(n)s improvement actions go with it.", actions) % {"n": actions},
        ],
        button=_("Take out"),
        way=[LIST, FRAME],
    )  # fmt: skip


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def frame_principle_edit(request, pk):
    """Reword a principle."""
    principle = get_object_or_404(Principle.objects.select_related("frame"), pk=pk)
    if principle.frame.is_fixed:
        return is_fixed(request)
    form = PrincipleForm(request.POST or None, instance=principle, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The principle is saved."), "reports:frame", anchor=f"p-{principle.code}")
    return form_page(request, form, title=str(principle), way=[LIST, FRAME])
