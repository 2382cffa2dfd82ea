"""Programmes, budgets and imports; included in the URLs of the partners' room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from citedesmetiers.imports.urls import import_urls
from partners.views import budgets, programmes

urlpatterns = [
    # Programmes
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/new/", programmes.programme_add, name="programme_add"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("programmes/<int:pk>/delete/", programmes.programme_delete, name="programme_delete"),
    path("programmes/<int:pk>/meetings/", programmes.programme_meetings, name="programme_meetings"),
    path("programmes/<int:pk>/preparation/", programmes.programme_preparation, name="programme_preparation"),
    path("programmes/<int:pk>/<slug:part>/edit/", programmes.programme_part, name="programme_part"),
    # Budgets
    path("budgets/", budgets.budget_list, name="budget_list"),
    path("budgets/new/", budgets.budget_add, name="budget_add"),
    path("budgets/<int:pk>/", budgets.budget, name="budget"),
    path("budgets/<int:pk>/edit/", budgets.budget_edit, name="budget_edit"),
    path("budgets/<int:pk>/delete/", budgets.budget_delete, name="budget_delete"),
    # Institutions and people from Excel or CSV
    *import_urls(
        "partners",
        act="edit_partners",
        title=_("Partners"),
        home="partners:institution_list",
        frame="partners/inner.html",
    ),
]
