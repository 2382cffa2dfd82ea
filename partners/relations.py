"""What the page of an institution tells: each room adds its part, so that this one names none above it.

A part shows what ties an institution to the Cité in one respect: its agreements, its people, the hours that it held.
"""

from dataclasses import dataclass

from citedesmetiers import access


@dataclass(frozen=True)
class Relation:
    """A part of an institution's page.

    template: the fragment, which finds its variables as `part` and the institution as `institution`.
    context: function(institution, request) that returns the variables, or None to leave the part out.
    act: who sees it.  side: True for the narrow column.
    """

    title: str
    template: str
    context: object
    rank: int
    act: str = "see_partners"
    side: bool = False


_relations = []


def register_relation(**relation):
    """Add a part to the page of an institution; called from a room's AppConfig.ready(), maybe more than once."""
    relation = Relation(**relation)
    others = (other for other in _relations if (other.title, other.template) != (relation.title, relation.template))
    _relations[:] = sorted([*others, relation], key=lambda relation: relation.rank)


def parts_of(institution, request):
    """The parts that the person may see, each as (relation, its variables)."""
    for relation in _relations:
        if access.may(request.user, relation.act):
            context = relation.context(institution, request)
            if context is not None:
                yield relation, context
