"""Programmes: entered through the screens as the case studies tell them, and read back."""

from datetime import date

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_site
from partners import programme_counts
from partners.factories import (
    make_attendance,
    make_budget,
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
    make_progress_figure,
    make_target_tag,
    make_training,
    make_training_kind,
)
from partners.models import Objective, PreparationStep, Programme, ProgressFigure
from partners.preparation import Sheet
from partners.programme_pages import objectives_said, phrase


@pytest.fixture
def manager(signed_in):
    return signed_in("partnership")


def words(page):
    return " ".join(page.content.decode().replace("\xa0", " ").replace("&nbsp;", " ").split())


def rows(typed, *, stored=(), empty=2):
    """The posted fields of a part: typed is a list of dictionaries, stored the keys of the first ones."""
    names = {name for row in typed for name in row}
    data = {"rows-TOTAL_FORMS": len(typed) + empty, "rows-INITIAL_FORMS": len(stored)}
    for number in range(len(typed) + empty):
        row = typed[number] if number < len(typed) else {}
        data |= {f"rows-{number}-{name}": row.get(name, "") for name in names}
        data[f"rows-{number}-id"] = stored[number] if number < len(stored) else ""
    return data


def write(client, programme, part, typed, **options):
    return client.post(
        reverse("partners:programme_part", args=[programme.pk, part]), rows(typed, **options), follow=True
    )


def page_of(client, programme):
    return words(client.get(reverse("partners:programme", args=[programme.pk])))


def facts(**fields):
    return {"name": "A programme", "kind": "pathway", "starts_on": "2018-01-08"} | fields


# ── Saint-Quentin-en-Yvelines: a pathway in modules (rows 35 to 46) ──────────────────────────────────


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


def test_only_an_ephemeral_cite_has_a_preparation(manager):
    programme = make_programme(kind="pathway")
    assert manager.get(reverse("partners:programme_preparation", args=[programme.pk])).status_code == 404
    assert "Preparation" not in page_of(manager, programme)


# ── Rows, forms ──────────────────────────────────────────────────────────────────────────────────────


def test_a_row_is_changed_in_its_place_and_an_emptied_one_goes(manager):
    programme = make_programme()
    first, second = make_objective(programme=programme, text="One"), make_objective(programme=programme, text="Two")
    page = manager.get(reverse("partners:programme_part", args=[programme.pk, "objectives"]))
    assert 'value="One"' in page.content.decode()
    typed = [
        {"text": "One more", "status": "achieved", "as_of": ""},
        {"text": "", "status": "not_started", "as_of": ""},
    ]
    write(manager, programme, "objectives", typed, stored=[first.pk, second.pk])
    assert list(Objective.objects.values_list("pk", "text", "status")) == [(first.pk, "One more", "achieved")]


@pytest.mark.parametrize(
    ("part", "row", "sentence"),
    [
        ("partners", {"institution": "Nobody", "role": "lead"}, "No institution is called “Nobody”."),
        ("objectives", {"text": "Call 06 12 34 56 78", "status": "nearly"}, "This looks like personal data"),
        ("figures", {"label": "people", "mark": "exactly", "unit": "number", "as_of": "2026-01-01"},
         "Give a value, or say it in words."),
        ("figures", {"label": "women", "mark": "exactly", "unit": "percent", "value": "170", "as_of": "2026-01-01"},
         "A percentage goes up to 100."),
        ("figures", {"label": "people", "mark": "exactly", "unit": "number", "value": "-1", "as_of": "2026-01-01"},
         "The value cannot be below 0."),
        ("figures", {"label": "people", "mark": "exactly", "unit": "number", "value": "5", "as_of": ""},
         "This field is required."),
        ("modules", {"name": "x" * 151}, "at most 150 characters"),
        ("supports", {"kind": "poster", "copies": "-3"}, "greater than or equal to 0"),
        ("supports", {"kind": "fax"}, "not one of the available choices"),
    ],
)  # fmt: skip
def test_wrong_rows_are_refused_beside_their_cells(manager, part, row, sentence):
    programme = make_programme()
    page = write(manager, programme, part, [row])
    assert "Not saved: look at the rows that are marked" in words(page)
    assert sentence in words(page)


