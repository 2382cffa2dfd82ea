"""The lists that a new centre starts with, read from content/: kinds of institutions, trainings, meetings; targets."""

from functools import cache
from pathlib import Path

from citedesmetiers.starting_lists import add_missing, per_language
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
        add_missing(InstitutionKind, rows(InstitutionKind, kinds(), ownership=lambda entry: entry["ownership"]))
        + add_missing(
            TrainingKind,
            rows(
                TrainingKind,
                read("training_kinds"),
                step=lambda entry: STEPS.get(entry["code"], ""),
                half_days=lambda entry: entry["half_days"],
            ),
        )
        + add_missing(MeetingKind, rows(MeetingKind, read("meeting_kinds"), family=lambda entry: entry["family"]))
        + add_missing(TargetTag, rows(TargetTag, read("target_tags")))
    )


def rows(model, entries, **own):
    """`entries` as unsaved rows of `model`. own: what fills its further columns, as a function of the entry."""
    for entry in entries:
        further = {column: value_of(entry) for column, value_of in own.items()}
        yield model(code=entry["code"], rank=entry["order"], **per_language("name", entry["label"]), **further)
