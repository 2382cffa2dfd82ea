"""What an error of the database says: it is away, it refuses what was asked, or two people were at the same rows."""

from django.db import InterfaceError, OperationalError

# SQLSTATEs of a server that breaks off or lets nobody in: class 08 and these; see "PostgreSQL Error Codes".
CONNECTION_ERRORS = "08"
SHUTTING_DOWN_OR_FULL = {"57P01", "57P02", "57P03", "53300"}
COLLISIONS = {"40001", "40P01"}  # it could not be put after what somebody else did; each waited for the other


def is_away(error):
    """True when `error` says that no connection is to be had or that it broke off.

    A deadlock, a query that took too long or a full disk are errors of a database that answers.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "pgcode", None)  # None: there was nobody to give one
    return code is None or code.startswith(CONNECTION_ERRORS) or code in SHUTTING_DOWN_OR_FULL


def is_collision(error):
    """True when two transactions stood in each other's way and the database took back this one."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "pgcode", None) in COLLISIONS
