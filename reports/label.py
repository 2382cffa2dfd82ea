"""What the label asks for next, and when: worked out from the steps that are noted, never stored."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from partners.models.agreement import whole_years_later
from reports.models import LabelStep
from reports.models.label import DAYS_OF_NOTICE

Kind = LabelStep.Kind
# A confirmation is a step; what it leaves behind is an operating label that is confirmed.
LEVELS = {
    Kind.PROJECT: _("Project label"),
    Kind.PROVISIONAL: _("Provisional label"),
    Kind.OPERATING: _("Operating label"),
    Kind.CONFIRMATION: _("Operating label, confirmed"),
}
# The same in one word, for the cell of a table.
SHORT = {
    Kind.PROJECT: pgettext_lazy("label", "project"),
    Kind.PROVISIONAL: pgettext_lazy("label", "provisional"),
    Kind.OPERATING: pgettext_lazy("label", "operating"),
    Kind.CONFIRMATION: pgettext_lazy("label", "confirmed"),
}


@dataclass(frozen=True)
class Due:
    """The next step. year: of a yearly report, else None.  due_on: None when nobody has set a day.

    step: the row that plans it, if there is one.
    """

    kind: str
    year: int | None
    due_on: date | None
    step: object
    today: date

    @property
    def label(self):
        return Kind(self.kind).label

    @property
    def year_label(self):
        """The year as text: numbers in templates are grouped by thousands."""
        return str(self.year) if self.year else ""

    @property
    def days(self):
        """Days from today; negative when overdue, None without a day."""
        return None if self.due_on is None else (self.due_on - self.today).days

    @property
    def days_over(self):
        return -self.days if self.is_overdue else 0

    @property
    def is_overdue(self):
        return self.days is not None and self.days < 0

    @property
    def is_near(self):
        return self.days is not None and self.days <= DAYS_OF_NOTICE


def granted(steps):
    """{kind: the last step of it that was granted}; a withdrawal stands under its own kind."""
    found = {}
    for step in sorted((step for step in steps if step.decided_on), key=lambda step: (step.decided_on, step.pk)):
        if step.is_granted or step.kind == Kind.WITHDRAWAL:
            found[step.kind] = step
    return found


def level(steps):
    """The kind of the highest label in force: project, provisional, operating or confirmation; None without one."""
    there = granted(steps)
    if is_withdrawn(there):
        return None
    ladder = [Kind.CONFIRMATION, Kind.OPERATING, Kind.PROVISIONAL, Kind.PROJECT]
    return next((kind for kind in ladder if kind in there), None)


def level_in_words(file, steps, today=None):
    """The label in force in words, with the day until which it holds or by which it is confirmed; "" without one.

    A confirmed label is extended tacitly, from one yearly report to the next (domain reference, section 2).
    """
    there = level(steps)
    if there is None:
        return ""
    due = next_due(file, steps, today)
    if due.due_on is None or due.is_overdue:  # that it is overdue stands with what is due next
        return str(LEVELS[there])
    words = {"day": date_format(due.due_on)}
    if there == Kind.CONFIRMATION:
        return gettext("Operating label, confirmed until %(day)s") % words
    if there == Kind.OPERATING:
        return gettext("Operating label, to be confirmed by %(day)s") % words
    return str(LEVELS[there])


def is_withdrawn(there):
    """True when the withdrawal is the last thing that was decided. there: what `granted` returns."""
    withdrawal = there.get(Kind.WITHDRAWAL)
    if withdrawal is None:
        return False
    return all(step.decided_on <= withdrawal.decided_on for step in there.values())


def next_due(file, steps, today=None):
    """The Due that follows from `steps` of the label `file`; None when the label was withdrawn.

    A step that is planned with a day keeps that day. Source: the life of the label in the domain reference.
    """
    today = today or timezone.localdate()
    there = granted(steps)
    if is_withdrawn(there):
        return None
    kind, year, due_on = what_follows(file, there, reports_handed_in(steps), today)
    open_step = next((step for step in steps if step.kind == kind and step.year == year and not step.decided_on), None)
    if open_step and open_step.due_on:
        due_on = open_step.due_on
    return Due(kind=kind, year=year, due_on=due_on, step=open_step, today=today)


def reports_handed_in(steps):
    """The years whose report was handed in."""
    return {step.year for step in steps if step.kind == Kind.YEARLY_REPORT and (step.submitted_on or step.decided_on)}


def what_follows(file, there, reported, today):
    """(kind, year, due on) of the step after those that were granted (`there`) and handed in (`reported`, years)."""
    if Kind.CONFIRMATION in there:
        confirmed = there[Kind.CONFIRMATION].decided_on.year
        year = max(reported) + 1 if reported else max(confirmed, today.year - 1)
        return Kind.YEARLY_REPORT, year, file.report_due_on(year)
    if Kind.OPERATING in there:
        begins = file.opened_on or there[Kind.OPERATING].decided_on
        return Kind.CONFIRMATION, None, whole_years_later(begins, 1)
    ladder = [(Kind.OPERATING, Kind.PROVISIONAL), (Kind.OPERATING, Kind.PROJECT), (Kind.PROJECT, Kind.LETTER)]
    for kind, before in ladder:
        if before in there:
            return kind, None, file.opened_on if kind == Kind.OPERATING else None
    return Kind.LETTER, None, None
