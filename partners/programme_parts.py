"""What the page of an institution tells about programmes and money."""

from itertools import groupby

from django.db.models import Sum


def programmes(institution, request):
    """The programmes in which it has a role, the latest first: [(programme, [names of its roles]), …], or None."""
    roles = institution.programme_roles.select_related("programme").order_by(
        "-programme__starts_on", "programme__pk", "role"
    )
    found = [
        (programme, [role.get_role_display() for role in rows])
        for programme, rows in groupby(roles, key=lambda role: role.programme)
    ]
    return {"programmes": found} if found else None


def money(institution, request):
    """What it pays or gives by year, stage, side and nature, from the lines of all budgets; None without any."""
    lines = institution.budget_lines.order_by("-budget__year", "budget__stage", "side", "nature")
    rows = list(lines.values("budget__year", "budget__stage", "side", "nature").annotate(total=Sum("amount")))
    if not rows:
        return None
    model = institution.budget_lines.model
    budget = model._meta.get_field("budget").related_model
    for row in rows:
        row["year"] = row.pop("budget__year")
        row["stage"] = budget.Stage(row.pop("budget__stage")).label
        row["side"], row["nature"] = model.Side(row["side"]).label, model.Nature(row["nature"]).label
    return {"rows": rows}
