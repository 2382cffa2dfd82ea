"""Euros as people write and read them, and what does not add up in a budget, said in sentences."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _

SPACES = re.compile(r"[\s\u00a0\u202f'’€]|EUR", re.IGNORECASE)


def read_euros(text):
    """The amount behind "30 000", "8.500,00", "1,234.56 €" or "30,5", as Decimal; raises ValueError.

    A single comma or point with three digits after it parts thousands: money has two decimals at most.
    """
    found = SPACES.sub("", text)
    last = max(found.rfind(","), found.rfind("."))
    sign = found[last] if last >= 0 else ""
    is_decimal = sign and found.count(sign) == 1 and (len(found) - last - 1 != 3 or {",", "."} <= set(found))
    whole, cents = (found[:last], found[last + 1 :]) if is_decimal else (found, "")
    whole = whole.replace(",", "").replace(".", "")
    if not re.fullmatch(r"-?\d+", whole or "0") or not re.fullmatch(r"\d*", cents):
        raise ValueError(text)
    try:
        return Decimal(f"{whole or '0'}.{cents or '0'}") if cents else Decimal(whole)
    except InvalidOperation as error:
        raise ValueError(text) from error


def euros(amount, *, cents=None):
    """An amount as a reader of the active language expects it. cents: None shows them when there are any."""
    amount = Decimal(amount)
    if cents is None:
        cents = amount != amount.to_integral_value()
    number = number_format(amount, decimal_pos=2 if cents else 0, use_l10n=True, force_grouping=True)
    return _("%(amount)s €") % {"amount": number}


def warnings(budget):
    """What does not add up in `budget` (one of BudgetQuerySet.with_totals), a sentence each; nothing is forbidden."""
    found = []
    gap = budget.charges_in_kind - budget.income_in_kind
    words = {
        "charges": euros(budget.charges_in_kind),
        "income": euros(budget.income_in_kind),
        "gap": euros(abs(gap)),
    }
    if gap > 0:
        found.append(
            _(
                "In kind: charges hold %(charges)s, income %(income)s. What is given in kind stands on both sides: "
                "%(gap)s are missing in the income."
            )
            % words
        )
    elif gap < 0:
        found.append(
            _(
                "In kind: charges hold %(charges)s, income %(income)s. What is given in kind stands on both sides: "
                "%(gap)s are missing in the charges."
            )
            % words
        )
    gap = budget.charges - budget.income
    words = {"charges": euros(budget.charges), "income": euros(budget.income), "gap": euros(abs(gap))}
    if gap > 0:
        found.append(_("Charges are %(charges)s, income %(income)s: %(gap)s are missing in the income.") % words)
    elif gap < 0:
        found.append(_("Charges are %(charges)s, income %(income)s: income is %(gap)s higher.") % words)
    return found


def two_columns(lines):
    """The lines of a budget as funders know them: [(nature, [(charge or None, income or None), …]), …].

    Cash first, then in kind; each side in its order.
    """
    lines = list(lines)
    sections = []
    for nature in ("cash", "in_kind"):
        charges, income = (
            [line for line in lines if line.side == side and line.nature == nature] for side in ("charge", "income")
        )
        length = max(len(charges), len(income))
        charges += [None] * (length - len(charges))
        income += [None] * (length - len(income))
        if length:
            sections.append((nature, list(zip(charges, income, strict=True))))
    return sections
