"""Programmes as the case studies tell them: entered through the screens and read back."""

from datetime import date

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_site
from partners.factories import (
    make_attendance,
    make_communication_support,
    make_institution,
    make_institution_kind,
    make_meeting,
    make_meeting_kind,
    make_objective,
    make_preparation_step,
    make_professional,
    make_programme,
    make_programme_role,
    make_target_tag,
    make_training,
    make_training_kind,
)
from partners.models import Objective, PreparationStep, Programme
from partners.preparation import Sheet
from partners.programme_pages import objectives_said
from tests.test_partners.typing_in import facts, page_of, words, write

# ── Saint-Quentin-en-Yvelines: a pathway in modules (rows 35 to 46) ──────────────────────────────────


@pytest.mark.thorough
def test_a_digital_pathway_is_entered_and_read_back(manager):
    site, target = make_site(), make_target_tag(name="Long-term unemployed")
    answer = manager.post(
        reverse("partners:programme_add"),
        facts(
            name="Digital pathway", sites=[site.pk], targets=[target.pk], ends_on="2018-12-31",
            target_words="Low wages, long-term unemployed",
        ),
        follow=True,
    )  # fmt: skip
    programme = Programme.objects.get()
    partners = [make_institution(name=f"Partner {number}") for number in range(8)]
    write(manager, programme, "partners", [{"institution": each.name, "role": "partner"} for each in partners])
    modules = [{"name": f"Module {number}", "sessions": "8", "result": "level higher"} for number in (1, 2, 3)]
    write(manager, programme, "modules", modules)
    june = "2018-06-30"
    figures = [
        {"label": "diagnostic interviews", "mark": "exactly", "value": "77", "unit": "number", "as_of": june},
        {"label": "workshops", "mark": "exactly", "value": "34", "unit": "number", "as_of": june},
        {"label": "people", "mark": "exactly", "value": "91", "unit": "number", "as_of": june, "source": "Team"},
        {"label": "activities", "mark": "up_to", "value": "250", "unit": "number", "as_of": "2018-12-31"},
        {"label": "women", "mark": "exactly", "value": "70", "unit": "percent", "as_of": "2018-12-31"},
        {"label": "main age", "mark": "exactly", "words": "35 to 54", "unit": "number", "as_of": "2018-12-31"},
    ]
    page = write(manager, programme, "figures", figures)
    text = words(page)
    assert "Long-term unemployed" in words(answer)
    assert "As of 30 June 2018" in text
    assert text.index("As of 31 December 2018") < text.index("As of 30 June 2018")
    for label, value in [("diagnostic interviews", "77"), ("workshops", "34"), ("people", "91"),
                         ("activities", "up to 250"), ("women", "70%"), ("main age", "35 to 54")]:  # fmt: skip
        assert f"<dt>{label}</dt><dd><b>{value}</b>" in text
    assert text.count("level higher") == 3
    assert 'Partners and funders <span class="count">8</span>' in text


# ── COCADE, DIMESCA: European projects (rows 64 to 66) ───────────────────────────────────────────────


@pytest.mark.thorough
def test_a_european_project_says_how_many_objectives_are_nearly_achieved(manager):
    programme = make_programme(name="COCADE", kind="european_project", edition=None)
    objectives = [{"text": f"Objective {n}", "status": "nearly" if n < 3 else "under_way"} for n in range(7)]
    page = write(manager, programme, "objectives", [row | {"as_of": "2018-09-30"} for row in objectives])
    assert "3 of 7: Nearly achieved" in words(page)
    assert "4 of 7: Under way" in words(page)
    kind = make_meeting_kind(name="Transnational meeting")
    meetings = [make_meeting(kind=kind, day=date(2026, 1, 1 + number)) for number in range(6)]
    training = make_training(kind=make_training_kind(name="Further training"), starts_on=date(2026, 1, 9))
    make_meeting(kind=kind, day=date(2020, 1, 1))
    form = manager.get(reverse("partners:programme_meetings", args=[programme.pk]))
    assert "1/01/2020" not in words(form)
    manager.post(
        reverse("partners:programme_meetings", args=[programme.pk]),
        {"meetings": [meeting.pk for meeting in meetings], "trainings": [training.pk]},
    )
    text = page_of(manager, programme)
    assert "<dt>Transnational meeting</dt><dd>6</dd>" in text
    assert "<dt>Further training</dt><dd>1</dd>" in text


