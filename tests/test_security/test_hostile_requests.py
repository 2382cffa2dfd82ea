"""Hostile input to every address of the table of URLs: no fault, no trace, nothing echoed unescaped.

HOSTILE is how many requests of each kind (key, question, form, batch) an address gets. Without it each gets two of one
kind, which takes turns. `python -m bench hostile` sends 10,000.
"""

import os
import sys
import traceback
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings

from citedesmetiers.factories import make_purpose, make_site, make_user
from partners.factories import make_professional
from partners.models import Institution
from tests.test_security import hostile
from tests.test_urls_by_role import ROLES, TABLE, VIEWS, address

pytestmark = pytest.mark.thorough

EACH = int(os.environ.get("HOSTILE", "2"))
SHORT = "HOSTILE" not in os.environ
SEED = int(os.environ.get("HOSTILE_SEED", "7"))
LARGEST = 3  # forms of one page that are tried
ELSEWHERE = {"/sign-out/", "/today/language/", "/today/site/"}  # on every page, and tried on their own
ROOMS = sorted({name.partition(":")[0] if ":" in name else "house" for name in TABLE})
sent = []


class Everybody:
    """Somebody with every role, whose session survives what a request does to it: everything is taken back."""

    def __init__(self):
        self.user = make_user(roles=ROLES, sites=[make_site(code="main")])
        make_purpose(code="employment")
        client = Client()
        client.force_login(self.user)
        self.cookies = client.cookies.output(header="", sep=";")
        self.cookie = client.cookies
        self.wrong = []

    def send(self, name, request):
        """Send a request, take back what it did, and keep what was wrong with the answer. Returns the answer."""
        client = Client(raise_request_exception=True)
        client.cookies.load({key: morsel.value for key, morsel in self.cookie.items()})
        sent.append(name)
        response = None
        try:
            with transaction.atomic():
                response = request.send(client)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                response.text = body.decode(errors="replace")
                transaction.set_rollback(True)
        except Exception as error:
            where = [frame for frame in traceback.extract_tb(error.__traceback__) if "/.venv/" not in frame.filename]
            last = where[-1] if where else None
            self.wrong.append(f"{name}: {type(error).__name__}: {str(error)[:150]} at {last} for {str(request)[:300]}")
            return None
        if response.status_code >= 500 and response.status_code != 503:
            self.wrong.append(f"{name}: {response.status_code} for {str(request)[:300]}")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            for pattern in (hostile.UNESCAPED, hostile.TRACE):
                if found := pattern.search(response.text):
                    around = response.text[max(0, found.start() - 80) : found.end() + 40]
                    self.wrong.append(f"{name}: echoes {around!r} for {str(request)[:300]}")
        return response

    def try_out(self, name, strategy):
        @seed(SEED)
        @settings(
            max_examples=EACH, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(strategy)
        def one(request):
            self.send(name, request)

        one()


@pytest.fixture
def everybody(centre):
    centre.demonstration = True
    centre.save(update_fields=["demonstration"])
    everybody = Everybody()
    if lender := Institution.objects.order_by("pk").first():
        make_professional(institution=lender, user=everybody.user)
    return everybody


@pytest.mark.parametrize("room", ROOMS)
def test_hostile_input_is_answered_in_words(everybody, room):
    for name in TABLE:
        if (name.partition(":")[0] if ":" in name else "house") == room:
            with transaction.atomic():
                attack(everybody, name)
                transaction.set_rollback(True)
    sys.stdout.write(f"hostile requests: {len(sent)}\n")
    sent.clear()
    assert not everybody.wrong, "\n".join(sorted(set(everybody.wrong)))


def attack(everybody, name):
    """Hostile keys, questions, forms and batches for the page `name`."""
    found = attacks(everybody, name)
    if SHORT:
        turn = sorted(TABLE).index(name) % len(found)
        found = found[turn : turn + 1]
    for strategy in found:
        everybody.try_out(name, strategy)


def attacks(everybody, name):
    """The strategies that fit the page `name`: its forms first, as most is wrong there."""
    line, path = TABLE[name], address(name)
    plain = urlsplit(path).path
    page = everybody.send(name, hostile.Request(path))
    is_page = page is not None and page.status_code == 200 and page.headers["Content-Type"].startswith("text/html")
    forms = hostile.forms_of(page.text) if is_page else []
    found = []
    for action, _method, fields in sorted((f for f in forms if f[1] == "post"), key=lambda f: -len(f[2]))[:LARGEST]:
        where = urlsplit(urljoin(plain, action)).path
        if fields and where not in ELSEWHERE:
            found.append(hostile.filled(where, fields))
    if getattr(VIEWS[name], "speaks_json", False):
        found.append(hostile.batches(plain))
    elif line.post_only:
        found.append(hostile.filled(plain, {key: ("text", []) for key in hostile.QUESTIONS[:6]}))
    else:
        asked = {field for _action, method, fields in forms if method == "get" for field in fields}
        found.append(hostile.questions(plain, asked))
    if line.of:
        keys = [str(key) for key in line.of().values() if not isinstance(key, tuple)]
        found.append(hostile.addresses(plain, keys))
    return found
