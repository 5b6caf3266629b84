"""Made-up data of a season, to try it at once: the worked cases of its own criteria sets as answers of the agencies.

No numbers are kept anywhere for it, nothing is drawn by chance, and every answer is one that the set itself explains.
"""

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from io import StringIO
from typing import Final

from parscore.messages import Words
from parscore.model.cell import Answer, AnswerState, Value
from parscore.model.criteria import FIGURES, Example, InputType, Leaf
from parscore.model.rule import BEST, CLAIMED, MEAN
from parscore.model.season import Agency, Season
from parscore.model.submission import LeafAnswers
from parscore.numbers import round_to, trimmed
from parscore.season.figures import COLUMNS
from parscore.season.open import INBOX
from parscore.workbooks.form import form_bytes, form_name
from parscore.workbooks.form_plan import Form, Plan, is_own

_FIGURES: Final = "figures.csv"
_TURN: Final = 5
"""Every fifth leaf of an agency takes a case below the best one."""


def demo_files(season: Season, words: Words) -> Iterator[tuple[str, bytes]]:
    """Yield the filled forms of every agency and the figures of others, each with its path inside the season."""
    rows: list[tuple[str, ...]] = [(*COLUMNS, "document")]
    for order, agency in enumerate(season.agencies.values()):
        plan = Plan(Form(season, agency))
        cases = {code: case for at, (code, leaf) in enumerate(plan.leaves.items()) if (case := _case(leaf, order, at))}
        answers = {code: _answers(plan.leaves[code], case, plan) for code, case in cases.items()}
        own = {code: row for code, row in answers.items() if is_own(plan.leaves[code])}
        filled = Plan(Form(season, agency, own))
        yield f"{INBOX}/{form_name(filled.form)}", form_bytes(filled, words)
        for code, case in cases.items():
            rows += _figures(agency, plan.leaves[code], case, words)
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    yield _FIGURES, text.getvalue().encode("utf-8-sig")


def _case(leaf: Leaf, order: int, at: int) -> Example | None:
    """The worked case that an agency shows on a leaf: mostly the best, every few leaves another one."""
    usable = [case for case in leaf.examples if case.points is not None and not {BEST, MEAN} & dict(case.given).keys()]
    usable.sort(key=lambda case: -(case.points or 0))
    if not usable:
        return None
    return usable[0] if (at + 2 * order) % _TURN else usable[min(1 + order % 2, len(usable) - 1)]


def _answers(leaf: Leaf, case: Example, plan: Plan) -> LeafAnswers:
    """A row of the form: figures, points as printed, and evidence where there are points."""
    rounding = plan.form.criteria.rounding
    points = case.points or Fraction(0)
    given = dict(case.given)
    claimed = given.pop(CLAIMED, None)
    shown = round_to(points, rounding.points, rounding.mode) if claimed is None else claimed
    agency, year = plan.form.agency, plan.form.season.year
    number = 1 + list(plan.leaves).index(leaf.code)
    evidence = f"Báo cáo số {number}/BC-{agency.id} năm {year}" if points > 0 and leaf.evidence else ""
    reason = "Số liệu giả định" if any(asked.reason for asked in leaf.inputs) else ""
    own = {asked.name for asked in leaf.own_inputs}
    inputs = {name: Answer(AnswerState.GIVEN, value) for name, value in given.items() if name in own}
    return LeafAnswers(Answer(AnswerState.GIVEN, shown), inputs, evidence=evidence, reason=reason)


def _figures(agency: Agency, leaf: Leaf, case: Example, words: Words) -> Iterator[tuple[str, ...]]:
    types = {asked.name: asked.type for asked in leaf.inputs}
    for name, value in case.given:
        if leaf.source_of(name) in FIGURES:
            yield agency.id, leaf.code, name, _written(value, types.get(name)), words.text("command", "demo_document")


def _written(value: Value, kind: InputType | None) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if not isinstance(value, Fraction):
        return str(value)
    return f"{trimmed(value * 100)}%" if kind is InputType.PERCENT else trimmed(value)
