"""The lines of the room documentation in the table of URLs (tests/test_urls_by_role.py)."""

from django.core import signing

from citedesmetiers.factories import make_import_row, make_import_run, make_site
from citedesmetiers.models import Site
from documentation import factories as make
from documentation.views import reserving


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    resource, opinion = one(make.make_resource), one(make.make_opinion)
    bibliography, item = one(make.make_bibliography), one(make.make_bibliography_item)
    edit, lend = "edit_catalogue", "lend"
    subject, synonym, wish = one(make.make_subject), one(make.make_synonym), one(make.make_wish)
    shelf = one(make.make_node)

    def a_weeded_one():
        return {"pk": make.make_resource(weeded_on=make.A_TUESDAY, weeded_because="worn").pk}

    def here():
        """The place of whoever asks: rows of other places are out of reach."""
        return Site.objects.order_by("pk").first() or make_site()

    def spot():
        return {"pk": make.make_shelf_spot(site=here()).pk}

    def a_run(**fields):
        """A function that makes an import of holdings."""
        return lambda: {"pk": make_import_run(importer="holdings", content=b"Title\nA\n", **fields).pk}

    def a_refusal():
        run = make_import_run(importer="holdings", content=b"Title\nA\n", state="checked", refused=1)
        make_import_row(run=run, fate="refused", reasons=[["A", "Title", "A", "No."]])
        return {"pk": run.pk, "ending": "csv"}

    def copy():
        return {"pk": make.make_copy(site=here()).pk}

    def inventory():
        return {"pk": make.make_inventory(site=here()).pk}

    def loan():
        return {"pk": make.make_loan(copy=make.make_copy(site=here(), lendable=True)).pk}

    def reservation():
        return {"pk": make.make_reservation(site=here()).pk}

    def one_kept_aside():
        copy = make.make_copy(site=here(), lendable=True)
        return {"pk": make.make_reservation(resource=copy.resource, site=copy.site, copy=copy).pk}

    def two():
        return {"pk": make.make_resource().pk, "other": make.make_resource().pk}

    def a_worklist():
        return {"code": "never"}

    def an_ending():
        return {"ending": "xlsx"}

    found = {
        "holdings": page(lend),
        "holdings_export": page(lend, of=an_ending),
        "resource_add": page(edit),
        "resource_alike": page(edit),
        "resource": page(lend, of=resource),
        "resource_edit": page(edit, of=resource),
        "resource_delete": page(edit, of=resource),
        "resource_weed": page(edit, of=resource),
        "resource_unweed": page(edit, of=a_weeded_one),
        "resource_verify": page(edit, post_only=True, of=resource),
        "reports_settle": page(edit, post_only=True, of=resource),
        "reservation_add": page(lend, post_only=True, of=resource),
        "copy_add": page(edit, of=resource),
        "copy_edit": page(edit, of=copy),
        "copy_delete": page(edit, of=copy),
        "opinion_add": page(edit, of=resource),
        "opinion_edit": page(edit, of=opinion),
        "opinion_delete": page(edit, of=opinion),
        "loans": page(lend),
        "loan_add": page(lend, post_only=True),
        "loan_return": page(lend, post_only=True),
        "loan_renew": page(lend, post_only=True, of=loan),
        "loan_back": page(lend, post_only=True, of=loan),
        "reservation_fetch": page(lend, of=one_kept_aside),
        "reservation_drop": page(lend, post_only=True, of=reservation),
        "consultations": page(lend),
        "inventories": page(edit),
        "inventory_add": page(edit),
        "inventory": page(edit, of=inventory),
        "inventory_finish": page(edit, post_only=True, of=inventory),
        "freshness": page(edit),
        "duplicates": page(edit),
        "duplicates_merge": page(edit, of=two),
        "freshness_list": page(edit, of=a_worklist),
        "freshness_apply": page(edit, post_only=True, of=a_worklist),
        "bibliographies": page(edit),
        "bibliography_add": page(edit),
        "bibliography": page(edit, of=bibliography),
        "bibliography_pdf": page(edit, of=lambda: bibliography() | {"size": "a5"}),
        "labels": page(edit),
        "labels_number": page(edit, post_only=True),
        "labels_pdf": page(edit, status=302),
        "bibliography_edit": page(edit, of=bibliography),
        "bibliography_delete": page(edit, of=bibliography),
        "bibliography_item_add": page(edit, post_only=True, of=bibliography),
        "bibliography_item_edit": page(edit, of=item),
        "bibliography_item_move": page(edit, post_only=True, of=item),
        "bibliography_item_delete": page(edit, post_only=True, of=item),
        "lists": page(edit),
        "subjects": page(edit),
        "subject_add": page(edit),
        "subject_edit": page(edit, of=subject),
        "subject_retire": page(edit, post_only=True, of=subject),
        "subject_merge": page(edit, of=subject),
        "subject_delete": page(edit, of=subject),
        "synonyms": page(edit),
        "synonym_add": page(edit),
        "synonym_edit": page(edit, of=synonym),
        "synonym_retire": page(edit, post_only=True, of=synonym),
        "synonym_delete": page(edit, of=synonym),
        "unanswered": page(edit),
        "wishes": page(edit),
        "wish_add": page(edit),
        "wish_edit": page(edit, of=wish),
        "wish_settle": page(edit, of=wish),
        "shelves": page(edit),
        "shelf_add": page(edit),
        "shelf": page(edit, of=shelf),
        "shelf_edit": page(edit, of=shelf),
        "shelf_retire": page(edit, post_only=True, of=shelf),
        "shelf_delete": page(edit, of=shelf),
        "shelf_spot_add": page(edit, of=shelf),
        "shelf_spot_edit": page(edit, of=spot),
        "shelf_spot_delete": page(edit, post_only=True, of=spot),
        "figures": page(edit),
        "harvest": page(edit),
        "unimarc_fields": page(edit),
        "imports": page(edit),
        "import_new": page(edit, of=lambda: {"importer": "holdings"}),
        "import_sample": page(edit, of=lambda: {"importer": "holdings", "ending": "csv"}),
        "import_run": page(edit, of=a_run(state="checked")),
        "import_columns": page(edit, of=a_run()),
        "import_confirm": page(edit, post_only=True, of=a_run(state="checked")),
        "import_leave": page(edit, post_only=True, of=a_run()),
        "import_again": page(edit, post_only=True, of=a_run(state="checked")),
        "import_refused": page(edit, of=a_refusal),
    }
    return {f"documentation:{name}": line for name, line in found.items()}


