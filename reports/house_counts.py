"""Figures that no single room counts: who was pointed onward, from where people came, what they said, what it cost.

One function each. `sites` is a queryset or a list of places, `period` a Period. They are told by the catalogue
(reports.figures.rooms_house), among the key figures (reports.activity) and as evidence.
"""

from dataclasses import dataclass

from django.db.models import Q, Sum

from citedesmetiers.models import Centre, Municipality, ProfileList, ProfileValue
from events import counts as events
from partners.models import Budget
from reports.models import DayCount, Question, Survey, SurveyAnswer, SurveyAnswered, SurveyReturn

OF_SATISFACTION = (Question.Kind.SCALE, Question.Kind.SINGLE)  # of several choices nobody can say "satisfied" once


def reception_acts(sites, period):
    """How often reception pointed a visitor to a desk, a document, an activity; to two of them makes two.

    Unit: people pointed onward. Source: counts of days, which outlive the rows.
    """
    return DayCount.objects.of("visit", "sent_to").at(sites).during(period).people()


def municipalities_reached(sites, period):
    """From how many municipalities of the territory somebody came.

    Unit: municipalities. Source: where visitors said they come from; nobody has to say it.
    """
    codes = [municipality.list_code for municipality in Municipality.objects.all()]
    values = ProfileValue.objects.of(ProfileList.TERRITORY).filter(code__in=codes)
    came = DayCount.objects.of("visit", ProfileList.TERRITORY).at(sites).during(period)
    return came.filter(value__in=values.values("pk"), people__gt=0).order_by().values("value").distinct().count()


def held_elsewhere(sites, period, **only):
    """The sessions of events held outside the places, as a queryset. Source: the place "somewhere else" of each.

    only: further conditions, as in events.counts.
    """
    return events.offered(sites, period.first, period.last, **only).filter(events.HELD).exclude(elsewhere="")


# ── What people say. Answers by link are kept with their year alone, so only whole years can be told ─


def surveys_of(year):
    """The house's own surveys of the calendar year; those of a programme stand in its own report."""
    return Survey.objects.touching(*days_of(year)).filter(programme__isnull=True)


def days_of(year):
    return year.replace(month=1, day=1), year.replace(month=12, day=31)


def questionnaires(day):
    """{audience: questionnaires that came back} in the calendar year of `day`. Source: SurveyReturn."""
    rows = SurveyReturn.objects.filter(survey__in=surveys_of(day), day__range=days_of(day)).order_by()
    return dict(rows.values_list("survey__audience").annotate(n=Sum("count")))


@dataclass(frozen=True)
class Satisfied:
    """Answers to the questions that can be answered with satisfaction. answered, of_them: how many, and satisfied."""

    answered: int = 0
    of_them: int = 0

    @property
    def share(self):
        """Percent; None when nobody answered."""
        return 100 * self.of_them / self.answered if self.answered else None


def satisfied(day):
    """{audience: Satisfied} in the calendar year of `day`. Source: SurveyAnswered, SurveyAnswer.

    A question with fewer answers than the centre's threshold is left out whole, as in its survey's results.
    """
    centre = Centre.objects.current()
    threshold = centre.suppression_threshold if centre else 5
    asked = Question.objects.filter(
        survey__in=surveys_of(day), kind__in=OF_SATISFACTION, options__is_top=True
    ).distinct()
    given = SurveyAnswered.objects.filter(question__in=asked, day__range=days_of(day)).order_by()
    answered = given.values_list("question", "question__survey__audience").annotate(n=Sum("count"))
    told = {question: (audience, n) for question, audience, n in answered if n >= threshold}
    tops = SurveyAnswer.objects.filter(question__in=told, option__is_top=True, day__range=days_of(day)).order_by()
    content = dict(tops.values_list("question").annotate(n=Sum("count")))
    found = {}
    for question, (audience, n) in told.items():
        so_far = found.get(audience, Satisfied())
        found[audience] = Satisfied(so_far.answered + n, so_far.of_them + content.get(question, 0))
    return found


def satisfied_of_all(day):
    """The same of all audiences together."""
    found = satisfied(day).values()
    return Satisfied(sum(one.answered for one in found), sum(one.of_them for one in found))


# ── Money ────────────────────────────────────────────────────────────────────────────────────────────


def budget(year):
    """{"charges", "income", "in_kind"} of `year` (a number) in euros, in kind included; {} when none is entered.

    The budget of the whole Cité; without one, those of its places together. The actual one once it is there, else
    the planned one. Budgets of programmes lie within it or beside it, so they are not added. Source: budgets.
    """
    rows = list(Budget.objects.filter(Q(year=year), programme__isnull=True).with_totals())
    rows = [row for row in rows if row.charges or row.income]
    whole = [row for row in rows if row.site_id is None]
    chosen = {}
    for row in sorted(whole or rows, key=lambda row: row.stage == Budget.Stage.ACTUAL):
        chosen[row.site_id] = row  # the actual one last, so that it stands
    if not chosen:
        return {}
    return {
        "charges": float(sum(row.charges for row in chosen.values())),
        "income": float(sum(row.income for row in chosen.values())),
        "in_kind": float(sum(row.charges_in_kind for row in chosen.values())),
    }