def test_statuses_are_counted_and_dropped_ones_are_named(db):
    programme = make_programme()
    for status in ("achieved", "achieved", "dropped"):
        make_objective(programme=programme, status=status)
    assert objectives_said(list(Objective.objects.all())) == ["2 of 3: Achieved", "1 of 3: Dropped"]


# ── Bagnolet: an ephemeral Cité (rows 7 to 17) ───────────────────────────────────────────────────────


@pytest.mark.thorough
def test_bagnolet_is_entered_and_read_back(manager):
    manager.post(
        reverse("partners:programme_add"),
        facts(
            name="Cité éphémère de Bagnolet", kind="ephemeral_preparation", starts_on="2018-10-01",
            ends_on="2019-04-17", elsewhere="Campus Fonderie de l’image",
        ),
    )  # fmt: skip
    programme = Programme.objects.get()
    house, other = make_institution_kind(name="Maison de l’emploi"), make_institution_kind(name="Association")
    names = [make_institution(name=f"Partner {n}", kind=house if n < 3 else other).name for n in range(33)]
    leads = [make_institution(name=f"Lead {n}", kind=other).name for n in range(3)]
    typed = [{"institution": name, "role": "partner"} for name in names]
    write(manager, programme, "partners", [*typed, *({"institution": name, "role": "lead"} for name in leads)])
    meetings = [
        make_meeting(kind=kind, day=date(2019, 2, day + 1))
        for kind, n in [(make_meeting_kind(name="Presentation meeting"), 3), (make_meeting_kind(name="Steering"), 4),
                        (make_meeting_kind(name="Half-day"), 4), (make_meeting_kind(name="Portal"), 1)]
        for day in range(n)
    ]  # fmt: skip
    manager.post(
        reverse("partners:programme_meetings", args=[programme.pk]), {"meetings": [each.pk for each in meetings]}
    )
    day = "2019-04-17"
    figures = [
        {"label": "professionals mobilised", "mark": "exactly", "value": "84", "unit": "number", "as_of": day},
        {"label": "beneficiaries", "mark": "exactly", "value": "400", "unit": "number", "as_of": day,
         "source": "declared by the organisers"},
        {"label": "days of shadowing", "mark": "exactly", "words": "several, not counted", "unit": "number",
         "as_of": day},
    ]  # fmt: skip
    write(manager, programme, "figures", figures)
    kinds = ["brochure", "poster", "programme_page", "social_media", "portal"]
    write(manager, programme, "supports", [{"kind": kind, "done_on": "2019-04-01"} for kind in kinds])
    text = page_of(manager, programme)
    for part in ("Campus Fonderie de l’image", 'Partner <span class="count">33</span>',
                 'Lead <span class="count">3</span>', "Maison de l’emploi 3", "Association 33",
                 "<dt>Presentation meeting</dt><dd>3</dd>", "<dt>Steering</dt><dd>4</dd>",
                 "<dt>Half-day</dt><dd>4</dd>",
                 "<dt>Portal</dt><dd>1</dd>", "<b>84</b>", "<b>400</b>", "declared by the organisers",
                 "several, not counted", "Brochure", "Posters", "Programme of the day", "Social networks",
                 "Digital portal", "1 October 2018 – 17 April 2019"):  # fmt: skip
        assert part in text, part


# ── What an ephemeral Cité still lacks ───────────────────────────────────────────────────────────────


@pytest.fixture
def ephemeral(db):
    programme = make_programme(
        kind="ephemeral_preparation", starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 17), name="Les Aubiers"
    )
    for name in ("Alpha", "Beta"):
        make_programme_role(programme=programme, institution=make_institution(name=name))
    make_programme_role(programme=programme, institution=make_institution(name="Bank"), role="funder")
    return programme


