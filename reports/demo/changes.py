"""What people put right by hand, so that the page of changes begins with something to tell.

The trail shows a change against what was noted before it: so rows are first set back to what they were some time ago,
by nobody, and then changed. The demonstration ends as its files say.
"""

import pghistory

from citedesmetiers.models import Centre, Site, User
from partners.models import Professional

# Questions come from ready-made sets by the hundred: nobody would find the changes of people among them.
UNNOTED = [
    f"reports.{model}:{name}"
    for model in ("Question", "Option")
    for name in ("insert_insert", "update_update", "delete_delete")
]


def set_back():
    """Have four rows as they were before somebody changed them. Returns [(account, rows, values to come)]."""
    to_come = []
    for account, rows, before in (
        ("partners", Professional.objects.filter(name="Andrea Sauvrin"), {"fte": "0.10"}),
        ("admin", Site.objects.filter(code="pont_de_lisse"), {"area_m2": 260}),
        ("admin", Site.objects.filter(code="main"), {"access_fr": "Bus 1 et 3, arrêt Halle"}),
        ("director", Centre.objects.all(), {"suppression_threshold": 11}),
    ):
        to_come.append((account, rows, rows.values(*before).get()))
        rows.update(**before)
    return to_come


def fill(to_come):
    """Have each change made by its account. to_come: of `set_back`."""
    for account, rows, values in to_come:
        user = User.objects.get(email=f"{account}@demo.example")
        with pghistory.context(user=user.pk):
            rows.update(**values)
