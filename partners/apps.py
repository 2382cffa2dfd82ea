from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Institutions, people, agreements, programmes and money."""

    name = "partners"
    verbose_name = _("Partners")

    def ready(self):
        from citedesmetiers import starting_lists  # noqa: PLC0415 -- models are not loaded earlier
        from partners.starting_lists import load  # noqa: PLC0415 -- as above

        starting_lists.register(load)
