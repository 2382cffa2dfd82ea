"""The lines of statements and prints in the table of URLs (tests/test_urls_by_role.py)."""

from partners.factories import make_institution
from reports.factories import make_print_job, make_ready_print


def a_kind():
    """A kind of print for all who may see prints at all; some kinds are the director's alone."""
    return {"code": "programme"}


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {
        "statement": page("edit_partners", of=one(make_institution)),
        "statement_pdf": page("edit_partners", of=one(make_institution)),
        "statement_xlsx": page("edit_partners", of=one(make_institution)),
        "prints": page("edit_partners"),
        "print_ask": page("edit_partners", of=a_kind),
        "print_page": page("edit_partners", of=a_kind, status=302),
        "print_job": page("edit_partners", of=one(make_print_job, kind="programme")),
        "print_file": page("edit_partners", of=one(make_ready_print, kind="programme")),
        "print_again": page("edit_partners", post_only=True, of=one(make_print_job, kind="programme")),
    }
    return {f"reports:{name}": line for name, line in found.items()}
