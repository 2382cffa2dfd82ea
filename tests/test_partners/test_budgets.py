"""Budgets are typed in one go, say what does not add up, and print as funders know them."""

import io
import re
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from partners import money
from partners.factories import make_budget, make_budget_line, make_institution, make_programme
from partners.models import Budget, BudgetLine

# Rows 18 to 25 of the acceptance table: the ephemeral Cité of Bagnolet.
CHARGES = [
    ("Coordination du projet", "30 000", "cash", "staff", ""),
    ("Restauration, déplacements, badges", "1500", "cash", "travel", ""),
    ("Communication", "8 500,00", "in_kind", "communication", ""),
    ("Bibliothéconomie", "2.000", "in_kind", "purchases", ""),
    ("Professionnalisation des acteurs", "3000 €", "in_kind", "services", ""),
]
INCOME = [
    ("Subvention", "15000", "cash", "grant", "CD 93"),
    ("Subvention", "15000", "cash", "grant", "est ensemble"),
    ("Autres produits de gestion courante", "1500", "cash", "other", ""),
]
IN_KIND = ("Contributions volontaires en nature", "13500", "in_kind", "in_kind", "")


def rows(prefix, typed, *, stored=(), empty=2):
    """The posted fields of one side. typed: (label, amount, nature, category, funder); stored: their keys."""
    data = {f"{prefix}-TOTAL_FORMS": len(typed) + empty, f"{prefix}-INITIAL_FORMS": len(stored)}
    for number in range(len(typed) + empty):
        label, amount, nature, category, funder = typed[number] if number < len(typed) else ("", "", "cash", "", "")
        data |= {
            f"{prefix}-{number}-label": label,
            f"{prefix}-{number}-amount": amount,
            f"{prefix}-{number}-nature": nature,
            f"{prefix}-{number}-category": category,
            f"{prefix}-{number}-funder": funder,
            f"{prefix}-{number}-id": stored[number] if number < len(stored) else "",
        }
    return data


def typed(charges, income, *, stored=((), ()), **fields):
    data = {"year": 2019, "stage": "actual", "programme": "", "site": ""} | fields
    return data | rows("charge", charges, stored=stored[0]) | rows("income", income, stored=stored[1])


def words(page):
    return " ".join(page.content.decode().replace("&nbsp;", " ").replace("\xa0", " ").split())


@pytest.fixture
def bagnolet(db):
    make_institution(name="CD 93")
    make_institution(name="Est Ensemble")
    return make_programme(name="Cité éphémère de Bagnolet", kind="ephemeral_preparation")


@pytest.mark.thorough
def test_the_bagnolet_budget_goes_in_at_once_and_balances(manager, bagnolet):
    data = typed(CHARGES, [*INCOME, IN_KIND], programme=bagnolet.pk)
    page = manager.post(reverse("partners:budget_add"), data, follow=True)
    budget = Budget.objects.with_totals().get()
    assert (budget.charges, budget.income) == (45_000, 45_000)
    assert (budget.charges_cash, budget.income_cash) == (31_500, 31_500)
    assert (budget.charges_in_kind, budget.income_in_kind) == (13_500, 13_500)
    assert money.warnings(budget) == []
    assert "Charges and income balance" in words(page)
    assert words(page).count("45,000 €") == 2
    funders = {line.funder.name: line.amount for line in BudgetLine.objects.filter(category="grant")}
    assert funders == {"CD 93": 15_000, "Est Ensemble": 15_000}
    in_order = budget.lines.filter(side="charge", nature="in_kind").values_list("label", flat=True)
    assert list(in_order) == ["Communication", "Bibliothéconomie", "Professionnalisation des acteurs"]


