"""Rows of the acceptance table told by a year's figures: typed into the screens, read in figures and in print."""

import json
import re
import subprocess
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from citedesmetiers.factories import make_site
from partners import starting_lists
from partners.models import Meeting, MeetingKind
from reports.factories import make_question, make_survey
from reports.models import PrintJob, SurveyComment

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def director(signed_in, settings, tmp_path, centre):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    return signed_in("director")


def post(client, page, /, *arguments, **form):
    answer = client.post(reverse(page, args=arguments), form)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def shown(client, page, /, *arguments, **asked):
    """The words of a page as a reader takes them in."""
    found = BeautifulSoup(client.get(reverse(page, args=arguments), asked).content, "html.parser").find("main")
    return re.sub(r"\s+", " ", found.get_text(" "))


def printed(client, kind, **asked):
    """Ask for a print, fetch its file, read it; "Draft" lies across the page, its letters between the lines."""
    post(client, "reports:print_ask", kind, **asked)
    content = client.get(reverse("reports:print_file", args=[PrintJob.objects.latest("pk").pk])).content
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"(\s(Dr|af|t)(?=\s)|\s)+", " ", done.stdout.decode())


def sheet(client, site, day, people):
    """Type a paper sheet of the reception: at most 500 people in a cell, the first hours of the day."""
    cells = {f"c-{8 + hour}-0": min(500, people - 500 * hour) for hour in range(-(-people // 500))}
    key = f"2f7f1b36-92c5-4a83-9a51-{day:%Y%m%d}0000"
    address = f"{reverse('reception:past')}?place={site.code}&day={day}&all=1"
    assert client.post(address, {"key": key} | cells).status_code == 302


def declare(client, title, value, **fields):
    form = {"title": title, "mark": "exact", "value": value, "unit": "people", "source": "The network"}
    post(client, "reports:declared_add", **form | fields)


def test_row_1_nearly_3_000_people_welcomed_at_an_associated_centre_counted_and_declared(director):
    make_site(code="paris", name="Paris")
    annemasse = make_site(code="annemasse", name="Annemasse", kind="associated_centre")
    for month, people in ((2, 1200), (9, 1760)):
        sheet(director, annemasse, date(2018, month, 6), people)
    declare(
        director, "People welcomed", 3000, mark="nearly", figure="visits_by_month", site=annemasse.pk,
        starts_on="2018-01-01", ends_on="2018-12-31",
    )  # fmt: skip
    for place, visits in (("annemasse", "2,960"), ("paris", "0")):
        period = {"place": place, "period": "dates", "first": "2018-01-01", "last": "2018-12-31"}
        words = shown(director, "reports:figure", "visits_by_month", **period)
        assert re.search(rf"Together {visits}\b", words) or place == "paris"
        assert ("nearly 3,000 people" in words) == (place == "annemasse")
    paper = printed(director, "yearly", year=2018)
    assert re.search(r"Annemasse Associated centre", paper)
    assert re.search(r"\bVisits 0 2,960 2,960\b|\bVisits 2,960 0 2,960\b", paper), "by place"
    assert "nearly 3,000 people" in paper


def test_row_5_fifteen_computers_in_free_access_from_a_day_on(director):
    site = make_site(code="annemasse", name="Annemasse", kind="associated_centre")
    for since, stations in (("2017-03-01", 15), ("2019-01-01", 18)):
        post(director, "station_add", site.pk, **{"stations-since": since, "stations-stations": stations})
    sheet(director, site, date(2018, 5, 15), 10)
    assert re.search(r"Free computers on the last day 15 –? ?15 ", printed(director, "yearly", year=2018))


def test_row_29_what_partners_wish_in_their_own_words_once_it_was_read(director):
    survey = make_survey(audience="partners", opens_on=date(2026, 1, 1))
    question = make_question(survey=survey, code="wish", kind="comment", text="What do you wish?")
    rated = make_question(survey=survey, code="again", text="Again?", options=["Yes", "No"])
    for text in ("More frequent and over a longer time", "Rather not say"):
        answers = {question.code: text, rated.code: rated.options.first().code}
        answer = director.post(
            reverse("surveys:answer", args=[survey.token]), answers, HTTP_ORIGIN="http://testserver"
        )
        assert answer.status_code in (302, 303)
    wished = SurveyComment.objects.get(text__startswith="More")
    assert "More frequent" in shown(director, "reports:survey_remarks", survey.pk)
    year = wished.month.year
    assert "More frequent" not in printed(director, "yearly", year=year)
    post(director, "reports:survey_remark", wished.pk, verdict="kept")
    paper = printed(director, "yearly", year=year)
    assert re.search(r"What do you wish\? .*More frequent and over a longer time", paper)
    assert "Rather not say" not in paper


def test_row_70_five_million_users_in_16_years_declared_and_counted_kept_apart(director):
    site = make_site(code="paris", name="Paris")
    declare(
        director, "Visits since 1993", 4990000, mark="about", figure="visits_by_month", as_of="2008-12-31",
        is_opening_balance="on",
    )  # fmt: skip
    sheet(director, site, date(2008, 12, 31), 700)  # lies within the balance already
    sheet(director, site, date(2009, 1, 2), 4000)
    sheet(director, site, date(2009, 6, 3), 6000)
    said = (
        "Visits since the opening: about 5,000,000. Of these, about 4,990,000 declared up to 31 December 2008, "
        "and 10,000 counted since."
    )
    assert said in shown(director, "reports:key_figures", year=2009)
    assert said not in shown(director, "reports:key_figures", year=2008)
    assert said in printed(director, "yearly", year=2009)


def test_row_76_a_confirmation_a_year_after_the_opening_and_a_winter_school_each_year(director):
    starting_lists.load()
    make_site()
    post(director, "reports:label_edit", opened_on="2026-03-02", report_month=3, report_day=31)
    step = {"kind": "operating", "decision": "granted", "decided_on": "2026-01-15"}
    post(director, "reports:label_step_add", **step)
    assert re.search(r"Confirmation .{0,20}2 March 2027", shown(director, "reports:label"))
    kind = MeetingKind.objects.get(code="network_meeting").pk
    for year in (2025, 2026):
        post(director, "partners:meeting_add", kind=kind, day=f"{year}-01-20", title=f"Winter School {year}")
    assert Meeting.objects.count() == 2
    paper = printed(director, "yearly", year=2026)
    assert re.search(r"20 January 2026 Winter School 2026", paper)
    assert "Winter School 2025" not in paper


def of_cite(number, *, country, visits):
    content = {
        "format": "cite-des-metiers/key-figures", "format_version": 1, "definitions_version": 1, "year": 2018,
        "is_whole_year": True, "centre": {"name": f"Cité {number}", "country": country},
        "figures": {"visits": visits}, "definitions": {},
    }  # fmt: skip
    return SimpleUploadedFile(f"{number}.json", json.dumps(content).encode(), content_type="application/json")


def test_rows_77_and_78_29_cites_in_7_countries_with_more_than_550_000_visits(director):
    countries = ["FR"] * 20 + ["IT", "IT", "PT", "PT", "ES", "CH", "BR", "MU", "FR"]
    files = [of_cite(n, country=country, visits=19000) for n, country in enumerate(countries)]
    page = director.post(reverse("reports:network"), {"uploads": files}).content.decode()
    words = re.sub(r"\s+", " ", BeautifulSoup(page, "html.parser").find("main").get_text(" "))
    assert "29 Cités in 7 countries" in words
    assert "Together 551,000" in words


def test_row_77_the_size_of_the_network_as_it_was_declared(director):
    sheet(director, make_site(), date(2009, 5, 5), 1)
    declare(director, "Cités open", 26, unit="Cités", as_of="2009-06-30", source="Network, list of 2009")
    declare(director, "Countries", 8, unit="countries", as_of="2009-06-30", source="Network, list of 2009")
    for words in (shown(director, "reports:declared"), printed(director, "yearly", year=2009)):
        assert "26 Cités" in words
        assert "8 countries" in words
        assert "Network, list of 2009" in words
