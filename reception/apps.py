from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    """The door: visits, groups, orientation, the live board."""

    name = "reception"
    verbose_name = _("Reception")

    def ready(self):
        from citedesmetiers import anonymity  # noqa: PLC0415 -- as above
        from citedesmetiers import forgetting as nightly  # noqa: PLC0415 -- as above
        from citedesmetiers.first_steps import register_step  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.imports import importer  # noqa: PLC0415 -- as above
        from citedesmetiers.shell import register_panel, register_room  # noqa: PLC0415 -- models are not loaded earlier
        from reception import board, desks, events, forgetting, importers, panels  # noqa: PLC0415 -- as above
        from reception.models import PROFILE_FIELDS, GroupVisit, StationUse, Visit  # noqa: PLC0415 -- as above

        register_room(
            title=_("Reception"),
            icon="counter",
            url="reception:counter",
            acts=("log_visits",),
            rank=10,
            urls=("reception",),
        )
        register_panel(template="reception/_today.html", context=panels.today_at_place, act="log_visits", rank=20)
        board.register_board_part("reception/_board_hours.html", board.hours, rank=10, side=False)
        board.register_board_part("reception/_board_purposes.html", board.purposes, rank=20)
        board.register_board_part("reception/_board_desks.html", desks.desks, rank=15, side=False)
        board.register_board_part("reception/_board_events.html", events.events, rank=30)
        board.register_board_part("reception/_board_stations.html", board.stations, rank=60)
        board.register_board_part("reception/_board_groups.html", board.groups, rank=70)
        importer.register(importers.DoorReadings)
        anonymity.register(Visit, characteristics=PROFILE_FIELDS)
        anonymity.register(GroupVisit)
        anonymity.register(StationUse)
        nightly.register("device_keys", forgetting.device_keys, _("keys that counters gave to visits, after 7 days"))
        nightly.register("taken_back", forgetting.taken_back, _("visits that were taken back, after 7 days"))
        register_step(
            _("Count the first visit"),
            _("At the counter: one key, one visit"),
            url="reception:counter",
            act="log_visits",
            is_done=Visit.objects.exists,
            rank=70,
        )
