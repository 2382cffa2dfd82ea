"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citedesmetiers.settings")
gc.disable()  # until all is loaded: see `settle`
application = get_wsgi_application()


def settle():
    """Load every page's code now and set it apart from garbage, for a process that serves from here on.

    Else the first to open a page waits for it, and each full look for garbage walks through all that was loaded: about
    a tenth of a second in the middle of somebody's page. What is set apart before the fork stays shared memory too.
    """
    from django.urls import get_resolver  # noqa: PLC0415 -- needs the application

    get_resolver().url_patterns  # noqa: B018 -- asking for them loads the views
    gc.collect()
    gc.freeze()
    gc.enable()


settle()
