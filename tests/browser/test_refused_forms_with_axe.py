"""Forms that were sent empty, or with what they never take: what is wrong is said, and the page stays accessible."""

import pytest

from tests.browser.house import NARROW, WIDE
from tests.browser.html_checker import complaints
from tests.test_urls_by_role import ROLES, TABLE, address, may

pytestmark = pytest.mark.django_db

MAY_BE_EMPTY = {"documentation:inventory_add": "without a shelf it is of the whole place"}
# Besides the forms that add something: what the public sends, and one form of each room that changes something.
OTHERS = [
    "sign_in",
    "questions:ask",
    "programme:book",
    "surveys:answer",
    "site_edit",
    "counselling:desk_edit",
    "counselling:roster_series_edit",
    "documentation:loans",
    "documentation:resource_edit",
    "events:event_edit",
    "partners:institution_edit",
    "reports:assessment_criterion",
    "reports:declared_edit",
]
NEVER = {"reports:assessment_criterion": {"narrative": "Write to marie.duval@example.org"}}
EMPTIED = """form => {
    const typed = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea";
    form.querySelectorAll(typed).forEach(field => { field.value = ""; });
}"""
SENT = "form => { form.noValidate = true; form.requestSubmit(); }"


def forms():
    """Pages whose form can be sent empty: those that add something, and OTHERS."""
    adding = [name for name, line in TABLE.items() if name.endswith("_add") and line.status == 200]
    return [*OTHERS, *(name for name in adding if name not in MAY_BE_EMPTY)]


@pytest.fixture(scope="module")
def addresses(house):
    return {name: address(name) for name in forms()}


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The folder of the pages that were sent, for the HTML checker."""
    return tmp_path_factory.mktemp("sent")


@pytest.mark.parametrize("name", forms())
def test_a_refused_form_says_what_is_wrong_and_stays_accessible(house, addresses, violations, sent, name):
    role = None if TABLE[name].mark == "public" else [role for role in ROLES if may(TABLE[name], role)][-1]
    window = house.window(role)
    window.open(addresses[name])
    form = window.page.locator("main form[method=post]").first
    form.evaluate(EMPTIED)
    for field, text in NEVER.get(name, {}).items():
        form.locator(f"[name={field}]").fill(text)
    with window.page.expect_navigation() as answer:
        form.evaluate(SENT)
    (sent / f"{name}.html").write_text(answer.value.text())
    assert window.page.locator("[aria-invalid=true], .error-summary, [role=alert]").count() > 0
    for size in (WIDE, NARROW):
        assert window.overflow(size) == []
        assert violations(window.page) == []
    if role is None:
        window.page.context.clear_cookies()


def test_the_html_checker_finds_nothing_in_the_refusals(sent):
    assert len(list(sent.iterdir())) == len(forms())
    assert complaints(sent) == []
