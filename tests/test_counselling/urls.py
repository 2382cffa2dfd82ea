"""The lines of the room counselling, roster and what came after, in the table of URLs (tests/test_urls_by_role.py)."""

from citedesmetiers.models import Site
from counselling.factories import make_notice


def lines(page, one):
    """{URL name: its line}; page, one: see tests/test_urls_by_role.py."""
    found = {
        "unmet_add": page("record_interviews", post_only=True),
        "unmet_take_back": page("record_interviews", post_only=True),
        "volumes": page("see_desks"),
        "notices": page("see_board"),
        "notice_delete": page("see_board", of=a_notice),
    }
    return {f"counselling:{name}": line for name, line in found.items()}


def a_notice():
    """The key of a note at the place of the people who look."""
    return {"pk": make_notice(site=Site.objects.order_by("pk").first()).pk}


def public_lines(page, one):
    """The same for the public pages."""
    found = {}
    return {f"desks:{name}": line for name, line in found.items()}
