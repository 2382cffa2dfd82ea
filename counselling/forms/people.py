"""Choosing people: a long list, of which the one institution in question is in view."""

from django import forms
from django.utils.translation import gettext as _


class PersonChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person):
        return _("%(person)s, %(institution)s") % {"person": person, "institution": person.institution}


class PeopleChecks(forms.CheckboxSelectMultiple):
    """People to tick: those of one institution in view, the others of the place behind a line to open, by institution.

    first: the key of the institution whose people stand first, None for none.  away: keys of people who do not work
    on the day in question, shown only while they are ticked.
    """

    template_name = "counselling/roster/people.html"
    renders_itself = True  # templates/bootstrap5/field.html
    first, away = None, frozenset()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        ticked = {str(each) for each in value or []}
        groups = {}
        for person in self.choices.queryset:
            if person.pk not in self.away or str(person.pk) in ticked:
                group = groups.setdefault(person.institution_id, (person.institution, []))
                group[1].append((person, str(person.pk) in ticked))
        first = groups.pop(self.first, None)
        rows = [row for _institution, people in groups.values() for row in people]
        return context | {
            "first": first,
            "others": list(groups.values()),
            "others_ticked": any(is_ticked for _person, is_ticked in rows),
        }
