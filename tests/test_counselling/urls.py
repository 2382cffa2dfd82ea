"""The lines of the room counselling, roster and what came after, in the table of URLs (tests/test_urls_by_role.py)."""

from citedesmetiers.models import Site
from counselling.factories import make_desk, make_duty_series, make_duty_session, make_notice, make_question
from partners.factories import make_institution
from partners.models import Institution


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {
        "unmet_add": page("record_interviews", post_only=True),
        "unmet_take_back": page("record_interviews", post_only=True),
        "board_offline": page("record_interviews", status=302),  # to the desks, while the place has none
        "entries": page("record_interviews", post_only=True, json=True),
        "worker": page("public"),
        "volumes": page("see_desks"),
        "notices": page("see_board"),
        "notice_delete": page("see_board", of=a_notice),
        # Asked from home, without a name
        "questions": page("record_interviews"),
        "question": page("record_interviews", of=a_question),
        "question_take": page("record_interviews", post_only=True, of=a_question),
        "question_put_back": page("record_interviews", post_only=True, of=a_question),
        "question_answer": page("record_interviews", post_only=True, of=a_question),
        "question_hand_on": page("record_interviews", post_only=True, of=a_question),
        "question_close": page("record_interviews", post_only=True, of=a_question),
        # The roster
        "roster": page("see_roster"),
        "roster_month": page("see_roster"),
        "roster_session": page("see_roster", of=a_session),
        "roster_add": page("edit_roster"),
        "roster_confirm": page("edit_roster"),
        "roster_closures": page("edit_roster", post_only=True),
        "roster_series": page("edit_roster"),
        "roster_series_edit": page("edit_roster", of=a_series),
        "roster_series_take_in": page("edit_roster", post_only=True, of=a_series),
        "roster_session_edit": page("edit_roster", of=a_session),
        "roster_session_cancel": page("edit_roster", of=a_session),
        "roster_session_state": page("edit_roster", post_only=True, of=a_session),
        "roster_replace": page("edit_roster", post_only=True, of=a_session),
        "roster_calendars": page("see_roster"),
        "roster_calendar_make": page("see_roster", post_only=True),
        "roster_calendar_revoke": page("see_roster", post_only=True),
        "roster_ics": page("public", status=404, of=lambda: {"token": "wrong"}),
    }
    return {f"counselling:{name}": line for name, line in found.items()}


def a_notice():
    """The key of a note at the place of the people who look."""
    return {"pk": make_notice(site=Site.objects.order_by("pk").first()).pk}


def a_question():
    return {"uid": make_question().uid}


def a_session():
    """The key of a duty session of the institution that lends the counsellor among the people who look."""
    institution = Institution.objects.order_by("pk").first() or make_institution()
    return {"pk": make_duty_session(desks=[a_desk()], institution=institution).pk}


def a_series():
    return {"pk": make_duty_series(desks=[a_desk()]).pk}


def a_desk():
    """A desk at the place of the people who look."""
    return make_desk(site=Site.objects.order_by("pk").first())


def public_lines(page, one):
    """The same for the public pages."""
    return {
        "desks:today": page("public"),
        "questions:ask": page("public"),
        "questions:read": page("public"),
    }
