"""What the roster contributes to the shell and to other rooms."""

from counselling import duty
from partners.engagements import register_engagement


def register():
    """Called from CounsellingConfig.ready(), maybe more than once."""
    register_engagement(duty.engagements)
