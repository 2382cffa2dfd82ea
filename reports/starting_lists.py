"""What a new centre starts with, read from content/: the frame of the self-assessment, and three surveys to copy."""

from functools import cache
from pathlib import Path

from citedesmetiers.starting_lists import per_language
from citedesmetiers.yaml_files import content_of
from counselling.models import Outcome
from reports.models import Criterion, Frame, Option, Principle, Question, Survey
from reports.models.frame import LEVELS

CONTENT = Path(__file__).parent / "content"


@cache
def read(name):
    """The content of content/`name`.yaml as plain dictionaries and lists."""
    return content_of(CONTENT / f"{name}.yaml")


def load():
    """Make the first version of the frame when there is none; returns how many criteria were added."""
    if Frame.objects.exists():
        return 0
    content, frame = read("self_assessment_frame"), Frame.objects.create(number=1)
    rows = Principle.objects.bulk_create(
        Principle(
            frame=frame,
            code=entry["code"],
            family=entry["family"],
            rank=rank,
            **per_language("title", entry["title"]),
        )
        for rank, entry in enumerate(content["principles"], start=1)
    )
    principles = {row.code: row for row in rows}
    criteria = Criterion.objects.bulk_create(
        Criterion(
            principle=principles[entry["principle"]],
            code=entry["code"],
            rank=rank,
            **per_language("title", entry["title"]),
            **per_language("asks", entry["asks"]),
            **per_language("evidence_words", entry["evidence"]),
            **{
                column: words
                for level in LEVELS
                for column, words in per_language(f"guidance_{level}", entry["guidance"][level]).items()
            },
        )
        for rank, entry in enumerate(content["criteria"], start=1)
    )
    return len(criteria)


# ── Surveys ──────────────────────────────────────────────────────────────────────────────────────────


def survey_sets():
    """The sets to begin a survey from: [(code, audience, label per language)]."""
    return [(entry["code"], entry["audience"], entry["label"]) for entry in read("survey_sets")["sets"]]


def begin_survey(code, **fields):
    """A new Survey with the questions of the starting set `code`. fields: its columns, title and intro excepted."""
    entry = next(entry for entry in read("survey_sets")["sets"] if entry["code"] == code)
    survey = Survey(
        audience=entry["audience"], **per_language("title", entry["label"]), **per_language("intro", entry["intro"])
    )
    for name, value in fields.items():
        setattr(survey, name, value)
    survey.save()
    for asked in entry["questions"]:
        add_question(survey, asked)
    return survey


def add_question(survey, entry):
    question = Question.objects.create(
        survey=survey,
        code=entry["code"],
        kind=Question.Kind.SCALE if entry["kind"] == "scale4" else entry["kind"],
        rank=entry["order"],
        **per_language("text", entry["text"]),
    )
    if "options_from" in entry:
        for rank, outcome in enumerate(Outcome.objects.filter(in_surveys=True), start=1):
            Option.objects.create(question=question, code=outcome.code, rank=rank, **labels_of(outcome))
        return
    scale = read("survey_sets")["scales"].get(entry.get("scale"), [])
    for rank, option in enumerate(scale or entry.get("options", []), start=1):
        Option.objects.create(
            question=question,
            code=option["code"],
            is_top=option.get("top", False),
            rank=rank,
            **per_language("label", option["label"]),
        )


def labels_of(outcome):
    """The name of an outcome per language, as columns of an Option."""
    names = {name.removeprefix("name_"): getattr(outcome, name) for name in vars(outcome) if name.startswith("name_")}
    return per_language("label", names)
