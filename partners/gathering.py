"""Rows of an import: checked one by one in memory, written together in a few statements for a thousand."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

AT_ONCE = 1_000


def shown(value):
    """A value as a person reads it in a report."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def put_back(target, values):
    for name, value in values.items():
        setattr(target, name, value)


class Rows:
    """The rows of one model that an import adds or changes.

    columns: what the import may set.  rules: functions(row) → (column, sentence) when the row breaks a constraint of
    the database, else None: the same constraints, said without asking the database a question for each row.
    """

    def __init__(self, model, columns, rules=()):
        self.model, self.columns, self.rules = model, columns, rules
        # Whom a key points to comes from our own lists, and codes are made here: no need to ask for each row.
        self.trusted = {field.name for field in model._meta.fields if field.is_relation or field.unique}
        self.added, self.changed = [], {}

    def set(self, target, values):
        """Set those `values` ({column: value}) that are given and differ, and check the whole row.

        Returns {column: (before, after)} as texts. Raises ValidationError, and leaves `target` as it was then.
        """
        before = {name: getattr(target, name) for name, value in values.items() if value is not None}
        changes = {name: (shown(old), shown(values[name])) for name, old in before.items() if old != values[name]}
        for name in changes:
            setattr(target, name, values[name])
        if changes or target.pk is None:
            try:
                self.check(target)
            except ValidationError:
                put_back(target, before)
                raise
        return changes

    def check(self, target):
        """What full_clean() finds out, but for what needs the database. Raises ValidationError."""
        faults = {}
        try:
            target.clean_fields(exclude=self.trusted)
        except ValidationError as error:
            faults = error.update_error_dict({})
        for rule in self.rules:
            if (found := rule(target)) and found[0] not in faults:
                faults.setdefault(NON_FIELD_ERRORS, []).append(found[1])
        if faults:
            raise ValidationError(faults)

    def add(self, target):
        """Have the new row written by write()."""
        self.added.append(target)

    def change(self, target):
        """Have the changed row written by write(); a row that is new itself is written once, with its last values."""
        if target.pk is not None:
            self.changed[target.pk] = target

    def write(self):
        """Write what was gathered; the database's triggers keep the history as for single rows."""
        self.model.objects.bulk_create(self.added, batch_size=AT_ONCE)
        # The rows are locked and complete, and an upsert of a thousand is ten times as quick as bulk_update.
        self.model.objects.bulk_create(
            self.changed.values(), batch_size=AT_ONCE, update_conflicts=True, unique_fields=["id"],
            update_fields=self.columns,
        )  # fmt: skip
