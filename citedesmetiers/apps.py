from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentreConfig(AppConfig):
    """The centre itself: places, hours, purposes, lists, users; and the shell that holds the rooms together."""

    name = "citedesmetiers"
    verbose_name = _("Centre")

    def ready(self):
        from citedesmetiers import checks  # noqa: F401, PLC0415 -- registers the system checks
