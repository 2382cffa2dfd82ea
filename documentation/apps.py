from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentationConfig(AppConfig):
    """The self-service catalogue and its holdings."""

    name = "documentation"
    verbose_name = _("Documentation")
