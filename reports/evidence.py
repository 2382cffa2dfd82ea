"""Evidence beside a criterion of the self-assessment: facts the database counts, none of them a judgement.

A function of evidence takes (sites, period) and returns Facts. It is asked for the year and for the year before, and
the two are laid side by side by their keys. Rooms and modules add theirs with `register_evidence`.

Facts are counted once and written in every language of the centre, so their words are lazy: gettext_lazy, and `said`
where something is put in.
"""

from dataclasses import dataclass, field
from functools import partial

from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from reports.models import DeclaredFigure
from reports.numbers import number, percent

CRITERION = "criterion_"  # a declared figure "beside" this and the criterion's number is evidence for it


def _put_in(words, **parts):
    return str(words) % {name: str(part) for name, part in parts.items()}


def _joined(parts, empty):
    return ", ".join(map(str, parts)) or str(empty)


def _day_in_words(day):
    return date_format(day, "DATE_FORMAT")


def _words_of(declared):
    return declared.words


day_in_words = lazy(_day_in_words, str)  # a date, written when it is read
words_of = lazy(_words_of, str)
said = lazy(_put_in, str)  # said(_("Visits for: %(purpose)s"), purpose=purpose): written when it is read
listed = lazy(_joined, str)  # listed(purposes, _("none")): the same for a list


@dataclass(frozen=True)
class Fact:
    """One figure. value: a number, or None when nothing was counted; or a text. unit: "", "percent" or "hours".

    is_small: one of many, told only beside a year in which it was not small.
    """

    key: str
    label: str
    value: object
    unit: str = ""
    is_small: bool = False

    @property
    def words(self):
        """The value as the reader's language writes it."""
        if self.value is None:
            return "–"
        if isinstance(self.value, str | Promise):
            return str(self.value)
        if self.unit == "percent":
            return percent(self.value)
        return number(self.value, 1 if self.unit == "decimal" else 0)


@dataclass(frozen=True)
class Line:
    """A fact of the year beside the same of the year before, both as texts."""

    label: str
    now: str
    before: str


@dataclass(frozen=True)
class Evidence:
    """A kind of evidence. criteria: numbers of the criteria that show it unless the centre chose otherwise."""

    code: str
    title: str
    function: object
    criteria: tuple = field(default=())


_known = {}


def register_evidence(code, title, function, *, criteria=()):
    """Offer a kind of evidence; called from AppConfig.ready(), which may run more than once."""
    _known[code] = Evidence(code, title, function, tuple(criteria))


def choices():
    """(code, title) of every kind there is."""
    return [(evidence.code, evidence.title) for evidence in _known.values()]


def chosen_for(criterion):
    """The Evidence that `criterion` shows: what the centre chose, else what belongs to its number."""
    if criterion.evidence:
        return [_known[code] for code in criterion.evidence if code in _known]
    return [evidence for evidence in _known.values() if criterion.code in evidence.criteria]


def share(part, whole):
    """Percent, or None when there is nothing to be a share of."""
    return 100 * part / whole if whole else None


def declared(code, sites, period):
    """What was declared for the criterion `code` over the period, or as of a day in it, with mark and unit."""
    rows = DeclaredFigure.objects.within(period.first, period.last).about(f"{CRITERION}{code}")
    return [Fact(f"declared_{row.title}", said(_("Declared: %(what)s"), what=row), words_of(row)) for row in rows]


def declared_for(criterion):
    """What somebody declared, as one more kind of Evidence of every criterion: no software counts quiet corners."""
    return Evidence(f"declared_{criterion.code}", _("Declared figures"), partial(declared, criterion.code))


def facts(evidence, sites, period, counted):
    """The Facts of one Evidence, counted unless they stand in `counted` already."""
    key = (evidence.code, period)
    if key not in counted:
        counted[key] = evidence.function(sites, period)
    return counted[key]


def lines(criterion, sites, period, counted=None):
    """The Lines of evidence for `criterion` over `period`, beside the year before; [] when nothing is computed.

    counted: {(kind, period): Facts} of the same `sites`, filled as it goes; hand over the same one to write the lines
    in several languages without counting again.
    """
    found, counted = [], {} if counted is None else counted
    for evidence in [*chosen_for(criterion), declared_for(criterion)]:
        now = facts(evidence, sites, period, counted)
        before = {fact.key: fact for fact in facts(evidence, sites, period.year_before(), counted)}
        there = {fact.key for fact in now}
        for fact in now:
            other = before.get(fact.key)
            if not fact.is_small or (other and not other.is_small):
                found.append(Line(str(fact.label), fact.words, other.words if other else "–"))
        found += [
            Line(str(fact.label), "–", fact.words)
            for key, fact in before.items()
            if key not in there and not fact.is_small
        ]
    return found
