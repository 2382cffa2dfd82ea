from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventsConfig(AppConfig):
    """Workshops, information days, and who came."""

    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from citedesmetiers import forgetting as nightly  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.shell import register_public_entry  # noqa: PLC0415 -- as above
        from events import forgetting  # noqa: PLC0415 -- as above

        register_public_entry(
            title=pgettext_lazy("of events", "Programme"),
            url="programme:programme",
            rank=20,
            urls=("programme",),
        )
        nightly.register("booking_codes", forgetting.booking_codes)
        nightly.register("booking_tries", forgetting.booking_tries)
