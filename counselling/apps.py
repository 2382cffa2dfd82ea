from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounsellingConfig(AppConfig):
    """Advice desks, duty roster and interviews."""

    name = "counselling"
    verbose_name = _("Counselling")

    def ready(self):
        from citedesmetiers import starting_lists  # noqa: PLC0415 -- models are not loaded earlier
        from counselling.starting_lists import load  # noqa: PLC0415 -- as above

        starting_lists.register(load)
