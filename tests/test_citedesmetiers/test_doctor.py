"""The doctor: what it finds wrong, and what the administrator reads of it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from django_otp.plugins.otp_totp.models import TOTPDevice

from citedesmetiers import doctor
from citedesmetiers.doctor import Level
from citedesmetiers.factories import make_backup_run, make_centre, make_user
from citedesmetiers.models import Heartbeat

pytestmark = pytest.mark.django_db


def beat(name, ago):
    """Let `name` have beaten so long ago; returns when, on the clock of the centre."""
    beaten_at = timezone.localtime() - ago
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": beaten_at})
    return beaten_at


def test_the_worker_is_missed_a_minute_after_its_last_sign_of_life():
    assert doctor.worker().level == Level.BAD
    beat("worker", timedelta(seconds=20))
    assert doctor.worker().level == Level.GOOD
    beaten_at = beat("worker", timedelta(minutes=5))
    found = doctor.worker()
    assert found.level == Level.BAD
    assert f"{beaten_at:%H:%M}" in found.words


def test_forgetting_is_missed_after_a_night_without_it():
    beat("forget", timedelta(hours=20))
    assert doctor.forgetting().level == Level.GOOD
    beat("forget", timedelta(hours=40))
    assert doctor.forgetting().level == Level.BAD


def test_a_backup_must_be_recent_and_should_be_encrypted():
    assert doctor.backup().level == Level.BAD
    make_backup_run(began_at=timezone.now() - timedelta(days=3))
    assert doctor.backup().level == Level.BAD
    make_backup_run()
    assert doctor.backup().level == Level.LOOK
    make_backup_run(is_encrypted=True)
    assert doctor.backup().level == Level.GOOD


def test_numbers_and_days_are_written_as_in_the_language(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: SimpleNamespace(free=57_340_000_000))
    make_backup_run(began_at=datetime(2026, 3, 9, 12, tzinfo=UTC))
    with translation.override("fr"):
        assert "57,3" in doctor.disk().words
        assert "9 mars 2026" in doctor.backup().words


@pytest.mark.parametrize(
    ("https", "proxy", "hosts", "level"),
    [
        (True, True, ["centre.example"], Level.GOOD),
        (True, False, ["centre.example"], Level.LOOK),
        (False, False, ["centre.example"], Level.BAD),
        (False, False, ["127.0.0.1", "localhost"], Level.LOOK),
    ],
)
def test_people_must_come_through_tls_unless_only_this_machine_is_meant(settings, https, proxy, hosts, level):
    settings.HTTPS, settings.BEHIND_PROXY, settings.ALLOWED_HOSTS = https, proxy, hosts
    assert doctor.transport().level == level


def test_a_short_secret_is_found(settings):
    assert doctor.secret().level == Level.GOOD
    settings.SECRET_KEY = "changeme"
    assert doctor.secret().level == Level.BAD


def test_a_director_without_a_second_factor_is_counted():
    make_centre()
    director = make_user(roles=["director"])
    make_user(roles=["reception"])
    found = doctor.second_factor()
    assert (found.level, found.words[:9]) == (Level.LOOK, "1 account")
    TOTPDevice.objects.create(user=director, confirmed=True)
    assert doctor.second_factor().level == Level.GOOD


def test_the_command_says_what_is_wrong_and_fails(capsys):
    make_centre()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "BAD   Worker: It has never run" in said
    assert "ok    Schema: It is the one of this version." in said


def test_the_page_counts_what_must_be_put_right(signed_in, settings):
    settings.HTTPS = settings.BEHIND_PROXY = True
    admin = signed_in("admin", language="en")
    assert "3 things must be put right" in admin.get("/settings/installation/").content.decode()
    beat("worker", timedelta(0))
    beat("forget", timedelta(0))
    assert "1 thing must be put right" in admin.get("/settings/installation/").content.decode()
