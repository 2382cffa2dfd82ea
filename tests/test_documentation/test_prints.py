"""On paper: bibliographies on A4 and as a booklet, sheets of labels."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from citedesmetiers.factories import make_purpose, make_site
from documentation import booklet
from documentation import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
MILLIMETRE = 72 / 25.4


def pages_of(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content)).pages


def size_of(page):
    return round(page.mediabox.width / MILLIMETRE), round(page.mediabox.height / MILLIMETRE)


def words_of(pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def reading_list():
    found = make.make_bibliography(title="Getting back to work")
    job = make.make_resource(title="Finding a job")
    make.make_copy(resource=job, shelf_mark="E10 PAL")
    make.make_bibliography_item(bibliography=found, resource=job, section="First steps", comment="Begin with this.")
    gone = make.make_resource(title="Yellowed", weeded_on=make.A_TUESDAY, weeded_because="worn")
    make.make_bibliography_item(bibliography=found, resource=gone)
    return found


@pytest.mark.parametrize(("size", "paper"), [("a4", (210, 297)), ("a5", (148, 210))])
def test_a_list_is_printed_with_shelf_marks_and_comments_without_what_was_weeded(signed_in, reading_list, size, paper):
    client = signed_in("documentation")
    pages = pages_of(client.get(reverse("documentation:bibliography_pdf", args=[reading_list.pk, size])))
    assert {size_of(page) for page in pages} == {paper}
    words = words_of(pages)
    for text in ("Getting back to work", "First steps", "E10 PAL", "Finding a job", "Begin with this."):
        assert text in words
    assert "Yellowed" not in words


def test_a_booklet_is_sorted_into_purposes_or_shelves_by_one_choice_and_keeps_its_comments(signed_in):
    found = make.make_bibliography(title="All of it")
    work, study = make_purpose(name="Find work", rank=1), make_purpose(name="Study", rank=2)
    shelf = make.make_node(code="A1", name="Apprenticeship")
    for title, purposes, copy in [
        ("Zebra", [work], {"shelf_mark": "A1 ZEB", "node": shelf}),
        ("Monkey", [study], {"shelf_mark": "B7 MON"}),
        ("Ant", [study, work], {"shelf_mark": "A1 ANT", "node": shelf}),
        ("Whale", [], None),
    ]:
        resource = make.make_resource(title=title, purposes=purposes)
        if copy:
            make.make_copy(resource=resource, **copy)
        make.make_bibliography_item(bibliography=found, resource=resource, section="Mixed", comment=f"Read {title}.")
    client = signed_in("documentation")
    address = reverse("documentation:bibliography_pdf", args=[found.pk, "a4"])
    headings = {"Mixed", "Find work", "Study", "For every purpose", "A1 Apprenticeship", "Ask at reception"}
    for by, there in [
        ("nonsense", {"Mixed"}),
        ("purpose", {"Find work", "Study", "For every purpose"}),
        ("shelf", {"A1 Apprenticeship", "Ask at reception"}),
    ]:
        words = words_of(pages_of(client.get(address, {"by": by})))
        assert {heading for heading in headings if heading in words} == there
        assert all(f"Read {title}." in words for title in ("Zebra", "Monkey", "Ant", "Whale"))
    page = client.get(reverse("documentation:bibliography", args=[found.pk])).content.decode()
    assert '<option value="shelf">by shelf</option>' in page


def test_within_a_purpose_the_list_keeps_its_order_and_on_a_shelf_the_marks_do():
    work, study, shelf = make_purpose(rank=1), make_purpose(rank=2), make.make_node(code="A1", name="Apprenticeship")
    found, items = make.make_bibliography(), []
    for mark, purposes, node in [
        ("A1 ZEB", [work], shelf), ("B7 MON", [study], None), ("A1 ANT", [study, work], shelf), ("", [], None),
    ]:  # fmt: skip
        resource = make.make_resource(title=mark or "Whale", purposes=purposes)
        item = make.make_bibliography_item(bibliography=found, resource=resource)
        item.mark, item.copies_kept = mark, [make.make_copy(resource=resource, shelf_mark=mark, node=node)]
        items.append(item)

    def order(by):
        return [(name, [item.resource.title for item in rows]) for name, rows in booklet.sections(items, by)]

    assert order("purpose") == [
        (work.name, ["A1 ZEB", "A1 ANT"]), (study.name, ["B7 MON"]), ("For every purpose", ["Whale"]),
    ]  # fmt: skip
    assert order("shelf") == [
        ("A1 Apprenticeship", ["A1 ANT", "A1 ZEB"]), ("B7", ["B7 MON"]), ("Ask at reception", ["Whale"]),
    ]  # fmt: skip


def test_a_list_has_no_print_on_other_paper(signed_in, reading_list):
    client = signed_in("documentation")
    assert client.get(reverse("documentation:bibliography_pdf", args=[reading_list.pk, "a3"])).status_code == 404


def test_labels_are_those_asked_for_and_begin_at_the_first_free_place(signed_in):
    here, elsewhere = make_site(), make_site()
    new = make.A_TUESDAY + timedelta(days=30)
    for number in range(24):
        make.make_copy(site=here, shelf_mark=f"E{number:02} NEW", barcode=f"7{number:03}", added_on=new)
    make.make_copy(site=here, shelf_mark="E99 OLD", added_on=make.A_TUESDAY)
    make.make_copy(site=here, shelf_mark="F10 NEW", added_on=new)
    make.make_copy(site=here, shelf_mark="E98 GONE", added_on=new, state="withdrawn")
    make.make_copy(site=elsewhere, shelf_mark="E97 FAR", added_on=new)
    client = signed_in("documentation", sites=[here])
    asked = {"site": here.pk, "mark": "e", "since": new.isoformat(), "first": 1}
    page = client.get(reverse("documentation:labels"), asked).content.decode()
    assert "24 labels" in page
    assert "1 sheet." in page
    pages = pages_of(client.get(reverse("documentation:labels_pdf"), asked))
    words = words_of(pages)
    assert (len(pages), size_of(pages[0])) == (1, (210, 297))
    assert "E00 NEW" in words
    assert "7023" in words
    for other in ("OLD", "F10", "GONE", "FAR"):
        assert other not in words
    assert len(pages_of(client.get(reverse("documentation:labels_pdf"), asked | {"first": 2}))) == 2


def test_labels_of_another_place_or_a_wrong_day_are_refused_beside_the_field(signed_in):
    here, elsewhere = make_site(), make_site()
    client = signed_in("documentation", sites=[here])
    asked = {"site": elsewhere.pk, "since": "someday", "first": 25}
    page = client.get(reverse("documentation:labels"), asked).content.decode()
    assert page.count("field-error") == 3
    assert client.get(reverse("documentation:labels_pdf"), asked).status_code == 302