@pytest.mark.thorough
def test_what_is_not_mirrored_is_said_with_the_difference_and_saved_all_the_same(manager, bagnolet):
    page = manager.post(reverse("partners:budget_add"), typed(CHARGES, INCOME, programme=bagnolet.pk), follow=True)
    assert Budget.objects.count() == 1
    assert (
        "In kind: charges hold 13,500 €, income 0 €. What is given in kind stands on both sides: 13,500 € are missing "
        "in the income." in words(page)
    )
    assert "Charges are 45,000 €, income 31,500 €: 13,500 € are missing in the income." in words(page)
    assert "2 points to look at" in words(manager.get(reverse("partners:budget_list")))


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        ([("charge", "cash", 100), ("income", "cash", 100)], []),
        ([("charge", "in_kind", 100), ("income", "cash", 100)], ["100 € are missing in the income"]),
        ([("charge", "cash", "50.50"), ("income", "in_kind", 60)],
         ["60 € are missing in the charges", "income is 9.50 € higher"]),
        ([("charge", "cash", "0.01")], ["0.01 € are missing in the income"]),
    ],
)  # fmt: skip
def test_each_difference_has_its_sentence(db, lines, sentences):
    budget = make_budget()
    for side, nature, amount in lines:
        make_budget_line(budget=budget, side=side, nature=nature, amount=amount)
    found = [said.replace("\xa0", " ") for said in money.warnings(Budget.objects.with_totals().get())]
    assert len(found) == len(sentences)
    for said, sentence in zip(found, sentences, strict=True):
        assert sentence in said


def test_a_budget_is_corrected_line_by_line_and_emptied_lines_go(manager, bagnolet):
    manager.post(reverse("partners:budget_add"), typed(CHARGES, [*INCOME, IN_KIND], programme=bagnolet.pk))
    budget = Budget.objects.get()
    charges, income = (list(budget.lines.filter(side=side).order_by("rank")) for side in ("charge", "income"))
    page = manager.get(reverse("partners:budget_edit", args=[budget.pk]))
    assert 'value="30000"' in page.content.decode()
    assert 'value="Est Ensemble"' in page.content.decode()
    changed = [("Coordination", "31 500", "cash", "staff", "CD 93"), ("", "", "cash", "", ""), *CHARGES[2:]]
    keys = [line.pk for line in charges], [line.pk for line in income]
    data = typed(changed, [*INCOME, IN_KIND], stored=keys, programme=bagnolet.pk)
    manager.post(reverse("partners:budget_edit", args=[budget.pk]), data)
    budget = Budget.objects.with_totals().get()
    assert (budget.charges, budget.lines.count(), budget.lines.get(pk=keys[0][0]).funder.name) == (45_000, 8, "CD 93")
    assert BudgetLine.objects.get(pk=keys[1][0]).events.count() == 1  # what did not change was not written


def test_wrong_cells_are_said_beside_them_and_what_was_typed_stays(manager, bagnolet):
    wrong = [
        ("Coordination", "many", "cash", "", ""),
        ("", "100", "cash", "", ""),
        ("Badges", "-5", "cash", "", ""),
        ("Room", "10,123", "cash", "", "Nobody at all"),
        ("Paper", "1.005,123", "cash", "", ""),
    ]
    page = manager.post(reverse("partners:budget_add"), typed(wrong, INCOME, programme=bagnolet.pk))
    text = words(page)
    for sentence in (
        "Write an amount in euros, for example 30 000 or 1 250,50.",
        "This field is required.",
        "Ensure this value is greater than or equal to 0.01.",
        "No institution is called “Nobody at all”.",
        "Ensure that there are no more than 2 decimal places.",
    ):
        assert sentence in text
    assert 'value="many"' in text
    assert not Budget.objects.exists()


@pytest.mark.many_cases
@pytest.mark.parametrize("year", ["", "1212", "soon", "99999999"])
def test_a_year_that_is_none_is_refused(manager, bagnolet, year):
    page = manager.post(reverse("partners:budget_add"), typed(CHARGES, INCOME, year=year))
    assert page.status_code == 200
    assert 'id="id_year_error1"' in page.content.decode()
    assert not BudgetLine.objects.exists()


def test_the_same_budget_is_there_once(manager, bagnolet):
    for _time in range(2):
        page = manager.post(reverse("partners:budget_add"), typed(CHARGES, INCOME))
    assert "This budget is there already" in words(page)
    link = BeautifulSoup(page.content, "html.parser").find("a", string="Open “The whole Cité 2019”, actual")
    assert link["href"] == reverse("partners:budget", args=[Budget.objects.get().pk])
    assert (Budget.objects.count(), BudgetLine.objects.count()) == (1, 8)


