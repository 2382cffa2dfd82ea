"""Making a backup file, reading what it says of itself, and throwing old ones away."""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
from django.conf import settings
from django.db import connection

from citedesmetiers.backup import programs, tables

FORMAT = 1
MARK = b"citedesmetiers-sha256:"  # stands behind the archive, before the digest of all bytes before it
PLAIN, ENCRYPTED = ".tar", ".tar.age"
MEMBERS = ("database.dump", "uploads.tar")
BLOCK = 1 << 20


class BackupError(Exception):
    """A backup cannot be made, read or restored; the text says in a sentence why."""


def make(folder=None, *, recipient=None, now=None):
    """Write a backup into `folder`; returns its path. Everybody may go on working meanwhile.

    folder: settings.BACKUPS when left out.  recipient: an age public key (age1…), settings.BACKUP_RECIPIENT when left
    out, empty for no encryption.  now: aware datetime.  Raises BackupError; then nothing is left behind.
    """
    folder = Path(folder or settings.BACKUPS)
    recipient = settings.BACKUP_RECIPIENT if recipient is None else recipient
    now = now or datetime.now(UTC)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=folder) as scratch:
            return _write(folder, Path(scratch), recipient, now.astimezone(UTC))
    except OSError as error:
        raise BackupError(f"The backup cannot be written to {folder} ({error.strerror or error}).") from error
    except programs.ProgramFailed as error:
        raise BackupError(f"The database cannot be saved: {error}") from error


