"""What colleagues contributed to the self-assessments of the demonstration."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from citedesmetiers.models import User
from reports.demo.centre import read
from reports.models import Contribution

WRITTEN_AT = time(16, 10)


def fill(assessment, part, day):
    """Store those of `part` ("year", "earlier", "draft"), as asked for and written around `day`."""
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@demo.example")}
    writers = {role: user for user in people.values() for role in user.roles}
    criteria = {rating.criterion.code: rating.criterion for rating in assessment.ratings.select_related("criterion")}
    Contribution.objects.bulk_create(
        Contribution(
            assessment=assessment,
            criterion=criteria[entry["criterion"]],
            role=entry["role"],
            account=people.get(entry.get("account")),
            wish=entry["wish"],
            due_on=day + timedelta(days=entry["due"]),
            asked_on=day + timedelta(days=entry["asked"]),
            asked_by=writers["director"],
            stage=entry["stage"],
            word=entry.get("word", ""),
            **written(entry, day, writers[entry["role"]]),
        )
        for entry in read("contributions")[part]
    )


def written(entry, day, writer):
    """The columns that say what somebody wrote and when; none while it is only asked for."""
    if "text" not in entry:
        return {}
    moment = datetime.combine(day + timedelta(days=entry["written"]), WRITTEN_AT)
    return {"text": entry["text"], "version": 1, "changed_at": timezone.make_aware(moment), "changed_by": writer}