def test_an_institution_has_each_role_once(manager):
    programme, bank = make_programme(), make_institution(name="Bank")
    page = write(manager, programme, "partners", [{"institution": "Bank", "role": "lead"}] * 2)
    assert "Not saved" in words(page)
    assert programme.roles.count() == 0
    write(manager, programme, "partners", [{"institution": "BANK", "role": role} for role in ("lead", "funder")])
    assert [role.institution for role in programme.roles.all()] == [bank, bank]


def test_institutions_of_one_name_are_told_apart_by_their_town(manager):
    programme = make_programme()
    make_institution(name="CFA", municipality="Orsenay")
    there = make_institution(name="CFA", municipality="Vaurenne")
    page = manager.get(reverse("partners:programme_part", args=[programme.pk, "partners"]))
    assert '<option value="CFA (Vaurenne)">' in page.content.decode()
    write(manager, programme, "partners", [{"institution": "cfa vaurenne", "role": "lead"}])
    assert programme.roles.get().institution == there


def test_more_rows_can_be_asked_for_without_javascript(manager):
    programme = make_programme()
    address = reverse("partners:programme_part", args=[programme.pk, "objectives"])
    page = manager.post(address, rows([{"text": "One", "status": "achieved", "as_of": "soon"}]) | {"more": "rows"})
    assert 'name="rows-7-text"' in page.content.decode()
    assert 'value="One"' in page.content.decode()
    assert "field-error" not in page.content.decode()
    assert not Objective.objects.exists()


@pytest.mark.parametrize("forms", ["", "x", "99999999"])
def test_a_form_that_was_tampered_with_is_no_fault_of_ours(manager, forms):
    address = reverse("partners:programme_part", args=[make_programme().pk, "objectives"])
    data = rows([{"text": "One", "status": "achieved"}]) | {"rows-TOTAL_FORMS": forms}
    assert manager.post(address, data).status_code in (200, 302)


def test_an_unknown_part_is_not_found(manager):
    assert manager.get(reverse("partners:programme_part", args=[make_programme().pk, "nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"ends_on": "2017-01-01"}, "The last day lies before the first day."),
        ({"edition": "0"}, "greater than or equal to 1"),
        ({"kind": "holiday"}, "not one of the available choices"),
        ({"sites": ["999999"]}, "not one of the available choices"),
        ({"notes": "jean@example.org"}, "This looks like personal data: an e-mail address"),
        ({"starts_on": "31/31/2018"}, "Enter a valid date."),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_beside_its_field(manager, fields, sentence):
    page = manager.post(reverse("partners:programme_add"), facts(**fields))
    assert sentence in words(page)
    assert "field-error" in words(page)
    assert not Programme.objects.exists()


def test_an_edition_is_there_once(manager):
    make_programme(name="Disability week", edition=21)
    page = manager.post(reverse("partners:programme_add"), facts(name="Disability week", edition="21"))
    assert "There is a programme with this name and edition already." in words(page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 77}, "77"),
        ({"value": 3000, "mark": "nearly"}, "nearly 3,000"),
        ({"value": 85, "mark": "more_than"}, "more than 85"),
        ({"value": 20, "mark": "about"}, "about 20"),
        ({"value": "58.8", "unit": "percent"}, "58.8%"),
        ({"value": None, "words": "several"}, "several"),
    ],
)
def test_a_figure_is_said_as_people_say_it(db, fields, said):
    make_progress_figure(**fields)
    assert phrase(ProgressFigure.objects.get()).replace("\xa0", " ") == said


