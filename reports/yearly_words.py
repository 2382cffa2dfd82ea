"""Chapters of the yearly report that people wrote: label, criteria, ratings, plans, approval."""

from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import documents as doc
from reports.models import Level
from reports.numbers import number

FEWEST_OF_A_LIST = 3  # lines of evidence; shorter ones are told again


def paragraphs(text):
    """The paragraphs of a text that somebody typed."""
    return [part.strip() for part in text.replace("\r", "").split("\n\n") if part.strip()]


def said_of(step):
    """A step of the label with the words that were noted beside it."""
    return _("%(title)s: %(value)s") % {"title": step, "value": step.words} if step.words else str(step)


def label_and_places(year):
    blocks = []
    steps = [
        (step.decided_on.isoformat(), date_format(step.decided_on), said_of(step))
        for step in sorted((step for step in year.steps if step.decided_on), key=lambda step: step.decided_on)
    ]
    if steps:
        blocks += [doc.Heading(_("Label file")), doc.Steps(steps)]
    else:
        blocks.append(doc.Text([_("No step of the label is noted yet.")]))
    conditions = [step for step in year.steps if step.conditions]
    if conditions:
        blocks.append(doc.Definitions([
            (str(step), step.conditions + (
                " " + _("Met on %(day)s.") % {"day": date_format(step.conditions_met_on)}
                if step.conditions_met_on else " " + _("Not met yet.")))
            for step in conditions
        ]))  # fmt: skip
    rows = [
        [doc.text(site.name), doc.text(site.get_kind_display()), doc.text(site.host),
         doc.text(unbroken(date_format(site.opened_on)) if site.opened_on else ""), doc.count(site.area_m2),
         doc.count(None if site.distance_km is None else float(site.distance_km), 1)]
        for site in year.places
    ]  # fmt: skip
    head = [_("Place"), _("Kind"), _("Hosted by"), _("Opened"), _("m²"), _("km away")]
    blocks.append(doc.Grid(_("Places that were open in %(year)s") % {"year": year.name}, head, rows, dense=True))
    return doc.Chapter(_("The label and the places"), blocks, flows=True)


def principles(year):
    """A chapter for each principle; one that says so when nobody has begun the self-assessment."""
    if year.written is None:
        said = _("The self-assessment of this year is not begun yet: its criteria will stand here.")
        return [doc.Chapter(_("Principles"), [doc.Text([said])])]
    chapters, told = [], {}
    for principle in year.written["principles"]:
        title = _("Principle %(code)s. %(title)s") % {"code": principle["code"], "title": principle["title"]}
        criteria = [rated(year, criterion, told) for criterion in principle["criteria"]]
        chapters.append(doc.Chapter(title, criteria, flows=True))
    return chapters


def evidence_rows(criterion, told):
    """The rows of its evidence. Of a list that an earlier criterion tells, such as hours by desk, one row is left.

    told: {list of lines: number of the criterion that tells it}, filled as it goes.
    """
    rows = []
    for shared, lines in groupby(criterion["evidence"], key=lambda line: doc.shared_words(line[0])):
        lines = [tuple(line) for line in lines]
        if shared and len(lines) >= FEWEST_OF_A_LIST:
            where = told.setdefault(tuple(lines), criterion["code"])
            if where != criterion["code"]:
                rows.append([doc.text(shared), doc.said(_("see %(code)s") % {"code": where}), doc.said("")])
                continue
        rows += [[doc.text(words), doc.said(now), doc.said(before)] for words, now, before in lines]
    return rows


def rated(year, criterion, told):
    evidence = evidence_rows(criterion, told)
    grid = doc.Grid(
        _("Evidence: %(criterion)s") % {"criterion": criterion["title"]},
        [_("Evidence"), year.name, year.name_before],
        evidence,
    )
    narrative, before = paragraphs(criterion["narrative"]), ""
    if teams := criterion.get("contributions"):  # years that were frozen earlier do not tell
        narrative.append(_("With contributions of: %(teams)s.") % {"teams": ", ".join(teams)})
    if criterion["before"]:
        level = f"{criterion['before']}. {criterion['before_words']}"
        before = _("%(title)s: %(value)s") % {"title": year.name_before, "value": level}
    return doc.Rated(
        code=criterion["code"],
        title=criterion["title"],
        level=criterion["level"],
        words=criterion["level_words"],
        before=before,
        evidence=grid if evidence else None,
        paragraphs=[criterion["asks"], *narrative],
        actions=[action_words(action) for action in criterion["actions"]],
    )


