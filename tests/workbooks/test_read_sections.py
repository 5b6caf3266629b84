"""Bonus and penalty points on a sheet of their own, or in the one table: found, read, doubled, missing, bent."""

import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import permutations

import pytest
from forms import FILE, HEADINGS, SECTIONS, SET, Form, Row, Stored, book, item, rows

from parscore.definitions.load import load_criteria
from parscore.model.cell import AnswerState
from parscore.model.criteria import CriteriaSet
from parscore.model.problem import Problem
from parscore.workbooks.layout import SECTION_TITLES, SECTIONS_SHEET
from parscore.workbooks.read import FormReading, covers, read_form
from parscore.workbooks.table import find_tables

OWN = ("3.1", "3.2", "4.1")
ABOVE: list[Sequence[str]] = [["ĐIỂM THƯỞNG – ĐIỂM TRỪ"]]


@cache
def criteria() -> CriteriaSet:
    """The set of forms with a bonus and a penalty."""
    found, problems = load_criteria((SET + SECTIONS).encode(), "criteria/thu/2025.1.yaml")
    assert found is not None and problems == ()
    return found


def bonus_rows() -> list[Row]:
    return [
        item("3", "Điểm thưởng", 2),
        item("3.1", "Sáng kiến", 2, points=1, evidence="QĐ 12"),
        item("3.2", "Cắt giảm thủ tục", 1, a=3, b=4),
        item("4", "Điểm trừ", 1),
        item("4.1", "Vi phạm", 1, points=Stored("number", "0.25"), reason="Một vụ"),
        item("4.2", "Báo cáo chậm", 1),
    ]


def second(**others: object) -> Form:
    """The sheet of the sections as the form has it."""
    return Form(**{"rows": bonus_rows(), "above": list(ABOVE), "name": SECTIONS_SHEET, **others})  # type: ignore[arg-type]


def one_table() -> Form:
    """A form of before: everything in one table."""
    return Form(rows=[*rows(), *bonus_rows()])


def read(*forms: Form) -> FormReading:
    tables, problems = find_tables(book(*forms), FILE)
    assert tables and problems == []
    return read_form(tables, FILE, "SYT", criteria())


def told(problems: Iterable[Problem]) -> list[tuple[str, str, str, str]]:
    return sorted((one.code, one.criterion, one.place.sheet, one.place.cell) for one in problems)


def meanings(reading: FormReading) -> dict[str, tuple[object, ...]]:
    return {
        code: (row.claimed.value, {name: one.value for name, one in row.inputs.items()}, row.evidence, row.reason)
        for code, row in reading.answers.items()
    }


def failing(*forms: Form) -> list[tuple[str, str, str]]:
    tables, problems = find_tables(book(*forms), FILE, "SYT")
    assert tables == ()
    return [(one.code, one.place.sheet, one.place.cell) for one in problems]


# --- where the rows stand -----------------------------------------------------------------------------------------


def test_both_layouts_say_the_same() -> None:
    apart, together = read(Form(), second()), read(one_table())
    assert apart.problems == together.problems == ()
    assert meanings(apart) == meanings(together)
    assert apart.filled_in and list(apart.answers) == [leaf.code for leaf in criteria().leaves()]


def test_every_answer_says_on_which_sheet_it_stands() -> None:
    answers = read(Form(), second()).answers
    sheets = {code: {row.row.sheet, row.claimed.place.sheet} for code, row in answers.items()}
    assert all(sheets[code] == {SECTIONS_SHEET} for code in (*OWN, "4.2")) and sheets["1.1"] == {"Biểu"}
    assert answers["3.2"].inputs["cut"].place.cell == second().cell("3.2", "input:a")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_sheets_does_not_matter(order: tuple[int, ...]) -> None:
    forms = (Form(), second(), Form(rows=[], header=[{}], above=[], name="Ghi chú"))
    reading = read(*(forms[at] for at in order))
    assert reading.problems == () and meanings(reading) == meanings(read(one_table()))


def test_sections_on_two_sheets() -> None:
    found = bonus_rows()
    bonus = second(rows=found[:3], name="Điểm thưởng", above=[])
    penalty = second(rows=found[3:], name="Điểm trừ", above=[])
    assert meanings(read(Form(), bonus, penalty)) == meanings(read(one_table()))


def test_a_section_may_stand_in_the_main_table_and_the_other_apart() -> None:
    found = bonus_rows()
    reading = read(Form(rows=[*rows(), *found[:3]]), second(rows=found[3:]))
    assert reading.problems == () and meanings(reading) == meanings(read(one_table()))


def test_a_blank_sheet_of_sections_leaves_the_form_filled_in_and_the_other_way_round() -> None:
    def emptied(form: Form) -> Form:
        for row in form.rows:
            row.update(dict.fromkeys(("points", "input:a", "input:b", "evidence", "reason")))
        return form

    blank = read(Form(), emptied(second()))
    assert blank.filled_in and blank.answers["3.1"].claimed.state is AnswerState.BLANK
    assert read(emptied(Form()), second()).filled_in
    assert not read(emptied(Form()), emptied(second())).filled_in


