"""Public pages and the counter, asked for in Italian, Spanish and Portuguese: no word of theirs is missing.

The catalogue of a language is given an ear behind it, which hears each message that the language has not.
"""

import pytest
from django.utils.translation import override, trans_real

from citedesmetiers.factories import make_purpose, make_site
from counselling.factories import make_desk
from tests.test_urls_by_role import TABLE, address, may

LANGUAGES = ("it", "es", "pt")
# For programs: feeds, records and figures for other software, in French or in no language at all.
FOR_PROGRAMS = {"documentation:oai", "health_live", "health_ready"}
PUBLIC = sorted(
    name for name, line in TABLE.items() if line.mark == "public" and line.status == 200 and name not in FOR_PROGRAMS
)
# What reception opens in the course of a day, its own room and what it does in the others.
OF_RECEPTION = ("reception:", "events:seats", "events:check_in", "events:session", "documentation:loans", "account")
COUNTER = sorted(
    name
    for name, line in TABLE.items()
    if line.status == 200 and line.mark != "public" and may(line, "reception") and name.startswith(OF_RECEPTION)
) + ["counselling:desks", "counselling:notices", "counselling:roster", "password_change", "today"]


class Ear:
    """Stands behind a language's catalogue and hears what is asked of it in vain."""

    def __init__(self, behind):
        self.behind, self.heard = behind, set()

    def gettext(self, message):
        self.heard.add(message.rpartition("\4")[2])
        return self.behind.gettext(message)

    def ngettext(self, one, many, n):
        self.heard.add(one.rpartition("\4")[2])
        return self.behind.ngettext(one, many, n)


@pytest.fixture
def ear(monkeypatch):
    """A function: ear("it") listens to Italian for the rest of the test."""

    def listen(language):
        catalogue = trans_real.translation(language)
        ear = Ear(catalogue._fallback)
        monkeypatch.setattr(catalogue, "_fallback", ear)
        return ear

    return listen


@pytest.mark.thorough
@pytest.mark.parametrize("name", PUBLIC)
def test_no_word_of_a_public_page_is_missing_in_italian_spanish_or_portuguese(name, client, centre, ear):
    make_desk(site=make_site(), purposes=[make_purpose()])
    missing, path = {}, address(name)
    for language in LANGUAGES:
        heard = ear(language)
        assert client.get(f"/{language}{path}").status_code == 200
        missing |= {(language, message): path for message in heard.heard}
    assert missing == {}


@pytest.mark.thorough
@pytest.mark.parametrize("name", COUNTER)
def test_no_word_of_the_counter_is_missing_in_italian_spanish_or_portuguese(name, signed_in, ear):
    site = make_site()
    make_desk(site=site, purposes=[make_purpose()])
    client, path, missing = signed_in("reception", sites=[site], language="it"), address(name), set()
    for language in LANGUAGES:
        client.user.language = language
        client.user.save(update_fields=["language"])
        heard = ear(language)
        assert client.get(path).status_code == 200
        missing |= {(language, message) for message in heard.heard}
    assert missing == set()


def test_the_ear_hears_what_a_language_lacks(ear):
    heard = ear("it")
    with override("it"):
        trans_real.gettext("A sentence that nobody has translated")
        trans_real.pgettext("of a test", "Another one")
        trans_real.ngettext("%(n)s thing of a test", "%(n)s things of a test", 2)
    assert heard.heard == {"A sentence that nobody has translated", "Another one", "%(n)s thing of a test"}
