"""The style page shows what is in use, and its measures are right."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from reports.views_style import contrast, tokens

pytestmark = pytest.mark.django_db


def test_the_page_draws_every_symbol_size_and_purpose(signed_in):
    page = BeautifulSoup(signed_in("admin", language="en").get("/style/").content, "html.parser")
    symbols = re.findall(r'id="i-([a-z]+)"', (settings.BASE_DIR / "static" / "icons.svg").read_text())
    assert len(symbols) > 40
    assert [code.text for code in page.select(".style-icons code")] == symbols
    assert {key["class"][1] for key in page.select("div.key")} == {f"purpose-{number}" for number in range(1, 6)}
    assert len(page.select(".field.has-error")) == len(page.select(".error-summary li")) == 2


def test_every_ink_of_the_theme_can_be_read_on_every_paper(signed_in):
    page = BeautifulSoup(signed_in("admin", language="en").get("/style/").content, "html.parser")
    rows = page.select("#colours")[0].find_parent("section").select("tbody tr")
    ratios = {row.select_one("code").text: [float(cell.text) for cell in row.select("td.n")] for row in rows}
    assert min(ratios.pop("--edge")) >= 3
    assert {ink: found for ink, found in ratios.items() if min(found) < 4.5} == {}


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000", "#fff", 21), ("#fff", "#fff", 1), ("#777777", "#fff", 4.48)]
)
def test_contrast_is_measured_as_wcag_says(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_tokens_are_read_from_the_first_block():
    assert tokens(":root { --a: 1px; --b-c: #fff; } .x { --a: 2px; }") == {"a": "1px", "b-c": "#fff"}


def test_nobody_but_the_administrator_sees_it(signed_in):
    assert signed_in("director").get("/style/").status_code == 403
