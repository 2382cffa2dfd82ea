"""What the roster contributes to the shell and to other rooms."""

from django.utils.translation import gettext_lazy as _

from citedesmetiers.shell import register_panel, register_public_entry
from counselling import duty, roster_panels
from partners.engagements import register_engagement
from partners.relations import register_relation


def register():
    """Called from CounsellingConfig.ready(), maybe more than once."""
    register_engagement(duty.engagements)
    register_panel(
        template="counselling/roster/_today.html", context=roster_panels.on_duty, act="see_roster", rank=12, side=True
    )
    register_panel(
        template="counselling/roster/_today_closures.html", context=roster_panels.closures, act="edit_roster", rank=5
    )
    register_public_entry(title=_("Today’s desks"), url="desks:today", rank=10, urls=("desks",))
    register_relation(
        title=_("Hours of duty, planned and held"),
        template="counselling/roster/_part_hours.html",
        context=roster_panels.hours_of_institution,
        rank=15,
    )
