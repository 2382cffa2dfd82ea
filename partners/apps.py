from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Institutions, people, agreements, programmes and money."""

    name = "partners"
    verbose_name = _("Partners")
