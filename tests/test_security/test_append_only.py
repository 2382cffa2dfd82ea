"""The audit trail can be added to, and neither changed nor thinned out, by the role that the application has."""

import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction

from citedesmetiers.factories import make_user
from partners.factories import make_agreement

HISTORIES = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("make", [make_user, make_agreement])
def test_a_note_is_neither_changed_nor_deleted(db, make, statement):
    made = make()
    table = next(model for model in HISTORIES if model.pgh_tracked_model is type(made))._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] > 0
        with pytest.raises(InternalError, match="Cannot update or delete rows"), transaction.atomic():
            cursor.execute(statement.format(table))


def test_every_history_is_protected(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_append_only%'"
        )
        assert {model._meta.db_table for model in HISTORIES} == {table for (table,) in cursor}


def test_what_is_noted_can_still_change_itself(db):
    user = make_user(name="Before")
    user.name = "After"
    user.save()
    assert list(user.events.order_by("pgh_id").values_list("pgh_label", "name")) == [
        ("insert", "Before"),
        ("update", "After"),
    ]
