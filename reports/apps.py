from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What the year was: figures, self-assessment, prints."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        from citedesmetiers.shell import register_room  # noqa: PLC0415 -- models are not loaded earlier

        register_room(
            title=_("Reports"), icon="reports", url="reports:key_figures", acts=("see_figures",), rank=60, urls=("reports",)
        )
