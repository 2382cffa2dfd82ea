"""Who may do what, written down a second time."""

ROLES = ["reception", "counsellor", "documentation", "events", "partnership", "director", "admin"]

# Written down a second time on purpose: whoever changes access.ACTS changes who sees what, and shall notice.
MATRIX = """
                       reception counsellor documentation events partnership director admin
log_visits             x         x          x             x      x           x        -
correct_past_visits    -         -          -             -      -           x        -
plan_sampling          -         -          -             -      -           x        -
see_board              x         x          x             x      x           x        -
see_desks              x         x          -             -      -           x        -
record_interviews      -         x          -             -      -           -        -
see_roster             x         x          x             x      x           x        -
edit_roster            -         -          -             -      x           x        -
lend                   x         x          x             -      -           x        -
edit_catalogue         -         -          x             -      -           x        -
count_attendance       x         x          -             x      x           x        -
edit_events            -         x          -             x      x           x        -
see_partners           -         -          -             x      x           x        -
edit_partners          -         -          -             -      x           x        -
see_room_figures       -         x          x             x      x           x        -
see_event_figures      -         -          -             x      -           x        -
see_figures            -         -          -             -      -           x        -
see_changes            -         -          -             -      -           x        -
see_anonymity          -         -          -             -      -           x        -
write_self_assessment  -         -          -             -      -           x        -
contribute_self_assessment x     x          x             x      x           x        -
edit_pages             -         -          -             -      -           x        x
edit_lists             -         -          -             -      -           x        x
edit_sites             -         -          -             -      -           x        x
edit_settings          -         -          -             -      -           -        x
edit_users             -         -          -             -      -           -        x
"""


def matrix():
    """MATRIX as {act: roles that may}."""
    head, *rows = [line.split() for line in MATRIX.strip().splitlines()]
    assert head == ROLES
    return {act: {role for role, sign in zip(ROLES, signs, strict=True) if sign == "x"} for act, *signs in rows}