def test_what_is_missing_is_said_in_sentences_that_name_who_lacks_what(ephemeral):
    alpha = ephemeral.stakeholders.get(name="Alpha")
    make_preparation_step(programme=ephemeral, step="charter")
    make_preparation_step(programme=ephemeral, step="awareness", institution=alpha)
    make_communication_support(programme=ephemeral, kind="poster")
    assert list(Sheet(ephemeral).missing()) == [
        "Not noted yet: Open and frequented place.",
        "Not noted yet: Local actors mobilised.",
        "Awareness day: 1 of 2 stakeholders lacks it (Beta).",
        "Presentation of resources: 2 of 2 stakeholders lack it (Alpha and Beta).",
        "At least one desk shadowing: 2 of 2 stakeholders lack it (Alpha and Beta).",
        "Not ready yet: Posters.",
    ]
    assert Sheet(ephemeral).done_and_all == (2, 9)


def test_a_long_list_of_names_is_cut_and_counted(db):
    programme = make_programme(kind="ephemeral_preparation")
    for number in range(8):
        make_programme_role(programme=programme, institution=make_institution(name=f"I{number}"))
    said = next(sentence for sentence in Sheet(programme).missing() if sentence.startswith("Awareness"))
    assert said == "Awareness day: 8 of 8 stakeholders lack it (I0, I1, I2, I3, I4 and 3 more)."


def test_the_matrix_is_filled_in_and_emptied_through_its_page(manager, ephemeral):
    alpha = ephemeral.stakeholders.get(name="Alpha")
    address = reverse("partners:programme_preparation", args=[ephemeral.pk])
    data = {"all-charter": "2026-02-01", "all-charter-answer": "Signed by all", f"i{alpha.pk}-shadowing": "2026-03-02"}
    page = manager.post(address, data, follow=True)
    assert "Signed by all" in words(page)
    assert "1 of 2 stakeholders lacks it (Beta)" in words(page)
    assert PreparationStep.objects.count() == 2
    manager.post(address, data | {f"i{alpha.pk}-shadowing": ""})
    assert [step.step for step in PreparationStep.objects.all()] == ["charter"]


@pytest.mark.thorough
def test_everything_done_says_so(manager, ephemeral):
    data = {f"all-{step}": "2026-02-01" for step in PreparationStep.FOR_ALL} | {
        f"i{each.pk}-{step}": "2026-02-02" for each in ephemeral.stakeholders for step in PreparationStep.FOR_EACH
    }
    make_communication_support(programme=ephemeral, done_on=date(2026, 4, 1))
    page = manager.post(reverse("partners:programme_preparation", args=[ephemeral.pk]), data, follow=True)
    assert "Everything that the guide asks for is done." in words(page)


def test_days_of_trainings_are_offered_and_taken_over_on_request(manager, ephemeral):
    alpha = ephemeral.stakeholders.get(name="Alpha")
    kind = make_training_kind(step="awareness")
    for day in (date(2026, 3, 11), date(2026, 3, 3), date(2024, 1, 1)):
        make_attendance(
            training=make_training(kind=kind, starts_on=day), professional=make_professional(institution=alpha)
        )
    address = reverse("partners:programme_preparation", args=[ephemeral.pk])
    assert "training on 03/03/2026" in words(manager.get(address))
    manager.post(address, {"take_over": "1"})
    step = PreparationStep.objects.get()
    assert (step.institution, step.step, step.done_on) == (alpha, "awareness", date(2026, 3, 3))


def test_a_wrong_day_and_an_answer_without_a_day_are_said_beside_their_fields(manager, ephemeral):
    address = reverse("partners:programme_preparation", args=[ephemeral.pk])
    page = manager.post(address, {"all-charter": "soon", "all-open_place-answer": "A campus"})
    assert "Enter a valid date." in words(page)
    assert "Say on which day, then it counts as done." in words(page)
    assert 'value="A campus"' in words(page)
    assert not PreparationStep.objects.exists()


@pytest.mark.thorough
def test_only_an_ephemeral_cite_has_a_preparation(manager):
    programme = make_programme(kind="pathway")
    assert manager.get(reverse("partners:programme_preparation", args=[programme.pk])).status_code == 404
    assert "Preparation" not in page_of(manager, programme)
