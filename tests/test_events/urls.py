"""The lines of the room events in the table of URLs (tests/test_urls_by_role.py)."""


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {}
    return {f"events:{name}": line for name, line in found.items()}


def public_lines(page, one):
    """The same for the public pages."""
    found = {}
    return {f"programme:{name}": line for name, line in found.items()}
