"""Numbers of requests, and metrics: for whoever shows the token, and without anything about visitors."""

import json
import logging

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from citedesmetiers.factories import make_backup_run
from citedesmetiers.logs import JsonFormatter, current_request
from citedesmetiers.models import Heartbeat
from citedesmetiers.observing import measured, seconds

pytestmark = pytest.mark.django_db
TOKEN = "a token that only the watcher knows"


def test_each_answer_carries_a_number_of_its_own(client):
    first, second = (client.get("/health/live")["X-Request-Id"] for _ in range(2))
    assert len(first) == 12
    assert first != second


@pytest.mark.parametrize(
    ("given", "behind_proxy", "taken"),
    [
        ("0123456789abcdef", True, True),
        ("0123456789abcdef", False, False),
        ('"}{"level":"forged', True, False),
        ("x" * 500, True, False),
    ],
)
def test_a_number_is_taken_from_our_proxy_alone_and_only_when_it_looks_like_one(
    client, settings, given, behind_proxy, taken
):
    settings.BEHIND_PROXY = behind_proxy
    assert (client.get("/health/live", headers={"X-Request-Id": given})["X-Request-Id"] == given) is taken


def test_the_number_stands_in_the_log():
    token = current_request.set("0123456789ab")
    try:
        line = JsonFormatter().format(logging.LogRecord("x", logging.ERROR, "", 0, "broken", (), None))
    finally:
        current_request.reset(token)
    assert json.loads(line)["request"] == "0123456789ab"


def test_the_page_of_a_fault_tells_its_number(settings, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("a fault")

    monkeypatch.setattr(Heartbeat, "is_alive", broken)
    response = Client(raise_request_exception=False).get("/health/ready", headers={"Accept-Language": "en"})
    assert response.status_code == 500
    assert f"The number of this fault is {response['X-Request-Id']}." in response.content.decode()


@pytest.mark.parametrize("names", [["cite.example"], [".cite.example", "other.example"], ["*"]])
def test_probes_may_ask_by_address_and_nobody_else(client, settings, names):
    settings.ALLOWED_HOSTS = names
    for address in ("/health/live", "/health/ready"):
        assert client.get(address, headers={"Host": "127.0.0.1:8000"}).status_code in (200, 503)
    assert client.get("/robots.txt", headers={"Host": "127.0.0.1:8000"}).status_code == (
        200 if names == ["*"] else 400
    )


def test_metrics_are_there_for_the_token_alone(client, settings):
    assert client.get("/health/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/health/metrics").status_code == 404
    assert client.get("/health/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert client.get("/health/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_metrics_tell_the_state_of_the_house(client, settings):
    settings.METRICS_TOKEN = TOKEN
    Heartbeat.beat("worker")
    make_backup_run(bytes=3_706_966)
    text = client.get("/health/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["citedesmetiers_backup_bytes",] == 3_706_966
    assert 0 <= found["citedesmetiers_last_sign_seconds", "worker"] < 60
    assert found["citedesmetiers_database_bytes",] > 1_000_000


def test_a_request_is_counted_under_its_route_without_keys_or_questions(rf, settings):
    settings.METRICS_TOKEN = TOKEN

    class Answer:
        status_code = 200

    class Match:
        view_name = "partners:institution"

    request = rf.get("/partners/institutions/42/?q=marie.dupont@example.org")
    request.resolver_match = Match
    before = seconds.labels("GET", "partners:institution", 200)._sum.get()
    measured(lambda request: Answer)(request)
    assert seconds.labels("GET", "partners:institution", 200)._sum.get() > before
    told = " ".join(
        value for family in seconds.collect() for sample in family.samples for value in sample.labels.values()
    )
    assert "/partners/" not in told
    assert "dupont" not in told
