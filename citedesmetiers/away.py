"""Whether an error of the database says that it is away, or that it is there and refuses what was asked."""

from django.db import InterfaceError, OperationalError

# SQLSTATEs of a server that breaks off or lets nobody in: class 08 and these; see "PostgreSQL Error Codes".
CONNECTION_ERRORS = "08"
SHUTTING_DOWN_OR_FULL = {"57P01", "57P02", "57P03", "53300"}


def is_away(error):
    """True when `error` says that no connection is to be had or that it broke off.

    A deadlock, a query that took too long or a full disk are errors of a database that answers.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "pgcode", None)  # None: there was nobody to give one
    return code is None or code.startswith(CONNECTION_ERRORS) or code in SHUTTING_DOWN_OR_FULL
