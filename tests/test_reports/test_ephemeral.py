"""The report of an ephemeral Cité: the published case study of Bagnolet, rebuilt from its figures."""

import re
import subprocess
from datetime import date

import pytest
from bs4 import BeautifulSoup

from citedesmetiers.factories import make_site
from partners.factories import (
    make_budget,
    make_budget_line,
    make_communication_support,
    make_institution,
    make_institution_kind,
    make_meeting,
    make_meeting_kind,
    make_objective,
    make_preparation_step,
    make_programme,
    make_programme_role,
    make_progress_figure,
)
from reports.factories import make_question, make_survey
from reports.models import PrintJob, SurveyAnswer, SurveyAnswered, SurveyReturn

pytestmark = pytest.mark.thorough

DAY = date(2019, 4, 17)
MEETINGS = {
    "Presentation meeting": 3,
    "Steering committee": 4,
    "Cité des métiers presentation half-day": 4,
    "Digital portal presentation day": 1,
}
CHARGES = [
    ("Coordination of the project", 30000, "cash"),
    ("Communication", 8500, "in_kind"),
    ("Librarianship", 2000, "in_kind"),
    ("Professionalisation of those involved", 3000, "in_kind"),
    ("Catering, travel, badges", 1500, "cash"),
]
# Each question of the case study: figure printed, questionnaires returned, answers (those that satisfy come first).
SATISFIED = {
    "partners": [("The concept meets the users’ needs", 51, 42)],
    "visitors": [("Satisfied or very satisfied", 100, 85), ("Date, time and duration", 100, 82)],
    "participants": [("Quality of the workshops", 100, 94)],
}
BROUGHT = {
    "partners": ("Main benefit", 51, {"Meeting the territory’s professionals": 30, "New tools": 10, "Skills": 4}),
    "visitors": ("Leave with", 100, {"New information": 53, "Steps to take": 15, "Contacts": 14, "Perspectives": 9}),
    "participants": (
        "Take away",
        100,
        {"New information": 60, "Perspectives": 13, "Steps to take": 10, "Answers": 11},
    ),
}


def answer(survey, text, returned, counts, *, scale):
    options = [(label, scale and rank == 0) for rank, label in enumerate(counts)]
    question = make_question(survey=survey, text=text, kind="scale" if scale else "single", options=options)
    for option, n in zip(question.options.all(), counts.values(), strict=True):
        SurveyAnswer.objects.create(question=question, option=option, day=DAY, channel="paper", count=n)
    SurveyAnswered.objects.create(question=question, day=DAY, channel="paper", count=sum(counts.values()))


@pytest.fixture
def bagnolet(centre):
    """The ephemeral Cité of the case study, entered as its people would."""
    site = make_site(
        name="Paris La Villette", address="30 avenue Corentin Cariou", postcode="75019", municipality="Paris"
    )
    programme = make_programme(
        name="Cité éphémère de Bagnolet", kind="ephemeral_preparation", starts_on=DAY, ends_on=DAY, sites=[site],
        elsewhere="Campus Fonderie de l’image, Bagnolet",
        description="To co-construct a project for the territorial animation of lifelong vocational guidance.",
        notes="This type of event should be more frequent and over a longer period of time.",
    )  # fmt: skip
    house, other = make_institution_kind(name="Maison de l’emploi"), make_institution_kind(name="Structure")
    partners = [make_institution(name=f"Maison {n}", kind=house) for n in "ABC"]
    named = ["Cité des métiers de Paris", "Est Ensemble", "CD93"]
    partners += [make_institution(name=named[n] if n < 3 else f"Structure S{n}X", kind=other) for n in range(30)]
    leads = [partner for partner in partners if partner.name in named]
    for partner in partners:
        make_programme_role(programme=programme, institution=partner, role="lead" if partner in leads else "partner")
        for step in ("awareness", "resources", "shadowing"):
            make_preparation_step(programme=programme, institution=partner, step=step, done_on=date(2019, 3, 1))
    for step, words in (("charter", "Free, anonymous, open to all"), ("open_place", "Campus Fonderie de l’image"),
                        ("local_actors", "33 partners")):  # fmt: skip
        make_preparation_step(programme=programme, step=step, done_on=date(2019, 2, 1), answer=words)
    make_progress_figure(programme=programme, label="Professionals mobilised", value=84, as_of=DAY)
    make_progress_figure(programme=programme, label="Beneficiaries", value=400, as_of=DAY, source="Organisers")
    make_progress_figure(programme=programme, label="Days of shadowing", value=None, words="not counted", as_of=DAY)
    for name, n in MEETINGS.items():
        kind = make_meeting_kind(name=name)
        programme.meetings.add(*(make_meeting(kind=kind, day=date(2019, 1, 8 + day)) for day in range(n)))
    for kind, words in (("brochure", ""), ("poster", ""), ("social_media", ""),
                        ("programme_page", "Programme of the Cité and its centres (BPI, PPE 10 and 18)"),
                        ("portal", "http://www.cacdmparis.fr/")):  # fmt: skip
        make_communication_support(programme=programme, kind=kind, words=words)
    make_objective(programme=programme, text="Test the model before a lasting offer")
    budget = make_budget(programme=programme, year=2019, stage="actual")
    for label, amount, nature in CHARGES:
        make_budget_line(budget=budget, label=label, amount=amount, nature=nature)
    for label, amount, nature in (("Subsidy CD93", 15000, "cash"), ("Subsidy Est Ensemble", 15000, "cash"),
                                  ("Other current income", 1500, "cash"),
                                  ("Voluntary contributions in kind", 13500, "in_kind")):  # fmt: skip
        make_budget_line(budget=budget, side="income", label=label, amount=amount, nature=nature)
    for audience, questions in SATISFIED.items():
        survey = make_survey(title="Bagnolet", audience=audience, programme=programme, opens_on=DAY, closes_on=DAY)
        SurveyReturn.objects.create(survey=survey, day=DAY, channel="paper", count=questions[0][1])
        for text, returned, satisfied in questions:
            answer(survey, text, returned, {"Yes": satisfied, "No": returned - satisfied}, scale=True)
        text, returned, counts = BROUGHT[audience]
        answer(survey, text, returned, counts, scale=False)
    return programme


