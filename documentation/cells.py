"""How cells of a holdings list become values: the ways in which people have filled in such lists for years.

Each takes a raw cell (never an empty one) and returns the value, or Remarked(value, sentence) where it had to be read
generously, or raises ValidationError with a reason that says what to do. None: nothing is known.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from citedesmetiers import personal_data
from citedesmetiers.imports import cells
from citedesmetiers.imports.cells import Remarked
from citedesmetiers.imports.table import as_text, fold
from documentation import standard_numbers

UNKNOWN = {
    "", "nc", "sd", "sp", "sn", "sl", "neant", "inconnu", "inconnue", "avenir", "aucun", "aucune", "don", "sansobjet",
    "na", "unknown", "none", "tba", "nodate", "nd", "enattente", "acompleter", "sansisbn", "pasdisbn",
}  # fmt: skip
FREE = {"gratuit", "gratuite", "gratuits", "free", "gratis"}
IN_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
}  # fmt: skip
PRICE = re.compile(
    r"(?:€|eur|chf|£)?\s*(\d{1,3}(?:[ '’.]\d{3})+|\d+)(?:[.,](\d{1,2}))?\s*(?:€|eur|euros?|chf|£)?\s*(?:ttc)?",
    re.IGNORECASE,
)
EURO_BETWEEN = re.compile(r"(\d+)\s*(?:€|eur)\s*(\d{2})", re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
FIRST_YEAR = 1500
DEAREST = 50_000  # cents; above them people are asked to look
LONGEST_ABSTRACT = 4_000
MOST_COPIES = 500
MARK = re.compile(r"([A-Za-z]{1,3})\s*(\d[\d.]*)\b\s*(.*)", re.DOTALL)
SPOILT = re.compile(r"[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ©«®°±´µ¶·¸¹º»¼½¾¿¡¢£¤¥¦§¨ª¬¯]")
FILE_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\|file:", re.IGNORECASE)
LOST_ZEROS = 6  # an ISBN that ends with so many zeros was rounded by a spreadsheet


def says_nothing(text):
    """True for the ways of writing that a value is not known: "s.d.", "NC", "?", "–"."""
    return fold(text) in UNKNOWN


def title(cell):
    """One line of text; a number is a title too, a date is what a spreadsheet has made of one."""
    if isinstance(cell, date | datetime):
        raise ValidationError(
            _("The spreadsheet has made a date of this title. Format the column as text, write it anew.")
        )
    found = cells.line(cell).replace("\u00ad", "")
    if re.match(r"[-–—]\s*\w", found):
        found = found.lstrip("-–— ")
    if SPOILT.search(found):
        return Remarked(found, spoilt(found))
    return found


def spoilt(text):
    """A sentence about letters that were read in a wrong encoding, with what may be meant."""
    try:
        meant = text.encode("cp1252").decode()
    except UnicodeError:
        return _("letters look spoilt; look at them.")
    return _("letters look spoilt; perhaps “%(meant)s” is meant.") % {"meant": meant}


def people(cell):
    """Names, one each; they stand with semicolons, bars or line breaks between them."""
    found = [" ".join(part.split()) for part in re.split(r"[;|\n]|\s/\s", cells.text(cell))]
    found = [part for part in found if part and not says_nothing(part)]
    return list(dict.fromkeys(found))


def words(cell):
    """Subjects, one each. A bar alone separates where there is one; else commas, semicolons, slashes, line breaks."""
    text = cells.text(cell)
    parts = text.split("|") if "|" in text else re.split(r"[;,/\n]", text)
    return list({fold(part): " ".join(part.split()) for part in reversed(parts) if fold(part)}.values())[::-1]


def checked_isbn13(text):
    return standard_numbers.advised(standard_numbers.isbn13, text)


def checked_issn(text):
    return standard_numbers.advised(standard_numbers.issn, text)


def rounded_away():
    return _(
        "Excel has rounded this ISBN, digits are lost. Format the column as text, then write the number anew as it is"
        " printed on the document."
    )


def isbn(cell):
    """13 digits, or 1234-567X when an ISSN stands here; several: the first one, and a remark."""
    if (
        isinstance(cell, float)
        and not cell.is_integer()
        or isinstance(cell, str)
        and cells.ROUNDED.fullmatch(cell.strip())
    ):
        raise ValidationError(rounded_away())
    text = as_text(cell).lstrip("'").replace("\u00ad", "")
    if says_nothing(text):
        return None
    if isinstance(cell, int | float):
        return isbn_of_number(text)
    if standard_numbers.compact(text) == "" or not re.search(r"\d", text):
        return Remarked(None, _("“%(text)s” is no number: left empty.") % {"text": text[:60]})
    parts = [part for part in re.split(r"[/;,|\n]", text) if re.search(r"\d{3}", part)] or [text]
    numbers = [number_of(part) for part in parts]
    if len(set(numbers)) > 1:
        others = ", ".join(dict.fromkeys(numbers[1:]))
        return Remarked(numbers[0], _("several numbers; the first is kept, not %(others)s.") % {"others": others})
    return numbers[0]


def isbn_of_number(text):
    """An ISBN that a spreadsheet took for a number: a zero at its beginning may be lost, or digits at its end."""
    if len(text) > 12 and text.endswith("0" * LOST_ZEROS):
        raise ValidationError(rounded_away())
    if 7 <= len(text) <= 9:
        try:
            return Remarked(
                checked_isbn13(text.zfill(10)),
                _("a zero at the beginning was lost; put back."),
            )
        except ValidationError:
            if len(text) == 8:
                return checked_issn(text)
            raise
    return checked_isbn13(text)


def number_of(text):
    """An ISBN, or the ISSN that stands in its place."""
    if len(standard_numbers.compact(text)) == 8:
        return checked_issn(text)
    return checked_isbn13(text)


def issn(cell):
    """1234-567X, or 13 digits when an ISBN stands here."""
    text = as_text(cell).lstrip("'")
    if says_nothing(text):
        return None
    if isinstance(cell, int | float):
        return checked_issn(text.zfill(8)) if len(text) <= 8 else checked_isbn13(text)
    return number_of(text)


def year(cell):
    """A year, out of a date, a serial number of one, ©2018, "mars 2023" or a span of years."""
    if isinstance(cell, bool):
        raise ValidationError(_("This is no year."))
    if isinstance(cell, date | datetime):
        return checked_year(cell.year)
    text = as_text(cell)
    if says_nothing(text):
        return None
    if isinstance(cell, int | float):
        if int(cell) in cells.SERIALS and int(cell) == cell:
            day = cells.day(cell)
            return Remarked(checked_year(day.year), _("%(number)s is a date, %(day)s.") % {"number": text, "day": day})
        return checked_year(int(cell) if int(cell) == cell else None)
    if re.fullmatch(r"(?:©|c|cop\.?|\[|dl|impr\.?|ca\.?)?\s*\d{4}\s*\]?", text, re.IGNORECASE):
        return checked_year(int(re.search(r"\d{4}", text)[0]))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return checked_year(int(text[:4]))
    found = [int(each) for each in YEAR.findall(text)]
    if not found:
        raise ValidationError(_("This is no year. Write it with four digits."))
    return Remarked(checked_year(found[-1]), _("“%(text)s” was read as %(year)s.") % {"text": text, "year": found[-1]})


def checked_year(found):
    latest = timezone.localdate().year + 1
    if found is None or not FIRST_YEAR <= found <= latest:
        raise ValidationError(
            _("This is no year between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": latest}
        )
    return found


def price(cell):
    """Cents. 12€90, € 16, 1 250 €, "gratuit" are understood, two amounts or a sum to work out are not."""
    if isinstance(cell, bool | date | datetime):
        raise ValidationError(_("This is no price."))
    if isinstance(cell, int | float | Decimal):
        return checked_price(Decimal(str(cell)))
    text = " ".join(as_text(cell).split())
    if fold(text) in FREE:
        return 0
    if text and says_nothing(text):
        return None
    between = EURO_BETWEEN.fullmatch(text)
    if between:
        return checked_price(Decimal(f"{between[1]}.{between[2]}"))
    found = PRICE.fullmatch(text)
    if not found:
        if re.fullmatch(r"-\s*\d.*", text):
            raise ValidationError(_("A price is not below zero."))
        raise ValidationError(_("This is no single price. Write one amount, for example 12.90."))
    return checked_price(Decimal(f"{re.sub(r'[^0-9]', '', found[1])}.{found[2] or '0'}"))


def checked_price(amount):
    if not amount.is_finite() or amount < 0:
        raise ValidationError(_("A price is not below zero."))
    cents = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if cents > 100_000_000:
        raise ValidationError(_("This is no single price. Write one amount, for example 12.90."))
    if cents > DEAREST:
        return Remarked(cents, _("a high price; look at it."))
    return cents


def counts(cell):
    """Numbers of copies, one for each place ("3|2"), as a list."""
    if isinstance(cell, str) and "|" in cell:
        return [count(part) for part in cell.split("|")]
    found = count(cell)
    return Remarked([found.value], found.remark) if isinstance(found, Remarked) else [found]


def count(cell):
    if isinstance(cell, str):
        text = as_text(cell)
        if fold(text) in IN_WORDS:
            value = IN_WORDS[fold(text)]
            return Remarked(value, _("“%(text)s” was read as %(n)s.") % {"text": text, "n": value})
        with_words = re.fullmatch(r"(\d{1,3})\s*(?:ex\b|exemplaires?|copies|\().*", text, re.IGNORECASE | re.DOTALL)
        if with_words:
            return Remarked(
                int(with_words[1]), _("“%(text)s” was read as %(n)s.") % {"text": text, "n": with_words[1]}
            )
    value = cells.whole_number(cell)
    if not 0 <= value <= MOST_COPIES:
        raise ValidationError(_("Write a number of copies from 0 to %(most)s.") % {"most": MOST_COPIES})
    return value


def shelf_marks(cell):
    """Shelf marks, one for each place, in the plan's way of writing: f 30 is F30. Two for one place: the first."""
    text = cells.line(cell)
    if "|" in text:
        return [shelf_mark(part) for part in text.split("|")]
    several = [part for part in re.split(r"\s*(?:[;/]|\bet\b|\bou\b)\s*", text) if part]
    if len(several) > 1 and all(MARK.fullmatch(part) for part in several):
        others = ", ".join(several[1:])
        return Remarked(
            [shelf_mark(several[0])], _("several shelf marks; the first is kept, not %(others)s.") % {"others": others}
        )
    return [shelf_mark(text)]


