"""What a page weighs when somebody opens it for the first time."""

import gzip
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders

MOST_BYTES = 150_000  # of a first load, compressed


def static_file(address):
    """The file of our sources that the server gives at `address`."""
    return Path(finders.find(address.removeprefix(settings.STATIC_URL).partition("#")[0]))


def weight(response):
    """What a first load of the page costs in bytes, compressed, with all files that it loads at once."""
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    loaded = {tag["href"] for tag in page.select("link[rel=stylesheet], link[rel=icon]")}
    loaded |= {tag["src"] for tag in page.select("script[src], img[src]:not([loading=lazy])")}
    loaded |= {tag["href"].partition("#")[0] for tag in page.select("use[href]")}
    weights = {address: len(gzip.compress(static_file(address).read_bytes())) for address in loaded}
    assert len(weights) >= 3
    return len(gzip.compress(response.content)) + sum(weights.values())