# --- how the sheet is known ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", sorted(SECTION_TITLES))
def test_by_its_name_or_its_title(title: str) -> None:
    variants = (title, title.upper(), f" {title}: ", unicodedata.normalize("NFD", title), title.replace("-", "—"))
    for text in variants:
        assert read(Form(), second(name=text, above=[])).problems == ()
        assert read(Form(), second(name="Sheet1", above=[[text]])).problems == ()


def test_a_sheet_that_says_nothing_of_the_kind_is_asked_about() -> None:
    assert failing(Form(), second(name="Biểu 2", above=[])) == [("PS124", "", "")]
    assert failing(Form(), second(name="Điểm thưởng năm trước", above=[])) == [("PS124", "", "")]


def test_its_title_below_the_header_names_nothing() -> None:
    main = Form(rows=[item("", "Điểm thưởng – điểm trừ"), *rows()])
    other = second(name="Biểu 2", above=[])
    other.rows.insert(0, item("", SECTIONS_SHEET))
    assert failing(main, other) == [("PS124", "", "")]


def test_two_main_sheets_are_asked_about_and_the_sections_not_named_with_them() -> None:
    _, (found,) = find_tables(book(Form(), second(), Form(name="Biểu 2")), FILE, "SYT")
    assert (found.code, dict(found.facts)) == ("PS124", {"sheets": "Biểu; Biểu 2"})


def test_a_form_in_one_table_may_be_called_anything() -> None:
    form = one_table()
    form.name = SECTIONS_SHEET
    assert meanings(read(form)) == meanings(read(one_table()))


@pytest.mark.parametrize("column", ["code", "name", "points"])
def test_a_header_that_lacks_a_column_is_told_of_its_sheet(column: str) -> None:
    bent = second(header=[{key: text for key, text in HEADINGS.items() if key != column}])
    assert failing(Form(), bent) == [("PS125", SECTIONS_SHEET, "A2")]
    main = Form(header=[{key: text for key, text in HEADINGS.items() if key != column}])
    assert failing(main, second()) == [("PS125", "Biểu", "A3")]
    assert [code for code, _, _ in failing(main, bent)] == ["PS125", "PS125"]


def test_a_doubled_column_is_told_of_its_sheet() -> None:
    bent = second(columns=[*HEADINGS, "again"], header=[{**HEADINGS, "again": HEADINGS["points"]}])
    assert failing(Form(), bent) == [("PS126", SECTIONS_SHEET, "A2")]


def test_a_foreign_column_is_noted_of_its_sheet() -> None:
    more = second(columns=[*HEADINGS, "x"], header=[{**HEADINGS, "x": "Riêng"}])
    tables, (note,) = find_tables(book(Form(), more), FILE, "SYT")
    assert (note.code, note.place.sheet, len(tables)) == ("PS138", SECTIONS_SHEET, 2)


# --- rows doubled and missing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", OWN)
def test_a_row_on_both_sheets_is_doubled(code: str) -> None:
    main = Form()
    main.rows.append(next(row for row in bonus_rows() if row["key"] == code))
    reading = read(main, second())
    (found,) = reading.problems
    assert told([found]) == [("PS127", code, SECTIONS_SHEET, second().cell(code, "code"))]
    assert dict(found.facts)["first"] == f"'Biểu'!{main.cell(code, 'code')}"
    assert code not in reading.answers and len(reading.answers) == 9


def test_a_main_row_on_the_sheet_of_sections_is_doubled_too() -> None:
    other = second(rows=[*bonus_rows(), item("1.1", "Ban hành kế hoạch", 1, points=1)])
    reading = read(Form(), other)
    assert told(reading.problems) == [("PS127", "1.1", SECTIONS_SHEET, other.cell("1.1", "code"))]
    assert "1.1" not in reading.answers


def test_twice_on_the_sheet_of_sections() -> None:
    other = second(rows=[*bonus_rows(), item("4.1", "Vi phạm", 1, points=0)])
    (found,) = read(Form(), other).problems
    assert (found.code, dict(found.facts)["first"]) == ("PS127", second().cell("4.1", "code"))


def test_a_row_of_others_on_both_sheets_is_no_fault() -> None:
    main = Form(rows=[*rows(), item("4.2", "Báo cáo chậm", 1)])
    assert read(main, second()).problems == ()


def test_a_copy_of_the_sheet_doubles_every_row() -> None:
    reading = read(Form(), second(), second(name=f"{SECTIONS_SHEET} (2)"))
    assert [(one.code, one.criterion) for one in reading.problems] == [("PS127", code) for code in OWN]
    assert not set(OWN) & reading.answers.keys() and "1.1" in reading.answers


