"""Forms out, forms back: what was filled in is read back, and scores the same."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from filled import BLANK, NOT_ASSESSED, legal, opened, plan_of, random_season, read_back, season_of, shipped
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import CriteriaSet, Leaf, Section
from parscore.model.place import column_letters
from parscore.model.submission import LeafAnswers, Submission
from parscore.numbers import from_stored
from parscore.workbooks.book import Workbook
from parscore.workbooks.form_plan import HEADER_ROW, Form, Plan, is_own
from parscore.workbooks.layout import FORM_SHEET, SECTIONS_SHEET

TEXTS = st.text("aăâbcdđ ế0123./-", max_size=12).map(str.strip)


def storable(value: Any) -> Any:
    """A value as a cell can hold it: a number at 15 significant digits."""
    return from_stored(f"{float(value):.15g}") if isinstance(value, Fraction) else value


def answer(mark: Any) -> Answer:
    name = getattr(mark, "name", "")
    if name == "NOT_ASSESSED":
        return NOT_ASSESSED
    return BLANK if name else Answer(AnswerState.GIVEN, storable(mark))


def rows_of(unit: dict[str, Any], plan: Plan) -> dict[str, LeafAnswers]:
    """The answers of a random agency on its own leaves, values that a cell may hold only."""
    rows = {}
    for code, row in (unit["rows"] or {}).items():
        leaf = plan.leaves[code]
        types = {asked.name: asked for asked in leaf.own_inputs}
        kept = {name: answer(value) for name, value in row.items() if name in types or name == "points"}
        kept = {name: one if one.value is None or legal(types.get(name), one.value) else BLANK
                for name, one in kept.items()}  # fmt: skip
        if is_own(leaf):
            rows[code] = LeafAnswers(kept.pop("points", BLANK), kept)
    return rows


def told(row: LeafAnswers, leaf: Leaf) -> tuple[Any, ...]:
    """What an agency said on a leaf, without where it stands."""
    inputs = tuple((asked.name, told_one(row.inputs.get(asked.name, BLANK))) for asked in leaf.own_inputs)
    return told_one(row.claimed), inputs, row.evidence, row.reason


def told_one(one: Answer) -> tuple[AnswerState, Any]:
    return one.state, one.value


def points_of(plan: Plan, answers: dict[str, LeafAnswers]) -> list[tuple[Any, ...]]:
    submission = Submission("SYT", "self", "a.xlsx", "Biểu", "", 0, answers)
    card, _ = score(Case(plan.form.agency, submission, {}), plan.form.criteria)
    return [(item.leaf.code, item.points, item.maximum, item.status) for item in card.leaves()]


def in_one_table(book: Workbook) -> Workbook:
    """A form as it was before sections had a sheet: their rows below the others of the main sheet."""
    main = next(sheet for sheet in book.sheets if sheet.name == FORM_SHEET)
    apart = next((sheet for sheet in book.sheets if sheet.name == SECTIONS_SHEET), None)
    down = max(cell.row for cell in main.cells)
    moved = [
        cell._replace(row=cell.row + down, address=f"{column_letters(cell.column)}{cell.row + down}")
        for cell in (apart.cells if apart else ())
        if cell.row > HEADER_ROW
    ]
    others = (sheet for sheet in book.sheets if sheet not in (main, apart))
    return replace(book, sheets=(main.with_cells([*main.cells, *moved]), *others))


WITH_SECTIONS = st.integers(0, 40_000).filter(
    lambda seed: any(area.section is not Section.AREA for area in random_season(seed)[0].areas)
)


@given(st.one_of(st.integers(0, 40_000), WITH_SECTIONS), st.data())
@settings(max_examples=30, phases=[Phase.generate])  # a smaller seed is no simpler season
def test_random_answers_on_random_sets_come_back(seed: int, data: st.DataObject) -> None:
    criteria, units = random_season(seed)
    unit = units[0]
    season = season_of(criteria, unit["group"], **unit["attributes"])
    blank = Plan(Form(season, season.agencies["SYT"]))
    rows = rows_of(unit, blank)
    rows = {code: row._replace(evidence=data.draw(TEXTS), reason=data.draw(TEXTS)) for code, row in rows.items()}
    plan = Plan(Form(season, season.agencies["SYT"], rows))
    book = opened(plan)
    reading, together = read_back(plan, book), read_back(plan, in_one_table(book))
    apart = any(area.section is not Section.AREA for area in criteria.areas)
    assert plan.sheets == ((FORM_SHEET, SECTIONS_SHEET) if apart else (FORM_SHEET,))
    for code, leaf in plan.leaves.items():
        assert reading.answers[code].row.sheet == plan.sheet(code)
        if is_own(leaf):
            said = told(rows.get(code, LeafAnswers(BLANK)), leaf)
            assert told(reading.answers[code], leaf) == told(together.answers[code], leaf) == said, code
    assert points_of(plan, dict(reading.answers)) == points_of(plan, {**dict(reading.answers), **rows})
    structural = ("PS102", "PS125", "PS127", "PS128", "PS130", "PS208")
    assert not [found for found in (*reading.problems, *together.problems) if found.code in structural]


@pytest.mark.parametrize("name", ["so-ban-nganh", "xa-phuong"])
def test_the_worked_cases_of_the_shipped_sets_come_back(name: str) -> None:
    criteria: CriteriaSet = shipped(name)
    rows = {}
    for leaf in criteria.leaves():
        case = next(case for case in leaf.examples if case.points is not None)
        values = dict(case.given)
        claimed = values.pop("points", case.points)
        inputs = {key: Answer(AnswerState.GIVEN, value) for key, value in values.items()}
        rows[leaf.code] = LeafAnswers(Answer(AnswerState.GIVEN, claimed), inputs, evidence="Công văn số 1")
    plan = plan_of(criteria, rows)
    own = {code: leaf for code, leaf in plan.leaves.items() if is_own(leaf)}
    reading = read_back(plan)
    assert {code: told(reading.answers[code], leaf) for code, leaf in own.items()} == {
        code: told(rows[code], leaf) for code, leaf in own.items()
    }
    assert reading.problems == () and reading.filled_in


@pytest.mark.parametrize("name", ["so-ban-nganh", "xa-phuong"])
def test_a_blank_form_is_not_filled_in(name: str) -> None:
    plan = plan_of(shipped(name))
    reading = read_back(plan)
    assert not reading.filled_in and reading.problems == ()
    assert set(reading.answers) == {leaf.code for leaf in plan.leaves.values()}


def test_the_reader_finds_one_table_and_no_foreign_column() -> None:
    book = opened(plan_of(shipped("so-ban-nganh")))
    assert [sheet.name for sheet in book.sheets] == [
        "Hướng dẫn",
        "Tự chấm điểm",
        "Tài liệu kiểm chứng",
        "_ds",
        "_parscore",
    ]
    assert [sheet.state for sheet in book.sheets] == ["visible"] * 3 + ["very_hidden"] * 2
