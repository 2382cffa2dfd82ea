from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Institutions, people, agreements, programmes and money."""

    name = "partners"
    verbose_name = _("Partners")

    def ready(self):
        from citedesmetiers import starting_lists  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.first_steps import register_step  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.imports import importer  # noqa: PLC0415 -- as above
        from citedesmetiers.shell import register_panel, register_room  # noqa: PLC0415 -- as above
        from partners import importers, importers_people, panels, parts, programme_parts  # noqa: PLC0415 -- as above
        from partners.models import Institution  # noqa: PLC0415 -- as above
        from partners.relations import register_relation  # noqa: PLC0415 -- as above
        from partners.starting_lists import load  # noqa: PLC0415 -- as above

        starting_lists.register(load)
        importer.register(importers.Institutions)
        importer.register(importers_people.Professionals)
        register_room(
            title=_("Partners"),
            icon="partners",
            url="partners:institution_list",
            acts=("see_partners",),
            rank=50,
            urls=("partners",),
        )
        register_panel(template="partners/_today.html", context=panels.partners_today, act="edit_partners", rank=50)
        for rank, (title, template, context, side) in enumerate(
            [
                (_("To look at now"), "partners/_part_expiring.html", parts.expiring, False),
                (_("Agreements"), "partners/_part_agreements.html", parts.agreements, False),
                (_("People lent"), "partners/_part_people.html", parts.people, False),
                (_("Meetings"), "partners/_part_meetings.html", parts.meetings, False),
                (_("Programmes"), "partners/_part_programmes.html", programme_parts.programmes, False),
                (_("Money"), "partners/_part_money.html", programme_parts.money, False),
                (_("Contacts"), "partners/_part_contacts.html", parts.contacts, True),
                (_("Present at"), "partners/_part_places.html", parts.places, True),
            ]
        ):
            register_relation(title=title, template=template, context=context, rank=10 * rank, side=side)
        register_step(
            _("Enter your partners, or import them from a spreadsheet"),
            _("The institutions that lend counsellors; the import gives a file to fill in"),
            url="partners:imports",
            act="edit_partners",
            is_done=Institution.objects.exists,
            rank=40,
        )
