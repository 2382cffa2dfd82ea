"""Evidence beside a criterion of the self-assessment: facts the database counts, none of them a judgement.

A function of evidence takes (sites, period) and returns Facts. It is asked for the year and for the year before, and
the two are laid side by side by their keys. Rooms and modules add theirs with `register_evidence`.
"""

from dataclasses import dataclass, field

from reports.numbers import number, percent


@dataclass(frozen=True)
class Fact:
    """One figure. value: a number, or None when nothing was counted; or a text. unit: "", "percent" or "hours"."""

    key: str
    label: str
    value: object
    unit: str = ""

    @property
    def words(self):
        """The value as the reader's language writes it."""
        if self.value is None:
            return "–"
        if isinstance(self.value, str):
            return self.value
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


def lines(criterion, sites, period):
    """The Lines of evidence for `criterion` over `period`, beside the year before; [] when nothing is computed."""
    found = []
    for evidence in chosen_for(criterion):
        now = evidence.function(sites, period)
        before = {fact.key: fact for fact in evidence.function(sites, period.year_before())}
        there = set()
        for fact in now:
            there.add(fact.key)
            other = before.get(fact.key)
            found.append(Line(str(fact.label), fact.words, other.words if other else "–"))
        found += [Line(str(fact.label), "–", fact.words) for key, fact in before.items() if key not in there]
    return found
