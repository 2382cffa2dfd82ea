"""The facets of a search row as whole numbers, all in one array: which facet, and which of its values.

One array is counted in one pass and read with one comparison. A language stands in it by its letters.
"""

NUMBERS = {
    "purpose": 1, "medium": 2, "subject": 3, "sector": 4, "level": 5, "language": 6, "year": 7, "site": 8, "shelf": 9,
}  # fmt: skip
NAMES = {number: name for name, number in NUMBERS.items()}
SHIFT = 24  # bits for the value: keys up to 16,777,215
VALUES = (1 << SHIFT) - 1


def code_of(name, value):
    """The whole number that stands for `value` of the facet `name`.

    value: a key or a year, or the letters of a language. Raises ValueError when it has no room.
    """
    number = int.from_bytes(value.encode("ascii")) if name == "language" else int(value)
    if not 0 <= number <= VALUES:
        raise ValueError(f"{value} is too large for the facet {name}")
    return NUMBERS[name] << SHIFT | number


def meaning_of(code):
    """(name of the facet, value as text) that a number of code_of() stands for."""
    name, value = NAMES[code >> SHIFT], code & VALUES
    return name, value.to_bytes(3).strip(b"\0").decode() if name == "language" else str(value)


def codes_of(**values):
    """The sorted array of a row: a facet's value, several of them, or None for none."""
    found = set()
    for name, value in values.items():
        several = value if isinstance(value, list | set | tuple) else [] if value in (None, "") else [value]
        found.update(code_of(name, each) for each in several)
    return sorted(found)
