"""A season from Excel or CSV: read as people write it, twice the same, refused with a reason."""

import html
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_purpose
from citedesmetiers.imports.importer import Row
from citedesmetiers.models import ImportRun
from events.factories import at, make_event, make_event_kind, make_organiser, make_room, make_session
from events.importers import Season, clock
from events.models import Event, Session
from partners.factories import make_institution, make_professional
from tests.test_events.test_events import open_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return open_site(name="Main")


def taken_in(*rows, site=None):
    """Apply rows as one run does, for somebody working at `site`; returns the outcomes."""
    season = Season()
    season.site = site
    season.begin(dry_run=False)
    return [season.apply(Row("Sheet", number, dict(values)), dry_run=False) for number, values in enumerate(rows, 2)]


def a_row(**more):
    return {"title": "A CV", "day": date(2026, 3, 10), "starts": time(14), "ends": time(16), "kind": "Workshop"} | more


@pytest.mark.parametrize("cell", ["14:30", "14h30", "14 h 30", "1430", time(14, 30), 14.5 / 24])
def test_a_time_is_read_as_people_and_excel_write_it(cell):
    assert clock(cell) == time(14, 30)


def test_two_rows_of_one_title_are_one_event_with_two_sessions(site):
    make_event_kind(name="Workshop")
    room, purpose, partner = make_room(site=site, name="Mill"), make_purpose(name="Job"), make_institution(name="CCI")
    outcomes = taken_in(
        a_row(room="mill", seats=12, purposes=["job"], organisers=["cci"]),
        a_row(title="a cv", day=date(2026, 3, 17), kind=None),
    )
    event = Event.objects.get()
    assert [outcome.fate for outcome in outcomes] == ["added", "added"]
    assert (list(event.purposes.all()), event.organisers.get().institution) == ([purpose], partner)
    first, second = event.sessions.all()
    assert (first.room, first.seats, first.day) == (room, 12, date(2026, 3, 10))
    assert timezone.localtime(second.ends_at).hour == 16
    assert not event.published


def test_the_same_file_again_changes_nothing_and_other_seats_change_the_session(site):
    make_event_kind(name="Workshop")
    taken_in(a_row(seats=12))
    assert taken_in(a_row(seats=12))[0].fate == "unchanged"
    outcome = taken_in(a_row(seats=14))[0]
    assert (outcome.fate, outcome.changes) == ("changed", {"seats": ("12", "14")})
    assert Session.objects.get().seats == 14


