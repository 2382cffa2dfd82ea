"""How a cell becomes a value: functions that an importer's columns name as their `parse`.

Each takes the raw cell (never an empty one) and returns the value, or raises ValidationError with a reason that says
what to do. Numbers may come as floats, dates as serial numbers, anything as text.
"""

import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from citedesmetiers.imports.table import as_text, fold

ROUNDED = re.compile(r"\d[.,]\d+E\+\d{2,}", re.IGNORECASE)
EXCELS_FIRST_DAY = date(1899, 12, 30)
SERIALS = range(10_000, 80_000)  # 1927 to 2119: dates whose cell lost its format
SIGNS_BETWEEN = re.compile(r"[,;/|\n]")
YES = {"yes", "oui", "si", "sim", "x", "1", "vrai", "true", "y", "o"}
NO = {"no", "non", "nao", "0", "faux", "false", "n"}
MOST_NAMED = 8  # of a closed list, in a message
REPEATED = {"idem", "dito", "ditto"}
REPEATING_SIGNS = {"id.", "\u2033", "\u3003", '"', "''", "\u201d", "\u00bb", "//"}


@dataclass(frozen=True)
class Remarked:
    """What a parse returns when it has understood a cell, but in a way that people should see. remark: a sentence."""

    value: object
    remark: str


def repeats(cell):
    """True when the cell says that the one above it is meant: idem, id., ditto, a quotation mark, //."""
    return isinstance(cell, str) and (fold(cell) in REPEATED or cell.strip().lower() in REPEATING_SIGNS)


def text(cell):
    """What stands in the cell. Refuses numbers that Excel has rounded, and "idem"."""
    if isinstance(cell, float) and abs(cell) >= 1e15 or isinstance(cell, str) and ROUNDED.fullmatch(cell.strip()):
        raise ValidationError(_("Excel has rounded this number, digits are lost. Format the column as text."))
    found = as_text(cell)
    if found[:1] == "'" and found[1:2] in {"=", "+", "-", "@"}:
        found = found[1:]  # as our own CSV files guard what would run as a formula
    if repeats(found):
        raise ValidationError(_("“%(text)s” says to repeat. Write out what is meant.") % {"text": found})
    return found


def line(cell):
    """A text without line breaks."""
    return " ".join(text(cell).split())


def email(cell):
    found = line(cell).removeprefix("mailto:")
    validate_email(found)
    return found


def phone(cell):
    """A telephone number as it was written. A number of nine digits has lost its leading zero in Excel."""
    if isinstance(cell, int | float):
        found = as_text(cell)
        if len(found) == 9 and found[0] in "123456789":
            return f"0{found}"
        return found
    return line(cell)


def day(cell):
    """A date: a date cell, its serial number, 2026-03-14, 14/03/2026 or 14.03.2026."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in SERIALS:
        return EXCELS_FIRST_DAY + timedelta(days=int(cell))
    found = as_text(cell)
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(found, pattern).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
    raise ValidationError(_("This is no date. Write it as 2026-03-14 or 14/03/2026."))


def number(cell):
    """A number with or without decimals, as Decimal; 0,5 and 1 250 are understood."""
    if isinstance(cell, bool):
        raise ValidationError(_("This is no number."))
    found = re.sub(r"[\s'’]", "", as_text(cell)).replace(",", ".")
    try:
        value = Decimal(found)
    except InvalidOperation as error:
        raise ValidationError(_("This is no number.")) from error
    if not value.is_finite():
        raise ValidationError(_("This is no number."))
    return value


def whole_number(cell):
    value = number(cell)
    if value != value.to_integral_value():
        raise ValidationError(_("This is no whole number."))
    return int(value)


def yes_or_no(cell):
    found = fold(as_text(cell))
    if cell is True or found in YES:
        return True
    if cell is False or found in NO:
        return False
    raise ValidationError(_("Write yes or no."))


def names_of(choices):
    """{folded name: value} of `choices` ((value, label), …): their values, and their labels in every language."""
    found = {fold(value): value for value, _label in choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(label): value for value, label in choices}
    return found


def nearest(text, names):
    """Those of `names` that look most like `text`, at most three; for a message."""
    folded = {fold(name): name for name in names}
    return [folded[found] for found in difflib.get_close_matches(fold(text), folded, n=3, cutoff=0.5)]


class OneOf:
    """A parse for a closed list. choices: ((value, label), …), labels in any language of the house."""

    def __init__(self, choices):
        self.choices = choices
        self._names = None

    def __call__(self, cell):
        if self._names is None:
            self._names = names_of(self.choices)
        found = line(cell)
        if fold(found) not in self._names:
            labels = [str(label) for _value, label in self.choices]
            known = labels if len(labels) <= MOST_NAMED else nearest(found, labels)
            sentence = _("“%(text)s” is not in the list. Known are: %(known)s.")
            if not known:
                sentence = _("“%(text)s” is not in the list.")
            raise ValidationError(sentence % {"text": found, "known": ", ".join(known)})
        return self._names[fold(found)]

    def said(self, stored):
        """What stands in the database, in the reader's words; values with a comma between them."""
        labels = {str(value): str(label) for value, label in self.choices}
        return ", ".join(labels.get(value, value) for value in stored.split(", "))


class SeveralOf(OneOf):
    """The same for several values in one cell, with a comma, semicolon, slash, bar or line break between them."""

    def __call__(self, cell):
        parts = [part for part in SIGNS_BETWEEN.split(text(cell)) if part.strip()]
        found = [super(SeveralOf, self).__call__(part) for part in parts]
        return [value for value, _label in self.choices if value in found]
