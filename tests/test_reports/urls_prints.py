"""The lines of statements and prints in the table of URLs (tests/test_urls_by_role.py)."""

from partners.factories import make_institution


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {
        "statement": page("edit_partners", of=one(make_institution)),
        "statement_pdf": page("edit_partners", of=one(make_institution)),
        "statement_xlsx": page("edit_partners", of=one(make_institution)),
    }
    return {f"reports:{name}": line for name, line in found.items()}
