from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentationConfig(AppConfig):
    """The self-service catalogue and its holdings."""

    name = "documentation"
    verbose_name = _("Documentation")

    def ready(self):
        from citedesmetiers import forgetting  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.imports import importer, opening  # noqa: PLC0415 -- as above
        from citedesmetiers.shell import register_panel, register_room  # noqa: PLC0415 -- as above
        from documentation import link_rounds, loans, panels  # noqa: PLC0415 -- as above
        from documentation.moving_in.holdings import Holdings  # noqa: PLC0415 -- as above
        from documentation.unimarc import table  # noqa: PLC0415 -- as above

        importer.register(Holdings)
        opening.register_reader(table.recognises, table.opened)
        forgetting.register("reservations", loans.forget_reservations)
        forgetting.register("link_checks", link_rounds.nightly)
        register_room(
            title=_("Documentation"),
            icon="books",
            url="documentation:holdings",
            acts=("lend", "edit_catalogue"),
            rank=30,
            urls=("documentation",),
        )
        register_panel(template="documentation/_today.html", context=panels.documentation_today, act="lend", rank=40)
