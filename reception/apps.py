from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    """The door: visits, groups, orientation, the live board."""

    name = "reception"
    verbose_name = _("Reception")

    def ready(self):
        from citedesmetiers.shell import register_room  # noqa: PLC0415 -- models are not loaded earlier

        register_room(
            title=_("Reception"),
            icon="counter",
            url="reception:counter",
            acts=("log_visits",),
            rank=10,
            urls=("reception",),
        )
