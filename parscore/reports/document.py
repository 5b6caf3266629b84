"""The JSON documents; their shapes are described in ``docs/json.md``.

Exact values are texts: a decimal (``"91.95"``) or, where no finite decimal exists, a fraction (``"1145/13"``). Values
under ``printed`` are rounded as the criteria set declares, always with a decimal point. Keys stand in declared order.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from parscore.engine.left_out import sources_left_out
from parscore.messages import Words
from parscore.model.problem import Problem, Severity
from parscore.model.ranking import GroupRanking, SeasonResult, Standing
from parscore.reports.effects import stage_rows
from parscore.reports.explanation import ALONE, Background
from parscore.reports.incomplete import incomplete
from parscore.reports.left_out import left_out_rows
from parscore.reports.marks import inputs_digest, release
from parscore.reports.printing import Printer
from parscore.reports.tables import ItemRow, ProblemRow, RankingRow, area_rows, problem_rows, ranking_rows
from parscore.reports.trace import (
    Document,
    amounts,
    effect_document,
    exact,
    gap,
    item_document,
    left_out_document,
    stage_document,
    step_document,
)

if TYPE_CHECKING:
    from parscore.audit.verify import Verification

SCORE: Final = "parscore.score/1"
RANK: Final = "parscore.rank/1"
EXPLAIN: Final = "parscore.explain/1"
PROBLEMS: Final = "parscore.problems/1"
CELLS: Final = "parscore.cells/1"
VERIFY: Final = "parscore.verify/1"

_UNSEEN: Final = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def dump(document: Mapping[str, object]) -> str:
    r"""Write a document: UTF-8 text, two blanks of indent, keys as declared, a line break at the end.

    Characters that a terminal would obey or that cannot be encoded (controls, marks that turn the writing direction,
    lone surrogates) are written as ``\uXXXX``, which JSON reads back as the same text.
    """
    return "".join(pieces(document))


def pieces(document: Mapping[str, object]) -> Iterator[str]:
    """Write a document as ``dump`` does, piece by piece; an iterator in it is a list that is made item by item."""
    for piece in _pieces(document, "\n"):
        yield _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", piece)
    yield "\n"


def _pieces(value: object, line: str) -> Iterator[str]:
    """The text of a value; ``line`` is a line break with the indent of the line on which the value begins."""
    inner = f"{line}  "
    if isinstance(value, Mapping):
        yield from _enclosed("{}", (_member(key, each, inner) for key, each in value.items()), line)
    elif isinstance(value, list | tuple):
        yield from _enclosed("[]", (_pieces(each, inner) for each in value), line)
    elif isinstance(value, Iterator):
        texts = (json.dumps(each, ensure_ascii=False, indent=2) for each in value)
        yield from _enclosed("[]", ((text.replace("\n", inner),) for text in texts), line)
    else:
        yield json.dumps(value, ensure_ascii=False)


def _member(key: object, value: object, line: str) -> Iterator[str]:
    yield f"{json.dumps(key, ensure_ascii=False)}: "
    yield from _pieces(value, line)


def _enclosed(signs: str, members: Iterable[Iterable[str]], line: str) -> Iterator[str]:
    """Members between two signs, each on a line of its own; the two signs alone where there is none."""
    before = signs[0]
    for member in members:
        yield f"{before}{line}  "
        yield from member
        before = ","
    yield signs if before == signs[0] else f"{line}{signs[1]}"


def score_document(result: SeasonResult, words: Words) -> Document:
    """The whole result of a run: every group and agency with areas, and all problems; made as it is read, once."""
    return {
        "schema": SCORE,
        **run_document(result),
        "groups": [
            {
                "group": ranking.group.id,
                "name": ranking.group.name,
                **_set(ranking),
                **_whole(ranking),
                "sources_left_out": _sources_left_out(ranking),
                "agencies": _scored(ranking, words),
            }
            for ranking in result.groups
        ],
        "problems": map(_problem, problem_rows(result.problems, words)),
    }


def ranking_document(result: SeasonResult, words: Words, group: str | None = None) -> Document:
    """The rankings alone, with the rule of each; ``group`` keeps one group."""
    return {
        "schema": RANK,
        **run_document(result),
        "record": result.record or None,
        "groups": [_ranking(ranking, words) for ranking in result.groups if group in (None, ranking.group.id)],
    }


def _ranking(ranking: GroupRanking, words: Words) -> Document:
    rule = ranking.group.ranking
    return {
        "group": ranking.group.id,
        "name": ranking.group.name,
        **_set(ranking),
        **_whole(ranking),
        "sources_left_out": _sources_left_out(ranking),
        "ranked_by": {"by": rule.by, "basis": rule.basis.value, "ties": rule.ties.value, "keys": list(rule.keys)},
        "agencies": _agencies(ranking, words),
    }


def explain_document(
    standing: Standing, code: str | None, words: Words, background: Background = ALONE, record: str = ""
) -> Document:
    """The full trace of one agency, or of one item of it; ``record`` is the digest of the record that has it.

    Of the problems those of this agency (and item) are kept. A code that the criteria set does not have is a
    ``KeyError``: the caller looks it up first.
    """
    card = standing.scorecard
    printer = Printer(words, card.criteria.rounding, comma=False)
    items = card.areas if code is None else (card.find(code),)
    if None in items:
        raise KeyError(code)
    problems = (found for found in background.problems if found.agency == card.agency.id)
    about = [found for found in problems if code in (None, found.criterion)]
    return {
        "schema": EXPLAIN,
        "record": record or None,
        "agency": card.agency.id,
        "name": card.agency.name,
        "group": card.agency.group,
        "criteria": f"{card.criteria.id}@{card.criteria.version}",
        "criteria_digest": card.criteria.digest,
        "stage": card.stage.id,
        "rank": standing.rank,
        "tied": standing.tied,
        "class": standing.class_name,
        "class_tests": [
            {
                "class": test.name,
                "bound_held": test.bound_held,
                "areas_held": test.side_held,
                "weakest_area": test.weakest_area,
                "weakest_index": exact(test.weakest_index),
                "full": test.full,
            }
            for test in standing.band_tests
        ],
        "complete": card.complete,
        **amounts(card.points, card.maximum, card.index, printer),
        **gap(card),
        "left_out": [left_out_document(row, printer) for row in left_out_rows(card) if code in (None, row.code)],
        "total_steps": [step_document(step, printer) for step in card.steps],
        "stages": [stage_document(row) for row in stage_rows(background.after, code)],
        "lost": [effect_document(row, printer) for row in background.lost_rows(code)],
        "items": [item_document(item, printer) for item in items if item is not None],
        "problems": _problems(about, words),
    }


def problem_document(problems: Iterable[Problem], words: Words) -> Document:
    """Problems alone, with the count of each severity."""
    rows = tuple(problem_rows(problems, words))
    return {
        "schema": PROBLEMS,
        "counts": {severity.value: sum(row.severity is severity for row in rows) for severity in Severity},
        "problems": [_problem(row) for row in rows],
    }


def cells_document(
    file: str, cells: Iterable[Mapping[str, object]], problems: Iterable[Problem], words: Words
) -> Document:
    """Every cell of a workbook as it is stored; the rows are those of ``workbooks.cells.cell_rows``."""
    return {"schema": CELLS, "file": file, "cells": list(map(dict, cells)), "problems": _problems(problems, words)}


def verify_document(found: "Verification", words: Words) -> Document:
    """What rechecking a season found, and by which record."""
    head = found.head
    return {
        "schema": VERIFY,
        "record": head.record if head else None,
        "body": head.body if head else None,
        "sha256": head.sha256 if head else None,
        "records_checked": found.links,
        "scores_checked": found.scores,
        "final": found.final,
        "problems": _problems(found.problems, words),
    }


def run_document(result: SeasonResult) -> Document:
    """What a result is of and by what it can be rechecked: what stands at the foot of every report."""
    told: Document = {
        "season": result.season.year,
        "stage": result.stage.id,
        "final": result.final,
        "draft": result.draft,
        "version": release(),
        "inputs_digest": inputs_digest(result) or None,
    }
    return {**told, "record": result.record} if result.record else told


def _set(ranking: GroupRanking) -> Document:
    criteria = ranking.group.criteria
    return {"criteria": f"{criteria.id}@{criteria.version}", "criteria_digest": criteria.digest}


def _whole(ranking: GroupRanking) -> Document:
    """Whether the ranking is whole, and the agencies that it waits for."""
    found = incomplete(ranking)
    return {
        "complete": found is None,
        "not_ranked_yet": list(found.waiting) if found else [],
        "without_form": list(found.formless) if found else [],
    }


def _agencies(ranking: GroupRanking, words: Words) -> Iterator[Document]:
    printer = Printer(words, ranking.group.criteria.rounding, comma=False)
    return (_agency(row, printer) for row in ranking_rows(ranking))


def _scored(ranking: GroupRanking, words: Words) -> Iterator[Document]:
    """The agencies with their areas and what is left out; each card is opened once."""
    printer = Printer(words, ranking.group.criteria.rounding, comma=False)
    for row in ranking_rows(ranking):
        areas = [_area(area, printer) for area in area_rows(row.card)]
        left_out = [left_out_document(left, printer) for left in left_out_rows(row.card)]
        yield {**_agency(row, printer), "areas": areas, "left_out": left_out}


def _agency(row: RankingRow, printer: Printer) -> Document:
    told = amounts(row.points, row.maximum, row.index, printer)
    written = told.pop("printed")
    return {
        "agency": row.agency,
        "name": row.name,
        **told,
        **gap(row.card),
        "rank": row.rank,
        "tied": row.tied,
        "class": row.class_name,
        "complete": row.complete,
        "ranked": row.ranked,
        "printed": written,
    }


def _sources_left_out(ranking: GroupRanking) -> list[Document]:
    """The sources whose leaves count for nobody in the group."""
    return [
        {
            "source": left.source.value,
            "cause": left.cause.value,
            "leaves": left.leaves,
            "maximum": exact(left.maximum),
        }
        for left in sources_left_out(ranking.group.criteria)
    ]


def _area(row: ItemRow, printer: Printer) -> Document:
    told = amounts(row.points, row.maximum, row.index, printer)
    return {"code": row.code, "name": row.name, **told, **gap(row.node)}


def _problems(problems: Iterable[Problem], words: Words) -> list[Document]:
    return list(map(_problem, problem_rows(problems, words)))


def _problem(row: ProblemRow) -> Document:
    position = {"line": row.line, "column": row.column} if row.line else {}
    return {
        "code": row.code,
        "severity": row.severity.value,
        "file": row.file,
        "sheet": row.sheet,
        "cell": row.cell,
        **position,
        "agency": row.agency,
        "criterion": row.criterion,
        "message": row.message,
        "remedy": row.remedy,
    }
