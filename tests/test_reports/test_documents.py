"""What a print says before it is laid out: evidence under the words it shares, small tables side by side."""

from datetime import date

import pytest

from citedesmetiers.factories import make_profile_value, make_purpose, make_site
from reception.factories import make_visit
from reports import charts, figures, report_blocks, svg
from reports import documents as doc
from reports import yearly_words as words
from reports.figures import FIGURES, Scope, table_of


def rated(*labels):
    rows = [[doc.text(label), doc.said("1"), doc.said("2")] for label in labels]
    evidence = doc.Grid("Evidence", ["Evidence", "2025", "2024"], rows)
    return doc.Rated("2.1", "All purposes", 3, "Kept", "", evidence, [], [])


def told(grid):
    """{name of a group: the words of its rows}."""
    return [(name, [row[0].words for row in rows]) for name, rows in grid.parts]


def test_lines_that_begin_alike_stand_under_the_words_they_share():
    criterion = rated("Desks", "Hours held: Jobs, Halle", "Hours held: Training, Halle", "Interviews")
    assert told(criterion.gathered) == [
        ("", ["Desks"]), ("Hours held", ["Jobs, Halle", "Training, Halle"]), ("", ["Interviews"]),
    ]  # fmt: skip


def test_two_groups_in_a_row_do_not_run_into_each_other():
    criterion = rated("Visits: Halle", "Visits: Quais", "Interviews: Halle", "Interviews: Quais")
    assert told(criterion.gathered) == [("Visits", ["Halle", "Quais"]), ("Interviews", ["Halle", "Quais"])]


def test_a_line_alone_keeps_its_words():
    criterion = rated("Points onward, in the Cité: another desk", "Hours held: Jobs")
    assert told(criterion.gathered) == [("", ["Points onward, in the Cité: another desk", "Hours held: Jobs"])]


def test_lines_are_gathered_in_french_too_where_a_space_stands_before_the_colon():
    criterion = rated("Heures tenues\u202f: Emploi", "Heures tenues\u202f: Formation")
    assert told(criterion.gathered) == [("Heures tenues", ["Emploi", "Formation"])]


def test_gathering_leaves_the_table_for_the_spreadsheet_as_it_was():
    criterion = rated("Hours held: Jobs", "Hours held: Training")
    assert criterion.gathered.rows[0][0].words == "Jobs"
    assert criterion.evidence.sheet.rows[0][0] == "Hours held: Jobs"


def test_two_narrow_tables_share_the_width_and_a_third_stands_alone():
    small = [doc.Grid(name, ["a"], [], narrow=True) for name in "abc"]
    wide = doc.Grid("wide", ["a"], [])
    blocks = [small[0], small[1], small[2], wide, doc.Text(["x"])]
    assert [len(part) for part in doc.side_by_side(blocks)] == [2, 1, 1, 1]
    assert [block for part in doc.side_by_side(blocks) for block in part] == blocks


def test_a_long_narrow_table_goes_on_beside_itself_and_shares_its_width_with_no_other():
    rows = [[doc.text(str(n)), doc.count(n)] for n in range(13)]
    blocks = [doc.Grid(name, ["a", "b"], rows[:most], narrow=True) for name, most in [("short", 12), ("long", 13)]]
    assert [block.is_half for block in blocks] == [True, False]
    assert [len(part) for part in doc.side_by_side([*blocks, blocks[0]])] == [1, 1, 1]


def test_a_list_that_an_earlier_criterion_tells_is_named_with_its_place():
    held = [[f"Hours held: {desk}", str(n), "1"] for n, desk in enumerate(["Jobs", "Training", "Change"])]
    told = {}
    first = words.evidence_rows({"code": "2.1", "evidence": [["Desks", "3", "3"], *held]}, told)
    later = words.evidence_rows({"code": "5.2", "evidence": [["Sessions held", "9", "8"], *held]}, told)
    assert [[cell.words for cell in row] for row in first] == [["Desks", "3", "3"], *held]
    assert [[cell.words for cell in row] for row in later] == [
        ["Sessions held", "9", "8"],
        ["Hours held", "see 2.1", ""],
    ]


def test_a_list_with_other_numbers_and_one_of_two_lines_are_told_again():
    told = {}
    for code, n in [("2.1", 1), ("5.2", 2)]:
        lines = [["Visits: Halle", "1", "1"], ["Visits: Quais", "2", "2"], ["Desks", "1", "1"]]
        lines += [[f"Hours held: {desk}", str(n), ""] for desk in ("Jobs", "Training", "Change")]
        rows = words.evidence_rows({"code": code, "evidence": lines}, told)
        assert [[cell.words for cell in row] for row in rows] == lines


@pytest.mark.django_db
def test_rows_in_which_nothing_was_counted_in_either_year_are_left_out(centre):
    site, year = make_site(), figures.whole_year(2025)
    now, before, never = (make_purpose(name=name) for name in ("Find a job", "Train", "Look around"))
    make_visit(site=site, day=date(2025, 3, 4), purpose=now)
    make_visit(site=site, day=date(2024, 3, 4), purpose=before)
    figure, scope = FIGURES["visits_by_purpose"], Scope((site,), year, compared=year.year_before())
    grid = report_blocks.grid_of(figure, table_of(figure, scope), ("2025", "2024"))
    assert [row[0].words for row in grid.rows] == ["Find a job", "Train"]
    assert never.name not in grid.source


@pytest.mark.django_db
def test_a_picture_beside_its_table_gives_the_room_of_what_is_not_known_to_what_is(centre):
    site = make_site()
    young = make_profile_value(list="age_band", name="18 to 25")
    make_visit(site=site, day=date(2025, 3, 4), people=40, age_band=young)
    make_visit(site=site, day=date(2025, 3, 4), people=400)
    figure = FIGURES["visits_by_age_band"]
    table = table_of(figure, Scope((site,), figures.whole_year(2025)))
    assert "Not stated" in charts.rows_of_table(table, svg.PRINT, "Ages")
    drawing = report_blocks.picture_of(figure, table).drawing
    assert "18 to 25" in drawing
    assert "Not stated" not in drawing


@pytest.mark.django_db
def test_there_is_no_picture_of_what_nobody_said(centre):
    site = make_site()
    make_profile_value(list="age_band", name="18 to 25")
    make_visit(site=site, day=date(2025, 3, 4), people=400)
    figure = FIGURES["visits_by_age_band"]
    assert report_blocks.picture_of(figure, table_of(figure, Scope((site,), figures.whole_year(2025)))) is None
