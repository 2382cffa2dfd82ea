"""What an ephemeral Cité still lacks before it may open: the matrix of steps, and sentences about it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import Attendance, Institution, PreparationStep

MOST_NAMES = 5  # in a sentence
DAYS_BEFORE = 365  # preparation begins before the first day


def days_around(programme):
    """From a year before the programme's first day to its last one, or to today when it has none."""
    first = programme.starts_on or timezone.localdate()
    last = programme.ends_on or max(first, timezone.localdate())
    return first - timedelta(days=DAYS_BEFORE), last


def with_day(row, day):
    """A row with its day, as a choice."""
    return _("%(day)s: %(what)s") % {"day": date_format(day, "SHORT_DATE_FORMAT"), "what": row}


@dataclass
class Cell:
    """A step of one row. trained_on: the first training at which somebody of the institution did it."""

    step: PreparationStep.Step
    name: str
    done_on: date | None
    answer: str = ""
    trained_on: date | None = None


@dataclass
class MatrixRow:
    """The steps of one institution, or of the whole Cité (institution None)."""

    institution: Institution | None
    title: str
    cells: list


class Sheet:
    """The preparation of one programme: `general` (one row) and `each` (a row per stakeholder)."""

    def __init__(self, programme):
        self.programme = programme
        self.stakeholders = list(programme.stakeholders)
        self.done = {(step.institution_id, step.step): step for step in programme.steps.all()}
        trained = self.trained()
        self.general = MatrixRow(None, _("The whole Cité"), self.cells(None, PreparationStep.FOR_ALL, trained))
        self.each = [
            MatrixRow(institution, institution.name, self.cells(institution, PreparationStep.FOR_EACH, trained))
            for institution in self.stakeholders
        ]
        self.supports = list(programme.supports.all())

    @property
    def rows(self):
        return [self.general, *self.each]

    def cells(self, institution, steps, trained):
        key = institution.pk if institution else None
        for_whom = f"i{key}" if key else "all"
        found = []
        for step in steps:
            done = self.done.get((key, step))
            found.append(
                Cell(step, f"{for_whom}-{step}", done.done_on if done else None, done.answer if done else "",
                     trained.get((key, str(step))))
            )  # fmt: skip
        return found

    def trained(self):
        """{(institution's key, step): first day} by the trainings in the days around the programme."""
        first, last = days_around(self.programme)
        rows = Attendance.objects.filter(
            professional__institution__in=self.stakeholders,
            training__starts_on__range=(first, last),
            training__kind__step__in=[str(step) for step in PreparationStep.FOR_EACH],
        )
        return {
            (institution, step): day
            for institution, step, day in rows.order_by()
            .values_list("professional__institution", "training__kind__step")
            .annotate(first=Min("training__starts_on"))
        }

    def missing(self):
        """What is still to do, a sentence each; nothing when the Cité may open."""
        for cell in self.general.cells:
            if cell.done_on is None:
                yield _("Not noted yet: %(step)s.") % {"step": cell.step.label}
        if not self.stakeholders:
            yield _("No stakeholder is noted yet: add leads and partners first.")
        for step in PreparationStep.FOR_EACH:
            lacking = [row.title for row in self.each for cell in row.cells if cell.step == step and not cell.done_on]
            if lacking:
                yield sentence(step.label, lacking, len(self.each))
        if not self.supports:
            yield _("No communication support is planned yet.")
        for support in self.supports:
            if support.done_on is None:
                yield _("Not ready yet: %(support)s.") % {"support": support}

    @property
    def done_and_all(self):
        """(steps done, steps asked for)."""
        cells = [cell for row in self.rows for cell in row.cells]
        return sum(1 for cell in cells if cell.done_on), len(cells)


def sentence(step, lacking, stakeholders):
    names = lacking[:MOST_NAMES]
    more = len(lacking) - len(names)
    if more:
        names = [*names, ngettext("%(n)s more", "%(n)s more", more) % {"n": more}]
    return ngettext(
        "%(step)s: %(n)s of %(all)s stakeholders lacks it (%(names)s).",
        "%(step)s: %(n)s of %(all)s stakeholders lack it (%(names)s).",
        len(lacking),
    ) % {"step": step, "n": len(lacking), "all": stakeholders, "names": get_text_list(names, _("and"))}
