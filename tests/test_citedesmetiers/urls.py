"""The lines of the centre's public face in the table of URLs (tests/test_urls_by_role.py)."""

from citedesmetiers.factories import make_purpose, make_site


def lines(page, one):
    """{URL name: its line} of the staff pages; page, one: see tests/test_urls_by_role.py."""
    return {}


def public_lines(page, one):
    """The same for the public pages."""
    return {
        "purpose": page("public", of=lambda: {"code": make_purpose().code}),
        "places": page("public"),
        "site_map": page("public"),
        "sitemap": page("public"),
        "place": page("public", of=lambda: {"code": make_site().code}),
    }