@pytest.fixture
def manager(signed_in, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    return signed_in("partnership")


def as_read(content):
    """What a reader of the PDF sees, by pdftotext."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


@pytest.fixture
def on_paper(manager, bagnolet):
    manager.post("/reports/prints/new/ephemeral/", {"programme": bagnolet.pk})
    return as_read(manager.get(f"/reports/prints/{PrintJob.objects.get().pk}.pdf").content)


def test_every_number_of_the_case_study_appears_in_the_pdf(on_paper):
    """Source: the network's case study “Cité éphémère de Bagnolet”."""
    for line in (
        r"33 84 400", r"Beneficiaries", r"17 April 2019", r"30 Structure and 3 Maison de l’emploi",
        r"3 organisations", r"Presentation meeting 3\b", r"Steering committee 4\b",
        r"presentation half-day 4\b", r"Digital portal presentation day 1\b", r"Days of shadowing not counted",
        r"PPE 10 and 18", r"30 avenue Corentin Cariou, 75019 Paris", r"cacdmparis\.fr",
        r"Coordination of the project 30,000 Subsidy CD93 15,000", r"Subsidy Est Ensemble 15,000",
        r"Communication 8,500 Voluntary contributions in kind 13,500", r"Librarianship 2,000",
        r"Professionalisation of those involved 3,000", r"Catering, travel, badges 1,500",
        r"Other current income 1,500", r"Total charges 45,000 Total income 45,000",
        r"82% 85%|85% 82%", r"94%", r"82%",
        r"Meeting the territory’s (professionals )?30 \S+ 58\.8%", r"New tools 10 \S+ 19\.6%", r"Skills 4 \S+ 7\.8%",
        r"New information 53 \S+ 53\.0%", r"Steps to take 15 \S+ 15\.0%", r"Contacts 14 \S+ 14\.0%",
        r"Perspectives 9 \S+ 9\.0%", r"New information 60 \S+ 60\.0%", r"Perspectives 13 \S+ 13\.0%",
        r"Steps to take 10 \S+ 10\.0%", r"Answers 11 \S+ 11\.0%", r"No answer 9 9\.0%", r"No answer 6 6\.0%",
    ):  # fmt: skip
        assert re.search(line, on_paper), f"{line} is not in: {on_paper}"


def test_budget_is_in_balance_and_says_how_much_is_in_kind(on_paper):
    assert "45,000 €, of which 30% in kind" in on_paper
    assert "Charges and income balance." in on_paper


def test_duties_of_an_ephemeral_city_are_answered_for_each_stakeholder(manager, bagnolet):
    bagnolet.steps.filter(step="shadowing").first().delete()
    page = manager.get("/reports/prints/page/ephemeral/", {"programme": bagnolet.pk})
    words = re.sub(r"\s+", " ", BeautifulSoup(page.content, "html.parser").get_text(" "))
    assert "Awareness day 33 of 33 stakeholders yes" in words
    assert "At least one desk shadowing 32 of 33 stakeholders to check" in words


def test_the_page_says_the_same_as_the_print(manager, bagnolet, on_paper):
    page = BeautifulSoup(
        manager.get("/reports/prints/page/ephemeral/", {"programme": bagnolet.pk}).content, "html.parser"
    )
    cells = [cell.get_text(" ", strip=True) for cell in page.select("main td.n")]
    assert len(cells) > 60
    missing = [cell for cell in cells if cell not in on_paper]
    assert missing == []


def test_a_programme_with_nothing_yet_prints_without_a_gap(manager):
    programme = make_programme(name="Barely begun")
    page = manager.get("/reports/prints/page/programme/", {"programme": programme.pk})
    assert "0 partners took part." in page.content.decode()


def test_only_ephemeral_cities_are_offered_for_their_report(manager, bagnolet):
    other = make_programme(name="A pathway")
    page = manager.get("/reports/prints/new/ephemeral/").content.decode()
    assert "Bagnolet" in page
    assert other.name not in page
    assert other.name in manager.get("/reports/prints/new/programme/").content.decode()
