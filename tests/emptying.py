"""Empties the database after tests that stored rows for good.

Django's `flush` truncates every table, whether anything is in it or not, and makes its permissions anew: most of half
a second, after each of a hundred tests. Deleting what is there takes a quarter of that.
"""

import pgtrigger
from django.db import connections

# Made by the migrations, and the same in every test.
STAY = ["django_migrations", "django_content_type", "auth_permission"]
# Again until nothing was found: a trigger may note in another table what was deleted. Keys are checked at the end.
DELETE = """
    DO $$
    DECLARE
        emptied name;
        deleted bigint;
        found bigint;
    BEGIN
        LOOP
            deleted := 0;
            FOR emptied IN
                SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s)
            LOOP
                EXECUTE format('DELETE FROM public.%%I', emptied);
                GET DIAGNOSTICS found = ROW_COUNT;
                deleted := deleted + found;
            END LOOP;
            EXIT WHEN deleted = 0;
        END LOOP;
    END $$
"""


def empty(connection):
    """Delete all rows of `connection`'s database, those that the audit trail keeps from everybody else included."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(DELETE, [STAY])


def empty_after_tests(test_case):
    """Let `test_case`, Django's TransactionTestCase, do so instead of flushing."""

    def teardown(self):
        for alias in self._databases_names(include_mirrors=False):
            empty(connections[alias])

    test_case._fixture_teardown = teardown
