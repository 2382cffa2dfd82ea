from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounsellingConfig(AppConfig):
    """Advice desks, duty roster and interviews."""

    name = "counselling"
    verbose_name = _("Counselling")
