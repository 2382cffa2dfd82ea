"""What the audit trail notes of the desks' room: desks, and the lists that interviews are described with."""

from citedesmetiers.audit import track
from counselling.models import Desk, Outcome, ReferralKind, Theme

for model in (Desk, Theme, Outcome, ReferralKind):
    track(model)
