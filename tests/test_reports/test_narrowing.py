"""Figures narrowed to one purpose or programme: every one that can be is, and every other says why it is not."""

from datetime import date

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_profile_value, make_purpose, make_site
from citedesmetiers.models import ProfileList
from counselling.factories import (
    make_desk,
    make_interview,
    make_outcome,
    make_question_count,
    make_referral_kind,
    make_theme,
    make_unmet_request,
)
from documentation.factories import make_consultation_count, make_copy, make_loan_count, make_resource
from documentation.models import ConsultationCount
from events.factories import (
    make_attendance,
    make_attendance_marginal,
    make_class_visit,
    make_event,
    make_organiser,
    make_session,
    make_session_result,
    make_topic,
)
from events.models import Session
from partners.factories import make_programme
from reception.factories import make_group_visit, make_visit
from reports import figures
from reports.factories import make_declared_figure
from reports.figures import FIGURES, Scope, table_of
from reports.models import RolledDay

pytestmark = pytest.mark.django_db
YEAR, DAY = figures.whole_year(2026), date(2026, 3, 3)
TOLD = {code: figure for code, figure in FIGURES.items() if figure.counted is not None}


@pytest.fixture
def house(centre):
    """Something of every room, all of it for one purpose and, where that can be said, within one programme."""
    site, job, programme = make_site(), make_purpose(code="job"), make_programme(starts_on=date(2026, 1, 1))
    lists = {name: make_profile_value(list=name) for name in ProfileList.values}
    make_visit(site=site, day=DAY, people=30, purpose=job, sent_to=["desk"], **lists)
    make_group_visit(site=site, day=DAY, people=24, purposes=[job.pk])
    desk = make_desk(site=site, purposes=[job])
    crossed = {"purpose": job, "programme": programme}
    several = {
        "themes": [make_theme().pk], "outcomes": [make_outcome().pk], "referrals": [make_referral_kind().pk]
    }  # fmt: skip
    for _n in range(25):  # of fewer it is not told what nine in ten did not exceed
        make_interview(desk=desk, day=DAY, kind="diagnostic", channel="walk_in", language="fr", minutes=20,
                       waiting_minutes=5, **crossed, **several, **lists)  # fmt: skip
    make_interview(desk=desk, day=DAY, state="left", **crossed)
    make_unmet_request(site=site, day=DAY, purpose=job, theme=make_theme())
    make_question_count(day=DAY, purpose=job, asked=9, answered=5, closed=2)
    event = make_event(purposes=[job], programme=programme, topics=[make_topic()], edition=2)
    for role in ("co_producer", "company"):
        make_organiser(event=event, role=role)
    held = {"event": event, "site": site, "day": DAY, "state": "held"}
    session = make_session(**held, seats=20, elsewhere="School")
    present = make_attendance(session=session, present=15, companies=3)
    for value in lists.values():
        make_attendance_marginal(attendance=present, value=value, people=7)
    make_class_visit(session=session)
    make_session_result(session=session)
    make_attendance(session=make_session(**held), present=None, beneficiaries=40)
    make_session(event=event, site=site, day=DAY, state="cancelled", reason=Session.Reason.values[0])
    book = make_resource(purposes=[job], subjects=["Bread"], year=2020)
    make_copy(resource=book, site=site, added_on=DAY)
    make_loan_count(resource=book, site=site, day=DAY, n=4)
    make_consultation_count(resource=book, site=site, day=DAY, n=6)
    online = make_resource(purposes=[job], url="https://example.org/")
    ConsultationCount.objects.create(resource=online, day=DAY, n=3)
    make_resource(purposes=[job], weeded_on=DAY, weeded_because="worn")
    return site, job, programme


def told(figure, site, **narrowed):
    """What `figure` counts, before anything is masked: {row: number}, without the empty ones."""
    counts, _mask = table_of(figure, Scope((site,), YEAR, **narrowed)).now
    return {str(row): counts.of_row(row) for row in counts.rows if counts.of_row(row)}


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "position"), [("purpose", 1), ("programme", 2)])
def test_a_figure_that_takes_a_filter_tells_all_of_what_belongs_to_it_and_nothing_else(house, name, position):
    site, other = house[0], {"purpose": make_purpose, "programme": make_programme}[name]()
    wrong, silent = {}, []
    takers = [figure for figure in TOLD.values() if name not in figure.of_all]
    for figure in takers:
        everything = told(figure, site)
        mine, others = (told(figure, site, **{name: row}) for row in (house[position], other))
        if mine != everything or others:
            wrong[figure.code] = (everything, mine, others)
        silent += [figure.code] if not everything else []
    assert not wrong
    assert not silent  # each was told of something
    assert len(takers) > {"purpose": 60, "programme": 40}[name]


