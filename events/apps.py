from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Workshops, information days, and who came."""

    name = "events"
    verbose_name = _("Events")
