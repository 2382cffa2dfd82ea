from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentationConfig(AppConfig):
    """The self-service catalogue and its holdings."""

    name = "documentation"
    verbose_name = _("Documentation")

    def ready(self):
        from citedesmetiers import anonymity, forgetting, nightly, starting_lists  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.first_steps import register_step  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.imports import importer, opening  # noqa: PLC0415 -- as above
        from citedesmetiers.shell import register_panel, register_public_entry, register_room  # noqa: PLC0415 -- as above
        from documentation import link_rounds, loans, panels, public_parts, tracked  # noqa: F401, PLC0415 -- as above; what is tracked says so itself
        from documentation.harvest import table as dublin_core  # noqa: PLC0415 -- as above
        from documentation.models import Loan, Reservation, Resource  # noqa: PLC0415 -- as above
        from documentation.moving_in.holdings import Holdings  # noqa: PLC0415 -- as above
        from documentation.search import index  # noqa: PLC0415 -- as above
        from documentation.starting_lists import load  # noqa: PLC0415 -- as above
        from documentation.unimarc import table  # noqa: PLC0415 -- as above

        starting_lists.register(load)
        public_parts.register()
        register_public_entry(title=_("Search"), url="catalogue:search", rank=5, urls=("catalogue",))
        importer.register(Holdings)
        opening.register_reader(dublin_core.recognises, dublin_core.opened)  # it has records as MARCXML has
        opening.register_reader(table.recognises, table.opened)
        anonymity.register(Loan, day="lent_on", site="copy__site")
        anonymity.register(Reservation)
        forgetting.register(
            "reservations", loans.forget_reservations, _("documents kept aside that nobody came for, with their code")
        )
        forgetting.register("link_checks", link_rounds.nightly, _("looks at links, after two years"))
        nightly.register("catalogue_index", index.rebuild_later)
        register_room(
            title=_("Documentation"),
            icon="books",
            url="documentation:holdings",
            acts=("lend", "edit_catalogue"),
            rank=30,
            urls=("documentation",),
        )
        register_panel(template="documentation/_today.html", context=panels.documentation_today, act="lend", rank=40)
        register_step(
            _("Bring in your catalogue"),
            _("From a spreadsheet or your library program; you see what happens before anything is written"),
            url="documentation:imports",
            act="edit_catalogue",
            is_done=Resource.objects.exists,
            rank=60,
        )
