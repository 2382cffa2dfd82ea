"""The lines of the room events in the table of URLs (tests/test_urls_by_role.py)."""

from datetime import timedelta

from django.utils import timezone

from citedesmetiers.factories import make_import_row, make_import_run
from citedesmetiers.models import Site
from events.factories import (
    make_class_visit,
    make_event_kind,
    make_public_session,
    make_room,
    make_session_result,
)


def coming(**fields):
    """A public session of tomorrow at the place of `people`, with seats to book."""
    site = Site.objects.order_by("pk").first()
    return make_public_session(site=site, starts_at=timezone.now() + timedelta(days=1), seats=12, **fields)


def a_session():
    return {"pk": coming().pk}


def an_event():
    return {"pk": coming().event.pk}


def a_result():
    return {"pk": make_session_result(session=coming()).pk}


def a_class():
    return {"pk": make_class_visit(session=coming()).pk}


def a_list():
    return {"which": "kinds"}


def an_entry():
    return {"which": "kinds", "pk": make_event_kind().pk}


def a_room():
    return {"pk": make_room(site=Site.objects.order_by("pk").first()).pk}


def a_run(**fields):
    """A function that makes an import of a season."""
    return lambda: {"pk": make_import_run(importer="season", content=b"Title\nA\n", **fields).pk}


def a_refusal():
    run = make_import_run(importer="season", content=b"Title\nA\n", state="checked", refused=1)
    make_import_row(run=run, fate="refused", reasons=[["A", "Title", "A", "No."]])
    return {"pk": run.pk, "ending": "csv"}


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    count, edit = "count_attendance", "edit_events"
    found = {
        "calendar": page(count),
        "decide": page(count),
        "event_list": page(count),
        "figures": page("see_room_figures"),
        "figures_sessions": page("see_room_figures"),
        "event_add": page(edit),
        "event": page(count, of=an_event),
        "event_edit": page(edit, of=an_event),
        "event_organisers": page(edit, of=an_event),
        "event_publish": page(edit, post_only=True, of=an_event),
        "event_repeat": page(edit, of=an_event),
        "event_delete": page(edit, of=an_event),
        "sessions_add": page(edit, of=an_event),
        "session": page(count, of=a_session),
        "session_edit": page(edit, of=a_session),
        "session_cancel": page(edit, of=a_session),
        "session_reinstate": page(edit, post_only=True, of=a_session),
        "session_delete": page(edit, of=a_session),
        "session_count": page(count, post_only=True, of=a_session),
        "session_attendance": page(count, of=a_session),
        "session_uncount": page(count, post_only=True, of=a_session),
        "result_add": page(count, of=a_session),
        "result_delete": page(count, of=a_result),
        "class_add": page(count, of=a_session),
        "class_edit": page(count, of=a_class),
        "class_delete": page(count, of=a_class),
        # A season from Excel or CSV
        "imports": page(edit),
        "import_new": page(edit, of=lambda: {"importer": "season"}),
        "import_sample": page(edit, of=lambda: {"importer": "season", "ending": "csv"}),
        "import_run": page(edit, of=a_run(state="checked")),
        "import_columns": page(edit, of=a_run()),
        "import_confirm": page(edit, post_only=True, of=a_run(state="checked")),
        "import_leave": page(edit, post_only=True, of=a_run()),
        "import_again": page(edit, post_only=True, of=a_run(state="checked")),
        "import_refused": page(edit, of=a_refusal),
        # Lists and rooms
        "entry_lists": page("edit_lists"),
        "entry_list": page("edit_lists", of=a_list),
        "entry_add": page("edit_lists", of=a_list),
        "entry_edit": page("edit_lists", of=an_entry),
        "entry_move": page("edit_lists", post_only=True, of=an_entry),
        "entry_retire": page("edit_lists", of=an_entry),
        "entry_resume": page("edit_lists", post_only=True, of=an_entry),
        "room_list": page("edit_sites"),
        "room_add": page("edit_sites"),
        "room_edit": page("edit_sites", of=a_room),
        "room_delete": page("edit_sites", of=a_room),
        # At the counter
        "seats": page("log_visits"),
        "seat_for": page("log_visits", post_only=True, of=a_session),
        "check_in": page("count_attendance", of=a_session),
    }
    return {f"events:{name}": line for name, line in found.items()}


def public_lines(page, one):
    """The same for the public pages."""
    found = {
        "programme": page("public"),
        "event": page("public", of=an_event),
        "calendar_ics": page("public"),
        "news": page("public"),
        "session_ics": page("public", of=a_session),
        "book": page("public", of=a_session),
        "code": page("public", of=a_session),
        "month_pdf": page("public"),
        "week_pdf": page("public"),
        "poster_pdf": page("public", of=a_session),
    }
    return {f"programme:{name}": line for name, line in found.items()}
