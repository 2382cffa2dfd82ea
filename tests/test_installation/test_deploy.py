"""What deploy/ hands to an administrator fits what the application reads."""

import re
from pathlib import Path

import yaml

from citedesmetiers.installation import PROJECT
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


def test_the_service_names_variables_and_folders_as_the_installation_guide_does():
    service = (DEPLOY / "systemd" / "citedesmetiers.service").read_text()
    guide = (PROJECT / "docs" / "install.md").read_text()
    for key in ["EnvironmentFile", "WorkingDirectory"]:
        value = re.search(rf"^{key}=(.+)$", service, re.MULTILINE)[1]
        assert f"`{value}`" in guide or value in guide, key
    set_by_guide = set(re.findall(r"^([A-Z_]+)=", guide, re.MULTILINE))
    assert set_by_guide - DOCUMENTED == set()
    assert Path("/opt/citedesmetiers/.venv/bin/python").as_posix() in service
