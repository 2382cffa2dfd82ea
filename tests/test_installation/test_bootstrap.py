"""What a stranger meets first: the bootstrap and the Makefile."""

import ast
import importlib.util
import subprocess

import pytest

from citedesmetiers.installation import PROJECT
from tests.test_installation.processes import environment

FILE = PROJECT / "deploy" / "bootstrap.py"


@pytest.fixture
def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_is_told_what_is_needed(bootstrap):
    with pytest.raises(bootstrap.Obstacle) as obstacle:
        bootstrap.check_python((3, 8, 10))
    assert str(obstacle.value).startswith("Python 3.11 or newer is needed, and this is 3.8: install it")
    bootstrap.check_python((3, 11, 0))


def test_an_old_python_can_read_the_bootstrap():
    ast.parse(FILE.read_text(), feature_version=(3, 8))


def test_a_missing_pango_is_one_sentence_with_what_to_install(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "PANGO", {"linux": ["libpango-that-is-not-here.so.0"]})
    monkeypatch.setattr(bootstrap, "may_use_apt", lambda: False)
    sentence = bootstrap.main("run")
    assert sentence.startswith("Pango is missing: ")
    assert "libpango-1.0-0 libpangoft2-1.0-0" in sentence
    assert "\n" not in sentence


def test_a_missing_font_is_a_warning_only(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "FONT_PACKAGES", {"No such font": "fonts-none"})
    monkeypatch.setattr(bootstrap, "may_use_apt", lambda: False)
    bootstrap.install_system("run")
    assert "apt install fonts-none" in capsys.readouterr().out


def test_only_a_finished_installation_of_this_very_lock_counts(bootstrap, monkeypatch, tmp_path):
    for name, content in {"requirements.lock": "a==1 \\\n", "requirements-test.lock": "a==1 \\\nb==2 \\\n"}.items():
        (tmp_path / name).write_text(content)
    (tmp_path / "python").touch()
    monkeypatch.setattr(bootstrap, "PROJECT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "PYTHON", str(tmp_path / "python"))
    monkeypatch.setattr(bootstrap, "STAMP", str(tmp_path / "installed.json"))
    assert bootstrap.read_stamp() == {}
    bootstrap.write_stamp("test")
    stamp = bootstrap.read_stamp()
    assert (stamp["run"], stamp["test"]) == (bootstrap.digest("run"), bootstrap.digest("test"))
    (tmp_path / "requirements.lock").write_text("a==2 \\\n")
    assert stamp["run"] != bootstrap.digest("run")
    bootstrap.write_stamp("test")
    assert "run" not in bootstrap.read_stamp()
    (tmp_path / "installed.json").write_text('{"python": [3')
    assert bootstrap.read_stamp() == {}


@pytest.mark.parametrize("by_environment", [True, False])
def test_the_variables_reach_the_programs(by_environment):
    given = {"PORT": "8123", "DATA": "/srv/a centre", "DEMO_PASSWORD": "demo"}
    echo = "VENV=sh -c 'echo \"$$PORT|$$DATA|$$DEMO_PASSWORD\"' --"
    words = [] if by_environment else [f"{name}={value}" for name, value in given.items()]
    done = subprocess.run(
        ["make", "--no-print-directory", "run", "PYTHON=true", echo, *words],
        cwd=PROJECT,
        env=environment(**(given if by_environment else {})),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "8123|/srv/a centre|demo\n"


def test_the_html_checker_of_another_lock_is_fetched_anew(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "HTML_CHECKER", str(tmp_path))
    assert not bootstrap.has_html_checker()
    lock = bootstrap.HTML_CHECKER_LOCK
    with open(lock) as file:
        (tmp_path / "installed").write_text(file.read())
    assert bootstrap.has_html_checker()
    (tmp_path / "installed").write_text("{}")
    assert not bootstrap.has_html_checker()


def test_npm_is_told_of_only_while_the_html_checker_is_not_there(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    monkeypatch.setattr(bootstrap, "has_html_checker", lambda: False)
    assert {"Java", "npm"} <= set(bootstrap.missing_of_system("test"))
    monkeypatch.setattr(bootstrap, "has_html_checker", lambda: True)
    assert "npm" not in bootstrap.missing_of_system("test")
    assert "Java" not in bootstrap.missing_of_system("run")
