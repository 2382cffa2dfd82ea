"""What deploy/ hands to an administrator fits what the application reads."""

import contextlib
import re
import subprocess
from pathlib import Path

import psycopg2
import pytest
import yaml
from bs4 import BeautifulSoup

from citedesmetiers.installation import PROJECT, Installation
from citedesmetiers.postgres import EXTENSIONS, Server, connect
from citedesmetiers.privileges import program
from deploy.bootstrap import PANGO_PACKAGES

DEPLOY = PROJECT / "deploy"
DOCUMENTED = set(re.findall(r"`([A-Z][A-Z_]+)`", (PROJECT / "docs" / "environment.md").read_text()))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_every_variable_of_the_compose_file_is_one_that_the_application_reads():
    given = set(COMPOSE["services"]["application"]["environment"])
    assert given - DOCUMENTED == set()


def test_every_question_of_the_compose_file_stands_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    answered = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "example.env").read_text(), re.MULTILINE))
    assert asked == answered


def test_the_image_has_what_prints_need():
    assert [name for name in PANGO_PACKAGES if name not in (DEPLOY / "Containerfile").read_text()] == []


def test_every_path_that_the_image_copies_exists_and_nothing_of_it_is_left_out():
    recipe = (DEPLOY / "Containerfile").read_text()
    copied = [path for line in re.findall(r"^COPY (.+) \S+$", recipe, re.MULTILINE) for path in line.split()]
    assert copied
    assert [path for path in copied if not (PROJECT / path).exists()] == []
    left_out = (PROJECT / ".dockerignore").read_text().split()
    assert {".git", ".venv", "var", "deploy/.env"} <= set(left_out)
    assert not {"requirements.lock", "manage.py", "static", "templates", "locale"} & set(left_out)


def test_every_file_that_the_compose_file_hands_in_exists():
    given = [mount for service in COMPOSE["services"].values() for mount in service.get("volumes", [])]
    ours = [mount.partition(":")[0] for mount in given if mount.startswith("./")]
    assert "./Caddyfile" in ours
    assert [path for path in ours if not (DEPLOY / path).exists()] == []


def test_while_the_application_is_down_the_proxy_shows_a_page_that_it_has_been_given():
    """Caddy itself runs in no test: this holds the names in its file against what the container gets."""
    said = (DEPLOY / "Caddyfile").read_text()
    folder, page = re.search(r"root \* (\S+)", said)[1], re.search(r"rewrite \* /(\S+)", said)[1]
    assert f"./{page}:{folder}/{page}:ro" in COMPOSE["services"]["proxy"]["volumes"]
    assert "status 503" in said
    shown = BeautifulSoup((DEPLOY / page).read_text(), "html.parser")
    assert (shown.html["lang"], shown.section["lang"]) == ("fr", "en")
    assert shown.select("link, script, img, iframe") == []
    assert {link["href"] for link in shown.select("a")} == {"/"}


@pytest.mark.installation
def test_the_script_for_the_database_makes_a_role_that_is_no_superuser(tmp_path):
    """Run as the database's image runs it, against a server of our own wheel that holds nothing yet."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o711)  # as root the server runs as another user, who must be able to pass through
    installation = Installation(tmp_path / "data")
    server = Server(installation, fast=True)
    server.start()
    try:
        with contextlib.closing(connect(installation)) as connection:
            connection.autocommit = True
            connection.cursor().execute("drop database citedesmetiers")
            connection.cursor().execute("drop role citedesmetiers")
        with contextlib.closing(connect(installation, name="template1")) as connection, connection:
            connection.cursor().execute(f"drop extension {', '.join(EXTENSIONS)}")
        variables = {
            "PATH": f"{program('psql').parent}:/usr/bin:/bin", "PGHOST": str(installation.socket_folder),
            "PGPASSWORD": installation.database_password("postgres"), "POSTGRES_USER": "postgres",
            "APPLICATION_PASSWORD": "it's \"odd\" $1",
        }  # fmt: skip
        subprocess.run(["/bin/sh", DEPLOY / "database" / "10-application.sh"], env=variables, check=True)
        with contextlib.closing(
            psycopg2.connect(
                host=str(installation.socket_folder), user="citedesmetiers", dbname="citedesmetiers",
                password=variables["APPLICATION_PASSWORD"],
            )
        ) as connection:  # fmt: skip
            cursor = connection.cursor()
            cursor.execute("select rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user")
            assert cursor.fetchone() == (False, False, False)
            cursor.execute("select extname from pg_extension")
            assert set(EXTENSIONS) <= {name for (name,) in cursor}
    finally:
        server.stop()


def test_the_service_names_variables_and_folders_as_the_installation_guide_does():
    service = (DEPLOY / "systemd" / "citedesmetiers.service").read_text()
    guide = (PROJECT / "docs" / "install.md").read_text()
    for key in ["EnvironmentFile", "WorkingDirectory"]:
        value = re.search(rf"^{key}=(.+)$", service, re.MULTILINE)[1]
        assert f"`{value}`" in guide or value in guide, key
    set_by_guide = set(re.findall(r"^([A-Z_]+)=", guide, re.MULTILINE))
    assert set_by_guide - DOCUMENTED == set()
    assert Path("/opt/citedesmetiers/.venv/bin/python").as_posix() in service


def test_the_service_can_write_where_it_must_and_nowhere_else():
    service = (DEPLOY / "systemd" / "citedesmetiers.service").read_text()
    set_to = dict(line.split("=", 1) for line in service.splitlines() if re.match(r"[A-Z]\w+=", line))
    assert set_to["ProtectSystem"] == "strict"
    assert set_to["PrivateTmp"] == "yes"  # else there is no place for uploads and prints
    data = re.search(r"DATA=(\S+)", set_to["Environment"])[1]
    backups = re.search(r"^BACKUPS=(\S+)$", (PROJECT / "docs" / "install.md").read_text(), re.MULTILINE)[1]
    assert {data, backups} <= {path.lstrip("-") for path in set_to["ReadWritePaths"].split()}
