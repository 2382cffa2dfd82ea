"""How many rows each table has, and a digest of them that does not depend on their order."""

from psycopg2 import sql

UNKEPT = {"django_session"}  # tables whose rows are no part of a backup
# So that a row reads the same wherever it is read.
READING = """
SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';
"""
DIGEST = (
    "SELECT count(*), coalesce(sum(('x' || substr(md5(t::text), 1, 16))::bit(64)::bigint::numeric), 0)::text FROM {} t"
)


def names(cursor):
    """The tables of the schema `public`, sorted."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def digests(cursor):
    """{table: [rows, digest]} of all tables that a backup keeps; to be called within a transaction.

    The digest is the sum of a part of each row's MD5: equal tables have equal sums whatever their physical order.
    """
    cursor.execute(READING)
    found = {}
    for name in names(cursor):
        if name not in UNKEPT:
            cursor.execute(sql.SQL(DIGEST).format(sql.Identifier(name)))
            found[name] = list(cursor.fetchone())
    return found


def migrations(cursor):
    """The migrations that this database has, as a sorted list of "app.name"."""
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]
