"""The audit trail of what staff change: who was acting, and how a change reads.

Triggers of django-pghistory note each change of a tracked model in an event table beside it; no code of ours writes
there. Rows about visitors are never tracked.
"""

from dataclasses import dataclass
from datetime import date

import pghistory
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext


def acting_user(get_response):
    """Middleware: tell the triggers whose request this is.

    What comes as JSON is the counter's: rows about visitors, which nobody's name may be tied to.
    """

    def middleware(request):
        if request.method != "POST" or request.content_type == "application/json":
            return get_response(request)
        # Without a session cookie nobody is signed in, and the session must not be touched to find out.
        user = request.user.pk if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        with pghistory.context(user=user):
            return get_response(request)

    return middleware


def tracked_models():
    """The models whose changes are noted, by label ("partners.Agreement")."""
    found = {model.pgh_tracked_model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}
    return {model._meta.label: model for model in sorted(found, key=lambda model: model._meta.label)}


@dataclass
class Change:
    """One line of the trail.

    who: an account, None for the software itself.  what: the kind of row.  name: of the row, as it is called now, or
    was called last.  act: "insert", "update" or "delete".  fields: (name of the field, before, after) as texts.
    """

    at: object
    who: object
    what: str
    name: str
    act: str
    fields: list


def changes(events):
    """Events of pghistory as Change rows; a few queries for all of them."""
    events = list(events)
    models = tracked_models()
    names = Names()
    for event in events:
        names.want(models[event.pgh_obj_model], event.pgh_obj_id)
        names.want(get_user_model(), (event.pgh_context or {}).get("user"))
        for field, values in fields_of(event, models):
            if field.is_relation:
                for value in values:
                    names.want(field.related_model, value)
    names.fetch()
    return [as_change(event, models, names) for event in events]


def fields_of(event, models):
    """(field, (before, after)) of what an event changed; of a new or deleted row, nothing."""
    model = models[event.pgh_obj_model]
    columns = {field.column: field for field in model._meta.concrete_fields}
    return [(columns[name], values) for name, values in (event.pgh_diff or {}).items() if name in columns]


def as_change(event, models, names):
    model, data = models[event.pgh_obj_model], event.pgh_data or {}
    name = names.get(model, event.pgh_obj_id) or data.get("name") or data.get("object") or f"{event.pgh_obj_id}"
    return Change(
        at=event.pgh_created_at,
        who=names.get(get_user_model(), (event.pgh_context or {}).get("user")),
        what=capfirst(model._meta.verbose_name),
        name=name,
        act=event.pgh_label,
        fields=[
            (capfirst(field.verbose_name), *(in_words(field, value, names) for value in values))
            for field, values in fields_of(event, models)
        ],
    )


def in_words(field, value, names):
    """A stored value as people read it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return ", ".join(in_words(field.base_field, each, names) for each in value)
    if field.is_relation:
        return f"{names.get(field.related_model, value) or value}"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field.choices:
        return f"{dict(field.flatchoices).get(value, value)}"
    if field.get_internal_type() == "DateField":
        return formats.date_format(date.fromisoformat(value))
    return f"{value}"


class Names:
    """What rows are called, fetched together: one query for each kind of row."""

    def __init__(self):
        self._wanted, self._found = {}, {}

    def want(self, model, key):
        if key not in (None, ""):
            self._wanted.setdefault(model, set()).add(int(key))

    def fetch(self):
        for model, keys in self._wanted.items():
            # A model says which keys its rows' names are made with, so that naming many costs one query.
            named_with = getattr(model, "named_with", ())
            rows = model._base_manager.select_related(*named_with) if named_with else model._base_manager
            self._found[model] = {row.pk: str(row) for row in rows.filter(pk__in=keys)}

    def get(self, model, key):
        """The name of a row; "" when it is gone or nobody asked for it."""
        return self._found.get(model, {}).get(int(key), "") if key not in (None, "") else ""