def how_teams_contributed(year):
    """A line of the method note, when teams contributed: [(term, words)]."""
    said = contributions_note(year.written) if year.written else ""
    return [(_("Contributions"), said)] if said else []


def contributions_note(written):
    """What a reader has to know of the contributions that the document `written` names; "" when there are none."""
    if not any(criterion.get("contributions") for part in written["principles"] for criterion in part["criteria"]):
        return ""
    return _("Teams wrote about criteria; the management read and worded it. Teams are named, persons never.")


def action_words(action):
    more = ", ".join(filter(None, [action["who"], action["due_on"], action["status"]]))
    return f"{action['what']} ({more})" if more else action["what"]


def ratings(year):
    """All ratings at one look, as a picture that is a table."""
    if year.written is None:
        return None
    groups = [
        (f"{principle['code']}. {principle['title']}", [ladder_row(criterion) for criterion in principle["criteria"]])
        for principle in year.written["principles"]
    ]
    criteria = [criterion for principle in year.written["principles"] for criterion in principle["criteria"]]
    counts = [
        doc.Tile(number(sum(criterion["level"] == level for criterion in criteria)), str(level.label))
        for level in reversed(Level)
    ]
    key = _("Filled: %(year)s. Dashed: %(before)s, where it was another level. 1 to 4: %(levels)s.") % {
        "year": year.name,
        "before": year.name_before,
        "levels": " · ".join(f"{level.value} {level.label}" for level in Level),
    }
    ladder = doc.Ladder(
        _("Ratings of all criteria"), groups, [(level.value, str(level.label)) for level in Level], key
    )
    said = ngettext("%(n)s criterion.", "%(n)s criteria.", len(criteria)) % {"n": number(len(criteria))}
    return doc.Chapter(_("Summary of ratings"), [doc.Text([said], "lead"), doc.Tiles(counts), ladder])


def ladder_row(criterion):
    level, before = criterion["level"], criterion["before"]
    marks = ["now" if step == level else "was" if step == before and before != level else "" for step in (1, 2, 3, 4)]
    return {"code": criterion["code"], "title": criterion["title"], "marks": marks, "words": criterion["level_words"]}


def last_plan(year):
    reviews = year.written["reviews"] if year.written else []
    if not reviews:
        return None
    rows = [
        [doc.text(review["code"]), doc.text(review["what"]), doc.text(review["who"]),
         doc.text(unbroken(review["status"]) or doc.DASH), doc.text(review["words"])]
        for review in reviews
    ]  # fmt: skip
    head = [_("Criterion"), _("Action"), _("Who"), _("State"), _("What came of it")]
    caption = _("Actions decided in %(year)s") % {"year": year.name_before}
    return doc.Chapter(
        _("Review of last year's plan"), [doc.Grid(caption, head, rows, keep=False, dense=True)], flows=True
    )


def unbroken(words):
    """A day or a state on one line of its narrow column."""
    return words.replace(" ", "\u00a0")


def plan(year):
    if year.written is None:
        return None
    rows = []
    for principle in year.written["principles"]:
        for criterion in principle["criteria"]:
            rows += [
                [doc.text(f"{criterion['code']}.{at}"), doc.text(action["what"]), doc.text(action["who"]),
                 doc.text(unbroken(action["due_on"])), doc.text(unbroken(action["status"]))]
                for at, action in enumerate(criterion["actions"], 1)
            ]  # fmt: skip
    title = _("Plan for %(year)s") % {"year": year.year + 1}
    head = [_("No."), _("Action"), _("Who, by function"), _("Due"), _("State")]
    planned = doc.Grid(_("Actions for improvement"), head, rows, keep=False, dense=True)
    blocks = [planned if rows else doc.Text([_("No action is planned.")])]
    if year.written["conclusion"]:
        blocks += [doc.Heading(_("Conclusion")), doc.Text(paragraphs(year.written["conclusion"]))]
    return doc.Chapter(title, blocks, flows=True)


def approval(year):
    if year.is_final:
        words = _("Validated by %(body)s on %(day)s.") % {
            "body": year.written["validated_by"],
            "day": year.written["validated_on"],
        }
        note = [_("Checksum of the frozen self-assessment: %(sum)s") % {"sum": year.assessment.checksum}]
    else:
        words, note = _("To be validated by the governing body."), []
    boxes = [
        (_("The director"), _("Date and signature"), _("Name and function")),
        (_("The governing body"), words, _("Date, name and signature")),
    ]
    return doc.Chapter(_("Approval and signature"), [doc.Text(note, "note"), doc.Signatures(boxes)], flows=True)
