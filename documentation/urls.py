"""The documentation room's pages for staff."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from citedesmetiers.imports.urls import import_urls
from documentation.views import (
    bibliographies,
    copies,
    figures,
    freshness,
    holdings,
    loans,
    moving,
    prints,
    rounds,
    shelves,
    subjects,
    synonyms,
)

app_name = "documentation"
urlpatterns = [
    # Holdings, a resource, its copies and opinions
    path("", holdings.holdings, name="holdings"),
    path("holdings.<slug:ending>", moving.holdings_export, name="holdings_export"),
    path("new/", holdings.resource_add, name="resource_add"),
    path("alike/", holdings.resource_alike, name="resource_alike"),
    path("<int:pk>/", holdings.resource, name="resource"),
    path("<int:pk>/edit/", holdings.resource_edit, name="resource_edit"),
    path("<int:pk>/delete/", holdings.resource_delete, name="resource_delete"),
    path("<int:pk>/weed/", holdings.resource_weed, name="resource_weed"),
    path("<int:pk>/unweed/", holdings.resource_unweed, name="resource_unweed"),
    path("<int:pk>/verify/", freshness.resource_verify, name="resource_verify"),
    path("<int:pk>/reports/settle/", freshness.reports_settle, name="reports_settle"),
    path("<int:pk>/reserve/", loans.reservation_add, name="reservation_add"),
    path("<int:pk>/copies/new/", copies.copy_add, name="copy_add"),
    path("copies/<int:pk>/edit/", copies.copy_edit, name="copy_edit"),
    path("copies/<int:pk>/delete/", copies.copy_delete, name="copy_delete"),
    path("<int:pk>/opinions/new/", copies.opinion_add, name="opinion_add"),
    path("opinions/<int:pk>/edit/", copies.opinion_edit, name="opinion_edit"),
    path("opinions/<int:pk>/delete/", copies.opinion_delete, name="opinion_delete"),
    # Lending
    path("loans/", loans.loans, name="loans"),
    path("loans/lend/", loans.loan_add, name="loan_add"),
    path("loans/return/", loans.loan_return, name="loan_return"),
    path("loans/<int:pk>/renew/", loans.loan_renew, name="loan_renew"),
    path("loans/<int:pk>/back/", loans.loan_back, name="loan_back"),
    path("reservations/<int:pk>/lend/", loans.reservation_fetch, name="reservation_fetch"),
    path("reservations/<int:pk>/forget/", loans.reservation_drop, name="reservation_drop"),
    # Rounds with the scanner
    path("consultations/", rounds.consultations, name="consultations"),
    path("inventories/", rounds.inventories, name="inventories"),
    path("inventories/new/", rounds.inventory_add, name="inventory_add"),
    path("inventories/<int:pk>/", rounds.inventory, name="inventory"),
    path("inventories/<int:pk>/close/", rounds.inventory_finish, name="inventory_finish"),
    # Freshness
    path("freshness/", freshness.freshness, name="freshness"),
    path("freshness/duplicates/", moving.duplicates, name="duplicates"),
    path("freshness/duplicates/<int:pk>/<int:other>/", moving.duplicates_merge, name="duplicates_merge"),
    path("freshness/<slug:code>/", freshness.freshness_list, name="freshness_list"),
    path("freshness/<slug:code>/apply/", freshness.freshness_apply, name="freshness_apply"),
    # Bibliographies
    path("bibliographies/", bibliographies.bibliographies, name="bibliographies"),
    path("bibliographies/new/", bibliographies.bibliography_add, name="bibliography_add"),
    path("bibliographies/<int:pk>/", bibliographies.bibliography, name="bibliography"),
    path("bibliographies/<int:pk>/edit/", bibliographies.bibliography_edit, name="bibliography_edit"),
    path("bibliographies/<int:pk>/delete/", bibliographies.bibliography_delete, name="bibliography_delete"),
    path("bibliographies/<int:pk>/add/", bibliographies.bibliography_item_add, name="bibliography_item_add"),
    path("bibliographies/items/<int:pk>/", bibliographies.bibliography_item_edit, name="bibliography_item_edit"),
    path("bibliographies/items/<int:pk>/move/", bibliographies.bibliography_item_move, name="bibliography_item_move"),
    path(
        "bibliographies/items/<int:pk>/delete/",
        bibliographies.bibliography_item_delete,
        name="bibliography_item_delete",
    ),
    # On paper
    path("bibliographies/<int:pk>/print-<slug:size>.pdf", prints.bibliography_pdf, name="bibliography_pdf"),
    path("labels/", prints.labels, name="labels"),
    path("labels.pdf", prints.labels_pdf, name="labels_pdf"),
    # Words and shelves
    path("lists/", subjects.lists, name="lists"),
    path("subjects/", subjects.subjects, name="subjects"),
    path("subjects/new/", subjects.subject_add, name="subject_add"),
    path("subjects/<int:pk>/", subjects.subject_edit, name="subject_edit"),
    path("subjects/<int:pk>/retire/", subjects.subject_retire, name="subject_retire"),
    path("subjects/<int:pk>/merge/", subjects.subject_merge, name="subject_merge"),
    path("subjects/<int:pk>/delete/", subjects.subject_delete, name="subject_delete"),
    path("synonyms/", synonyms.synonyms, name="synonyms"),
    path("synonyms/new/", synonyms.synonym_add, name="synonym_add"),
    path("synonyms/<int:pk>/", synonyms.synonym_edit, name="synonym_edit"),
    path("synonyms/<int:pk>/retire/", synonyms.synonym_retire, name="synonym_retire"),
    path("synonyms/<int:pk>/delete/", synonyms.synonym_delete, name="synonym_delete"),
    path("searches/", synonyms.unanswered, name="unanswered"),
    path("wishes/", synonyms.wishes, name="wishes"),
    path("wishes/new/", synonyms.wish_add, name="wish_add"),
    path("wishes/<int:pk>/", synonyms.wish_edit, name="wish_edit"),
    path("wishes/<int:pk>/settle/", synonyms.wish_settle, name="wish_settle"),
    path("shelves/", shelves.shelves, name="shelves"),
    path("shelves/new/", shelves.shelf_add, name="shelf_add"),
    path("shelves/<int:pk>/", shelves.shelf, name="shelf"),
    path("shelves/<int:pk>/edit/", shelves.shelf_edit, name="shelf_edit"),
    path("shelves/<int:pk>/retire/", shelves.shelf_retire, name="shelf_retire"),
    path("shelves/<int:pk>/delete/", shelves.shelf_delete, name="shelf_delete"),
    path("shelves/<int:pk>/spots/new/", shelves.shelf_spot_add, name="shelf_spot_add"),
    path("shelves/spots/<int:pk>/", shelves.shelf_spot_edit, name="shelf_spot_edit"),
    path("shelves/spots/<int:pk>/delete/", shelves.shelf_spot_delete, name="shelf_spot_delete"),
    # Figures
    path("figures/", figures.figures, name="figures"),
    # Import
    path("imports/unimarc/", moving.unimarc_fields, name="unimarc_fields"),
    *import_urls(
        "documentation",
        act="edit_catalogue",
        title=_("Documentation"),
        home="documentation:holdings",
        frame="documentation/inner.html",
    ),
]