def shelf_mark(text):
    text = " ".join(text.split())
    found = MARK.fullmatch(text)
    if found:
        return f"{found[1].upper()}{found[2]} {found[3].strip()}".strip()
    return text


def places(cell):
    """Values for the copies of each place, in their order, with bars (or line breaks) between them; some may be ""."""
    return [" ".join(part.split()) for part in re.split(r"[|\n]", cells.text(cell))]


def abstract(cell):
    """A text of several lines, cut where it is too long; people are told what in it could name a person."""
    text = cells.text(cell)
    remarks = []
    if len(text) > LONGEST_ABSTRACT:
        text = f"{text[: LONGEST_ABSTRACT - 1].rstrip()}…"
        remarks.append(_("cut after %(most)s signs.") % {"most": LONGEST_ABSTRACT})
    seen = personal_data.found_in(text)
    if seen:
        passages = ", ".join(f"{personal_data.KINDS[kind]} ({passage})" for kind, passage in seen)
        remarks.append(_("this looks like personal data: %(passages)s.") % {"passages": passages})
    return Remarked(text, " ".join(remarks)) if remarks else text


def web_address(cell):
    """An address of the web; https:// is put in front where it is missing. A path on somebody's disk is refused."""
    found = cells.text(cell).replace("\n", " ").strip()
    if says_nothing(found):
        return None
    if FILE_PATH.match(found):
        raise ValidationError(_("This is a file on somebody's computer. Write an address of the web."))
    if re.match(r"https?://[^\s/]+\.[^\s/]+", found, re.IGNORECASE) and " " not in found:
        return found
    if re.match(r"[\w-]+(\.[\w-]+)+(/\S*)?$", found):
        return Remarked(f"https://{found}", _("“https://” was put in front."))
    raise ValidationError(_("This is no address of the web. It begins with https://."))


def seen_on(cell):
    """A day; what is less than a day (a month, a year, a question mark) is left out with a remark."""
    if isinstance(cell, str):
        text = as_text(cell)
        short = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{2})", text)
        if short:
            return cells.day(f"{short[1]}/{short[2]}/20{short[3]}")
        try:
            return cells.day(text)
        except ValidationError:
            return Remarked(None, _("“%(text)s” is no day: left empty.") % {"text": text[:60]})
    return cells.day(cell)
