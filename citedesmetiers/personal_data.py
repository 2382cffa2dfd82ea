"""Finds in free text what could name a person, so that it is refused where staff write about things.

Four kinds are told apart: e-mail addresses, telephone numbers, French social security numbers (NIR) and IBANs. The
last two carry check digits, so that a long reference number is not taken for one.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\t\n", " "))
EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
# Sex, year, month, department (Corsica: 2A, 2B), municipality, number, key.
NIR = re.compile(
    r"(?<!\d)([12])[ .]?(\d\d)[ .]?(\d\d)[ .]?(\d\d|2[AB])[ .]?(\d{3})[ .]?(\d{3})[ .]?(\d\d)(?!\d)", re.I
)
IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d\d(?: ?[A-Z0-9]){11,30}(?![A-Z0-9])", re.I)
# With a country code (+33 6 12…, 0039…), or as a French number of ten digits in pairs or in one.
PHONE = re.compile(
    r"(?<![\d+])(?<!\d[ .\-/])"
    r"(?:(?:\+|00)\d{1,3}[ .\-/]?(?:\(0\)[ .\-/]?)?(?:\d[ .\-/]?){7,11}\d|0[1-9](?:[ .\-/]?\d\d){4})(?!\d)"
)

KINDS = {
    "email": _("an e-mail address"),
    "nir": _("a social security number"),
    "iban": _("a bank account number (IBAN)"),
    "phone": _("a telephone number"),
}


def found_in(text):
    """What in `text` could name a person: a list of (kind, the passage), kinds as in KINDS, in order of appearance."""
    text = (text or "").translate(SPACES)
    seen, taken = [], []
    for kind, pattern, is_real in (
        ("email", EMAIL, lambda passage: True),
        ("nir", NIR, is_nir),
        ("iban", IBAN, lambda passage: bool(iban_in(passage))),
        ("phone", PHONE, lambda passage: True),
    ):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < last and first < end for first, last in taken) or not is_real(match.group()):
                continue
            passage = iban_in(match.group()) if kind == "iban" else match.group().strip(" .-/")
            taken.append((start, start + len(passage)))
            seen.append((start, kind, passage))
    return [(kind, passage) for _start, kind, passage in sorted(seen)]


def is_nir(passage):
    """True when the key of a French social security number fits: 97 less the remainder of the first 13 digits."""
    digits = re.sub(r"[ .]", "", passage).upper()
    body = digits[:13].replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(digits[13:])


def iban_in(passage):
    """The IBAN with which `passage` begins, "" when none does: its check digits make it 1 modulo 97 (ISO 13616).

    A passage may run on into the words that follow, so that shorter beginnings are tried too.
    """
    for end in range(len(passage), 14, -1):
        tried = passage[:end].replace(" ", "").upper()
        if passage[end - 1] == " " or not 15 <= len(tried) <= 34:
            continue
        if end < len(passage) and passage[end] != " ":
            continue
        if int("".join(str(int(sign, 36)) for sign in tried[4:] + tried[:4])) % 97 == 1:
            return passage[:end]
    return ""


def no_personal_data(text):
    """Validator for free text: raises ValidationError that names what it saw."""
    seen = found_in(text)
    if seen:
        passages = ", ".join(f"{KINDS[kind]} ({passage})" for kind, passage in seen)
        raise ValidationError(
            ngettext(
                "This looks like personal data: %(passages)s. Take it out.",
                "These look like personal data: %(passages)s. Take them out.",
                len(seen),
            )
            % {"passages": passages},
            code="personal_data",
        )
