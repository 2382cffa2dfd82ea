"""What the documentation says on the public pages: its search box, and the documents of a purpose."""

from django.db.models import Count
from django.utils.translation import ngettext

from citedesmetiers.addresses import register_addresses
from citedesmetiers.public_parts import HERO, register_door_note, register_public_part
from documentation.models import Resource

NEWEST = 5


def register():
    """Called from AppConfig.ready(), which may run more than once."""
    register_addresses(pages)
    register_public_part(template="catalogue/_public_search.html", context=search, rank=10, slot=HERO)
    register_public_part(template="catalogue/_public_documents.html", context=documents, rank=30)
    register_door_note(counts, rank=10)


def search(request, scope):
    """The search box of the welcome page; left out while the catalogue is empty."""
    if not scope.is_home or not Resource.objects.public().exists():
        return None
    return {}


def documents(request, scope):
    """How many documents there are for the purpose of the page, and the newest of them."""
    if scope.purpose is None:
        return None
    found = Resource.objects.public().filter(purposes=scope.purpose)
    count = found.count()
    if not count:
        return None
    newest = found.select_related("medium").order_by("-year", "-pk")[:NEWEST]
    return {"count": count, "newest": newest}


def counts(scope):
    """How many documents stand behind each door, in words; one query for all."""
    rows = Resource.objects.public().filter(purposes__isnull=False).order_by().values_list("purposes")
    return {
        purpose: ngettext("%(n)s document", "%(n)s documents", n) % {"n": n}
        for purpose, n in rows.annotate(n=Count("pk"))
    }


def pages():
    """The catalogue and its documents, for search engines."""
    yield "/catalogue/"
    yield from (
        f"/catalogue/{key}/" for key in Resource.objects.public().order_by("-pk").values_list("public_id", flat=True)
    )
