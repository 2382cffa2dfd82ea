"""The self-assessment as work: begun for a year, filled in, submitted, validated and frozen, sent.

What freezes at validation is a document per language, with a checksum; every later page and print is made from it.
"""

import hashlib
import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.models import Centre, Site
from reports import contributions, evidence
from reports.figures import whole_year
from reports.models import ActionReview, Criterion, Frame, LabelFile, LabelStep, Level, Rating, SelfAssessment, State

SHAPE = 2  # of the frozen document; from 2 on each criterion tells which teams contributed


@dataclass(frozen=True)
class Missing:
    """What still has to be done before the self-assessment can be submitted. code: of the criterion, "" for none.

    is_soft: it is said, and does not hold anything up.
    """

    sentence: str
    code: str = ""
    is_soft: bool = False


@transaction.atomic
def begin(year):
    """A new SelfAssessment of `year` on the latest version of the frame, with a rating to fill in for each criterion.

    Raises ValidationError when there is one, or no frame.
    """
    if SelfAssessment.objects.of_year(year):
        raise ValidationError(_("There is a self-assessment of this year already."))
    frame = Frame.objects.latest_version()
    if frame is None:
        raise ValidationError(_("There is no frame yet: load the starting lists."))
    made = SelfAssessment.objects.create(year=year, frame=frame)
    criteria = Criterion.objects.filter(principle__frame=frame)
    Rating.objects.bulk_create(Rating(assessment=made, criterion=criterion) for criterion in criteria)
    return made


def ratings_of(assessment):
    """Its ratings in the order of the frame, each with its criterion and principle.

    Each has `actions_there` and `contributions_there`, lists.
    """
    actions = {}
    for action in assessment.actions.all():
        actions.setdefault(action.criterion_id, []).append(action)
    contributed = contributions.by_criterion(assessment)
    found = list(assessment.ratings.select_related("criterion__principle", "changed_by"))
    for rating in found:
        rating.actions_there = actions.get(rating.criterion_id, [])
        rating.contributions_there = contributed.get(rating.criterion_id, [])
    return found


def levels_before(assessment):
    """{number of a criterion: level the year before}; numbers outlast the versions of the frame."""
    rows = Rating.objects.filter(assessment__year=assessment.year - 1).values_list("criterion__code", "level")
    return dict(rows)


def last_plan(assessment):
    """The actions of the year before, each with `review`: the ActionReview of this year, or None."""
    before = assessment.before
    if before is None:
        return []
    reviews = {review.action_id: review for review in assessment.reviews.all()}
    actions = list(before.actions.select_related("criterion"))
    for action in actions:
        action.review = reviews.get(action.pk)
    return actions


# ── What is missing ──────────────────────────────────────────────────────────────────────────────────


def missing_for(rating):
    """The Missing of one rating; see ratings_of."""
    code, actions = rating.criterion.code, rating.actions_there
    if not rating.is_chosen:
        yield Missing(_("%(code)s has no rating yet.") % {"code": code}, code)
    if rating.not_rated and not rating.narrative:
        yield Missing(_("%(code)s is not rated: say in one sentence why.") % {"code": code}, code)
    if rating.level in (Level.NOT_ENGAGED, Level.PARTIAL) and not actions:
        words = _("%(code)s has level %(level)s: at least one improvement action is needed.")
        yield Missing(words % {"code": code, "level": rating.level}, code)
    if rating.level == Level.EXEMPLARY and not rating.narrative:
        words = _("%(code)s has level 4: tell what another Cité could take over.")
        yield Missing(words % {"code": code}, code)
    without_day = sum(1 for action in actions if action.due_on is None)
    if without_day:
        words = ngettext(
            "%(code)s: %(n)s action has no due date.", "%(code)s: %(n)s actions have no due date.", without_day
        )
        yield Missing(words % {"code": code, "n": without_day}, code)
    without_who = sum(1 for action in actions if not action.who)
    if without_who:
        words = ngettext(
            "%(code)s: %(n)s action does not say who does it.",
            "%(code)s: %(n)s actions do not say who does it.",
            without_who,
        )
        yield Missing(words % {"code": code, "n": without_who}, code)


