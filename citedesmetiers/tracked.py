"""What the audit trail notes of the centre itself: its settings, places, hours, purposes and lists."""

from citedesmetiers.audit import track
from citedesmetiers.models import (
    Centre,
    Closure,
    Municipality,
    OpeningHours,
    ProfileValue,
    Purpose,
    Site,
    StationCount,
)

track(Centre, exclude=["only", "demonstration", "set_up_at", "first_steps_put_away"])
for model in (Site, OpeningHours, Closure, StationCount, Municipality, Purpose, ProfileValue):
    track(model)
