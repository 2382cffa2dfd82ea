"""The audit trail of what staff change: who was acting, and how a change reads.

Triggers of django-pghistory note each change of a tracked model in an event table beside it; no code of ours writes
there. Rows about visitors are never tracked.
"""

import pghistory
from django.conf import settings


def acting_user(get_response):
    """Middleware: tell the triggers whose request this is.

    What comes as JSON is the counter's: rows about visitors, which nobody's name may be tied to.
    """

    def middleware(request):
        if request.method != "POST" or request.content_type == "application/json":
            return get_response(request)
        # Without a session cookie nobody is signed in, and the session must not be touched to find out.
        user = request.user.pk if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        with pghistory.context(user=user):
            return get_response(request)

    return middleware
