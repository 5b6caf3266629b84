"""Forms that parscore makes, filled in and read back: random sets of the oracle, seasons in memory."""

import sys
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from parscore.definitions.load import load_criteria, read_criteria
from parscore.messages import Words
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import CriteriaSet, Input, InputType
from parscore.model.season import Agency, Group, Season
from parscore.model.stage import Stage, StageKind
from parscore.model.submission import LeafAnswers
from parscore.workbooks.documents import read_documents
from parscore.workbooks.form import form_bytes
from parscore.workbooks.form_plan import Form, Plan
from parscore.workbooks.ooxml import Workbook, read_workbook
from parscore.workbooks.read import FormReading, read_form
from parscore.workbooks.table import find_tables

ROOT = Path(__file__).resolve().parents[1]
ORACLE = ROOT / "tests" / "oracle"
FILE = "inbox/2025_SYT_tucham.xlsx"
VI = Words("vi")
BLANK = Answer(AnswerState.BLANK)
NOT_ASSESSED = Answer(AnswerState.NOT_APPLICABLE)


def given(value: Any) -> Answer:
    """A given answer; a text that looks like a number is one."""
    return Answer(AnswerState.GIVEN, Fraction(value) if isinstance(value, int | str) and value is not True and
                  value is not False and str(value).replace(".", "").isdigit() else value)  # fmt: skip


def season_of(criteria: CriteriaSet, group: str = "so", **attributes: str) -> Season:
    """A season of one group with one agency."""
    agency = Agency("SYT", "Sở Y tế", group, attributes=tuple(attributes.items()))
    own = Group(group, "Sở, ban, ngành", criteria, criteria.ranking, criteria.classes, (agency,))
    return Season(2025, "Mùa thử", "tỉnh Mẫu", "vi", (Stage("self", StageKind.SELF),), (own,))


def plan_of(criteria: CriteriaSet, answers: Mapping[str, LeafAnswers] | None = None, **others: Any) -> Plan:
    """The plan of the one agency's form."""
    season = season_of(criteria)
    return Plan(Form(season, season.agencies["SYT"], answers or {}, **others))


def opened(plan: Plan, words: Words = VI) -> Workbook:
    """A form as the reader opens it."""
    book, problems = read_workbook(form_bytes(plan, words), FILE)
    assert book is not None and problems == ()
    return book


def read_back(plan: Plan, book: Workbook | None = None) -> FormReading:
    """What the reader makes of a form."""
    book = book or opened(plan)
    tables, problems = find_tables(book, FILE)
    assert tables and problems == []
    return read_form(
        tables,
        FILE,
        plan.form.agency.id,
        plan.form.criteria,
        leaves=plan.leaves,
        documents=read_documents(book),
        uncalculated_zeros=book.full_calc_on_load,
    )


@cache
def shipped(name: str) -> CriteriaSet:
    """A criteria set that is shipped."""
    path = ROOT / "criteria" / name / "2025.1.yaml"
    criteria, problems = read_criteria(path, path.name)
    assert criteria is not None and problems == ()
    return criteria


def random_season(seed: int) -> tuple[CriteriaSet, list[dict[str, Any]]]:
    """A random set and the rows of its agencies, as the oracle draws them."""
    if str(ORACLE) not in sys.path:
        sys.path.insert(0, str(ORACLE))
    from generator import season

    drawn = season(seed)
    criteria, problems = load_criteria(drawn.text.encode(), "random.yaml")
    assert criteria is not None, problems
    return criteria, drawn.units


def legal(asked: Input | None, value: Any) -> bool:
    """Whether a value is one that the form's cell may hold: the reader refuses the others."""
    if asked is None:
        return isinstance(value, Fraction)
    if asked.type is InputType.COUNT and (value.denominator != 1 or value < 0):
        return False
    if not isinstance(value, Fraction):
        return True
    low, high = asked.minimum, asked.maximum
    return (low is None or value >= low) and (high is None or value <= high)
