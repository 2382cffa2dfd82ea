"""The lines of the room events in the table of URLs (tests/test_urls_by_role.py)."""

from datetime import timedelta

from django.utils import timezone

from citedesmetiers.models import Site
from events.factories import make_public_session


def coming(**fields):
    """A public session of tomorrow at the place of `people`, with seats to book."""
    site = Site.objects.order_by("pk").first()
    return make_public_session(site=site, starts_at=timezone.now() + timedelta(days=1), seats=12, **fields)


def a_session():
    return {"pk": coming().pk}


def an_event():
    return {"pk": coming().event.pk}


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {
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
