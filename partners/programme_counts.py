"""What rooms above count for a programme: its interviews, its events. Each registers a count of its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LinkedCount:
    """label: what is counted.  count: function(programme) → number, or None to leave it out."""

    label: str
    count: object
    rank: int


_counts = []


def register_programme_count(**count):
    """Add a count to the page of a programme; called from a room's AppConfig.ready(), maybe more than once."""
    _counts[:] = [other for other in _counts if other.label != count["label"]]
    _counts.append(LinkedCount(**count))
    _counts.sort(key=lambda count: count.rank)


@dataclass(frozen=True)
class ModuleCount:
    """What a room has counted for a module, in words. said: volumes.  people: who came, for whoever may see that."""

    said: list
    people: list


_module_counts = []


def register_module_count(count):
    """Add what a room counts by module; called from its AppConfig.ready(), maybe more than once.

    count: function(programme) → {module id: ModuleCount}.
    """
    if count not in _module_counts:
        _module_counts.append(count)


def with_counts(programme):
    """[(module, [ModuleCount, …]), …]: the modules of `programme` with what the rooms have counted for each."""
    modules = list(programme.modules.all())
    found = [count(programme) for count in _module_counts] if modules else []
    return [(module, [counts[module.pk] for counts in found if module.pk in counts]) for module in modules]


def counts_of(programme):
    """[(label, number), …] of what the rooms have counted for `programme`."""
    found = [(count.label, count.count(programme)) for count in _counts]
    return [(label, number) for label, number in found if number is not None]
