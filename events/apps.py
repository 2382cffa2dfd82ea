from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventsConfig(AppConfig):
    """Workshops, information days, and who came."""

    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from citedesmetiers import starting_lists  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.imports import importer  # noqa: PLC0415 -- as above
        from citedesmetiers.nightly import register_look  # noqa: PLC0415 -- as above
        from citedesmetiers.sections import register_section  # noqa: PLC0415 -- as above
        from citedesmetiers.shell import register_panel, register_room  # noqa: PLC0415 -- as above
        from events import booking, conflicts, counts, importers, panels, public_parts  # noqa: PLC0415 -- as above
        from events.starting_lists import load  # noqa: PLC0415 -- as above
        from partners.engagements import register_engagement  # noqa: PLC0415 -- as above
        from partners.programme_counts import register_module_count, register_programme_count  # noqa: PLC0415
        from partners.relations import register_relation  # noqa: PLC0415 -- as above

        starting_lists.register(load)
        public_parts.register()
        importer.register(importers.Season)
        register_engagement(conflicts.speaking)
        register_look(booking.move_up_everywhere)
        register_room(
            title=_("Events"),
            icon="events",
            url="events:calendar",
            acts=("count_attendance",),
            rank=40,
            urls=("events",),
        )
        register_panel(template="events/_today.html", context=panels.events_today, act="count_attendance", rank=40)
        register_relation(title=_("Events"), template="events/_part_events.html", context=panels.made_with, rank=75)
        register_programme_count(label=_("Workshops and events held"), count=counts.held_for_programme, rank=20)
        register_programme_count(label=_("People at them"), count=counts.people_of_programme, rank=21)
        register_module_count(counts.said_of_modules)
        register_section(
            _("What events note"), _("Kinds, themes, audiences, adaptations, materials"), url="events:entry_lists",
            act="edit_lists",
        )  # fmt: skip
        register_section(
            pgettext_lazy("to meet in", "Rooms"),
            _("Where events are held, with their seats"),
            url="events:room_list",
            act="edit_sites",
        )
        from citedesmetiers import forgetting as nightly  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.shell import register_public_entry  # noqa: PLC0415 -- as above
        from events import forgetting  # noqa: PLC0415 -- as above

        register_public_entry(
            title=pgettext_lazy("of events", "Programme"),
            url="programme:programme",
            rank=20,
            urls=("programme",),
        )
        from citedesmetiers import anonymity  # noqa: PLC0415 -- as above
        from events.models import Attendance, AttendanceMarginal, AttendanceSubgroup, Booking, ClassVisit  # noqa: PLC0415

        anonymity.register(Booking, day="session__starts_at__date", site="session__site")
        anonymity.register(Attendance, day="session__starts_at__date", site="session__site")
        for model in (AttendanceMarginal, AttendanceSubgroup):
            anonymity.register(model, day="attendance__session__starts_at__date", site="attendance__session__site")
        anonymity.register(ClassVisit, day="session__starts_at__date", site="session__site")
        nightly.register(
            "booking_codes", forgetting.booking_codes, _("seats that were booked, with their two words, the day after")
        )
