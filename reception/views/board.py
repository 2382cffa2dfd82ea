"""The live board: the day so far, on a screen of the office and on the wall."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from reception import board as parts
from reception.places import at_place


@allow("see_board")
@require_safe
@at_place
def board(request, site):
    """Refreshed by itself every half minute; without a script by loading it anew."""
    template = "reception/_board_parts.html" if request.htmx else "reception/board.html"
    return render(request, template, context_of(site, wall=False))


@allow("see_board")
@require_safe
@at_place
def board_wall(request, site):
    """One screen without any control, to be read from afar."""
    template = "reception/_board_parts.html" if request.htmx else "reception/board_wall.html"
    return render(request, template, context_of(site, wall=True))


# A wall that renewed its session would keep whoever signed in there signed in for ever (decision 0010).
board_wall.when_signed_out = gettext_lazy(
    "This screen showed the board and is signed out: a session lasts twelve hours from signing in. Sign in here each "
    "morning before opening, and the board stays until the evening."
)


def context_of(site, *, wall):
    now = timezone.localtime()
    found = parts.parts_of(site, now)
    return {
        "site": site,
        "now": now,
        "wall": wall,
        "main": [(template, context) for template, context, side in found if not side],
        "side": [(template, context) for template, context, side in found if side],
    }