@pytest.mark.thorough
def test_what_is_known_of_a_filtered_figure_is_narrowed_too(house):
    site, other = house[0], make_purpose()
    for code, words in [("questions_by_month", "open"), ("length_median_by_month", "Interviews"),
                        ("documents_by_age", "known"), ("held_by_kind", "held")]:  # fmt: skip
        figure = FIGURES[code]
        whole, narrowed = (figure.completeness(Scope((site,), YEAR, purpose=purpose)) for purpose in (house[1], other))
        assert any(words in str(label) and value not in ("0", "–") for label, value in whole), code
        assert all(value in ("0", "–") for _label, value in narrowed), code


@pytest.mark.many_cases
@pytest.mark.parametrize("code", ["visits_by_purpose", "partners_by_kind", "programme_interviews", "door_by_month"])
@pytest.mark.parametrize("name", ["purpose", "programme"])
def test_a_figure_that_takes_no_such_filter_says_so_and_shows_no_number_when_asked(signed_in, house, code, name):
    figure, director = FIGURES[code], signed_in("director")
    address = reverse("reports:figure", args=[code])
    asked = {"period": "2026", name: {"purpose": "job", "programme": house[2].pk}[name]}
    if name not in figure.of_all:
        assert director.get(address, asked).context["table"] is not None
        return
    assert str(figure.of_all[name]) in director.get(address).content.decode()
    page = director.get(address, asked)
    assert page.context["table"] is None
    assert str(figure.of_all[name]) in page.content.decode()
    answer = director.get(reverse("reports:figure_csv", args=[code]), asked)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, address)


@pytest.mark.thorough
def test_what_belongs_to_the_whole_house_is_not_shown_as_that_of_a_place(signed_in, house):
    director, address = signed_in("director"), reverse("reports:figure", args=["partners_by_kind"])
    page = director.get(address)
    assert "place" not in page.context["filter"].fields
    assert "This belongs to the whole Cité" in page.content.decode()
    assert director.get(address, {"place": house[0].code}).context["table"] is None
    assert director.get(address, {"place": "side"}).context["table"] is not None
    lines = director.get(reverse("reports:figure_csv", args=["partners_by_kind"])).content.decode()
    assert "Places:" not in lines


@pytest.mark.thorough
def test_the_catalogue_says_to_what_each_figure_can_be_narrowed(signed_in, house):
    words = signed_in("director").get(reverse("reports:figures")).content.decode()
    assert "by purpose and programme" in words
    assert "not by purpose or programme" in words


@pytest.mark.thorough
def test_what_was_declared_of_everything_stands_beside_no_narrowed_figure(signed_in, house):
    _site, _job, programme = house
    make_declared_figure(title="Told of all", figure="interviews_by_month", starts_on=DAY, ends_on=DAY)
    make_declared_figure(
        title="Told of it", figure="interviews_by_month", starts_on=DAY, ends_on=DAY, programme=programme
    )
    director, address = signed_in("director"), reverse("reports:figure", args=["interviews_by_month"])

    def titles(**asked):
        page = director.get(address, {"period": "2026"} | asked)
        return {row.title for row in page.context["declared"]}

    assert titles() == {"Told of all", "Told of it"}
    assert titles(programme=programme.pk) == {"Told of it"}
    assert titles(purpose="job") == set()


@pytest.mark.many_cases
@pytest.mark.parametrize("code", ["wait_median_by_desk", "length_median_by_month", "programme_diagnostics"])
def test_times_of_one_purpose_say_when_forgotten_interviews_are_missing(house, code):
    site, job, _programme = house
    RolledDay.objects.create(
        source="interview", site_id=site.pk, day=DAY, dimension="all", entries=1, people=1, kept=True
    )
    assert table_of(FIGURES[code], Scope((site,), YEAR, purpose=job)).lacks_rows
    assert not table_of(FIGURES[code], Scope((site,), YEAR)).lacks_rows
