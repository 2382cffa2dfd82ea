"""The lists that a new centre starts with, read from content/: kinds of institutions, trainings, meetings; targets."""

from functools import cache
from pathlib import Path

from citedesmetiers.starting_lists import per_language
from citedesmetiers.yaml_files import content_of
from partners.models import InstitutionKind, MeetingKind, OnboardingStep, TargetTag, TrainingKind

CONTENT = Path(__file__).parent / "content"
# Which kinds of trainings fulfil a step of onboarding.
STEPS = {
    "charter_signing": OnboardingStep.CHARTER,
    "awareness_day": OnboardingStep.AWARENESS,
    "resource_presentation": OnboardingStep.RESOURCES,
    "desk_shadowing": OnboardingStep.SHADOWING,
}


@cache
def read(name):
    """The entries of content/`name`.yaml as dictionaries."""
    return content_of(CONTENT / f"{name}.yaml")[name]


def kinds():
    """The kinds of institutions as dictionaries."""
    return read("institution_kinds")


def load():
    """Add the kinds whose code is not there yet, change nothing that is; returns how many."""
    return (
        add_missing(InstitutionKind, kinds(), lambda entry: {"ownership": entry["ownership"]})
        + add_missing(
            TrainingKind,
            read("training_kinds"),
            lambda entry: {"step": STEPS.get(entry["code"], ""), "half_days": entry["half_days"]},
        )
        + add_missing(MeetingKind, read("meeting_kinds"), lambda entry: {"family": entry["family"]})
        + add_missing(TargetTag, read("target_tags"), lambda entry: {})
    )


def add_missing(model, entries, fields):
    """Add those `entries` whose code no row of `model` has; returns how many. fields: the columns of its own."""
    there = set(model.objects.values_list("code", flat=True))
    missing = [entry for entry in entries if entry["code"] not in there]
    for entry in missing:
        model.objects.create(
            code=entry["code"], rank=entry["order"], **per_language("name", entry["label"]), **fields(entry)
        )
    return len(missing)