def missing(assessment, ratings=None, today=None):
    """All that is missing to submit, in sentences, in the order of the frame; soft ones last."""
    today = today or timezone.localdate()
    ratings = ratings or ratings_of(assessment)
    found = [each for rating in ratings for each in missing_for(rating)]
    not_reviewed = sum(1 for action in last_plan(assessment) if action.review is None)
    if not_reviewed:
        words = ngettext(
            "%(n)s action of last year is not reviewed.", "%(n)s actions of last year are not reviewed.", not_reviewed
        )
        found.append(Missing(words % {"n": not_reviewed}))
    if whole_year(assessment.year).last >= today:
        words = _("The year %(year)s is not over: the evidence will still move.")
        found.append(Missing(words % {"year": assessment.year}, is_soft=True))
    found += [Missing(sentence, is_soft=True) for sentence in contributions.sentences(ratings)]
    return found


# ── States ───────────────────────────────────────────────────────────────────────────────────────────


def locked(assessment, *states):
    """The row, locked until the transaction ends. Raises ValidationError when it is in none of `states`."""
    row = SelfAssessment.objects.select_for_update().select_related("frame").get(pk=assessment.pk)
    if row.state not in states:
        raise ValidationError(
            _("The self-assessment is in the state “%(state)s” now; this cannot be done any more.")
            % {"state": row.get_state_display()}
        )
    return row


@transaction.atomic
def submit(assessment, day):
    """Close the draft on `day`. Raises ValidationError with what is missing."""
    row = locked(assessment, State.DRAFT)
    lacking = [each.sentence for each in missing(row) if not each.is_soft]
    if lacking:
        raise ValidationError(lacking)
    if whole_year(row.year).last >= timezone.localdate():
        raise ValidationError(_("The year is not over: it can be submitted from 1 January on."))
    row.state, row.submitted_on = State.SUBMITTED, day
    row.save()
    return row


@transaction.atomic
def take_back(assessment):
    """Make a submitted self-assessment a draft again; once it is validated, nobody can."""
    row = locked(assessment, State.SUBMITTED)
    row.state, row.submitted_on = State.DRAFT, None
    row.save()
    return row


def validated(assessment, body, day):
    """The row, noted as validated by `body` on `day`, its document frozen; see reports.freezing.validate."""
    row = locked(assessment, State.SUBMITTED)
    if day < row.submitted_on:
        raise ValidationError({"validated_on": _("It is validated before it was submitted.")})
    row.state, row.validated_on, row.validated_by = State.VALIDATED, day, body
    written = in_every_language(row)
    row.frozen = {"shape": SHAPE, "year": row.year, "default": next(iter(written)), "languages": written}
    row.checksum = checksum_of(row.frozen)
    row.save()
    return row


@transaction.atomic
def send(assessment, day):
    """Note that it was sent on `day`; the yearly report then stands in the label file. Raises ValidationError."""
    row = locked(assessment, State.VALIDATED)
    if day < row.validated_on:
        raise ValidationError({"sent_on": _("It is sent before it was validated.")})
    row.state, row.sent_on = State.SENT, day
    row.save()
    file = LabelFile.objects.current()
    if file:
        step, _made = LabelStep.objects.get_or_create(
            file=file, kind=LabelStep.Kind.YEARLY_REPORT, year=row.year, defaults={"submitted_on": day}
        )
        if step.submitted_on is None and step.decided_on is None:
            step.submitted_on = day
            step.save()
    return row


def review(assessment, action, status, words):
    """Note what became of `action`, one of the year before."""
    ActionReview.objects.update_or_create(
        assessment=assessment, action=action, defaults={"status": status, "words": words}
    )


