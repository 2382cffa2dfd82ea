from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentreConfig(AppConfig):
    """The centre itself: places, hours, purposes, lists, users; and the shell that holds the rooms together."""

    name = "citedesmetiers"
    verbose_name = _("Centre")

    def ready(self):
        from citedesmetiers import checks, first_of_month, first_steps, tracked  # noqa: F401, PLC0415 -- they register
        from citedesmetiers.public_parts import MAIN, SIDE, register_public_part  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.sections import register_section  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.shell import register_panel  # noqa: PLC0415 -- as above
        from citedesmetiers.views import backups, pages  # noqa: PLC0415 -- as above

        first_of_month.take_effect()
        register_section(
            _("Public pages"),
            _("Contact, legal notice, accessibility statement, how to come, and pages of your own"),
            url="page_list",
            act="edit_pages",
        )
        register_section(
            _("News"), _("What is new, on the welcome page and as a feed"), url="news_list", act="edit_pages"
        )
        register_public_part(template="citedesmetiers/_news.html", context=pages.news_part, rank=40, slot=MAIN)
        register_public_part(
            template="citedesmetiers/_place_pages.html", context=pages.place_pages, rank=40, slot=SIDE
        )
        register_panel(
            template="citedesmetiers/_first_steps.html", context=first_steps.panel, act="edit_lists", rank=1
        )
        first_steps.register_own()
        register_section(
            _("Backups"), _("When the last one was made, and where they lie"), url="backups", act="edit_settings"
        )
        register_section(
            _("Installation"),
            _("Whether everything is in order on this machine"),
            url="installation",
            act="edit_settings",
        )
        register_panel(
            template="citedesmetiers/_backup_is_old.html", context=backups.panel, act="edit_settings", rank=5
        )
        register_section(
            _("Anonymity"),
            _("What is kept about visitors, and the proof of what was forgotten"),
            url="anonymity",
            act="see_anonymity",
        )
        register_section(
            _("Changes"),
            _("Who changed settings, places, lists, agreements, money, people and accounts"),
            url="changes",
            act="see_changes",
        )
