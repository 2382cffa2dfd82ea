"""Backups of the whole installation: one file with the database and the uploads, that proves itself whole.

A backup is a tar archive: `manifest.json` (when, by which version, rows and digest of every table, digests of the
other members), `database.dump` (pg_dump's own format) and `uploads.tar`. A digest of everything stands behind the
archive's end, so that a single flipped byte is noticed. With a recipient it is encrypted with age, for a key that does
not lie on this machine. Sessions are not kept: whoever was signed in signs in again.
"""

from citedesmetiers.backup.archive import BackupError, make, prune, read_manifest
from citedesmetiers.backup.restoring import restore

__all__ = ["BackupError", "make", "prune", "read_manifest", "restore"]