@pytest.mark.thorough
def test_a_budget_that_is_saved_again_is_not_its_own_twin(manager, bagnolet):
    budget = make_budget(year=2019, stage="actual", programme=bagnolet)
    data = typed([], [], programme=bagnolet.pk, year="soon")
    page = manager.post(reverse("partners:budget_edit", args=[budget.pk]), data)
    assert "Open “" not in words(page)
    wrong = [("", "100", "cash", "", "")]
    page = manager.post(reverse("partners:budget_edit", args=[budget.pk]), typed(wrong, [], programme=bagnolet.pk))
    assert page.status_code == 200
    assert "Open “" not in words(page)


@pytest.mark.thorough
def test_more_rows_can_be_asked_for_without_javascript_and_nothing_is_saved_or_lost(manager, bagnolet):
    data = typed(CHARGES, INCOME, programme=bagnolet.pk) | {"more": "charge", "charge-0-amount": "many"}
    page = manager.post(reverse("partners:budget_add"), data)
    text = page.content.decode()
    assert 'name="charge-11-label"' in text
    assert 'name="income-5-label"' not in text
    assert 'value="many"' in text
    assert "field-error" not in text
    assert not Budget.objects.exists()


@pytest.mark.many_cases
@pytest.mark.parametrize("forms", ["", "x", "-1", "99999999"])
def test_a_form_that_was_tampered_with_is_no_fault_of_ours(manager, bagnolet, forms):
    data = typed(CHARGES, INCOME, programme=bagnolet.pk) | {"charge-TOTAL_FORMS": forms}
    assert manager.post(reverse("partners:budget_add"), data | {"more": "charge"}).status_code == 200
    assert manager.post(reverse("partners:budget_add"), data).status_code in (200, 302)


def test_lines_of_another_budget_cannot_be_written_through_this_one(manager, bagnolet):
    other = make_budget_line(label="Mine", amount=7)
    budget = make_budget()
    data = typed([("Yours", "8", "cash", "", "")], [], stored=([other.pk], []), year=budget.year, stage="planned")
    manager.post(reverse("partners:budget_edit", args=[budget.pk]), data)
    other.refresh_from_db()
    assert (other.label, other.amount, budget.lines.count()) == ("Mine", 7, 0)


@pytest.mark.thorough
def test_what_an_institution_pays_stands_on_its_page(manager, bagnolet):
    manager.post(reverse("partners:budget_add"), typed(CHARGES, [*INCOME, IN_KIND], programme=bagnolet.pk))
    funder = BudgetLine.objects.filter(category="grant").first().funder
    assert "15,000 €" in words(manager.get(reverse("partners:institution", args=[funder.pk])))


# ── On paper ─────────────────────────────────────────────────────────────────────────────────────────


def text_of(content):
    reader = PdfReader(io.BytesIO(content))
    return " ".join("\n".join(page.extract_text() for page in reader.pages).replace("\xa0", " ").split()), reader


@pytest.mark.thorough
def test_the_budget_prints_in_two_columns_on_one_page(manager, bagnolet):
    manager.post(reverse("partners:budget_add"), typed(CHARGES, [*INCOME, IN_KIND], programme=bagnolet.pk))
    budget = Budget.objects.get()
    page = manager.get(reverse("partners:budget", args=[budget.pk]))
    address = reverse("reports:budget_pdf", args=[budget.pk])
    assert f'href="{address}"' in page.content.decode()
    answer = manager.get(address)
    assert answer["Content-Type"] == "application/pdf"
    text, reader = text_of(answer.content)
    assert len(reader.pages) == 1
    for part in ("Cité éphémère de Bagnolet", "Subvention, CD 93", "Bibliothéconomie", "Total charges 45,000",
                 "Total income 45,000", "In kind 13,500 In kind 13,500", "31,500", "of which 30% in kind",
                 "Charges and income balance."):  # fmt: skip
        assert part in text, part


