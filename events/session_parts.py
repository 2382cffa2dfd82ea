"""What the page of a session shows from rooms above this one: each adds its part to the narrow column."""

_parts = []


def register_session_part(*, template, context):
    """Add a part to the page of a session; called from a room's AppConfig.ready(), maybe more than once.

    context: function(session, request) that returns the variables of `template`, which finds them as `part`, or None
    to leave the part out.
    """
    _parts[:] = [*(other for other in _parts if other[0] != template), (template, context)]


def parts_of(session, request):
    """The parts that have something to show, as [(template, variables)]."""
    found = [(template, context(session, request)) for template, context in _parts]
    return [(template, part) for template, part in found if part is not None]
