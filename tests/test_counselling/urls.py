"""The lines of the room counselling, roster and what came after, in the table of URLs (tests/test_urls_by_role.py)."""


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {}
    return {f"counselling:{name}": line for name, line in found.items()}


def public_lines(page, one):
    """The same for the public pages."""
    found = {}
    return {f"desks:{name}": line for name, line in found.items()}
