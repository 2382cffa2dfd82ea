"""Programmes, budgets and imports; included in the URLs of the partners' room."""

from django.utils.translation import gettext_lazy as _

from citedesmetiers.imports.urls import import_urls

urlpatterns = [
    # Institutions and people from Excel or CSV
    *import_urls("partners", act="edit_partners", title=_("Partners"), home="partners:institution_list"),
]
