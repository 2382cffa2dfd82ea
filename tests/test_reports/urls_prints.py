"""The lines of statements and prints in the table of URLs (tests/test_urls_by_role.py)."""

from partners.factories import make_institution
from reports.factories import make_print_job, make_ready_print


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {
        "statement": page("edit_partners", of=one(make_institution)),
        "statement_pdf": page("edit_partners", of=one(make_institution)),
        "statement_xlsx": page("edit_partners", of=one(make_institution)),
        "prints": page("edit_partners"),
        "print_ask": page("see_figures", of=lambda: {"code": "yearly"}),
        "print_page": page("see_figures", of=lambda: {"code": "yearly"}, query="?year=x", status=302),
        "print_job": page("see_figures", of=one(make_print_job)),
        "print_file": page("see_figures", of=one(make_ready_print)),
        "print_again": page("see_figures", post_only=True, of=one(make_print_job)),
    }
    return {f"reports:{name}": line for name, line in found.items()}
