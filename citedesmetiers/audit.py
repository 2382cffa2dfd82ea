"""The audit trail of what staff change: who was acting, and how a change reads.

Triggers of django-pghistory note each change of a tracked model in an event table beside it; no code of ours writes
there. Rows about visitors are never tracked.
"""

from dataclasses import dataclass
from datetime import date, time

import pghistory
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Act:
    """How a line of the trail says what happened. shows: fields whose values stand beside it."""

    words: str
    icon: str
    tone: str
    shows: tuple = ()


NO_WORDS = {"JSONField"}
FOUND = "found"  # rows that were there already when the trail of their table began
ACTS = {
    "insert": Act(pgettext_lazy("change", "added"), "plus", "ok"),
    "delete": Act(_("deleted"), "minus", "bad"),
    FOUND: Act(_("was there already"), "info", "off"),
}


def track(model, *trackers, exclude=(), fields=()):
    """Let the database note the changes of `model`, its texts in each language; all kinds of them unless told which.

    To be called when every room is ready: earlier, a model does not have its columns per language.
    """
    spoken = {field.translated_field.name for field in model._meta.local_fields if hasattr(field, "translated_field")}
    noted = [field.name for field in model._meta.local_fields if field.name not in spoken.union(exclude)]
    pghistory.track(
        *trackers,
        fields=list(fields) or noted,
        obj_field=pghistory.ObjForeignKey(related_name="events"),
        model_name=f"{model.__name__}Event",
    )(model)


def note_what_is_there(app, *models):
    """A step of a migration: note the rows of `models` (names) as they stand, so that the next change can be read."""

    def note(migrated, editor):
        quote = editor.quote_name
        for name in models:
            table = migrated.get_model(app, name)._meta.db_table
            history = migrated.get_model(app, f"{name}Event")._meta
            columns = [field.column for field in history.local_fields if not field.name.startswith("pgh_")]
            listed = ", ".join(map(quote, columns))
            editor.execute(
                f"INSERT INTO {quote(history.db_table)} ({listed}, pgh_created_at, pgh_label, pgh_obj_id) "  # noqa: S608 -- names only
                f"SELECT {listed}, NOW(), '{FOUND}', id FROM {quote(table)} ORDER BY id"
            )

    return note


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
    was called last.  act: an Act, None when values changed.  fields: (name of the field, before, after) as texts.
    """

    at: object
    who: object
    what: str
    name: str
    act: Act | None
    fields: list


def changes(events):
    """Events of pghistory as Change rows; a few queries for all of them."""
    events = list(events)
    models = tracked_models()
    names = Names()
    for event in events:
        model = models[event.pgh_obj_model]
        names.want(model, event.pgh_obj_id)
        names.want(get_user_model(), (event.pgh_context or {}).get("user"))
        for field, values in fields_of(event, models):
            if field.is_relation:
                for value in values:
                    names.want(field.related_model, value)
        if event.pgh_label == "delete":
            for field in named_through(model):
                names.want(field.related_model, (event.pgh_data or {}).get(field.column))
    names.fetch()
    return [as_change(event, models, names) for event in events]


def fields_of(event, models):
    """(field, (before, after)) of what an event changed, or of what its act shows; of a new row, nothing.

    What was frozen for a program to read has no words: the state that changes with it says what was done.
    """
    model = models[event.pgh_obj_model]
    columns = {field.column: field for field in model._meta.concrete_fields}
    if act := ACTS.get(event.pgh_label):
        shown = [model._meta.get_field(name) for name in act.shows]
        return [(field, (None, event.pgh_data[field.column])) for field in shown if event.pgh_data[field.column]]
    changed = [(columns[name], values) for name, values in (event.pgh_diff or {}).items() if name in columns]
    return [(field, values) for field, values in changed if field.get_internal_type() not in NO_WORDS]


def as_change(event, models, names):
    model, data = models[event.pgh_obj_model], event.pgh_data or {}
    return Change(
        at=event.pgh_created_at,
        who=names.get(get_user_model(), (event.pgh_context or {}).get("user")),
        what=capfirst(model._meta.verbose_name),
        name=names.get(model, event.pgh_obj_id) or name_of_gone(model, data, names) or event.pgh_obj_id,
        act=ACTS.get(event.pgh_label),
        fields=[
            (label_of(field), *(in_words(field, value, names) for value in values))
            for field, values in fields_of(event, models)
        ],
    )


def named_through(model):
    """The keys of `model` that its rows' names are made with; see `Names.fetch`."""
    return [model._meta.get_field(way.split("__")[0]) for way in getattr(model, "named_with", ())]


def name_of_gone(model, data, names):
    """What a row that is gone was called: it is made anew from what was noted last. "" when that does not suffice."""
    ways = {field: names.row(field.related_model, data.get(field.column)) for field in named_through(model)}
    if any(data.get(field.column) and not row for field, row in ways.items()):
        return next((data[name] for name in ("object", "title", "name", "label") if data.get(name)), "")
    row = model(
        **{
            field.attname: field.to_python(data[field.column])
            for field in model._meta.concrete_fields
            if field.column in data
        }
    )
    for field, there in ways.items():
        setattr(row, field.name, there)
    return called(row)


def called(row):
    """The name of a row where it stands without its surroundings."""
    return row.name_in_history() if hasattr(row, "name_in_history") else str(row)


def label_of(field):
    """The name of a field, with the language when it has one column for each."""
    if not hasattr(field, "translated_field"):
        return capfirst(field.verbose_name)
    return gettext("%(field)s (%(language)s)") % {
        "field": capfirst(field.translated_field.verbose_name),
        "language": dict(settings.LANGUAGES)[field.language],
    }


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
    if field.get_internal_type() == "TimeField":
        return formats.time_format(time.fromisoformat(value))
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
            self._found[model] = {row.pk: row for row in rows.filter(pk__in=keys)}

    def row(self, model, key):
        """A row that was asked for; None when it is gone."""
        return self._found.get(model, {}).get(int(key)) if key not in (None, "") else None

    def get(self, model, key):
        """The name of a row; "" when it is gone or nobody asked for it."""
        row = self.row(model, key)
        return called(row) if row else ""
