"""The character sets of UNIMARC, told by field 100 (characters 26 to 29) and by the bytes themselves.

Files often say one thing and are another; bytes that are UTF-8 beyond doubt are read as that whatever the file says.
ISO 5426 puts an accent before its letter. Source of the codes: UNIMARC manual, field 100, subfield $a.
"""

import re
import unicodedata

UNICODE, BASIC, EXTENDED = "50", "01", "03"
NAMES = {
    "02": "ISO 646 (Cyrillic, registration 37)", "04": "ISO 5427 (Cyrillic)", "05": "ISO 5428 (Greek)",
    "06": "ISO 6438 (African)", "07": "ISO 10586 (Georgian)", "08": "ISO 8957 (Hebrew)", "09": "ISO 8957 (Hebrew)",
    "10": "ISO 6861 (Slavic)", "11": "ISO 5426-2",
}  # fmt: skip

ACCENTS = dict(
    zip(
        range(0xC0, 0xDC),
        "\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0308\u030a\u0315\u0312\u030b\u031b\u030c"
        "\u0327\u031c\u0326\u0328\u0325\u032e\u0323\u0324\u0332\u0333\u0329\u032d",
        strict=True,
    )
)
SIGNS = {
    0xA1: "¡", 0xA2: "„", 0xA3: "£", 0xA4: "$", 0xA5: "¥", 0xA6: "†", 0xA7: "§", 0xA8: "′", 0xA9: "‘", 0xAA: "“",
    0xAB: "«", 0xAC: "♭", 0xAD: "©", 0xAE: "℗", 0xAF: "®", 0xB0: "ʿ", 0xB1: "ʾ", 0xB2: "‚", 0xB6: "‡", 0xB7: "·",
    0xB8: "″", 0xB9: "’", 0xBA: "”", 0xBB: "»", 0xBC: "♯", 0xBD: "ʹ", 0xBE: "ʺ", 0xBF: "¿", 0xE1: "Æ", 0xE2: "Đ",
    0xE6: "Ĳ", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xEC: "Þ", 0xF1: "æ", 0xF2: "đ", 0xF3: "ð", 0xF5: "ı", 0xF6: "ĳ",
    0xF8: "ł", 0xF9: "ø", 0xFA: "œ", 0xFB: "ß", 0xFC: "þ",
}  # fmt: skip
ACCENTED = re.compile(rb"[\xc0-\xdb][A-Za-z]")
WESTERN = re.compile(rb"[A-Za-z][\xe0\xe2\xe7-\xeb\xee\xef\xf4\xf9\xfb](?=[a-z \x1e\x1f,.;:']|$)")
NOT_SORTED = re.compile("[\u0088\u0089\u0098\u009c]")  # marks around an initial article


class WrongCharset(Exception):
    """The bytes of a record cannot be what its field 100 says; its text names the set."""


def of_record(declared, content):
    """Which function turns the bytes of a record into text.

    declared: characters 26 to 29 of field 100 ("0103", "50  "; "" when there is none).  content: all its bytes.
    Raises WrongCharset.
    """
    codes = [declared[at : at + 2] for at in range(0, len(declared), 2) if declared[at : at + 2].strip()]
    if content.isascii():
        return lambda part: part.decode("ascii")
    try:
        content.decode()
    except UnicodeDecodeError as error:
        if UNICODE in codes:
            raise WrongCharset("UTF-8") from error
    else:
        return lambda part: part.decode()
    for code in codes:
        if code in NAMES:
            raise WrongCharset(NAMES[code])
    # A capital É before a letter looks like an accent of ISO 5426, so that what occurs more often decides.
    accented, letters = len(ACCENTED.findall(content)), len(WESTERN.findall(content))
    if accented > letters or accented == letters and EXTENDED in codes:
        return iso5426
    return western


def iso5426(part):
    """Bytes of ISO 5426 as text, composed (NFC). Raises WrongCharset at a byte that means nothing there."""
    found, waiting = [], []
    for byte in part:
        if byte in ACCENTS:
            waiting.append(ACCENTS[byte])
            continue
        if byte < 0x80:
            found.append(chr(byte))
        elif byte in (0x88, 0x89):
            continue
        elif byte in SIGNS:
            found.append(SIGNS[byte])
        else:
            raise WrongCharset("ISO 5426")
        found += waiting
        waiting = []
    return unicodedata.normalize("NFC", "".join(found))


def western(part):
    """Bytes of Windows' western code page, which some systems write against the rules, as text."""
    plain = part.replace(b"\x88", b"").replace(b"\x89", b"")
    if b"\x98" in plain:  # marks an article that is not sorted, up to 0x9c
        plain = plain.replace(b"\x98", b"").replace(b"\x9c", b"")
    return plain.decode("cp1252", "replace")


def without_marks(text):
    """A text, composed (NFC), without the marks around an article that sorting passes over (NSB, NSE)."""
    return unicodedata.normalize("NFC", " ".join(NOT_SORTED.sub("", text).split()))
