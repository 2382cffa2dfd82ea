"""What a session can become, whatever page somebody has left open."""

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_site
from events import planning
from events.factories import make_attendance, make_session
from events.models import Session


def test_a_stale_tab_does_not_call_off_a_session_that_was_counted(signed_in):
    site = make_site()
    organiser = signed_in("events", sites=[site])
    session = make_session(site=site)
    count = make_attendance(session=session, present=19)
    Session.objects.filter(pk=session.pk).update(state="held")
    answers = [
        organiser.post(reverse("events:session_cancel", args=[session.pk]), {"reason": "room"}, follow=True),
        organiser.get(reverse("events:session_cancel", args=[session.pk]), follow=True),
        organiser.post(reverse("events:session_reinstate", args=[session.pk]), follow=True),
    ]
    said = [
        "This session was held, and who came was counted. Take the count back first.",
        "This session was held, and who came was counted. Take the count back first.",
        "This session is not cancelled: nothing was changed.",
    ]
    assert [sentence in answer.content.decode() for sentence, answer in zip(said, answers, strict=True)] == [True] * 3
    session.refresh_from_db()
    assert (session.state, session.reason, session.attendance) == ("held", "", count)


@pytest.mark.django_db
def test_the_verbs_of_planning_look_at_the_session_as_it_is_now():
    opened = make_session()  # as somebody's tab still has it
    make_attendance(session=Session.objects.get(pk=opened.pk))
    Session.objects.filter(pk=opened.pk).update(state="held")
    for verb, arguments in ((planning.cancel, ("room",)), (planning.reinstate, ())):
        with pytest.raises(planning.AnotherState):
            verb(opened, *arguments)
