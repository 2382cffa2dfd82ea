"""What a print says before it is laid out: evidence under the words it shares, small tables side by side."""

from reports import documents as doc


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
