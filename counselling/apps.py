from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounsellingConfig(AppConfig):
    """Advice desks, duty roster and interviews."""

    name = "counselling"
    verbose_name = _("Counselling")

    def ready(self):
        from citedesmetiers import anonymity, starting_lists  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers import forgetting as nightly  # noqa: PLC0415 -- as above
        from citedesmetiers.first_steps import register_step  # noqa: PLC0415 -- models are not loaded earlier
        from citedesmetiers.sections import register_section  # noqa: PLC0415 -- as above
        from citedesmetiers.shell import register_panel, register_room  # noqa: PLC0415 -- as above
        from counselling import forgetting, panels, programmes, public_parts, roster_parts, tracked  # noqa: F401, PLC0415 -- as above; what is tracked says so itself
        from counselling.models import PROFILE_FIELDS, Desk, Interview, Question, Ticket, UnmetRequest  # noqa: PLC0415 -- as above
        from counselling.starting_lists import load  # noqa: PLC0415 -- as above

        starting_lists.register(load)
        public_parts.register()
        programmes.register()
        roster_parts.register()
        anonymity.register(Interview, characteristics=PROFILE_FIELDS)
        anonymity.register(UnmetRequest)
        anonymity.register(Ticket)
        anonymity.register(Question, site="")
        nightly.register("tickets", forgetting.tickets, _("tickets of those who waited, when the day is over"))
        nightly.register("interview_keys", forgetting.device_keys, _("keys that desks gave, after 7 days"))
        nightly.register("notices", forgetting.notices, _("notes of the team, after 14 days"))
        nightly.register(
            "questions", forgetting.questions, _("questions asked without a name and their answers, after 60 days")
        )
        register_panel(
            template="counselling/_questions.html",
            context=panels.questions,
            act="record_interviews",
            rank=20,
            side=True,
        )
        register_room(
            title=_("Desks"),
            icon="desks",
            url="counselling:desks",
            acts=("see_desks", "record_interviews"),
            rank=20,
            urls=("counselling",),
            side_doors=(("see_roster", "counselling:roster"),),
        )
        register_panel(template="counselling/_today.html", context=panels.my_desks, act="record_interviews", rank=10)
        register_panel(
            template="counselling/_notices.html", context=panels.notices, act="see_board", rank=15, side=True
        )
        register_section(
            _("Desks"),
            _("Numbers, names, purposes, first and last days"),
            url="counselling:desk_list",
            act="edit_sites",
        )
        register_section(
            _("What interviews note"),
            _("Themes, outcomes and referrals that counsellors choose from"),
            url="counselling:entry_lists",
            act="edit_lists",
        )
        register_step(
            _("Set up the desks"),
            _("Where counsellors sit, by purpose"),
            url="counselling:desk_list",
            act="edit_sites",
            is_done=Desk.objects.exists,
            rank=30,
        )
