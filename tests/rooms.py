"""The rooms and their models, for tests that walk all of them."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

PROJECT = Path(settings.BASE_DIR)
LINTER = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = next(contract["layers"] for contract in LINTER["contracts"] if contract["type"] == "layers")
# The rank of each room in the contract of import-linter; 0 is the lowest.
RANKS = {room.strip(): rank for rank, layer in enumerate(reversed(LAYERS)) for room in layer.split("|")}


def our_models():
    """Every model of a room that somebody has written: no many-to-many tables of Django, no histories."""
    return [model for model in apps.get_models() if model._meta.app_label in RANKS and not is_history(model)]


def histories():
    """The models whose histories django-pghistory keeps."""
    return [model.pgh_tracked_model for model in apps.get_models() if is_history(model)]


def is_history(model):
    """True for a model that django-pghistory has made to keep the history of another one."""
    return hasattr(model, "pgh_tracked_model")


def label(model):
    return f"{model._meta.app_label}.{model.__name__}"


def relations(model):
    """The foreign keys, one-to-ones and many-to-manys that `model` itself declares."""
    return [field for field in model._meta.get_fields() if field.is_relation and not field.auto_created]