def public_lines(page, one):
    """The same for the public pages."""

    def by_public_id(maker):
        return lambda: {"public_id": maker().public_id}

    def reservation():
        made = make.make_reservation()
        return {"public_id": made.resource.public_id, "ticket": signing.dumps(made.pk, salt=reserving.SALT)}

    resource, bibliography = by_public_id(make.make_resource), by_public_id(make.make_bibliography)
    found = {
        "search": page("public"),
        "suggest": page("public"),
        "opensearch": page("public"),
        "asked": page("public", post_only=True, status=204),
        "oai": page("public"),
        "bibliographies": page("public"),
        "bibliography": page("public", of=bibliography),
        "bibliography_ris": page("public", of=bibliography),
        "record": page("public", of=resource),
        "tell": page("public", post_only=True, of=resource),
        "reserve": page("public", post_only=True, of=resource),
        "reserved": page("public", of=reservation),
        "opened": page("public", post_only=True, of=resource, status=204),
        "label": page("public", of=resource),
        "qr": page("public", of=resource),
        "record_ris": page("public", of=resource),
        "record_bib": page("public", of=resource),
        "record_dc": page("public", of=resource),
        "record_jsonld": page("public", of=resource),
    }
    return {f"catalogue:{name}": line for name, line in found.items()}
