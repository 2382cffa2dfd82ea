"""The data folder: what is generated in it, and where it may lie."""

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from citedesmetiers.installation import PROJECT, Installation, InstallationError
from citedesmetiers.postgres import Server, connect
from citedesmetiers.privileges import program
from tests.test_installation.processes import environment


def test_the_secret_is_generated_once_and_for_its_owner_only(tmp_path):
    secret = Installation(tmp_path / "data").secret_key()
    assert len(secret) >= 50
    assert Installation(tmp_path / "data").secret_key() == secret
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600
    assert Installation(tmp_path / "other").secret_key() != secret


def test_processes_that_start_together_get_the_same_secret(tmp_path):
    order = "from citedesmetiers.installation import Installation as I; print(I.from_environ().secret_key())"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", order],
            cwd=PROJECT,
            env=environment(DATA=tmp_path / "data"),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    assert len({process.communicate()[0] for process in started}) == 1
    assert [path.name for path in (tmp_path / "data").glob(".secret*")] == []


def test_a_data_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InstallationError) as error:
        Installation(tmp_path / "file" / "data").secret_key()
    assert str(error.value).startswith(
        f"The data folder {tmp_path}/file/data cannot be written (Not a directory): make "
    )
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8000.5"])
def test_a_port_that_is_no_port_is_one_sentence(port):
    with pytest.raises(InstallationError, match="PORT must be a number from 1 to 65535"):
        Installation.from_environ({"PORT": port})


def test_empty_variables_count_as_left_out():
    empty = Installation.from_environ({"PORT": "", "HOST": "", "DATA": "", "DATABASE_URL": ""})
    assert empty == Installation(PROJECT / "var", host="127.0.0.1", port=8000)


@pytest.mark.installation
@pytest.mark.parametrize("name", ["données à nous, 2026", "a-folder-with-a-name-" + "x" * 90])
def test_the_database_lives_in_a_folder_of_any_name(tmp_path, name):
    installation = Installation(tmp_path / name)
    server = Server(installation, fast=True)
    server.start()
    try:
        folder = installation.socket_folder
        assert not str(folder).startswith(str(tmp_path))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        with connect(installation, name="citedesmetiers") as connection, connection.cursor() as cursor:
            cursor.execute("select extname from pg_extension")
            assert {"unaccent", "pg_trgm", "btree_gist", "pg_stat_statements"} <= {row[0] for row in cursor}
        connection.close()
    finally:
        server.stop()
    assert not folder.exists()


@pytest.mark.installation
def test_a_socket_folder_of_somebody_else_is_refused(tmp_path):
    installation = Installation(tmp_path / ("x" * 100))
    installation.socket_folder.symlink_to(tmp_path)
    try:
        with pytest.raises(InstallationError, match="belongs to somebody else"):
            Server(installation, fast=True).start()
    finally:
        installation.socket_folder.unlink()


@pytest.mark.installation
def test_the_database_asks_for_a_password_even_on_its_socket(tmp_path):
    installation = Installation(tmp_path / "data")
    server = Server(installation, fast=True)
    server.start()
    try:
        for name in ("postgres", "citedesmetiers"):
            path = installation.data / f"database-password-{name}"
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        (installation.data / "database-password-postgres").write_text("wrong")
        with pytest.raises(Exception, match="password authentication failed"):
            connect(installation)
    finally:
        server.stop()


@pytest.mark.installation
@pytest.mark.skipif(os.geteuid() != 0, reason="Postgres changes its user only when we are root")
def test_as_root_the_server_is_somebody_else_with_no_more_rights_than_it_needs():
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others, this one is not
        os.chmod(folder, 0o711)
        installation = Installation(Path(folder) / "data")
        server = Server(installation, fast=True)
        server.start()
        try:
            lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
            status = dict(line.split(":", 1) for line in lines)
            assert status["Uid"].split()[0] == str(installation.cluster.stat().st_uid) != "0"
            # The programs may lie where only root can go: then it keeps one capability, and else none.
            assert int(status["CapEff"], 16) in ({0} if open_to_all(program("postgres")) else {1 << 1, 1 << 2})
        finally:
            server.stop()


def open_to_all(path):
    """True when every user can reach and read the file."""
    return all(parent.stat().st_mode & 0o001 for parent in path.parents) and bool(path.stat().st_mode & 0o004)
