"""Room on the disk. With too little of it left nothing is taken in, so that the database lives and reading goes on.

Postgres stops for good when it cannot write its log any more; turning new entries away before that costs nobody
anything, as browsers keep what they could not send.
"""

import shutil

from django.conf import settings

from citedesmetiers.views import errors

SAFE = {"GET", "HEAD", "OPTIONS"}
# A few bytes each, and without them nobody gets in to make room.
ALWAYS = {"sign_in", "sign_out", "second_factor", "choose_site", "choose_language"}


def is_full():
    """True when less than KEEP_FREE megabytes are left where the data folder, and our own database, lie."""
    installation = settings.INSTALLATION
    return installation.embedded and shutil.disk_usage(installation.data).free < settings.KEEP_FREE * 1024 * 1024


def keep_room(get_response):
    """Middleware: while the disk is full, answer what would write with 503, in words or, to programs, as JSON."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if request.method in SAFE or request.resolver_match.url_name in ALWAYS or not is_full():
            return None
        return errors.disk_full(request)

    middleware.process_view = process_view
    return middleware
