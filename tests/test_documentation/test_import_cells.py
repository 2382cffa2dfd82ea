"""How cells of old holdings lists are read: each line of these tables stands in a list that a centre has kept."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from citedesmetiers.imports.cells import Remarked
from documentation import cells, standard_numbers


def read(parse, cell):
    """(value, remark) of `cell`; the remark is "" when there is none."""
    found = parse(cell)
    return (found.value, found.remark) if isinstance(found, Remarked) else (found, "")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("978-2-900012-10-9", "9782900012109"),
        (9782900012109, "9782900012109"),
        (9782900012109.0, "9782900012109"),
        ("'9782900031728", "9782900031728"),
        ("978–2–900031-22-3", "9782900031223"),
        ("ISBN : 978 2 900012 10 9", "9782900012109"),
        ("2-900012-10-4", "9782900012109"),
        ("2999-0173", "2999-0173"),
        ("à venir", None),
        ("NC", None),
        ("?", None),
    ],
)
def test_an_isbn_is_read_in_every_way_in_which_people_write_it(cell, value):
    assert read(cells.isbn, cell) == (value, "")


@pytest.mark.parametrize("cell", [9782900000000, 9.7829e12, "9,78290E+12", "9.7829E+12", 978290001210.5])
def test_an_isbn_that_excel_has_rounded_is_refused_and_says_so(cell):
    with pytest.raises(ValidationError, match="rounded this ISBN, digits are lost"):
        cells.isbn(cell)


def test_a_wrong_last_digit_names_the_one_that_would_fit():
    with pytest.raises(ValidationError, match="Expected: 978-2-900030-19-6"):
        cells.isbn("978-2-900030-19-9")
    with pytest.raises(ValidationError, match="Expected: 2999-0459"):
        cells.issn("2999-0458")


def test_a_missing_digit_is_counted():
    with pytest.raises(ValidationError, match="this has 12"):
        cells.isbn("978-2-900030-85")


def test_of_two_isbns_the_first_is_kept_and_the_second_named():
    value, remark = read(cells.isbn, "978-2-900012-10-9 / 978-2-900031-22-3")
    assert value == "9782900012109"
    assert "9782900031223" in remark


def test_a_zero_that_excel_took_from_an_old_isbn_comes_back_when_the_last_digit_then_fits():
    digits = "019853453"
    whole = standard_numbers.with_right_digit(f"{digits}1")
    number = int(whole)
    assert len(str(number)) == 9
    value, remark = read(cells.isbn, number)
    assert value == standard_numbers.isbn13(whole)
    assert "zero" in remark
    with pytest.raises(ValidationError):
        cells.isbn(number + 1)


@pytest.mark.parametrize(
    ("cell", "value", "has_remark"),
    [
        (2019, 2019, False),
        (2016.0, 2016, False),
        ("2016", 2016, False),
        (datetime(2019, 9, 1), 2019, False),  # noqa: DTZ001 -- as openpyxl reads it
        (44927, 2023, True),
        ("©2018", 2018, False),
        ("mars 2023", 2023, True),
        ("2021-2022", 2022, True),
        ("1ère éd. 2009, rééd. 2017", 2017, True),
        ("s.d.", None, False),
        ("[2017]", 2017, False),
    ],
)
def test_a_year_is_found_in_what_stands_there(cell, value, has_remark):
    found, remark = read(cells.year, cell)
    assert (found, bool(remark)) == (value, has_remark)


@pytest.mark.parametrize("cell", [2202, "22", 22, -2019, 2019.5, "bientôt", True, float("1e20")])
def test_what_is_no_year_is_refused(cell):
    with pytest.raises(ValidationError):
        cells.year(cell)


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        (19.9, 1990), (12, 1200), ("18 €", 1800), ("12,50 €", 1250), ("18.5", 1850), ("12€90", 1290),
        ("15 euros", 1500), ("€ 16", 1600), ("gratuit", 0), ("NC", None),
        ("don", None), ("0", 0), ("9,90\u00a0€", 990), (0.1 + 0.2, 30),
    ],
)  # fmt: skip
def test_a_price_is_read_to_the_cent(cell, cents):
    assert read(cells.price, cell) == (cents, "")


def test_a_price_that_is_hard_to_believe_is_read_with_a_remark():
    assert read(cells.price, "1 250 €") == (125_000, "a high price; look at it.")


@pytest.mark.parametrize(
    "cell", [-9.9, "-9,90", "14,90 € (2 ex. : 29,80 €)", "9,50 € - 10 %", "O", "abc", "1e999", True]
)
def test_what_is_no_single_price_is_refused(cell):
    with pytest.raises(ValidationError):
        cells.price(cell)


@pytest.mark.parametrize(
    ("cell", "numbers", "has_remark"),
    [(2, [2], False), ("3|2", [3, 2], False), (0, [0], False), ("2 (dont 1 prêté)", [2], True), ("deux", [2], True)],
)
def test_copies_are_counted_by_place(cell, numbers, has_remark):
    found, remark = read(cells.counts, cell)
    assert (found, bool(remark)) == (numbers, has_remark)


@pytest.mark.parametrize("cell", [-1, 1.5, "1+1", "beaucoup", 100_000])
def test_what_is_no_number_of_copies_is_refused(cell):
    with pytest.raises(ValidationError):
        cells.counts(cell)


def test_titles_lose_what_cannot_be_seen_and_keep_what_can():
    assert read(cells.title, "\u00a0Les métiers de  la défense\u00a0et\nde la sécurité ") == (
        "Les métiers de la défense et de la sécurité",
        "",
    )
    assert read(cells.title, "Appren\u00adtissage\u200b") == ("Apprentissage", "")
    assert read(cells.title, 1984) == ("1984", "")
    assert read(cells.title, "-Cumul emploi-retraite") == ("Cumul emploi-retraite", "")
    assert read(cells.title, "@work : le guide") == ("@work : le guide", "")


def test_a_title_that_became_a_date_or_says_idem_is_refused():
    for cell in (datetime(2026, 10, 18), date(2026, 10, 18), "idem", "Idem ", "″"):  # noqa: DTZ001
        with pytest.raises(ValidationError):
            cells.title(cell)


def test_spoilt_letters_are_kept_and_the_likely_meaning_is_said():
    value, remark = read(cells.title, "Les mÃ©tiers de la petite enfance")
    assert value == "Les mÃ©tiers de la petite enfance"
    assert "Les métiers de la petite enfance" in remark


def test_people_and_subjects_are_told_apart():
    assert cells.people("Jardevic N. ; Portevrac G. ; Lormois B.") == ["Jardevic N.", "Portevrac G.", "Lormois B."]
    assert cells.people("PORTEVRAC (Ghislain)") == ["PORTEVRAC (Ghislain)"]
    assert cells.words("vélo,réparation;atelier/ESS") == ["vélo", "réparation", "atelier", "ESS"]
    assert cells.words("CAP/BEP|mer, eau|mer, eau") == ["CAP/BEP", "mer, eau"]


def test_shelf_marks_follow_the_plans_way_of_writing():
    assert read(cells.shelf_marks, "f 30") == (["F30"], "")
    assert read(cells.shelf_marks, "O20 VID") == (["O20 VID"], "")
    assert read(cells.shelf_marks, "O20 VID|O21 VID") == (["O20 VID", "O21 VID"], "")
    value, remark = read(cells.shelf_marks, "F20 / F21")
    assert value == ["F20"]
    assert "F21" in remark
    assert read(cells.shelf_marks, 371.42)[0] == ["371.42"]


def test_an_address_of_the_web_is_completed_and_a_path_on_a_disk_refused():
    assert read(cells.web_address, "https://simulateur-droits.example/ ")[0] == "https://simulateur-droits.example/"
    assert read(cells.web_address, "www.formalites-demo.example")[0] == "https://www.formalites-demo.example"
    for cell in ("C:\\Documents\\liste.doc", "file:///etc/passwd", "javascript:alert(1)", "voir avec Lou"):
        with pytest.raises(ValidationError):
            cells.web_address(cell)


def test_an_abstract_is_cut_and_personal_data_in_it_is_named():
    value, remark = read(cells.abstract, "a" * 5_000)
    assert len(value) == 4_000
    assert "cut" in remark
    value, remark = read(cells.abstract, "Appeler Lou au 06 12 34 56 78.")
    assert "06 12 34 56 78" in value
    assert "06 12 34 56 78" in remark


def test_a_day_of_last_check_that_is_no_day_is_left_out():
    assert cells.seen_on("12/03/25") == date(2025, 3, 12)
    assert cells.seen_on(45700) == date(2025, 2, 12)
    assert read(cells.seen_on, "mars")[0] is None
