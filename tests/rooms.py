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
    """Every model of a room, those that Django makes for many-to-many keys left out."""
    return [model for model in apps.get_models() if model._meta.app_label in RANKS]


def label(model):
    return f"{model._meta.app_label}.{model.__name__}"


def relations(model):
    """The foreign keys, one-to-ones and many-to-manys that `model` itself declares."""
    return [field for field in model._meta.get_fields() if field.is_relation and not field.auto_created]