def _write(folder, scratch, recipient, now):
    database = _dump(scratch / "database.dump")
    _pack(settings.INSTALLATION.uploads, scratch / "uploads.tar")
    manifest = {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "centre": _centre_name(),
        "members": {name: {"bytes": (scratch / name).stat().st_size, "sha256": _sha256(scratch / name)}
                    for name in MEMBERS},
        **database,
    }  # fmt: skip
    (scratch / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
    whole = scratch / "whole.tar"
    with tarfile.open(whole, "w") as archive:
        for name in ("manifest.json", *MEMBERS):
            archive.add(scratch / name, arcname=name)
            if name in MEMBERS:
                (scratch / name).unlink()  # so that the disk holds it twice at most
    with whole.open("ab") as file:
        file.write(MARK + _sha256(whole).encode())
    target = folder / f"citedesmetiers-{now:%Y%m%dT%H%M%SZ}{ENCRYPTED if recipient else PLAIN}"
    if recipient:
        whole = _encrypt(whole, recipient)
    with whole.open("rb") as file:
        os.fsync(file.fileno())
    whole.chmod(0o600)
    whole.rename(target)
    return target


def _encrypt(file, recipient):
    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise BackupError("BACKUP_RECIPIENT is no age public key: it begins with “age1”.") from error
    encrypted = file.with_name("whole.age")
    pyrage.encrypt_file(str(file), str(encrypted), [key])
    return encrypted


def _dump(target):
    """Dump the database, and count its tables in the same snapshot; returns what the manifest says of both."""
    work = connection.copy()  # of its own: the snapshot must outlive every query, and nothing else may ride on it
    try:
        with work.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            without = [f"--exclude-table-data=public.{name}" for name in sorted(tables.UNKEPT)]
            programs.run(
                "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public", *without,
                f"--snapshot={snapshot}", f"--file={target}", where=work.settings_dict,
            )  # fmt: skip
            found = {"tables": tables.digests(cursor), "migrations": tables.migrations(cursor)}
            cursor.execute("SHOW server_version")
            found["postgres"] = cursor.fetchone()[0]
            cursor.execute("COMMIT")
    finally:
        work.close()
    return found


def _centre_name():
    from citedesmetiers.models import Centre  # noqa: PLC0415 -- a command may import this before the models are loaded

    centre = Centre.objects.current()
    return centre.name if centre else ""


def _pack(folder, target):
    with tarfile.open(target, "w") as archive:
        if folder.exists():
            archive.add(folder, arcname="uploads")


def _sha256(path, *, leave_out=0):
    """The SHA-256 of a file without its last `leave_out` bytes, in hexadecimal digits."""
    rest, digest = path.stat().st_size - leave_out, hashlib.sha256()
    with path.open("rb") as file:
        while rest > 0 and (block := file.read(min(BLOCK, rest))):
            digest.update(block)
            rest -= len(block)
    return digest.hexdigest()


def opened(path, scratch, *, identity=None):
    """Decrypt `path` if it is encrypted, verify every byte, unpack it into `scratch`; returns the manifest.

    identity: path of the file with the age secret key.  Raises BackupError for a file that is damaged, cut off, of
    another format, or encrypted for somebody else.
    """
    path = Path(path)
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    if path.name.endswith(ENCRYPTED):
        path = _decrypt(path, scratch / "whole.tar", identity)
    behind = len(MARK) + 64
    with path.open("rb") as file:
        if path.stat().st_size > behind:
            file.seek(-behind, os.SEEK_END)
        end = file.read()
    if not end.startswith(MARK) or end[len(MARK) :].decode("ascii", "replace") != _sha256(path, leave_out=behind):
        raise BackupError("The file is damaged or not a whole backup: its digest is not the one it was made with.")
    try:
        with tarfile.open(path) as archive:
            archive.extractall(
                scratch, members=[archive.getmember(n) for n in ("manifest.json", *MEMBERS)], filter="data"
            )
        manifest = json.loads((scratch / "manifest.json").read_text())
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise BackupError("The file is whole, but it is no backup of this application.") from error
    if manifest.get("format") != FORMAT:
        raise BackupError("The backup has a format that this version does not know: use the version that made it.")
    for name, told in manifest["members"].items():
        if _sha256(scratch / name) != told["sha256"]:
            raise BackupError(f"The file is damaged: {name} is not what it was.")
    return manifest


def _decrypt(path, target, identity):
    if identity is None:
        raise BackupError("The backup is encrypted: name the file with the secret key (--identity FILE).")
    try:
        lines = Path(identity).read_text().splitlines()
        keys = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except (OSError, pyrage.IdentityError) as error:
        raise BackupError(f"The secret key cannot be read from {identity}.") from error
    try:
        pyrage.decrypt_file(str(path), str(target), keys)
    except (pyrage.DecryptError, OSError) as error:
        raise BackupError("The backup cannot be decrypted: it is damaged, or made for another key.") from error
    return target


def read_manifest(path, *, identity=None):
    """What a backup says of itself, after every byte of it was verified. Raises BackupError."""
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-backup-") as scratch:
        return opened(path, Path(scratch), identity=identity)


def backups_in(folder):
    """The backup files in `folder`, the oldest first."""
    found = [path for ending in (PLAIN, ENCRYPTED) for path in Path(folder).glob(f"citedesmetiers-*{ending}")]
    return sorted(found, key=lambda path: path.name)


def made_at(path):
    """When a backup was made, from its name, as an aware datetime."""
    stamp = path.name.removeprefix("citedesmetiers-").partition(".")[0]
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def prune(folder=None, *, days=None, now=None):
    """Delete backups that are older than `days` (settings.BACKUP_DAYS); the latest stays in any case.

    What must be forgotten is thereby forgotten in the backups too. Returns how many were deleted.
    """
    days = settings.BACKUP_DAYS if days is None else days
    before = (now or datetime.now(UTC)) - timedelta(days=days)
    folder = Path(folder or settings.BACKUPS)
    gone = [path for path in backups_in(folder)[:-1] if made_at(path) < before]
    for path in gone:
        path.unlink()
    for leftover in folder.glob(".unfinished-*"):  # of a machine that went down in the middle
        if datetime.fromtimestamp(leftover.stat().st_mtime, UTC) < (now or datetime.now(UTC)) - timedelta(days=1):
            shutil.rmtree(leftover, ignore_errors=True)
    return len(gone)
