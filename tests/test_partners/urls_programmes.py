"""The lines of programmes, budgets and imports in the table of URLs (tests/test_urls_by_role.py)."""

from citedesmetiers.factories import make_import_row, make_import_run
from partners import factories as make


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    see, edit = "see_partners", "edit_partners"
    programme, budget = one(make.make_programme), one(make.make_budget)
    ephemeral = one(make.make_programme, kind="ephemeral_preparation")

    def a_run(**fields):
        return lambda: {"pk": make_import_run(content=b"Name\nA\n", **fields).pk}

    def a_refusal():
        run = make_import_run(content=b"Name\nA\n", state="checked", refused=1)
        make_import_row(run=run, fate="refused", reasons=[["A", "Name", "A", "No."]])
        return {"pk": run.pk, "ending": "csv"}

    return {
        "partners:programme_list": page(see),
        "partners:programme_add": page(edit),
        "partners:programme": page(see, of=programme),
        "partners:programme_edit": page(edit, of=programme),
        "partners:programme_delete": page(edit, of=programme),
        "partners:programme_meetings": page(edit, of=programme),
        "partners:programme_preparation": page(edit, of=ephemeral),
        "partners:programme_part": page(edit, of=lambda: programme() | {"part": "objectives"}),
        "partners:budget_list": page(see),
        "partners:budget_add": page(edit),
        "partners:budget": page(see, of=budget),
        "partners:budget_edit": page(edit, of=budget),
        "partners:budget_delete": page(edit, of=budget),
        "partners:imports": page(edit),
        "partners:import_new": page(edit, of=lambda: {"importer": "institutions"}),
        "partners:import_sample": page(edit, of=lambda: {"importer": "institutions", "ending": "csv"}),
        "partners:import_run": page(edit, of=a_run(state="checked")),
        "partners:import_columns": page(edit, of=a_run()),
        "partners:import_confirm": page(edit, post_only=True, of=a_run(state="checked")),
        "partners:import_leave": page(edit, post_only=True, of=a_run()),
        "partners:import_again": page(edit, post_only=True, of=a_run(state="checked")),
        "partners:import_refused": page(edit, of=a_refusal),
        "reports:budget_pdf": page(see, of=budget),
    }
