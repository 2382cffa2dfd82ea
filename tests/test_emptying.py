"""What a test stored for good is gone before the next one begins, and nothing else has changed."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_centre, make_purpose, make_site
from citedesmetiers.models import Purpose
from reception.factories import make_visit
from tests.emptying import STAY, empty


def rows():
    """How many rows each table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables, found = [table for (table,) in cursor.fetchall()], {}
        for table in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_behind_and_what_migrations_made_stays():
    made = {table: rows()[table] for table in STAY}
    make_centre()
    starting_lists.load()
    make_visit(site=make_site(), day=timezone.localdate())
    before = rows()
    assert len([table for table, n in before.items() if n]) > 30
    empty(connection)
    assert {table: n for table, n in rows().items() if n} == made
    assert all(made.values())


@pytest.mark.django_db(transaction=True)
def test_what_the_audit_trail_notes_is_kept_from_everybody_again():
    purpose = make_purpose()
    empty(connection)
    assert not Purpose.objects.filter(pk=purpose.pk).exists()
    event = make_purpose().events.get()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        event.delete()
