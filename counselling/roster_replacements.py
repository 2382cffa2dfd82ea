"""Who may come to a duty session instead: colleagues first, free ones before those who are taken at that hour."""

from dataclasses import dataclass, field

from django.db.models import Q

from citedesmetiers.opening import at
from citedesmetiers.sorting import by_name
from counselling.duty import key_of
from partners.engagements import engagements
from partners.models import Institution, Professional


@dataclass
class Colleagues:
    """People of one institution. free: they can come.  taken: (person, what they do then)."""

    institution: Institution
    free: list = field(default_factory=list)
    taken: list = field(default_factory=list)


def replacements(session):
    """Active people who work at the place of `session`, those on it left out: a list of Colleagues, its own first."""
    rows = (
        Professional.objects.active(session.day)
        .filter(functions__overlap=["counsellor", "digital_facilitator"])
        .filter(Q(sites__isnull=True) | Q(sites=session.site_id))
        .exclude(pk__in=[person.pk for person in session.professionals.all()])
        .select_related("institution")
        .order_by(by_name("institution__name"), by_name(), "pk")
    )
    people = list(rows.distinct())
    starts, ends = at(session.day, session.starts), at(session.day, session.ends)
    taken = engagements([person.pk for person in people], starts, ends, besides=[key_of(session.pk)])
    doing = {engagement.professional_id: engagement.words for engagement in reversed(taken)}
    found = {}
    for person in people:
        colleagues = found.setdefault(person.institution_id, Colleagues(person.institution))
        if person.pk in doing:
            colleagues.taken.append((person, doing[person.pk]))
        else:
            colleagues.free.append(person)
    return sorted(found.values(), key=lambda each: each.institution.pk != session.institution_id)
