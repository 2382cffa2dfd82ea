"""What the interviews of a programme say: the figures that a pathway is asked for, up to a day.

Shares of women, of an age, of a level are characteristics of persons: they are said only when both the group and the
rest of those of whom it is known reach the centre's threshold, so that neither can be worked out. Source: Interview.
"""

from dataclasses import dataclass
from functools import partial

from django.db.models import Count, Q, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citedesmetiers.models import Centre, ProfileValue
from counselling import kept
from counselling.models import Interview, KeptCount
from partners.models import Programme
from partners.programme_counts import register_programme_count

BELOW_UPPER_SECONDARY = ["none", "vocational"]  # EQF 1 to 3
MIDDLE = (35, 54)  # years of age: the band that funders of digital pathways ask for


def running_at(site, first, last):
    """Programmes that run at `site` on at least one day from `first` to `last`, pathways first."""
    found = Programme.objects.within(first, last).filter(sites=site).order_by("-starts_on", "pk")
    return sorted(found, key=lambda programme: programme.kind != Programme.Kind.PATHWAY)


def interviews_of(programme, until=None):
    """Interviews of `programme` that were held, up to the day `until` included when one is given."""
    held = Interview.objects.held().filter(programme=programme)
    return held if until is None else held.filter(day__lte=until)


@dataclass(frozen=True)
class Share:
    """People with some values of a list among those of whom the list is known."""

    people: int
    known: int

    def may_be_said(self, threshold):
        return self.people >= threshold and self.known - self.people >= threshold

    @property
    def percent(self):
        return round(100 * self.people / self.known)


def share(rows, column, values, gone=None):
    """The Share of people in the interviews `rows` whose `column` is one of `values` (ProfileValue rows).

    gone: {value: (interviews, people)} of interviews whose rows are forgotten.
    """
    counted = dict(rows.order_by().values_list(column).annotate(n=Sum("people")))
    for value, (_entries, people) in (gone or {}).items():
        counted[value] = counted.get(value, 0) + people
    known = sum(people for value, people in counted.items() if value is not None)
    return Share(sum(counted.get(value.pk, 0) for value in values), known)


def shares(programme, until=None):
    """[(words, Share), …] of what the programmes' funders ask: women, from 35 to 54, below upper secondary."""
    rows = interviews_of(programme, until)
    youngest, oldest = MIDDLE
    ages = ProfileValue.objects.of("age_band").filter(youngest__gte=youngest, oldest__lte=oldest)
    levels = ProfileValue.objects.of("level").filter(code__in=BELOW_UPPER_SECONDARY)
    women = ProfileValue.objects.of("gender").filter(code="woman")
    return [
        (words, share(rows, column, values, kept.of_programme(programme, column, until)))
        for words, column, values in [
            (_("women"), "gender", women),
            (_("from 35 to 54 years old"), "age_band", ages),
            (_("below the level of upper secondary school"), "level", levels),
        ]
    ]


def figures(programme):
    """{"interviews", "diagnostics", "people"} of `programme`, None for what there is none of; asked once a row."""
    if not hasattr(programme, "interview_figures"):
        found = interviews_of(programme).aggregate(
            interviews=Count("pk"),
            diagnostics=Count("pk", filter=Q(kind=Interview.Kind.DIAGNOSTIC)),
            people=Sum("people", default=0),
        )
        for kind, (entries, people) in kept.of_programme(programme, KeptCount.What.KIND).items():
            found["interviews"] += entries
            found["people"] += people
            found["diagnostics"] += entries if kind == Interview.Kind.DIAGNOSTIC else 0
        programme.interview_figures = {name: number or None for name, number in found.items()}
    return programme.interview_figures


def said_shares(programme):
    """The shares that may be said, in one line, or None."""
    if not figures(programme)["interviews"]:
        return None
    threshold = Centre.objects.current().suppression_threshold
    words = [
        ngettext(
            "%(percent)s %% %(who)s (of %(n)s person of whom it is known)",
            "%(percent)s %% %(who)s (of %(n)s people of whom it is known)",
            found.known,
        )
        % {"percent": found.percent, "who": who, "n": number_format(found.known)}
        for who, found in shares(programme)
        if found.may_be_said(threshold)
    ]
    return ", ".join(words) or None


def register():
    """Tell the page of a programme what is counted here."""
    labels = {
        "interviews": gettext_lazy("interviews"),
        "diagnostics": gettext_lazy("diagnostic interviews"),
        "people": gettext_lazy("people in these interviews"),
    }
    for rank, (name, label) in enumerate(labels.items(), start=10):
        register_programme_count(label=label, count=partial(figure, name), rank=rank)
    register_programme_count(label=gettext_lazy("in these interviews"), count=said_shares, rank=13)


def figure(name, programme):
    return figures(programme)[name]
