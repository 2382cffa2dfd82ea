"""The catalogue's rows for tests and for the demonstration: keyword-only, every argument optional, no hidden rows.

`make_resource` enters what it makes in the tables that are searched, as the verbs of the application do.
"""

import itertools
from datetime import date, timedelta

from citedesmetiers.factories import make_site
from documentation.models import (
    Bibliography,
    BibliographyItem,
    CatalogueWord,
    ClassificationNode,
    ConsultationCount,
    Copy,
    Inventory,
    InventoryScan,
    Level,
    LinkCheck,
    Loan,
    LoanCount,
    Medium,
    Opinion,
    Report,
    Reservation,
    Resource,
    SearchCount,
    SearchRow,
    Sector,
    ShelfSpot,
    Subject,
    Suggestion,
    Synonym,
    UnimarcCopyMap,
    Wish,
)
from documentation.search import index

_number = itertools.count(1)
A_TUESDAY = date(2026, 3, 10)


def make_medium(*, code=None, name=None, **fields):
    number = next(_number)
    return Medium.objects.create(code=code or f"medium-{number}", name=name or f"Medium {number}", **fields)


def make_sector(*, code=None, name=None, **fields):
    number = next(_number)
    return Sector.objects.create(code=code or f"sector-{number}", name=name or f"Sector {number}", **fields)


def make_level(*, code=None, name=None, **fields):
    number = next(_number)
    return Level.objects.create(code=code or f"level-{number}", name=name or f"Level {number}", **fields)


def make_node(*, code=None, name=None, **fields):
    number = next(_number)
    return ClassificationNode.objects.create(code=code or f"Z{number}", name=name or f"Shelf {number}", **fields)


make_classification_node = make_node


def make_shelf_spot(*, node=None, site=None, row=1, **fields):
    return ShelfSpot.objects.create(node=node or make_node(), site=site or make_site(), row=row, **fields)


def make_search_row(*, resource=None):
    """The row that a resource of its own has in the search."""
    return SearchRow.objects.get(resource=resource or make_resource())


def make_catalogue_word(*, word=None, documents=1):
    word = word or f"word{next(_number)}"
    return CatalogueWord.objects.create(word=word, stem=word, documents=documents)


def make_subject(*, name=None, **fields):
    return Subject.objects.create(name=name or f"subject {next(_number)}", **fields)


def make_synonym(*words, leads_to=(), **fields):
    return Synonym.objects.create(words=list(words or ["CV", "curriculum vitae"]), leads_to=list(leads_to), **fields)


def make_resource(*, title=None, medium=None, purposes=(), subjects=(), **fields):
    """A resource without copies that visitors find at once; `subjects`: rows or names."""
    resource = Resource.objects.create(
        title=title or f"Title {next(_number)}", medium=medium or make_medium(), **fields
    )
    resource.purposes.add(*purposes)
    resource.subjects.add(
        *[row if isinstance(row, Subject) else Subject.objects.get_or_create(name=row)[0] for row in subjects]
    )
    index.refresh([resource.pk])
    return resource


def make_copy(*, resource=None, site=None, shelf_mark="E12 CAR", **fields):
    copy = Copy.objects.create(
        resource=resource or make_resource(), site=site or make_site(), shelf_mark=shelf_mark, **fields
    )
    index.refresh([copy.resource_id])
    return copy


def make_opinion(*, resource=None, text="Clear, for beginners too.", day=A_TUESDAY, **fields):
    opinion = Opinion.objects.create(resource=resource or make_resource(), text=text, day=day, **fields)
    index.refresh([opinion.resource_id])
    return opinion


def make_loan(*, copy=None, number=None, lent_on=A_TUESDAY, due_on=None, **fields):
    loan = Loan.objects.create(
        copy=copy or make_copy(lendable=True),
        number=number or next(_number),
        lent_on=lent_on,
        due_on=due_on or lent_on + timedelta(days=21),
        **fields,
    )
    index.refresh([loan.copy.resource_id])
    return loan


def make_reservation(*, resource=None, site=None, code=None, day=A_TUESDAY, **fields):
    return Reservation.objects.create(
        resource=resource or make_resource(), site=site or make_site(), code=code or next(_number), day=day, **fields
    )


def make_loan_count(*, resource=None, site=None, day=A_TUESDAY, n=1, **fields):
    return LoanCount.objects.create(
        resource=resource or make_resource(), site=site or make_site(), day=day, n=n, **fields
    )


def make_consultation_count(*, resource=None, site=None, day=A_TUESDAY, n=1):
    return ConsultationCount.objects.create(
        resource=resource or make_resource(), site=site or make_site(), day=day, n=n
    )


def make_search_count(*, question="boulangerie", week=date(2026, 3, 9), n=5, **fields):
    return SearchCount.objects.create(question=question, week=week, n=n, **fields)


def make_suggestion(*, text=None, kind="title", weight=1):
    text = text or f"title {next(_number)}"
    return Suggestion.objects.create(key=text.lower(), text=text, kind=kind, weight=weight)


def make_bibliography(*, title=None, published=True, resources=(), **fields):
    """A bibliography with `resources` in this order, without comments."""
    number = next(_number)
    bibliography = Bibliography.objects.create(title=title or f"Bibliography {number}", published=published, **fields)
    for rank, resource in enumerate(resources, start=1):
        make_bibliography_item(bibliography=bibliography, resource=resource, rank=rank)
    return bibliography


def make_bibliography_item(*, bibliography=None, resource=None, rank=1, **fields):
    return BibliographyItem.objects.create(
        bibliography=bibliography or make_bibliography(), resource=resource or make_resource(), rank=rank, **fields
    )


def make_link_check(*, resource=None, url="https://site.example/", verdict=LinkCheck.Verdict.ALIVE, **fields):
    return LinkCheck.objects.create(resource=resource or make_resource(url=url), url=url, verdict=verdict, **fields)


def make_inventory(*, site=None, started_on=A_TUESDAY, **fields):
    return Inventory.objects.create(site=site or make_site(), started_on=started_on, **fields)


def make_inventory_scan(*, inventory=None, barcode=None, **fields):
    return InventoryScan.objects.create(
        inventory=inventory or make_inventory(), barcode=barcode or f"{next(_number):08}", **fields
    )


def make_report(*, resource=None, kind=Report.Kind.MISSING, day=A_TUESDAY, **fields):
    return Report.objects.create(resource=resource or make_resource(), kind=kind, day=day, **fields)


def make_wish(*, title=None, asked_on=A_TUESDAY, **fields):
    return Wish.objects.create(title=title or f"Wish {next(_number)}", asked_on=asked_on, **fields)


def make_unimarc_copy_map(**fields):
    return UnimarcCopyMap.objects.create(**fields)
