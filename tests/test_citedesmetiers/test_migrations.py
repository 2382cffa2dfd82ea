"""The migrations that make a new installation at once, beside those that older installations have run."""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


def loaded(replace_migrations):
    loader = MigrationLoader(None, replace_migrations=replace_migrations)
    return loader.graph, loader.project_state()


def test_a_new_installation_has_the_models_that_an_old_one_has_come_to():
    graph, at_once = loaded(replace_migrations=True)
    _graph, step_by_step = loaded(replace_migrations=False)
    assert at_once.models.keys() == step_by_step.models.keys()
    assert MigrationAutodetector(step_by_step, at_once).changes(graph) == {}
    options = {key: (model.options, step_by_step.models[key].options) for key, model in at_once.models.items()}
    assert [key for key, (ours, theirs) in options.items() if ours != theirs] == []  # triggers among them
