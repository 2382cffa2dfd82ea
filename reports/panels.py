"""What the reports room puts on the director's today page."""

from django.db.models import Q

from citedesmetiers import access
from citedesmetiers.models import Site
from reports import charts, sentences, svg
from reports.key_figures import KeyFigures
from reports.label import level_in_words, next_due
from reports.models import Audience, Contribution, LabelFile, SelfAssessment, Survey

STEPS_SHOWN = 3
ASKED_SHOWN = 5


def figures_so_far(request, shell):
    """The KeyFigures of the year that runs, over all places of the person; counted once for all panels of a page."""
    if not hasattr(request, "figures_so_far"):
        today = shell.now.date()
        sites = Site.objects.for_user(request.user)
        request.figures_so_far = KeyFigures(year=today.year, sites=sites, today=today)
    return request.figures_so_far


def year_so_far(request, shell):
    found = figures_so_far(request, shell)
    sentence = sentences.cumulated(found)
    return {
        "found": found,
        "lead": sentences.year_in_short(found),
        "opening_days": sentences.opening_days(found.coverage),
        "drawings": [charts.cumulated(found, frame, sentence) for frame in (svg.WIDE, svg.NARROW)]
        if found.visits
        else [],
    }


def by_place(request, shell):
    """None when there is one place only: the panel above says it all."""
    found = figures_so_far(request, shell)
    if len(found.places) < 2:
        return None
    return {"found": found, "constant_places": sentences.constant_places(found)}


def surveys_of_session(session, request):
    """The surveys of participants that take answers on the day of `session` at its place; None without one."""
    found = Survey.objects.open_on(session.day).filter(
        Q(site__isnull=True) | Q(site=session.site), audience=Audience.PARTICIPANTS
    )
    return {"surveys": list(found)} if found else None


def label_today(request, shell):
    """The last steps of the label, and what is due next; None while there is no label file."""
    file = LabelFile.objects.current()
    if file is None:
        return None
    steps = list(file.steps.all())
    decided = [step for step in steps if step.decided_on or step.submitted_on]
    due = next_due(file, steps, shell.now.date())
    row = SelfAssessment.objects.of_year(due.year) if due and due.year else None
    return {
        "steps": decided[-STEPS_SHOWN:],
        "due": due,
        "assessment": row,
        "rated": sum(1 for rating in row.ratings.all() if rating.is_chosen) if row else 0,
        "criteria": row.ratings.count() if row else 0,
        "level": level_in_words(file, steps, shell.now.date()),
    }


def contributions_today(request, shell):
    """What is asked of the person for the self-assessment and, to who writes it, what was handed in; None if nothing.

    One query: what is open in a year is a few dozen rows.
    """
    user, decides = request.user, access.may(request.user, "write_self_assessment")
    found = list(Contribution.objects.in_drafts().undecided().with_names().order_by("due_on", "pk"))
    asked = [each for each in found if each.is_awaited and each.is_asked_of(user)]
    unread = [each for each in found if each.is_handed_in] if decides else []
    if not asked and not unread:
        return None
    return {"asked": asked[:ASKED_SHOWN], "more": len(asked[ASKED_SHOWN:]), "unread": unread}
