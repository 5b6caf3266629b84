"""What last year's season holds for this year's forms: points, evidence and figures, for reference only."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from parscore.definitions.match import match
from parscore.messages import Words
from parscore.model.cell import Answer, Value
from parscore.model.criteria import CriteriaSet, InputType, Leaf
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.season import Agency
from parscore.numbers import percent, trimmed
from parscore.season.csv_rows import CsvRows, read_rows
from parscore.viet import show
from parscore.workbooks.form_plan import Previous
from parscore.workbooks.layout import INPUT_LETTERS, NEVER_WORDS, NO_WORDS, YES_WORDS

COLUMNS: Final = ("old_code", "new_code")
"""Columns of a mapping of codes that are read; what changed does not matter here."""

Codes = Mapping[str, str]
"""The code of last year by the code of this year."""


def previous_card(result: SeasonResult, agency: Agency) -> Scorecard | None:
    """Return an agency's scorecard of last year, found by its id; ``None`` where nothing usable was received."""
    cards = (standing.scorecard for ranking in result.groups for standing in ranking.standings)
    own = (card for card in cards if card.agency.id.casefold() == agency.id.casefold() and card.submission)
    return next(own, None)


def previous_values(card: Scorecard, criteria: CriteriaSet, codes: Codes | None, words: Words) -> dict[str, Previous]:
    """Return what each leaf of this year's set came to last year.

    ``codes`` come from a mapping file; without one the leaves of the two sets are matched as ``criteria diff`` does.
    """
    known = codes if codes is not None else match(card.criteria, criteria)
    scores = {score.leaf.code: score for score in card.leaves()}
    found = {leaf.code: scores.get(known.get(leaf.code, "")) for leaf in criteria.leaves()}
    return {code: _previous(score, words) for code, score in found.items() if score is not None}


def read_mapping(
    path: Path, shown_as: str, before: CriteriaSet, after: CriteriaSet
) -> tuple[Codes, tuple[Problem, ...]]:
    """Read the mapping of codes that ``criteria diff --write-map`` writes; every faulty row is reported."""
    table = read_rows(path)
    if isinstance(table, str):
        return {}, (problem("PS194", Place(shown_as), column="", found="", reason=f"map.{table}"),)
    missing = [column for column in COLUMNS if column not in table.columns]
    if missing:
        facts = {"found": "", "reason": "map.column"}
        return {}, tuple(problem("PS194", Place(shown_as, line=1), column=column, **facts) for column in missing)
    faults = tuple(_faults(table, shown_as, before, after))
    pairs = {row.cells["new_code"]: row.cells["old_code"] for row in table.rows}
    return {new: old for new, old in pairs.items() if new and old}, faults


def _faults(table: CsvRows, file: str, before: CriteriaSet, after: CriteriaSet) -> list[Problem]:
    known = {"old_code": ("map.old", before.index), "new_code": ("map.new", after.index)}
    return [
        problem("PS194", Place(file, line=row.line, column=table.position(column)), column=column, found=show(code),
                reason=reason)
        for row in table.rows
        for column, (reason, index) in known.items()
        if (code := row.cells[column]) and not isinstance(index.get(code), Leaf)
    ]  # fmt: skip


def _previous(score: LeafScore, words: Words) -> Previous:
    letters = dict(zip((asked.name for asked in score.leaf.own_inputs), INPUT_LETTERS, strict=False))
    types = {asked.name: asked.type for asked in score.leaf.inputs}
    figures = (
        f"{letters[used.name]} = {_written(used.answer, types[used.name], words)}"
        for used in score.inputs
        if used.name in letters and used.answer.value is not None
    )
    return Previous(score.points, score.evidence, "; ".join(figures))


def _written(answer: Answer, kind: InputType, words: Words) -> str:
    """A figure as the form writes it."""
    value: Value | None = answer.value
    if isinstance(value, bool):
        never = NEVER_WORDS[0] if kind is InputType.DATE else NO_WORDS[0]
        return YES_WORDS[0] if value else never
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if value is None or isinstance(value, str | tuple):
        return str(value or "")
    comma = words.language == "vi"
    return percent(value, 7, comma=comma) if kind is InputType.PERCENT else trimmed(value, comma=comma)
