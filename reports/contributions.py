"""Contributions to a self-assessment as work: asked for, written, handed in, and what the director does with them.

Nobody hands one in while the self-assessment is being submitted: each act locks it first.
"""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.models import User
from citedesmetiers.models.user import Role
from reports.models import Contribution, Rating, SelfAssessment, Stage
from reports.models.contribution import AWAITED, TEAMS


def in_draft(assessment):
    """The self-assessment, locked until the transaction ends. Raises ValidationError once it is submitted."""
    row = SelfAssessment.objects.select_for_update().get(pk=assessment.pk)
    if not row.is_draft:
        raise ValidationError(_("The self-assessment is closed; contributions stay as they are."))
    return row


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────


def people_to_ask(day):
    """The accounts that can be asked by name: who may sign in on `day` and belongs to a team."""
    return User.objects.open_on(day).filter(roles__overlap=list(TEAMS)).order_by("name", "pk")


def teams_to_ask(people):
    """The roles that can be asked as a team: those of `people`, but for the directors, who write the report."""
    return [role for role in TEAMS if role != Role.DIRECTOR and any(account.has_role(role) for account in people)]


def team_of(account):
    """The first of the account's roles that is a team: as what the report tells of it."""
    return next(role for role in TEAMS if account.has_role(role))


@transaction.atomic
def ask(assessment, criteria, *, teams, people, wish, due_on, by):
    """Ask every one of `teams` (roles) and `people` (accounts) about each of `criteria`.

    Returns (how many were asked for, how many had been asked for before and stay as they are).
    """
    row = in_draft(assessment)
    whom = [(role, None) for role in teams] + [(team_of(account), account) for account in people]
    earlier = row.contributions.values_list("criterion", "role", "account")
    # Whoever changes teams is still the same person, so a team is no key of what is asked of somebody by name.
    there = {(criterion, account or role) for criterion, role, account in earlier}
    asked = [(criterion, role, account) for criterion in criteria for role, account in whom]
    new = [
        Contribution(
            assessment=row, criterion=criterion, role=role, account=account, wish=wish, due_on=due_on, asked_by=by
        )
        for criterion, role, account in asked
        if (criterion.pk, account.pk if account else role) not in there
    ]
    Contribution.objects.bulk_create(new)
    return len(new), len(asked) - len(new)


@transaction.atomic
def change(contribution, *, wish, due_on):
    """Wish something else, or until another day; what is being written at this moment stays."""
    in_draft(contribution.assessment)
    Contribution.objects.filter(pk=contribution.pk).update(wish=wish, due_on=due_on)


@transaction.atomic
def withdraw(contribution):
    """Ask no longer."""
    in_draft(contribution.assessment)
    Contribution.objects.filter(pk=contribution.pk).delete()


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def write(contribution, text, user, *, hand_in):
    """Store what `user` wrote, as a draft or handed in; a draft without words is only asked for again."""
    in_draft(contribution.assessment)
    contribution.text = text
    contribution.stage = Stage.HANDED_IN if hand_in else Stage.DRAFTED if text else Stage.ASKED
    if hand_in:
        contribution.word = ""  # what was missing when it was sent back is said
    contribution.note_change(user)
    contribution.save()


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────────


class Reading:
    """The contributions to a criterion, and what the page on which the director reads them sends about them.

    data: a mutable copy of what was sent. seen, taken: marks of what stood on the page, and of what stands in the
    narrative there; take_over, leave: the mark of the one whose button was pressed. See Contribution.mark.
    """

    def __init__(self, contributions, data):
        self.contributions, self.data = contributions, data
        seen = data.get("seen", "").split()
        self.news = [each for each in contributions if each.is_handed_in and each.mark not in seen]
        pressed = self.of(data.get("take_over"))
        self.pressed = pressed if pressed and pressed.can_be_taken_over else None
        taken = [each for each in contributions if each.mark in data.get("taken", "").split()]
        if self.pressed and self.pressed not in taken:
            data["narrative"] = added_to(data.get("narrative", ""), self.pressed.text)
            taken.append(self.pressed)
        self.taken = [each for each in taken if each.can_be_taken_over]
        data["seen"], data["taken"] = marks(contributions), marks(self.taken)

    def of(self, mark):
        return next((each for each in self.contributions if each.mark == mark), None)

    def decide(self):
        """Note what was taken over and what was left beside, when the narrative is saved."""
        left = self.of(self.data.get("leave"))
        for contribution in self.taken:
            contribution.stage = Stage.TAKEN_OVER
            contribution.save(update_fields=["stage"])
        if left and left.can_be_left and left not in self.taken:
            left.stage = Stage.LEFT
            left.save(update_fields=["stage"])


def marks(contributions):
    return " ".join(each.mark for each in contributions)


def added_to(narrative, text):
    """The narrative with the text of a contribution as its last paragraph."""
    return "\n\n".join(part for part in (narrative.strip(), text.strip()) if part)


@transaction.atomic
def send_back(contribution, word):
    """Ask for more, with a word. Raises ValidationError when it is not handed in any more.

    The save is counted, so that whoever is changing the text at this moment is told.
    """
    in_draft(contribution.assessment)
    row = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if not row.is_handed_in:
        raise ValidationError(_("It is not handed in any more; nothing was sent back."))
    row.stage, row.word, row.version = Stage.SENT_BACK, word, row.version + 1
    row.save()


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────


def by_criterion(assessment):
    """{key of a criterion: its contributions}."""
    found = {}
    for contribution in assessment.contributions.with_names():
        found.setdefault(contribution.criterion_id, []).append(contribution)
    return found


def teams_of(contributions):
    """The teams, in words, of whom something was taken over; each once."""
    return list(dict.fromkeys(each.team for each in contributions if each.stage == Stage.TAKEN_OVER))


def counts(contributions):
    """[(state in words, how many)] of those that occur; late ones are counted once more: [(…), ("Late", 2)]."""
    missed = sum(each.is_missed for each in contributions)
    there = Counter(each.stage for each in contributions if not each.is_missed)
    found = [(stage.label, there[stage]) for stage in Stage]
    found += [(_("Not handed in"), missed), (_("Late"), sum(each.is_late for each in contributions))]
    return [(words, n) for words, n in found if n]


def narrative_before(contribution):
    """The Rating of the same number a year earlier, once that year is validated; None without one."""
    before = contribution.assessment.before
    if before is None or not before.is_frozen:
        return None
    return Rating.objects.filter(assessment=before, criterion__code=contribution.criterion.code).first()


def sentences(ratings):
    """What is still open, one sentence for each that is asked; notes, for no contribution holds a report up.

    ratings: with `contributions_there`, see reports.assessment.ratings_of.
    """
    awaited, unread = {}, []
    for rating in ratings:
        for contribution in rating.contributions_there:
            if contribution.stage in AWAITED:
                awaited.setdefault(contribution.whom, []).append(rating.criterion.code)
            elif contribution.is_handed_in:
                unread.append(rating.criterion.code)
    for whom, codes in awaited.items():
        words = ngettext(
            "%(n)s contribution is still open: %(whom)s (%(codes)s).",
            "%(n)s contributions are still open: %(whom)s (%(codes)s).",
            len(codes),
        )
        yield words % {"n": len(codes), "whom": whom, "codes": ", ".join(codes)}
    if unread:
        words = ngettext(
            "%(n)s contribution is handed in and not decided yet (%(codes)s).",
            "%(n)s contributions are handed in and not decided yet (%(codes)s).",
            len(unread),
        )
        yield words % {"n": len(unread), "codes": ", ".join(dict.fromkeys(unread))}
