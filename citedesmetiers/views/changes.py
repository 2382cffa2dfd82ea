"""Who changed what: the audit trail, for the director."""

import django_filters as df
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from pghistory.models import Events

from citedesmetiers import audit
from citedesmetiers.access import allow
from citedesmetiers.forms.house import DayInput
from citedesmetiers.models import User
from citedesmetiers.views.settings_page import crumbs

ROWS_A_PAGE = 50


class ChangeFilter(df.FilterSet):
    """What kind of row, by whom, from when to when."""

    kind = df.ChoiceFilter(label=_("What"), field_name="pgh_obj_model", choices=[], empty_label=_("all"))
    person = df.ModelChoiceFilter(
        label=_("By whom"), queryset=User.objects.all(), method="by_person", empty_label=_("all")
    )
    since = df.DateFilter(label=_("From"), field_name="pgh_created_at", lookup_expr="date__gte", widget=DayInput())
    until = df.DateFilter(label=_("To"), field_name="pgh_created_at", lookup_expr="date__lte", widget=DayInput())

    class Meta:
        model = Events
        fields = []

    def __init__(self, data, *, queryset):
        super().__init__(data, queryset=queryset)
        kinds = [(label, capfirst(model._meta.verbose_name)) for label, model in audit.tracked_models().items()]
        self.form.fields["kind"].choices = [("", _("all")), *kinds]

    def by_person(self, events, name, person):
        return events.filter(pgh_context__user=person.pk)


@allow("see_changes")
@require_safe
def changes(request):
    """Each change of what is tracked, in all rooms, the latest first."""
    every = Events.objects.order_by("-pgh_created_at", "-pgh_id", "pgh_slug")
    chosen = ChangeFilter(request.GET, queryset=every)
    found = chosen.qs if chosen.form.is_valid() else every.none()
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "citedesmetiers/settings/changes.html",
        {
            "filter": chosen,
            "page": page,
            "changes": audit.changes(page.object_list),
            "crumbs": crumbs(),
        },
    )
