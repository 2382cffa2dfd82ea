"""Putting a backup back: into an empty place only, verified before and after, with what is due forgotten at once."""

import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from citedesmetiers.backup import programs, tables
from citedesmetiers.backup.archive import BackupError, opened

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")  # trusted ones: the owner of a database may add them
# Entries of a dump that only the owner of the database may make; they are there already.
NOT_OURS = (" EXTENSION ", " SCHEMA - public ", " COMMENT - SCHEMA public ", " COMMENT - EXTENSION ")


def restore(path, *, identity=None, say=lambda sentence: None):
    """Put the backup at `path` into this empty installation; returns its manifest.

    identity: file with the age secret key, for an encrypted one.  say: called with a sentence at each step.
    Raises BackupError when the file is damaged or of a newer version, when this place is not empty, or when what
    arrived is not what was saved; the database is then empty as before.
    """
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-restore-") as folder:
        scratch = Path(folder)
        say("Reading the file and verifying every byte…")
        manifest = opened(path, scratch, identity=identity)
        _refuse_newer(manifest)
        _refuse_unless_empty()
        say(f"Restoring {sum(rows for rows, _digest in manifest['tables'].values())} rows…")
        try:
            _fill(scratch)
        except programs.ProgramFailed as error:
            raise BackupError(f"The database refuses the backup: {error}") from error
        say("Comparing rows and digests of every table…")
        _compare(manifest)
        _unpack(scratch / "uploads.tar")
    say("Bringing the database up to this version…")
    call_command("migrate", interactive=False, verbosity=0)
    say("Forgetting what had to be forgotten since…")
    from citedesmetiers.forgetting import forget  # noqa: PLC0415 -- needs the tables

    forget()
    return manifest


def _refuse_newer(manifest):
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest["migrations"]) - ours)
    unknown = [name for name in unknown if "squashed" not in name]
    if unknown:
        raise BackupError(
            f"The backup was made by a newer version ({unknown[-1]} is not known here): update this one first."
        )


def _refuse_unless_empty():
    with connection.cursor() as cursor:
        there = tables.names(cursor)
    if there:
        raise BackupError(
            f"This database is not empty ({len(there)} tables): restore into a new place, as in "
            "make restore FILE=… DATA=/path/to/new/folder"
        )
    uploads = settings.INSTALLATION.uploads
    if uploads.exists() and any(uploads.iterdir()):
        raise BackupError(f"The folder {uploads} is not empty: restore into a new place.")


def _fill(scratch):
    dump, contents = scratch / "database.dump", scratch / "contents"
    entries = programs.run("pg_restore", "--list", dump).splitlines()
    contents.write_text("\n".join(line for line in entries if not any(mark in line for mark in NOT_OURS)))
    with connection.cursor() as cursor:
        for name in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    where = connection.settings_dict
    programs.run(
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
        f"--use-list={contents}", f"--dbname={where['NAME']}", dump, where=where,
    )  # fmt: skip


def _compare(manifest):
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        found = tables.digests(cursor)
        cursor.execute("COMMIT")
    wrong = sorted(name for name, told in manifest["tables"].items() if found.get(name) != told)
    if wrong:
        with connection.cursor() as cursor:
            for name in tables.names(cursor):
                cursor.execute(f'DROP TABLE IF EXISTS "{name}" CASCADE')
        raise BackupError(f"What arrived is not what was saved (in {', '.join(wrong[:5])}): nothing was kept.")


def _unpack(archive):
    target = settings.INSTALLATION.uploads
    with tarfile.open(archive) as packed:
        packed.extractall(target.parent, filter="data")