@pytest.mark.thorough
def test_a_budget_prints_in_french_with_cents_and_what_is_missing(manager, bagnolet):
    budget = make_budget(programme=bagnolet, year=2026)
    make_budget_line(budget=budget, label="<b>file:///etc/passwd</b>", amount=Decimal("1234.50"), nature="in_kind")
    manager.user.language = "fr"
    with translation.override("fr"):
        text, _reader = text_of(manager.get(reverse("reports:budget_pdf", args=[budget.pk]),
                                            headers={"Accept-Language": "fr"}).content)  # fmt: skip
    assert "<b>file:///etc/passwd</b>" in text
    assert "1,234.50" in text or "1 234,50" in text.replace("\u202f", " ")


# ── Lists, people, amounts ───────────────────────────────────────────────────────────────────────────


@pytest.mark.many_cases
@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_whatever_their_length(manager, bagnolet, count, django_assert_num_queries):
    for number in range(count):
        budget = make_budget(programme=bagnolet, year=2000 + number)
        for _line in range(count):
            make_budget_line(budget=budget, funder=make_institution())
    manager.get(reverse("partners:budget_list"))
    with django_assert_num_queries(10):
        assert words(manager.get(reverse("partners:budget_list"))).count('<th scope="row">') == count
    with django_assert_num_queries(6):
        manager.get(reverse("partners:budget", args=[budget.pk]))


@pytest.mark.thorough
def test_the_list_is_narrowed_down_by_year_and_programme(manager, bagnolet):
    make_budget(programme=bagnolet, year=2019)
    make_budget(year=2020)
    address = reverse("partners:budget_list")
    assert words(manager.get(f"{address}?year=2020")).count('<th scope="row">') == 1
    assert "The whole Cité" in words(manager.get(f"{address}?year=2020"))
    assert words(manager.get(f"{address}?programme={bagnolet.pk}")).count('<th scope="row">') == 1
    assert "No budget answers to this" in words(manager.get(f"{address}?stage=actual"))


@pytest.mark.parametrize(("role", "sees"), [("events", True), ("counsellor", False), ("reception", False)])
def test_who_may_not_edit_money_does_not(signed_in, bagnolet, role, sees):
    budget = make_budget(programme=bagnolet)
    client = signed_in(role)
    assert client.get(reverse("partners:budget", args=[budget.pk])).status_code == (200 if sees else 403)
    assert client.post(reverse("partners:budget_delete", args=[budget.pk])).status_code == 403
    assert client.post(reverse("partners:budget_add"), typed(CHARGES, INCOME)).status_code == 403
    assert Budget.objects.count() == 1


def test_deleting_says_in_numbers_what_goes(manager, bagnolet):
    budget = make_budget(programme=bagnolet)
    make_budget_line(budget=budget, amount=1200)
    page = manager.get(reverse("partners:budget_delete", args=[budget.pk]))
    assert "1 line goes with it." in words(page)
    assert "Charges of 1,200 € and income of 0 €" in words(page)
    manager.post(reverse("partners:budget_delete", args=[budget.pk]))
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("30 000", "30000"), ("30000", "30000"), ("30\u202f000,50", "30000.50"), ("8.500,00", "8500.00"),
        ("1,234.56 €", "1234.56"), ("30,5", "30.5"), ("30.50", "30.50"), ("1.500", "1500"), ("1,500", "1500"),
        ("1.234.567", "1234567"), ("0,01", "0.01"), (",5", "0.5"), ("12’000", "12000"), ("-5", "-5"),
        ("1.234,5", "1234.5"), ("1.234,567", "1234.567"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(text, amount):
    assert money.read_euros(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["many", "1e5", "12-3", "1,2.3,4x", "NaN", "--5", "5-"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        money.read_euros(text)


def test_the_summary_on_top_leads_to_each_wrong_cell(manager, bagnolet):
    wrong = typed([("Coordination", "many", "cash", "", "")], [("Grant", "5", "cash", "", "Nobody")], year=20)
    page = manager.post(reverse("partners:budget_add"), wrong).content.decode()
    assert "Not saved: one point to look at" in page  # the year
    assert '<a href="#id_charge-0-amount">Row 1, Amount in euros: Write an amount' in page
    assert '<a href="#id_income-0-funder">Row 1, Who pays: No institution is called' in page
