"""Single values out of what a device sent: anything may stand where something else is expected."""

import uuid
from datetime import datetime


def aware(text):
    """The aware datetime that the ISO 8601 `text` names. Raises ValueError when it names none, or has no offset."""
    if not isinstance(text, str) or len(text) > 40:
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def read_uuid(text):
    """The UUID that `text` writes, or None."""
    try:
        return uuid.UUID(text) if isinstance(text, str) and len(text) <= 40 else None
    except ValueError:
        return None


def listed(value):
    """`value` when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def mapped(value):
    """`value` when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}
