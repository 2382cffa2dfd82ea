"""The label file and the self-assessments of the demonstration: two years validated, one being written."""

from partners.models import Body
from reports import assessment as work
from reports import freezing
from reports.demo import contributions
from reports.demo.centre import read
from reports.demo.years import moved, parsed
from reports.models import Action, ActionReview, LabelFile, LabelStep, Progress, SelfAssessment

KINDS = {"letter_of_interest": "letter", "prefiguration": "provisional", "annual_report": "yearly_report"}
NOTED = {LabelStep.Kind.YEARLY_REPORT: "noted"}


def fill(today):
    """Store the label file and what was written of three years; steps that have not come by `today` are left out.

    Comes last: what is frozen at validation is counted from everything else.
    """
    content = read("assessment")
    shift = today.year - read("centre")["anchor_year"]
    steps = label_file(shift, today)
    year = content["year"] + shift
    ratings = {entry["criterion"]: entry for entry in content["ratings"]}
    first = begun(year - 1, content["earlier"], shift)
    fill_ratings(first, {code: (entry["previous"], content["earlier"]["narratives"].get(code, ""))
                         for code, entry in ratings.items()})  # fmt: skip
    earlier = content | content["earlier"]
    fill_actions(first, content["earlier"]["actions"], shift, known_on=moved(parsed(earlier["validated_on"]), shift))
    contributions.fill(first, "earlier", moved(parsed(earlier["submitted_on"]), shift))
    finish(first, earlier, steps, shift, today)
    second = begun(year, content, shift)
    fill_ratings(second, {code: (entry["rating"], entry["narrative"]) for code, entry in ratings.items()})
    fill_actions(second, planned(content["ratings"]), shift, known_on=moved(parsed(content["validated_on"]), shift))
    fill_reviews(second, first, content["earlier"]["actions"])
    contributions.fill(second, "year", moved(parsed(content["submitted_on"]), shift))
    finish(second, content, steps, shift, today)
    note(steps, today)
    if today.month > 1:  # in January nobody writes about the year that begins
        draft(year + 1, content, second, shift, today)


def label_file(shift, today):
    """Store the file of the label; returns its steps up to `today`, unsaved, the oldest first."""
    main = min(parsed(entry["opened_on"]) for entry in read("centre")["sites"])
    file = LabelFile.objects.create(opened_on=main, report_day=31, report_month=3)
    steps = []
    for entry in read("centre")["label_file"]:
        if entry["date"] is None:  # still to come: what is due next is computed
            continue
        kind = KINDS.get(entry["kind"], entry["kind"])
        repeated = kind == LabelStep.Kind.YEARLY_REPORT
        day = moved(parsed(entry["date"]), shift if repeated else 0)
        if day <= today:
            steps.append(LabelStep(
                file=file,
                kind=kind,
                year=entry["covers"] + shift if repeated else None,
                submitted_on=day if repeated else None,
                decided_on=day,
                decision=NOTED.get(kind, "granted"),
                words=entry["decision"]["fr"],
            ))  # fmt: skip
    return sorted(steps, key=lambda step: step.decided_on)


def begun(year, words, shift):
    made = work.begin(year)
    made.introduction = at_year(words["introduction"], shift)
    made.conclusion = words["conclusion"]
    made.save()
    return made


def at_year(words, shift):
    """`words` with the years of the data moved by `shift`."""
    for year in (2024, 2025, 2026) if shift <= 0 else (2026, 2025, 2024):
        words = words.replace(str(year), str(year + shift))
    return words


def fill_ratings(assessment, written):
    """Set level and narrative. written: {number of a criterion: (level, narrative)}."""
    rows = list(assessment.ratings.select_related("criterion"))
    for row in rows:
        if row.criterion.code in written:
            row.level, row.narrative = written[row.criterion.code]
            row.version = 1
    type(rows[0]).objects.bulk_update(rows, ["level", "narrative", "version"])


def planned(ratings):
    """The actions of all `ratings`, each with its criterion."""
    return [action | {"criterion": entry["criterion"]} for entry in ratings for action in entry.get("actions", [])]


def fill_actions(assessment, actions, shift, known_on=None):
    """Store the plan. known_on: the day as of which it stands, for what was done later belongs to the next review."""
    criteria = {row.criterion.code: row.criterion for row in assessment.ratings.select_related("criterion")}
    Action.objects.bulk_create(
        Action(
            assessment=assessment,
            criterion=criteria[entry["criterion"]],
            what=entry["what"],
            who=entry["who"],
            due_on=moved(parsed(entry["due"]), shift),
            status=Progress.PLANNED if known_on and moved(parsed(entry["due"]), shift) > known_on else entry["status"],
        )
        for entry in actions
    )


def fill_reviews(assessment, before, actions):
    """What became of the plan of the year `before`. actions: entries with status and perhaps words."""
    known = {entry["what"]: entry for entry in actions}
    ActionReview.objects.bulk_create(
        ActionReview(
            assessment=assessment,
            action=action,
            status=known[action.what]["status"],
            words=known[action.what].get("words", ""),
        )
        for action in before.actions.all()
        if action.what in known
    )


def finish(assessment, content, steps, shift, today):
    """Submit, validate and send it, as far as the days of that have come by `today`.

    steps: those of the label that are not stored yet; what is frozen knows those up to that day alone.
    """
    submitted, validated, sent = (
        moved(parsed(content[name]), shift) for name in ("submitted_on", "validated_on", "sent_on")
    )
    if submitted > today:
        return
    assessment.state, assessment.submitted_on = "submitted", submitted
    assessment.save()
    if validated <= today:
        note(steps, validated)
        freezing.validate(assessment, Body.objects.get(name=content["body"]), validated)
    if sent <= today:
        note(steps, sent)
        work.send(SelfAssessment.objects.get(pk=assessment.pk), sent)


def note(steps, day):
    """Store those of the label's `steps` that were decided by `day`, and take them off the list."""
    LabelStep.objects.bulk_create(step for step in steps if step.decided_on <= day)
    steps[:] = [step for step in steps if step.decided_on > day]


def draft(year, content, before, shift, today):
    """The year that runs, partly written; half of last year's plan is reviewed."""
    made = work.begin(year)
    fill_ratings(made, {e["criterion"]: (e["rating"], e["narrative"]) for e in content["draft"]["ratings"]})
    fill_actions(made, planned(content["draft"]["ratings"]), shift)
    done = [entry for entry in planned(content["ratings"]) if entry["status"] == "done"]
    fill_reviews(made, before, done)
    contributions.fill(made, "draft", today)
