"""The lines of the room documentation in the table of URLs (tests/test_urls_by_role.py)."""


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {}
    return {f"documentation:{name}": line for name, line in found.items()}


def public_lines(page, one):
    """The same for the public pages."""
    found = {}
    return {f"catalogue:{name}": line for name, line in found.items()}