# ── The document ─────────────────────────────────────────────────────────────────────────────────────


def document(assessment):
    """What the report says, as plain data in the active language: frozen once validated, else as it is now."""
    if not assessment.is_frozen:
        return as_it_is(assessment)
    return assessment.frozen["languages"][language_of(assessment)]


def language_of(assessment):
    """The language in which it is read: the active one, or the first of those in which it was frozen."""
    active = translation.get_language()
    if not assessment.is_frozen or active in assessment.frozen["languages"]:
        return active
    return assessment.frozen["default"]


def languages():
    """The codes of the languages in which things are frozen, the centre's first one first."""
    centre = Centre.objects.current()
    return list(centre.offered_languages) if centre else [translation.get_language()]


def in_every_language(assessment):
    """The document in each language of the centre: {code: document}. What is counted is counted once for all."""
    found, counted = {}, {}
    for code in languages():
        with translation.override(code):
            found[code] = as_it_is(assessment, counted)
    return found


def as_it_is(assessment, counted=None):
    """The document from the rows as they stand, in the active language; texts and numbers only.

    counted: a dictionary that several languages share, see reports.evidence.lines.
    """
    today = timezone.localdate()
    period = whole_year(assessment.year).until(today)
    sites, centre, before = Site.objects.all(), Centre.objects.current(), levels_before(assessment)
    principles = {}
    for rating in ratings_of(assessment):
        principle = rating.criterion.principle
        chapter = principles.setdefault(
            principle.pk, {"code": principle.code, "title": principle.title, "criteria": []}
        )
        chapter["criteria"].append(
            {
                "code": rating.criterion.code,
                "title": rating.criterion.title,
                "asks": rating.criterion.asks,
                "level": rating.level,
                "level_words": level_words(rating.level),
                "before": before.get(rating.criterion.code),
                "before_words": level_words(before.get(rating.criterion.code)),
                "narrative": rating.narrative,
                "contributions": contributions.teams_of(rating.contributions_there),
                "evidence": [
                    [line.label, line.now, line.before]
                    for line in (evidence.lines(rating.criterion, sites, period, counted) if period else [])
                ],
                "actions": [action_words(action) for action in rating.actions_there],
            }
        )
    return {
        "centre": centre.name if centre else "",
        "year": str(assessment.year),
        "before": str(assessment.year - 1),
        "frame": str(assessment.frame.number),
        "as_of": written(min(today, whole_year(assessment.year).last)),
        "introduction": assessment.introduction,
        "conclusion": assessment.conclusion,
        "threshold": str(centre.suppression_threshold) if centre else "",
        "submitted_on": written(assessment.submitted_on),
        "validated_on": written(assessment.validated_on),
        "validated_by": str(assessment.validated_by or ""),
        "principles": list(principles.values()),
        "reviews": [review_words(action) for action in last_plan(assessment)],
        "label": label_words(),
    }


def level_words(level):
    return str(Level(level).label) if level else _("Not rated")


def action_words(action):
    return {
        "what": action.what,
        "who": action.who,
        "due_on": written(action.due_on),
        "status": action.get_status_display(),
    }


def review_words(action):
    return {
        "code": action.criterion.code,
        "what": action.what,
        "who": action.who,
        "status": action.review.get_status_display() if action.review else "",
        "words": action.review.words if action.review else "",
    }


def label_words():
    """The steps of the label that were decided: [[step, day, decision]]."""
    return [
        [str(step), written(step.decided_on), step.words or step.get_decision_display()]
        for step in LabelStep.objects.decided()
    ]


def written(day):
    """A day as the reader's language writes it; "" for None."""
    return date_format(day, "DATE_FORMAT") if day else ""


def checksum_of(frozen):
    """SHA-256 of `frozen`, whatever the order in which the database gives its keys back."""
    text = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(assessment):
    """True when what was frozen still is what it was at validation."""
    return checksum_of(assessment.frozen) == assessment.checksum
