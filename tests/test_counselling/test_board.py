"""The desk board as a counsellor uses it: receive, record, send on; and as two of them use it at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_purpose, make_site
from counselling.factories import (
    a_screen,
    make_desk,
    make_duty_session,
    make_interview,
    make_outcome,
    make_referral_kind,
    make_theme,
)
from counselling.models import Interview, ReferralKind, Ticket
from counselling.session import INSTITUTION, SCREEN
from partners.factories import make_institution_kind
from tests.strict import StrictClient

pytestmark = pytest.mark.django_db
State = Interview.State


@pytest.fixture
def desk():
    return make_desk(site=make_site(profile_lists=["age_band", "level"]), colour=2, name="Find a job")


@pytest.fixture
def counsellor(signed_in, desk):
    client = signed_in("counsellor", sites=[desk.site])
    client.get(reverse("counselling:board"), {"desk": desk.code})
    return client


def post(client, name, interview=None, **data):
    kwargs = {"uid": interview.pk} if interview else {}
    return client.post(reverse(f"counselling:{name}", kwargs=kwargs), data, follow=True)


def record_data(**fields):
    return {"people": "1", "kind": "individual", "channel": "walk_in", "language": "", "length": "", "minutes": ""} | {
        name: [str(getattr(one, "pk", one)) for one in value] if isinstance(value, list) else value
        for name, value in fields.items()
    }


def texts(response):
    return response.content.decode()


def record_part(response):
    """The page from where the interview is recorded."""
    return texts(response).partition('id="record"')[2]


# ── Choosing and seeing ──────────────────────────────────────────────────────────────────────────────


def test_without_a_chosen_desk_the_board_leads_to_the_desks_of_the_place(signed_in, desk):
    client = signed_in("counsellor", sites=[desk.site])
    response = client.get(reverse("counselling:board"), follow=True)
    assert response.redirect_chain == [(reverse("counselling:desks"), 302)]
    assert "Find a job" in texts(response)


def test_a_place_without_desks_says_what_to_do(signed_in):
    client = signed_in("director", sites=[make_site()])
    assert reverse("counselling:desk_add") in texts(client.get(reverse("counselling:desks")))


@pytest.mark.thorough
def test_a_desk_of_another_place_cannot_be_chosen(counsellor, desk):
    other = make_desk(name="Elsewhere")
    response = counsellor.get(reverse("counselling:board"), {"desk": other.code}, follow=True)
    assert response.redirect_chain == [(reverse("counselling:desks"), 302)]


def test_whom_reception_sends_appears_with_ticket_wait_and_what_was_noted(counsellor, desk):
    age = make_profile_value(list="age_band", name="26 to 29", short_name="26–29")
    since = timezone.localtime() - timedelta(minutes=23)
    interview = Interview.objects.send(desk=desk, profile={"age_band": age}, people=2)
    Ticket.objects.filter(pk=interview.pk).update(waiting_since=since)
    page = texts(counsellor.get(reverse("counselling:board_waiting"), headers={"HX-Request": "true"}))
    for shown in ("<b>01</b>ochre", "26–29", "2 people", "23 min", "state-bad"):
        assert shown in page


def test_those_who_wait_longest_come_first_and_other_desks_stay_out(counsellor, desk):
    other = make_desk(site=desk.site, colour=4)
    first, second = (Interview.objects.send(desk=desk) for _ in range(2))
    Interview.objects.send(desk=other)
    Ticket.objects.filter(pk=second.pk).update(waiting_since=timezone.now() - timedelta(minutes=5))
    page = texts(counsellor.get(reverse("counselling:board")))
    assert page.index(f"take-{second.pk}") < page.index(f"take-{first.pk}")
    assert page.count('id="take-') == 2


def test_reception_and_director_see_the_board_and_cannot_receive(signed_in, desk):
    interview = Interview.objects.send(desk=desk)
    for role in ("reception", "director"):
        client = signed_in(role, sites=[desk.site])
        page = texts(client.get(reverse("counselling:board"), {"desk": desk.code}))
        assert "ochre" in page
        assert "Receive" not in page
        assert client.post(reverse("counselling:ticket_take", args=[interview.pk])).status_code == 403


@pytest.mark.thorough
def test_the_board_costs_the_same_however_many_wait(counsellor, desk):
    costs = set()
    for number in (1, 2):
        for _ in range(number):
            Interview.objects.send(desk=desk)
        with CaptureQueriesContext(connection) as queries:
            page = texts(counsellor.get(reverse("counselling:board")))
        costs.add(len(queries))
    assert page.count('id="take-') == 3
    assert len(costs) == 1


# ── Receiving ────────────────────────────────────────────────────────────────────────────────────────


def test_one_press_receives_and_the_form_is_there(counsellor, desk):
    interview = Interview.objects.send(desk=desk)
    page = texts(post(counsellor, "ticket_take", interview))
    assert "In conversation since" in page
    assert reverse("counselling:record", args=[interview.pk]) in page
    interview.refresh_from_db()
    assert interview.state == State.RECEIVED


@pytest.mark.thorough
def test_two_counsellors_press_at_once_and_the_second_is_told(counsellor, desk):
    from citedesmetiers.factories import make_user

    interview = Interview.objects.send(desk=desk)
    other = StrictClient()
    other.force_login(make_user(roles=["counsellor"], sites=[desk.site]))
    other.get(reverse("counselling:board"), {"desk": desk.code})
    post(counsellor, "ticket_take", interview)
    page = texts(post(other, "ticket_take", interview))
    assert "ochre 01 is being received: another screen took it." in page
    assert "In conversation since" not in page
    assert str(Ticket.objects.get().screen) == counsellor.session[SCREEN]


@pytest.mark.thorough
def test_one_screen_receives_one_at_a_time(counsellor, desk):
    first, second = (Interview.objects.send(desk=desk) for _ in range(2))
    post(counsellor, "ticket_take", first)
    assert "First finish the interview" in texts(post(counsellor, "ticket_take", second))
    assert "First finish the interview" in texts(post(counsellor, "begin", desk=desk.code))
    second.refresh_from_db()
    assert second.state == State.WAITING


@pytest.mark.thorough
def test_somebody_who_comes_straight_is_one_press_and_may_be_taken_back(counsellor, desk):
    post(counsellor, "begin", desk=desk.code, channel="telephone")
    interview = Interview.objects.get()
    assert (interview.state, interview.channel) == (State.RECEIVED, "telephone")
    assert "nothing was recorded" in texts(post(counsellor, "ticket_call_off", interview))
    assert not Interview.objects.exists()


@pytest.mark.thorough
def test_a_ticket_called_off_stays_for_it_was_given_to_somebody(counsellor, desk):
    interview = Interview.objects.send(desk=desk)
    post(counsellor, "ticket_take", interview)
    post(counsellor, "ticket_call_off", interview)
    assert Interview.objects.get().state == State.RECEIVED


@pytest.mark.thorough
def test_absent_and_send_on_and_put_back(counsellor, desk):
    other = make_desk(site=desk.site, name="Training")
    gone, moved, back = (Interview.objects.send(desk=desk) for _ in range(3))
    post(counsellor, "ticket_leave", gone)
    assert "now waits at desk" in texts(post(counsellor, "ticket_send_on", moved, desk=other.code))
    post(counsellor, "ticket_take", back)
    post(counsellor, "ticket_put_back", back)
    for interview in (gone, moved, back):
        interview.refresh_from_db()
    assert [gone.state, moved.state, back.state] == [State.LEFT, State.WAITING, State.WAITING]
    assert moved.desk == other
    assert "no longer on the board" in texts(post(counsellor, "ticket_leave", gone))


def test_nobody_is_sent_to_a_desk_of_another_place(counsellor, desk):
    interview = Interview.objects.send(desk=desk)
    elsewhere = make_desk()
    url = reverse("counselling:ticket_send_on", args=[interview.pk])
    assert counsellor.post(url, {"desk": elsewhere.code}).status_code == 404


@pytest.mark.thorough
def test_an_interview_open_at_another_screen_is_not_recorded_here_until_taken_over(counsellor, desk):
    interview = Interview.objects.begin(desk=desk, screen=a_screen())
    assert "went on at another screen" in texts(post(counsellor, "record", interview, **record_data()))
    assert "In conversation since" in texts(post(counsellor, "ticket_take_over", interview))


def test_a_ticket_of_another_place_is_not_found(counsellor):
    interview = Interview.objects.send(desk=make_desk())
    assert counsellor.post(reverse("counselling:ticket_take", args=[interview.pk])).status_code == 404


# ── Recording ────────────────────────────────────────────────────────────────────────────────────────


def test_from_ticket_to_figure(counsellor, desk):
    theme = make_theme(purpose=desk.purposes.get())
    outcome, kind = make_outcome(), make_institution_kind()
    referral = make_referral_kind(scope=ReferralKind.Scope.INSTITUTION)
    level = make_profile_value(list="level")
    institution = make_duty_session(desks=[desk], day=timezone.localdate()).institution
    session = counsellor.session
    session[INSTITUTION] = institution.pk
    session.save()
    interview = Interview.objects.send(desk=desk)
    post(counsellor, "ticket_take", interview)
    sent = record_data(
        themes=[theme],
        outcomes=[outcome],
        referred_to_kind=str(kind.pk),
        minutes="25",
        people="2",
        language="pt",
        profile_level=str(level.pk),
    )
    assert "Recorded: 25 min." in texts(post(counsellor, "record", interview, **sent))
    interview.refresh_from_db()
    assert (interview.state, interview.minutes, interview.people) == (State.DONE, 25, 2)
    assert (interview.themes, interview.outcomes) == ([theme.pk], [outcome.pk])
    assert (interview.referrals, interview.referred_to_kind) == ([referral.pk], kind)
    assert (interview.language, interview.level, interview.institution) == ("pt", level, institution)
    page = texts(counsellor.get(reverse("counselling:board")))
    assert 'Interviews of your institution</dt><dd class="tile-value">1</dd>' in page


@pytest.mark.thorough
def test_finish_and_receive_the_next_in_one_press(counsellor, desk):
    first, second = (Interview.objects.send(desk=desk) for _ in range(2))
    post(counsellor, "ticket_take", first)
    page = texts(post(counsellor, "record", first, **record_data(), next=str(second.pk)))
    assert reverse("counselling:record", args=[second.pk]) in page
    second.refresh_from_db()
    assert second.state == State.RECEIVED


@pytest.mark.thorough
def test_a_second_press_of_finish_counts_once(counsellor, desk):
    interview = Interview.objects.send(desk=desk)
    post(counsellor, "ticket_take", interview)
    post(counsellor, "record", interview, **record_data(minutes="10"))
    assert "recorded already" in texts(post(counsellor, "record", interview, **record_data(minutes="99")))
    assert Interview.objects.get().minutes == 10


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": "0"},
        {"minutes": "481"},
        {"minutes": "ten"},
        {"people": "0"},
        {"people": ""},
        {"kind": "party"},
        {"themes": ["999999"]},
        {"themes": ["x"]},
        {"referred_to_kind": "x"},
        {"length": "abc"},
        {"profile_age_band": "x"},
    ],
)
def test_a_wrong_value_is_said_and_what_was_chosen_stays(counsellor, desk, wrong):
    theme = make_theme(name="Curriculum")
    make_profile_value(list="age_band")
    interview = Interview.objects.send(desk=desk)
    post(counsellor, "ticket_take", interview)
    response = post(counsellor, "record", interview, **(record_data(themes=[theme]) | wrong))
    assert response.status_code == 200
    assert "Not saved" in texts(response)
    assert "themes" in wrong or f'value="{theme.pk}" class="btn-check" id="id_themes_0" checked' in texts(response)
    interview.refresh_from_db()
    assert interview.state == State.RECEIVED


@pytest.mark.thorough
def test_what_reception_noted_is_there_and_can_be_completed_or_taken_out(counsellor, desk):
    age, other = (make_profile_value(list="age_band") for _ in range(2))
    for sent, kept in ((str(age.pk), age), (str(other.pk), other), ("", None)):
        interview = Interview.objects.send(desk=desk, profile={"age_band": age})
        post(counsellor, "ticket_take", interview)
        page = texts(counsellor.get(reverse("counselling:board")))
        assert f'name="profile_age_band" value="{age.pk}" class="btn-check" id="id_profile_age_band_0" checked' in page
        post(counsellor, "record", interview, **record_data(profile_age_band=sent))
        interview.refresh_from_db()
        assert interview.age_band == kept


@pytest.mark.thorough
def test_themes_of_the_desk_come_first_and_the_most_used_of_them_before(counsellor, desk):
    purpose = desk.purposes.get()
    seldom = make_theme(name="Seldom", purpose=purpose, rank=1)
    often = make_theme(name="Often", purpose=purpose, rank=2)
    make_theme(name="Foreign", purpose=make_purpose(), rank=0)
    make_interview(desk=desk, day=timezone.localdate() - timedelta(days=10), themes=[often.pk])
    make_interview(desk=make_desk(), day=timezone.localdate() - timedelta(days=10), themes=[seldom.pk])
    make_interview(desk=desk, day=timezone.localdate() - timedelta(days=200), themes=[seldom.pk] * 2)
    post(counsellor, "begin", desk=desk.code)
    page = record_part(counsellor.get(reverse("counselling:board")))
    assert page.index(">Often<") < page.index(">Seldom<") < page.index(">Foreign<")
    assert "1 more theme" in page


@pytest.mark.thorough
def test_the_themes_are_those_of_the_interviews_own_desk_whatever_the_board_shows(counsellor, desk):
    make_theme(name="Own", purpose=desk.purposes.get())
    other = make_desk(site=desk.site)
    make_theme(name="Foreign", purpose=other.purposes.get())
    post(counsellor, "begin", desk=desk.code)
    page = record_part(counsellor.get(reverse("counselling:board"), {"desk": other.code}))
    assert page.index(">Own<") < page.index("1 more theme") < page.index(">Foreign<")


@pytest.mark.thorough
def test_a_retired_theme_is_offered_no_longer(counsellor, desk):
    make_theme(name="Old", valid_until=timezone.localdate() - timedelta(days=1))
    make_theme(name="New")
    post(counsellor, "begin", desk=desk.code)
    page = texts(counsellor.get(reverse("counselling:board")))
    assert ">New<" in page
    assert ">Old<" not in page


@pytest.mark.thorough
def test_every_form_of_the_board_carries_its_token(counsellor, desk):
    make_desk(site=desk.site)
    for interview in [Interview.objects.send(desk=desk) for _ in range(2)]:
        for url in ("board", "board_waiting"):
            page = texts(counsellor.get(reverse(f"counselling:{url}"), headers={"HX-Request": "true"}))
            forms = [form for form in page.split("<form")[1:] if 'method="post"' in form.split(">")[0]]
            assert forms
            assert all("csrfmiddlewaretoken" in form for form in forms)
        post(counsellor, "ticket_take", interview)
