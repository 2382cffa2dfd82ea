"""The key figures on paper: the same numbers, tagged, and nothing read from where it should not be."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfReader

from citedesmetiers.factories import make_purpose, make_site
from citedesmetiers.models import Centre
from reception.factories import make_visit
from reports import documents as doc
from reports import pdf

PDF = "/reports/key-figures.pdf"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def director(signed_in):
    return signed_in("director")


@pytest.fixture
def year():
    return timezone.localdate().year - 1


def read(response):
    return PdfReader(io.BytesIO(response.content))


def words(reader):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.mark.thorough
def test_page_and_print_show_the_same_numbers(director, year):
    site, other = make_site(name="Town"), make_site(name="Brézac")
    job = make_purpose(name="Find a job", key=1)
    for month, people in ((2, 311), (5, 402), (11, 457)):
        make_visit(site=site, day=timezone.datetime(year, month, 3).date(), people=people, purpose=job)
    make_visit(site=other, day=timezone.datetime(year, 6, 4).date(), people=77)
    make_visit(site=site, day=timezone.datetime(year - 1, 6, 4).date(), people=499)

    page = BeautifulSoup(director.get("/reports/key-figures/", {"year": year}).content, "html.parser")
    on_paper = words(read(director.get(PDF, {"year": year})))

    checked = 0
    for table in page.find_all("table"):
        for cell in table("td"):
            assert cell.get_text().strip() in on_paper
            checked += bool(re.search(r"\d{2}", cell.get_text()))
    assert checked > 15
    for text in ("1,247", "+149.9%", "311", "457", "Brézac", f"Key figures {year}"):
        assert text in page.get_text()
        assert text in on_paper


@pytest.mark.thorough
def test_the_print_is_tagged_and_says_its_language_title_state_and_pages(director):
    make_visit(day=timezone.localdate())
    response = director.get(PDF)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="key-figures-{timezone.localdate().year}.pdf"'
    reader = read(response)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title.startswith(f"Key figures {timezone.localdate().year}, All places")
    assert f"1 / {len(reader.pages)}" in words(reader)
    assert "provisional" in words(reader)
    assert Centre.objects.get().name in words(reader)


@pytest.mark.thorough
def test_the_print_of_one_place_is_named_after_it(director, year):
    make_visit(site=make_site(code="brezac", name="Brézac"), day=timezone.datetime(year, 3, 3).date())
    response = director.get(PDF, {"year": year, "site": "brezac"})
    assert f'filename="key-figures-{year}-brezac.pdf"' in response["Content-Disposition"]
    assert "provisional" not in words(read(response))


@pytest.mark.thorough
def test_a_year_without_visits_prints_and_says_so(director, year):
    make_visit(site=make_site(code="old"), day=timezone.datetime(year, 3, 3).date())
    assert f"No visit counted in {year + 1}" in words(read(director.get(PDF)))


@pytest.mark.thorough
def test_markup_in_a_name_is_printed_as_text(director):
    name = '<img src="file:///etc/passwd">Lab & Co</td>'
    make_visit(site=make_site(name=name), day=timezone.localdate())
    make_visit(purpose=make_purpose(name="<b>Bold</b> & brave"), day=timezone.localdate())
    text = words(read(director.get(PDF)))
    assert '<img src="file:///etc/passwd">Lab & Co</td>' in text
    assert "<b>Bold</b> & brave" in text


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/x.png",
        "/static/../manage.py",
        "/static/..%2fmanage.py",
        "/static/%2e%2e/manage.py",
        "/static/print",
        "/static//etc/passwd",
        "/media/logo/other.png",
        "data:text/html;base64,PGI+",
        "data:image/svg+xml;utf8,<svg/>",
        "ftp://example.org/x",
        "missing.png",
    ],
)
@pytest.mark.parametrize(
    "html", ['<img src="{}" alt="">', '<link rel="stylesheet" href="{}">', '<style>@import "{}";</style>']
)
def test_a_print_reads_nothing_but_our_static_files(address, html):
    with pytest.raises(pdf.ForbiddenAsset):
        pdf.pdf_of(f'<html lang="en"><title>x</title>{html.format(address)}<p>x')


def test_a_picture_inside_a_handed_over_drawing_is_refused_too(tmp_path):
    (tmp_path / "secret.png").write_bytes(PIXEL)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<image href="file://{tmp_path}/secret.png" width="9" height="9"/></svg>'
    )
    address = pdf.data_address(drawing, "image/svg+xml")
    made = pdf.pdf_of(f'<html lang="en"><title>x</title><img alt="drawing" src="{address}">')
    assert not PdfReader(io.BytesIO(made)).pages[0].images


def test_the_style_sheet_of_prints_is_found():
    assert pdf.static_file(f"{pdf.ORIGIN}/static/print/print.css").name == "print.css"


class TestLogo:
    @pytest.fixture(autouse=True)
    def _uploads(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def upload(self, content):
        centre = Centre.objects.get()
        centre.logo.save("logo.png", ContentFile(content))
        make_visit(day=timezone.localdate())

    def pictures(self, response):
        return {picture.name for page in read(response).pages for picture in page.images}

    @pytest.mark.thorough
    def test_an_uploaded_logo_stands_at_the_head(self, director):
        self.upload(PIXEL)
        assert len(self.pictures(director.get(PDF))) == 1

    @pytest.mark.thorough
    def test_a_file_that_is_no_picture_is_left_out(self, director):
        self.upload(b"<svg onload=alert(1)>")
        response = director.get(PDF)
        assert response.status_code == 200
        assert not self.pictures(response)

    @pytest.mark.thorough
    def test_a_lost_file_does_not_stop_the_print(self, director):
        self.upload(PIXEL)
        centre = Centre.objects.get()
        centre.logo.storage.delete(centre.logo.name)
        assert director.get(PDF).status_code == 200


@pytest.mark.many_cases
@pytest.mark.parametrize(("pages", "whole"), [(1, 4), (3, 4), (4, 4), (5, 8)])
def test_booklet_ends_with_its_last_page_on_the_outside_of_the_last_sheet(pages, whole):
    def written(blanks):
        inner = "<p>inside</p>" * (pages - 1) + "<div></div>" * blanks
        return (
            '<html lang="en"><title>x</title><style>p, div { break-after: page } div { height: 1px }</style>'
            f"{inner}<b>back</b>"
        )

    made = PdfReader(io.BytesIO(pdf.whole_sheets(written, 4)))
    assert len(made.pages) == whole
    assert made.pages[-1].extract_text() == "back"


@pytest.mark.thorough
def test_print_is_set_in_the_largest_type_that_fits(rf):
    template = "reports/documents/print.html"

    def document(words):
        chapter = doc.Chapter("One", [doc.Text([words] * 60)])
        return doc.Document(words, "Centre", words, "", "", [chapter], words)

    contexts = [{"document": document(words)} for words in ("long " * 90, "short", "shorter")]
    made = PdfReader(io.BytesIO(pdf.render_to_fit(rf.get("/"), template, contexts, most_pages=2)))
    assert made.metadata.title.startswith("short ")