# ── The list, others, the registry, deleting ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_whatever_their_length(manager, count, django_assert_num_queries):
    for _number in range(count):
        programme = make_programme(kind="ephemeral_preparation", sites=[make_site()], targets=[make_target_tag()])
        for _row in range(count):
            institution = make_institution(kind=make_institution_kind())
            make_programme_role(programme=programme, role="lead", institution=institution)
            make_preparation_step(programme=programme, step="awareness", institution=institution)
            make_objective(programme=programme)
            make_progress_figure(programme=programme)
            make_communication_support(programme=programme)
            make_budget(programme=programme)
    manager.get(reverse("partners:programme_list"))
    with django_assert_num_queries(12):
        assert words(manager.get(reverse("partners:programme_list"))).count('<th scope="row">') == count
    with django_assert_num_queries(19):
        manager.get(reverse("partners:programme", args=[programme.pk]))
    with django_assert_num_queries(9):
        manager.get(reverse("partners:programme_preparation", args=[programme.pk]))
    with django_assert_num_queries(7):
        manager.get(reverse("partners:programme_part", args=[programme.pk, "partners"]))


def test_the_list_is_narrowed_down(manager):
    site, target = make_site(name="Main site"), make_target_tag(name="Young people")
    make_programme(name="Été des métiers", kind="thematic_week", starts_on=date(2019, 7, 1), ends_on=date(2019, 7, 5))
    make_programme(name="Pathway", starts_on=date(2020, 1, 1), sites=[site], targets=[target])
    make_programme(name="Later", starts_on=date(2150, 1, 1))
    address = reverse("partners:programme_list")
    for query, found in [
        ("", {"Été des métiers", "Pathway", "Later"}), ("q=ete", {"Été des métiers"}),
        ("kind=pathway", {"Pathway", "Later"}),
        ("state=running", {"Pathway"}), ("state=over", {"Été des métiers"}), ("state=coming", {"Later"}),
        ("year=2019", {"Été des métiers"}), ("year=2150", {"Pathway", "Later"}), (f"site={site.pk}", {"Pathway"}),
        (f"target={target.pk}", {"Pathway"}), ("kind=nonsense", set()), ("q=nobody", set()),
    ]:  # fmt: skip
        page = manager.get(f"{address}?{query}")
        names = {row.name for row in page.context["page"]}
        assert names == found, query
    assert "No programme answers to this" in words(manager.get(f"{address}?q=nobody"))


def test_an_empty_list_says_what_to_do(manager):
    assert "No programme yet" in words(manager.get(reverse("partners:programme_list")))


def test_who_only_looks_sees_no_way_to_edit(signed_in):
    programme = make_programme()
    client = signed_in("events")
    text = page_of(client, programme)
    assert "Edit" not in text
    assert client.post(reverse("partners:programme_edit", args=[programme.pk]), facts()).status_code == 403
    assert write(client, programme, "objectives", [{"text": "x", "status": "achieved"}]).status_code == 403
    assert not Objective.objects.exists()


def test_other_rooms_add_what_they_count(manager, monkeypatch):
    monkeypatch.setattr(programme_counts, "_counts", [])
    programme_counts.register_programme_count(label="interviews", count=lambda programme: 77, rank=1)
    programme_counts.register_programme_count(label="loans", count=lambda programme: None, rank=2)
    text = page_of(manager, make_programme())
    assert "<b>77</b> interviews" in text
    assert "loans" not in text


def test_a_programme_stands_on_the_pages_of_its_institutions(manager):
    role = make_programme_role(programme=make_programme(name="Pathway X"), role="funder")
    text = words(manager.get(reverse("partners:institution", args=[role.institution.pk])))
    assert "Pathway X" in text
    assert "Funder" in text


def test_a_programme_with_money_stays_and_one_without_goes_with_its_rows(manager):
    programme = make_programme()
    make_objective(programme=programme)
    budget = make_budget(programme=programme)
    address = reverse("partners:programme_delete", args=[programme.pk])
    assert "1 budget belongs to it." in words(manager.get(address))
    manager.post(address)
    assert Programme.objects.exists()
    budget.delete()
    assert "1 row goes with it" in words(manager.get(address))
    manager.post(address)
    assert not Programme.objects.exists()
