"""The restore drill: a real server, a real file, another place; and every reason to refuse."""

import contextlib
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest

from citedesmetiers.backup import BackupError, read_manifest
from citedesmetiers.installation import DATABASE_NAME, PROJECT, Installation
from citedesmetiers.postgres import Server, connect
from tests.migrated import copy_to
from tests.test_installation.processes import environment, manage

pytestmark = pytest.mark.installation

LEAVE_TRACES = """
from datetime import date, timedelta
from django.contrib.sessions.backends.db import SessionStore
from citedesmetiers.factories import make_centre, make_municipality, make_site
from reception.factories import make_visit
make_centre(name="Cité des métiers de l'Été")
site = make_site(name="L'Étoile")
make_visit(site=site, people=3)
make_visit(site=site, people=4, received_on=date.today() - timedelta(days=30), fingerprint=b"0123456789abcdef")
session = SessionStore(); session["a"] = 1; session.save()
"""
READ_BACK = """
from django.contrib.sessions.models import Session
from citedesmetiers.models import Centre, Site
from reception.models import Visit
visits = list(Visit.objects.order_by("people"))
print([Centre.objects.current().name, Site.objects.get().name, [visit.people for visit in visits],
       bytes(visits[1].fingerprint or b""), Session.objects.count()])
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A data folder with a few rows and an upload, and the backup that was made of it."""
    folder = tmp_path_factory.mktemp("backup")
    data = folder / "data"
    copy_to(data)
    manage(data, "shell", "-c", LEAVE_TRACES)
    (data / "uploads").mkdir(exist_ok=True)
    (data / "uploads" / "logo.svg").write_text("<svg/>")
    path = manage(data, "backup").strip()
    return data, path


def refusal(data, *arguments, **variables):
    """What manage.py said when it refused."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment(DATA=data, **variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stderr


def execute(data, statement):
    """Run one statement on the database of a data folder on which nothing runs."""
    server = Server(Installation(data), fast=True)
    server.start()
    try:
        with contextlib.closing(connect(server.installation, name=DATABASE_NAME)) as connection, connection:
            connection.cursor().execute(statement)
    finally:
        server.stop()


def test_everything_arrives_in_another_place_and_what_was_due_is_forgotten(saved, tmp_path):
    data, path = saved
    said = manage(tmp_path / "data", "restore", path)
    assert "Every table has the rows and the digest it had" in said
    before = manage(data, "shell", "--verbosity=0", "-c", READ_BACK)
    after = manage(tmp_path / "data", "shell", "--verbosity=0", "-c", READ_BACK)
    told = """["Cité des métiers de l'Été", "L'Étoile", [3, 4], """
    assert before.strip().splitlines()[-1] == told + "b'0123456789abcdef', 1]"
    assert after.strip().splitlines()[-1] == told + "b'', 0]"  # the old key is forgotten, and nobody is signed in
    assert (tmp_path / "data" / "uploads" / "logo.svg").read_text() == "<svg/>"
    assert "is not empty" in refusal(tmp_path / "data", "restore", path)


@pytest.mark.parametrize("where", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_one_flipped_bit_is_noticed(saved, tmp_path, where):
    content = bytearray(Path(saved[1]).read_bytes())
    content[round(where * (len(content) - 1))] ^= 1
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(content)
    with pytest.raises(BackupError, match="damaged"):
        read_manifest(damaged)


def test_half_a_file_is_refused(saved, tmp_path):
    content = Path(saved[1]).read_bytes()
    (tmp_path / "half.tar").write_bytes(content[: len(content) // 2])
    assert "damaged or not a whole backup" in refusal(tmp_path / "data", "restore", tmp_path / "half.tar")


def test_a_backup_of_a_newer_version_is_refused_and_nothing_is_left_behind(saved, tmp_path):
    data, _path = saved
    future = "('reception', '9999_from_the_future')"
    execute(data, f"insert into django_migrations (app, name, applied) select *, now() from (values {future})")
    try:
        newer = manage(data, "backup", "--folder", tmp_path).strip()
    finally:
        execute(data, f"delete from django_migrations where (app, name) = {future}")
    assert "newer version (reception.9999_from_the_future" in refusal(tmp_path / "data", "restore", newer)
    assert "Restored" in manage(tmp_path / "data", "restore", saved[1])


def test_an_encrypted_one_opens_for_its_key_alone(saved, tmp_path):
    data, _path = saved
    keys = [pyrage.x25519.Identity.generate() for _ in range(2)]
    for name, key in zip(["right", "wrong"], keys, strict=True):
        (tmp_path / name).write_text(f"# a key\n{key}\n")
    path = manage(data, "backup", "--folder", tmp_path, BACKUP_RECIPIENT=str(keys[0].to_public())).strip()
    assert path.endswith(".tar.age")
    assert b"citedesmetiers" not in Path(path).read_bytes()
    assert "name the file with the secret key" in refusal(tmp_path / "data", "restore", path)
    assert "cannot be decrypted" in refusal(data, "backup", "--verify", path, "--identity", tmp_path / "wrong")
    assert "Whole." in manage(data, "backup", "--verify", path, "--identity", tmp_path / "right")


def test_a_folder_that_cannot_be_written_is_said_and_noted(saved, tmp_path):
    data, _path = saved
    (tmp_path / "taken").write_text("a file, not a folder")
    assert "cannot be written to" in refusal(data, "backup", "--folder", tmp_path / "taken")
    noted = "from citedesmetiers.models import BackupRun as B; print(B.objects.first().error)"
    assert "cannot be written to" in manage(data, "shell", "--verbosity=0", "-c", noted)
