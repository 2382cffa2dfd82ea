"""Colleagues who contribute to a self-assessment, as several tests need them."""

import re

from citedesmetiers.factories import make_user
from reports.factories import make_contribution
from tests.strict import StrictClient

YEAR = 2025
ROOT = f"/reports/self-assessment/{YEAR}/"
CRITERION = f"{ROOT}criteria/2.4/"


def colleague(*roles, **fields):
    """A browser of somebody with `roles`, beside that of `signed_in`."""
    browser = StrictClient()
    browser.user = make_user(roles=roles, language="en", **fields)
    browser.force_login(browser.user)
    return browser


def rating_of(assessment, code="2.4"):
    return assessment.ratings.select_related("criterion").get(criterion__code=code)


def asked(assessment, code="2.4", **fields):
    return make_contribution(assessment=assessment, criterion=rating_of(assessment, code).criterion, **fields)


def handed_in(assessment, code="2.4", text="We point on to forty bodies.", **fields):
    return asked(assessment, code, text=text, stage="handed_in", version=1, **fields)


def hidden(page):
    """What a form sends without anybody typing it."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in fields if name in ("version", "seen", "taken")}


def form_of_criterion(client, **typed):
    """What the page of a criterion sends when nothing but `typed` is changed there."""
    return {"level": "3", "narrative": "", **hidden(client.get(CRITERION)), **typed}
