"""ISBN and ISSN: found in what people type, checked, in one form for storage and one for reading.

Stored are 13 digits (978…) and 1234-567X. Check digits: ISO 2108 and ISO 3297, by python-stdnum.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import isbn as stdnum_isbn
from stdnum import issn as stdnum_issn
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NumberError

BETWEEN = re.compile(r"[\s.\-\u00ad\u2010-\u2015\u2212]+")
LABEL = re.compile(r"^\s*(?:e?isbn|e?issn)(?:[\s-]*1[03])?\s*[:.n°º]*\s*", re.IGNORECASE)


WRONG_DIGIT = "wrong_digit"


def compact(text):
    """A number without the label, spaces and dashes that people write around its digits."""
    return BETWEEN.sub("", LABEL.sub("", str(text))).upper()


def isbn13(text):
    """The ISBN in `text` as 13 digits. Raises ValidationError with a reason that says what to do."""
    digits = compact(text)
    if not re.fullmatch(r"\d{9}[\dX]|\d{13}", digits):
        raise ValidationError(_("An ISBN has 10 or 13 digits; this has %(n)s.") % {"n": count_of_digits(digits)})
    try:
        return stdnum_isbn.to_isbn13(stdnum_isbn.validate(digits)).replace("-", "")
    except InvalidChecksum as error:
        raise ValidationError(
            _("The last digit of this ISBN does not fit the others. Expected: %(isbn)s.")
            % {"isbn": stdnum_isbn.format(with_right_digit(digits))},
            code=WRONG_DIGIT,
        ) from error
    except NumberError as error:
        raise ValidationError(_("An ISBN of 13 digits begins with 978 or 979.")) from error


def issn(text):
    """The ISSN in `text` as 1234-567X. Raises ValidationError with a reason that says what to do."""
    digits = compact(text)
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        raise ValidationError(_("An ISSN has 8 digits, the last may be an X; this has %(n)s.") % {"n": len(digits)})
    try:
        return stdnum_issn.format(stdnum_issn.validate(digits))
    except NumberError as error:
        raise ValidationError(
            _("The last digit of this ISSN does not fit the others. Expected: %(issn)s.")
            % {"issn": stdnum_issn.format(digits[:7] + stdnum_issn.calc_check_digit(digits[:7]))},
            code=WRONG_DIGIT,
        ) from error


def advised(checked, text):
    """checked(text), where a wrong digit is said together with what to do, for those who have the document at hand."""
    try:
        return checked(text)
    except ValidationError as error:
        if error.code != WRONG_DIGIT:
            raise
        raise ValidationError(
            _("%(reason)s Write it anew as it is printed on the document; if it is printed so, leave it empty.")
            % {"reason": error.message},
            code=WRONG_DIGIT,
        ) from error


def shown_isbn(digits):
    """13 digits as people read them, with hyphens: 978-2-900012-10-9."""
    return stdnum_isbn.format(digits) if digits else ""


def with_right_digit(digits):
    """`digits` (10 or 13 of them) with the last one as it should be."""
    if len(digits) == 10:
        last = sum(place * int(digit) for place, digit in enumerate(digits[:9], start=1)) % 11
        return digits[:9] + ("X" if last == 10 else str(last))
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
    return digits[:12] + str(-total % 10)


def count_of_digits(text):
    return sum(1 for sign in text if sign.isdigit() or sign == "X")
