"""In the demonstration, agreements promise the money that the budgets count on."""

import pytest

from reports.demo.centre import read


def promised(payer):
    """Euros a year in the agreements of the institution `payer` that run in the latest year."""
    rows = read("institutions")["institutions"]
    agreements = next(row["agreements"] for row in rows if row["code"] == payer)
    return sum(each["commits"].get("funding", 0) for each in agreements if each["state"] != "ended")


@pytest.mark.parametrize("payer", ["agglo", "region", "departement"])
def test_a_funder_gives_what_its_agreement_promises(payer):
    income = read("budgets")["income"]
    planned = sum(row["amounts"][-1] for row in income if row.get("payer") == payer)
    assert planned <= promised(payer) <= planned * 1.1  # the rest goes to programmes with budgets of their own
