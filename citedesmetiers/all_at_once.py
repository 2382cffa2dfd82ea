"""An operation for migrations that make many tables: the models are rendered once, not after each of them."""

from django.db.migrations.operations.base import Operation


class AllAtOnce(Operation):
    """Runs `operations` with nobody looking at the models in between.

    Django keeps a rendered copy of all models up to date while it migrates: each operation renders the model that it
    touches anew, and every model related to it, which for ours means nearly all. With two hundred tables that takes a
    minute; here they are rendered when the first operation asks for them, and all have been told by then.

    Only for operations that look at nothing but what is there at the end: CreateModel and AddTrigger. They cannot be
    taken back: what a migration of this kind makes is all that its app has.
    """

    reversible = False
    serialization_expand_args = ["operations"]

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return type(self).__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # a cached property: made again for whoever asks next
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"{len(self.operations)} operations, all at once"
