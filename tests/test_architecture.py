"""The rooms look down only, and what the database promises it says in words.

Each rule is a function that returns complaints; it is run over our own models and files, and once over something
made up that breaks it, so that a rule that has gone blind shows.
"""

# ruff: noqa: DJ008 -- models that are made up to be refused need no name

import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, Q
from django.test.utils import isolate_apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import both_or_neither
from citedesmetiers.models import User
from reception.models import Visit
from tests.rooms import LINTER, PROJECT, RANKS, label, our_models, relations

# ── Rooms look down only ─────────────────────────────────────────────────────────────────────────────


def looks_up(model):
    """Complaints about keys of `model` that point to a higher room, a sibling or anywhere, or that can be followed
    back from below."""
    room = model._meta.app_label
    for field in relations(model):
        if field.related_model is None or field.related_model._meta.app_label == "contenttypes":
            yield f"{model.__name__}.{field.name} may point to any model"
            continue
        target = field.related_model._meta.app_label
        if target not in RANKS or target == room:
            continue
        if RANKS[target] >= RANKS[room]:
            yield f"{model.__name__}.{field.name} points from {room} to {target}"
        elif not field.remote_field.hidden:
            yield f"{model.__name__}.{field.name} lets {target} reach up: end its related_name with +"


def test_the_contract_names_every_room_and_each_of_them_once():
    assert sorted(RANKS) == sorted(settings.ROOMS) == sorted(LINTER["root_packages"])
    assert RANKS["counselling"] == RANKS["documentation"] == RANKS["events"]


def test_keys_point_down():
    assert [complaint for model in our_models() for complaint in looks_up(model)] == []


@isolate_apps("citedesmetiers", "partners", "reception", "counselling", "events")
def test_keys_that_point_up_sideways_or_back_are_seen():
    class Upstairs(models.Model):
        visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "partners"

    class Event(models.Model):
        class Meta:
            app_label = "events"

    class Sideways(models.Model):
        events = models.ManyToManyField(Event, related_name="+")

        class Meta:
            app_label = "counselling"

    class Back(models.Model):
        by = models.ForeignKey(User, on_delete=models.CASCADE)
        above = models.ForeignKey("self", on_delete=models.CASCADE, related_name="below")

        class Meta:
            app_label = "reception"

    assert list(looks_up(Upstairs)) == ["Upstairs.visit points from partners to reception"]
    assert list(looks_up(Sideways)) == ["Sideways.events points from counselling to events"]
    assert list(looks_up(Back)) == ["Back.by lets citedesmetiers reach up: end its related_name with +"]


def lint_imports(folder):
    """Run import-linter in `folder`; returns (did it pass, what it said)."""
    program = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run(
        [program, "--no-cache"], cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True
    )
    return answer.returncode == 0, answer.stdout + answer.stderr


def test_imports_point_down():
    passed, said = lint_imports(PROJECT)
    assert passed, said


@pytest.mark.thorough
def test_an_import_that_points_up_is_seen(tmp_path):
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    for room in RANKS:
        shutil.copytree(PROJECT / room, tmp_path / room, ignore=lambda _folder, names: unread(names))
    assert lint_imports(tmp_path)[0]
    opening = tmp_path / "citedesmetiers" / "opening.py"
    opening.write_text(opening.read_text() + "\n\ndef later():\n    import reception.models\n")
    passed, said = lint_imports(tmp_path)
    assert not passed
    assert "citedesmetiers is not allowed to import reception" in said


def unread(names):
    """Files of a folder that say nothing about imports."""
    return [name for name in names if "." in name and not name.endswith(".py")] + ["__pycache__"]


# ── Constraints ──────────────────────────────────────────────────────────────────────────────────────


def without_words(model):
    """Complaints about rules of the table that would answer in the database's words, or in one language only."""
    for constraint in model._meta.constraints:
        message = constraint.violation_error_message
        if not isinstance(message, Promise) or message == BaseConstraint.default_violation_error_message:
            yield f"{label(model)}: {constraint.name} has no message that can be translated"


def columns_of(condition):
    """The columns that a Q names, nested ones too."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from columns_of(child)
        else:
            yield child[0].split("__")[0]


def unpaired(model):
    """Complaints about a `x_by` without its `x_at` or `x_on`, or a pair that the database lets come apart."""
    names = {field.name for field in model._meta.concrete_fields}
    signers = {field.name for field in relations(model) if field.related_model is User and field.name.endswith("_by")}
    rules = [set(columns_of(c.condition)) for c in model._meta.constraints if isinstance(c, CheckConstraint)]
    for by in sorted(signers):
        moments = {by.removesuffix("_by") + end for end in ("_at", "_on")} & names
        if not moments:
            yield f"{label(model)}.{by} does not say when"
        for moment in moments:
            if not model._meta.get_field(moment).null:
                continue  # nobody signs without a moment; a moment alone is the software's own
            if not any({by, moment} <= columns for columns in rules):
                yield f"{label(model)}.{by} and {moment} can come apart"


def test_every_rule_of_a_table_has_words():
    assert [complaint for model in our_models() for complaint in without_words(model)] == []


def test_who_and_when_come_together():
    assert [complaint for model in our_models() for complaint in unpaired(model)] == []


@isolate_apps("reports")
def test_rules_without_words_and_pairs_that_come_apart_are_seen():
    class Signed(models.Model):
        signed_at = models.DateTimeField(null=True)
        signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
        closed_at = models.DateTimeField(null=True)
        closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
        opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

        class Meta:
            app_label = "reports"
            constraints = [
                both_or_neither("signed_at", "signed_by", message=_("Signed by someone, or not at all.")),
                CheckConstraint(name="mute", condition=Q(signed_at__isnull=True)),
                CheckConstraint(
                    name="one_language", condition=Q(closed_at__isnull=True), violation_error_message="No."
                ),
            ]

    assert list(unpaired(Signed)) == [
        "reports.Signed.closed_by and closed_at can come apart",
        "reports.Signed.opened_by does not say when",
    ]
    assert list(without_words(Signed)) == [
        "reports.Signed: mute has no message that can be translated",
        "reports.Signed: one_language has no message that can be translated",
    ]


# ── Factories ────────────────────────────────────────────────────────────────────────────────────────


def factory(model):
    """The function make_<model> of the model's room, or None."""
    name = "make_" + re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
    return getattr(import_module(f"{model._meta.app_label}.factories"), name, None)


@pytest.mark.parametrize("model", [model for model in our_models() if model._meta.managed], ids=label)
def test_every_model_has_a_factory_that_needs_no_argument(db, model):
    make = factory(model)
    assert make is not None, f"{label(model)} has no make_… in its room's factories"
    assert model.objects.get(pk=make().pk)
