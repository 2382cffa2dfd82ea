"""The themes, outcomes and referrals that a new centre starts with, read from content/."""

from functools import cache
from pathlib import Path

from citedesmetiers.models import Purpose
from citedesmetiers.starting_lists import add_missing, per_language
from citedesmetiers.yaml_files import content_of
from counselling.models import Outcome, ReferralKind, Theme

CONTENT = Path(__file__).parent / "content"
EVERY_PURPOSE = "cross_cutting"


@cache
def read(name):
    """The content of content/`name`.yaml as plain dictionaries and lists."""
    return content_of(CONTENT / f"{name}.yaml")[name]


def load():
    """Add the entries whose code is not there yet, change nothing that is; returns how many."""
    return (
        add_missing(Theme, themes()) + add_missing(Outcome, outcomes()) + add_missing(ReferralKind, referral_kinds())
    )


def themes():
    """The starting themes as unsaved rows; those of a purpose that the centre does not have are left out.

    Ranks go on from purpose to purpose, so that one order holds for a desk with several.
    """
    purposes = {purpose.code: purpose for purpose in Purpose.objects.all()}
    for number, (code, entries) in enumerate(read("themes").items()):
        if code != EVERY_PURPOSE and code not in purposes:
            continue
        for entry in entries:
            yield Theme(
                code=entry["code"],
                purpose=purposes.get(code),
                rank=number * 100 + entry["order"],
                **per_language("name", entry["label"]),
            )


def outcomes():
    for entry in read("outcomes"):
        yield Outcome(
            code=entry["code"],
            rank=entry["order"],
            in_surveys=entry["survey"],
            **per_language("name", entry["label"]),
        )


def referral_kinds():
    for entry in read("referral_kinds"):
        yield ReferralKind(
            code=entry["code"],
            rank=entry["order"],
            scope=entry["scope"],
            **per_language("name", entry["label"]),
        )
