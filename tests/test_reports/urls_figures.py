"""The lines of the pages of figures in the table of URLs (tests/test_urls_by_role.py)."""

from reports.factories import make_closed_period
from tests.test_reports import urls_prints


def a_figure():
    """A figure that everybody with a room may see: all of them receive groups."""
    return {"code": "groups_by_month"}


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {
        "key_figures_xlsx": page("see_figures"),
        "key_figures_ods": page("see_figures"),
        "key_figures_by_month": page("see_figures"),
        "figures": page("see_room_figures"),
        "figure": page("see_room_figures", of=a_figure),
        "figure_csv": page("see_room_figures", of=a_figure),
        "figure_xlsx": page("see_room_figures", of=a_figure),
        "figure_ods": page("see_room_figures", of=a_figure),
        "network": page("see_figures"),
        "key_figures_json": page("see_figures"),
        "closed_periods": page("see_figures"),
        "closed_period_add": page("write_self_assessment"),
        "closed_period": page("see_figures", of=one(make_closed_period)),
        "closed_period_reopen": page("write_self_assessment", of=one(make_closed_period)),
        "open_data_zip": page("see_figures"),
    }
    return {f"reports:{name}": line for name, line in found.items()} | urls_prints.lines(page, one)
