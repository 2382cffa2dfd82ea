"""The lines of the reception in the table of URLs (tests/test_urls_by_role.py)."""

from django.utils import timezone

from citedesmetiers.factories import make_import_row, make_import_run
from citedesmetiers.models import Site
from reception.factories import make_group_visit, make_sampling_period, make_visit


def of_today(make):
    """A function that makes one entry of today at the place of `people` and gives its key."""
    return lambda: {"uid": make(site=Site.objects.order_by("pk").first(), day=timezone.localdate()).uid}


def a_run(**fields):
    """A function that makes an import of door readings."""
    return lambda: {"pk": make_import_run(importer="door_readings", content=b"Day;Came in\n", **fields).pk}


def a_refusal():
    run = make_import_run(importer="door_readings", content=b"Day;Came in\n", state="checked", refused=1)
    make_import_row(run=run, fate="refused", reasons=[["A", "Day", "A", "No."]])
    return {"pk": run.pk, "ending": "csv"}


def imports(page):
    """The screens of an import, mounted in this room."""
    return {
        "reception:imports": page("log_visits"),
        "reception:import_new": page("log_visits", of=lambda: {"importer": "door_readings"}),
        "reception:import_sample": page("log_visits", of=lambda: {"importer": "door_readings", "ending": "csv"}),
        "reception:import_run": page("log_visits", of=a_run(state="checked")),
        "reception:import_columns": page("log_visits", of=a_run()),
        "reception:import_confirm": page("log_visits", post_only=True, of=a_run(state="checked")),
        "reception:import_leave": page("log_visits", post_only=True, of=a_run()),
        "reception:import_again": page("log_visits", post_only=True, of=a_run(state="checked")),
        "reception:import_refused": page("log_visits", of=a_refusal),
    }


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    return {
        "reception:counter": page("log_visits"),
        "reception:service_worker": page("public"),
        "reception:entries": page("log_visits", post_only=True, json=True),
        "reception:state": page("log_visits", json=True),
        "reception:stations": page("log_visits", post_only=True),
        "reception:visits": page("log_visits"),
        "reception:visit_add": page("log_visits"),
        "reception:visit_edit": page("log_visits", of=of_today(make_visit)),
        "reception:visit_take_back": page("log_visits", post_only=True, of=of_today(make_visit)),
        "reception:visit_put_back": page("log_visits", post_only=True, of=of_today(make_visit)),
        "reception:past": page("log_visits"),
        "reception:groups": page("log_visits"),
        "reception:group_add": page("log_visits"),
        "reception:group_edit": page("log_visits", of=of_today(make_group_visit)),
        "reception:group_take_back": page("log_visits", post_only=True, of=of_today(make_group_visit)),
        "reception:group_put_back": page("log_visits", post_only=True, of=of_today(make_group_visit)),
        "reception:board": page("see_board"),
        "reception:board_wall": page("see_board"),
        "reception:calendar": page("log_visits"),
        "reception:calendar_explain": page("log_visits", post_only=True),
        "reception:door": page("log_visits"),
        **imports(page),
        "reception:sampling": page("log_visits"),
        "reception:sampling_add": page("plan_sampling"),
        "reception:sampling_edit": page("plan_sampling", of=one(make_sampling_period)),
        "reception:sampling_delete": page("plan_sampling", of=one(make_sampling_period)),
    }
