"""What remains of interviews when their rows are forgotten: sums of a month for each desk and each programme.

The counts of days that the reports keep tell what was counted by one thing alone. Medians of a desk's times and the
shares of a programme cross two; these sums keep them, by month and never with a third thing (decision 0008).
"""

from datetime import date

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth

from counselling.models import Interview, KeptCount

What = KeptCount.What
OF_DESKS = {What.MINUTES: "minutes", What.WAITED: "waiting_minutes"}
OF_PROGRAMMES = {What.GENDER: "gender_id", What.AGE_BAND: "age_band_id", What.LEVEL: "level_id"}


def keep(sites, first, last):
    """Write down the sums of the interviews held at `sites` from `first` to `last`; returns how many lines."""
    held = Interview.objects.held().at(sites).between(first, last).order_by().annotate(month=TruncMonth("day"))
    lines = []
    for what, column in OF_DESKS.items():
        lines += sums(held.filter(**{f"{column}__isnull": False}), "desk_id", what, value=F(column))
    of_programmes = held.filter(programme__isnull=False)
    lines += sums(of_programmes, "programme_id", What.KIND, code=F("kind"))
    for what, column in OF_PROGRAMMES.items():
        lines += sums(of_programmes, "programme_id", what, value=F(column))
    return len(KeptCount.objects.bulk_create(lines, batch_size=2000))


def sums(rows, owner, what, **said):
    """The unsaved lines of `rows` by place, month, `owner` (a column) and what is `said` (value or code)."""
    (name,) = said
    groups = rows.annotate(said=said[name]).values("site_id", "month", owner, "said")
    return [
        KeptCount(
            what=what, site_id=group["site_id"], month=group["month"], entries=group["entries"],
            people=group["in_them"], **{owner: group[owner], name: group["said"]},
        )
        for group in groups.annotate(entries=Count("pk"), in_them=Sum("people"))
    ]  # fmt: skip


def minutes_by_desk(sites, first, last, what):
    """{desk key: {minutes: interviews}} of the interviews whose rows are gone. Whole months only."""
    found = {}
    rows = KeptCount.objects.at(sites).within(first, last).filter(what=what, desk__isnull=False).order_by()
    for desk, minutes, n in rows.values_list("desk", "value").annotate(n=Sum("entries")):
        found.setdefault(desk, {})[minutes] = n
    return found


def of_programme(programme, what, until=None):
    """{value or code: (interviews, people)} of the programme's interviews whose rows are gone, up to `until`."""
    rows = KeptCount.objects.filter(programme=programme, what=what).order_by()
    if until:
        rows = rows.within(date.min, until)
    column = "code" if what == What.KIND else "value"
    groups = rows.values_list(column).annotate(n=Sum("entries"), p=Sum("people"))
    return {value: (n, people) for value, n, people in groups}