def test_a_deleted_sheet_is_its_rows_missing() -> None:
    reading = read(Form())
    assert told(reading.problems) == [("PS102", code, "Biểu", "") for code in OWN]
    assert not set(OWN) & reading.answers.keys()


@pytest.mark.parametrize("code", [*OWN, "1.1"])
def test_a_missing_row_is_told_of_the_sheet_where_it_belongs(code: str) -> None:
    main, other = Form(), second()
    for form in (main, other):
        form.rows = [row for row in form.rows if row["key"] != code]
    assert told(read(main, other).problems) == [("PS102", code, "Biểu" if code == "1.1" else SECTIONS_SHEET, "")]


def test_a_section_heading_on_the_main_sheet_is_no_row_of_a_leaf() -> None:
    main = Form(rows=[*rows(), item("3", "Điểm thưởng", 2, points=2), item("4", "Điểm trừ", 1, points=1)])
    assert read(main, second()).problems == ()


# --- what else is told of the second sheet ------------------------------------------------------------------------


def test_data_columns_are_needed_where_the_leaves_stand() -> None:
    """The main sheet needs two data columns for 1.2, the sheet of sections two for 3.2."""
    few = [key for key in HEADINGS if key != "input:b"]
    other = second(columns=few, header=[{key: HEADINGS[key] for key in few}])
    assert told(read(Form(), other).problems) == [("PS125", "", SECTIONS_SHEET, "A2")]
    none = [key for key in HEADINGS if not key.startswith("input")]
    points_only = second(columns=none, rows=[row for row in bonus_rows() if row["key"] != "3.2"],
                         header=[{key: HEADINGS[key] for key in none}])  # fmt: skip
    assert [code for code, *_ in told(read(Form(), points_only).problems)] == ["PS102", "PS125", "PS125"]
    main = Form(rows=[*rows(), bonus_rows()[2]])
    assert read(main, points_only).problems == ()


def test_an_edited_maximum_and_hidden_rows_are_told_of_their_sheet() -> None:
    other = second().put("4.1", maximum=2)
    assert told(read(Form(), other).problems) == [("PS130", "4.1", SECTIONS_SHEET, other.cell("4.1", "maximum"))]
    hidden = second(hidden_rows=frozenset([second().row("3.1")]))
    assert told(read(Form(), hidden).problems) == [("PS134", "", SECTIONS_SHEET, "")]
    assert told(read(Form(), second(state="hidden")).problems) == [("PS134", "", SECTIONS_SHEET, "")]


def test_merged_cells_count_on_their_own_sheet_only() -> None:
    rows_of = (second().row("3.1"), second().row("3.2"))
    column = second().column("points")
    merged = second(merged=[(rows_of[0], column, rows_of[1], column)])
    found = [(code, criterion, sheet) for code, criterion, sheet, _ in told(read(Form(), merged).problems)]
    assert found == [("PS135", "3.1", SECTIONS_SHEET), ("PS148", "3.2", SECTIONS_SHEET)]


def test_remarks_are_about_their_own_sheet() -> None:
    odd = Stored("number", "0.5", "0")
    found = read(Form().put("1.1", points=odd), second().put("3.1", points=odd)).problems
    assert [(one.code, one.criterion, one.place.sheet) for one in found] == [
        ("PS161", "1.1", "Biểu"),
        ("PS161", "3.1", SECTIONS_SHEET),
    ]


def claimed_everywhere(total: str) -> tuple[Form, Form]:
    """Forms with points on every own leaf: 1 + 1 + 1 + 1 + 1, a bonus of 1 + 0.5, a penalty of 0.25."""
    main, other = Form(), second().put("3.2", points=Stored("number", "0.5"))
    for code in ("1.2", "1.10", "2.1.1", "2.1.2"):
        main.put(code, points=1)
    main.rows.append(item("", "Tổng cộng", 10, points=Stored("number", total)))
    return main, other


@pytest.mark.parametrize(("total", "told_of"), [("6.25", []), ("5", ["PS208"]), ("6.5", ["PS208"])])
def test_the_total_of_the_main_sheet_counts_the_sections(total: str, told_of: list[str]) -> None:
    found = [one for one in read(*claimed_everywhere(total)).problems if one.code == "PS208"]
    assert [one.code for one in found] == told_of
    assert all(dict(one.facts)["computed"] == Fraction("6.25") for one in found)


def test_a_total_of_the_sections_alone_is_not_compared() -> None:
    main, other = claimed_everywhere("5")
    other.rows.append(item("", "Cộng", 3, points=1))
    assert not [one for one in read(main, other).problems if one.code == "PS208"]
    main.rows.pop()
    assert not [one for one in read(main, other).problems if one.code == "PS208"]


def test_the_share_of_a_set_counts_all_sheets() -> None:
    tables, _ = find_tables(book(Form(), second()), FILE)
    assert covers(tables, criteria()) == 1 and covers(tables[:1], criteria()) == Fraction(6, 10)