def test_without_an_end_the_kind_says_how_long(site):
    make_event_kind(name="Workshop", minutes=90)
    taken_in(a_row(ends=None))
    assert timezone.localtime(Session.objects.get().ends_at).strftime("%H:%M") == "15:30"


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("wrong", "column", "said"),
    [
        ({"kind": None}, "kind", "needs a kind"),
        ({"kind": "Workshp"}, "kind", "There is no “Workshp” here. Use: Workshop."),
        ({"ends": None}, "ends", "no usual length"),
        ({"room": "Attic"}, "room", "has no room “Attic”"),
        ({"site": "Nowhere"}, "site", "There is no “Nowhere” here"),
        ({"seats": 0}, "seats", "Seats go from 1"),
        ({"organisers": ["Nobody"]}, "organisers", "There is no “Nobody” here"),
        ({"day": None}, "day", "Needed in every row"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_leaves_nothing_behind(site, wrong, column, said):
    make_event_kind(name="Workshop")
    with pytest.raises(ValidationError) as refused:
        taken_in(a_row(**wrong))
    assert said in refused.value.message_dict[column][0]


def test_with_several_places_the_row_says_which(site):
    open_site(name="Second")
    make_event_kind(name="Workshop")
    with pytest.raises(ValidationError) as refused:
        taken_in(a_row())
    assert refused.value.message_dict["site"] == ["Say at which place."]
    assert taken_in(a_row(site="second"))[0].fate == "added"


def test_without_a_column_of_places_a_session_is_where_one_works(site):
    second = open_site(name="Second")
    make_event_kind(name="Workshop")
    assert taken_in(a_row(), site=second)[0].fate == "added"
    assert Session.objects.get().site == second
    with pytest.raises(ValidationError):
        taken_in(a_row(title="Another", site=None), site=second)  # there is the column, and nothing in it


def test_a_room_that_is_taken_is_noted_and_does_not_stop_the_row(site):
    make_event_kind(name="Workshop")
    make_session(room=make_room(site=site, name="Mill"))
    outcome = taken_in(a_row(room="Mill"))[0]
    assert "Mill is taken" in outcome.note


def test_a_file_goes_through_the_screens(signed_in, site, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    make_event_kind(name="Workshop")
    client = signed_in("events", sites=[site])
    content = "Titre;Date;Heure;Fin;Type;Places\nUn CV;10/03/2026;14h;16h30;Workshop;12\nUn CV;17/03/2026;14h;;;\n"
    file = SimpleUploadedFile("saison.csv", content.encode())
    answer = client.post(reverse("events:import_new", args=["season"]), {"file": file})
    run = ImportRun.objects.get()
    assert answer.status_code == 302
    assert (run.state, run.added, run.refused) == ("checked", 1, 1)  # this kind has no usual length
    assert not Session.objects.exists()


# ── Whose events ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def sent(signed_in, site, settings, tmp_path):
    """A function: sent(roles, lines, institution=None) sends a file through the screens; returns its run."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    make_event_kind(name="Workshop")

    def send(role, *lines, institution=None):
        client = signed_in(role, sites=[site])
        if institution:
            make_professional(institution=institution, user=client.user)
        content = "\n".join(("Titre;Date;Heure;Fin;Type;Lieu;Places", *lines)).encode()
        answer = client.post(
            reverse("events:import_new", args=["season"]), {"file": SimpleUploadedFile("s.csv", content)}
        )
        assert answer.status_code == 302
        run = ImportRun.objects.get()
        page = client.get(answer.url, follow=True)
        if run.state == "checked" and run.added + run.changed:
            answer = client.post(
                reverse("events:import_confirm", args=[run.pk]), {"digest": run.digest, "without_refused": "1"}
            )
            assert answer.status_code == 302, answer.content
        run.refresh_from_db()
        return run, " ".join(page.content.decode().split())

    return send


@pytest.mark.thorough
def test_a_counsellor_s_file_leaves_the_events_of_others_alone(sent, site):
    own, other = make_institution(name="Own"), make_institution(name="Other")
    theirs = make_session(event=make_organiser(institution=other, event=make_event(title="Theirs")).event, site=site,
                          starts_at=at(date(2026, 3, 10), 14), seats=10)  # fmt: skip
    mine = make_organiser(institution=own, event=make_event(title="Mine")).event
    run, page = sent(
        "counsellor",
        "Theirs;10/03/2026;14h;16h;Workshop;Main;40",
        "Mine;17/03/2026;14h;16h;Workshop;Main;12",
        "Brand new;18/03/2026;14h;16h;Workshop;Main;8",
        institution=own,
    )
    assert (run.state, run.added, run.refused) == ("confirmed", 2, 1)
    assert "“Theirs” is made by another institution." in html.unescape(page)
    theirs.refresh_from_db()
    assert theirs.seats == 10
    assert mine.sessions.get().seats == 12
    assert Event.objects.latest("pk").organisers.get().institution == own


@pytest.mark.thorough
def test_one_s_own_event_comes_before_another_of_the_same_title(sent, site):
    own = make_institution(name="Own")
    mine = make_organiser(institution=own, event=make_event(title="A club")).event
    later = make_organiser(institution=make_institution(), event=make_event(title="A club")).event
    run, _page = sent("counsellor", "A club;17/03/2026;14h;16h;;Main;12", institution=own)
    assert (run.state, mine.sessions.count(), later.sessions.count()) == ("confirmed", 1, 0)


@pytest.mark.thorough
def test_those_who_run_the_programme_change_everybody_s_events(sent, site):
    event = make_organiser(institution=make_institution(), event=make_event(title="Theirs")).event
    run, _page = sent("events", "Theirs;17/03/2026;14h;16h;;Main;12")
    assert (run.state, event.sessions.count()) == ("confirmed", 1)


def test_a_place_where_one_does_not_work_is_refused(sent, site):
    open_site(name="Elsewhere")
    run, page = sent("events", "A CV;17/03/2026;14h;16h;Workshop;Elsewhere;12", "A CV;18/03/2026;14h;16h;Workshop;;12")
    assert (run.added, run.refused) == (1, 1)
    assert "There is no “Elsewhere” here" in html.unescape(page)
