"""The sample of an audit as rows for people and as a JSON document: questions, cells and why, discrepancies."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Final

from parscore.audit.recorded import Recorded
from parscore.audit.sample_evaluate import Answered, Discrepancy, Evaluation, State
from parscore.audit.sample_plan import PAIRS, Statement
from parscore.audit.sampling import drawn
from parscore.messages import Words
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.numbers import decimal_text, percent, trimmed
from parscore.reports.document import problem_document
from parscore.reports.printing import printer
from parscore.reports.trace import Document, exact

TOPIC: Final = "sample"
SAMPLE: Final = "parscore.sample/1"
STATEMENT_COLUMNS: Final = ("statement", "margin>", "method", "drawn>", "cells>", "state", "risk>")
DISCREPANCY_COLUMNS: Final = ("agency", "code", "recorded>", "verified>", "size>", "index_effect", "rank_effect",
                              "class_effect", "remark")  # fmt: skip
_SHOWN_RISK: Final = 4
_PARTS: Final = 10**6
"""A risk in a document is rounded up to millionths: exact, it has thousands of digits."""


def statement_rows(evaluation: Evaluation, words: Words) -> Iterator[tuple[str, ...]]:
    """One row a question: the discovery sample first, then every statement."""
    plan, comma = evaluation.plan, words.language == "vi"
    found = evaluation.discovery
    share = percent(plan.terms.tolerable, 4, comma=comma)
    told = words.text(TOPIC, "discovery", share=share, wrong=plan.wrong, all=len(plan.order))
    yield (told, "", words.text(TOPIC, "method.discovery"), *_counts(found, words))
    for statement, answered in evaluation.statements:
        margin = trimmed(statement.margin, 4, comma=comma)
        yield (statement_words(statement, words), margin, method(statement, words), *_counts(answered, words))


def _counts(answered: Answered, words: Words) -> tuple[str, str, str, str]:
    comma = words.language == "vi"
    risk = "" if answered.risk is None else percent(answered.risk, _SHOWN_RISK, comma=comma)
    drawn_ = "" if answered.state in (State.WHOLE, State.SETTLED, State.CHANGED) else str(answered.size)
    return drawn_, str(len(answered.needs)), words.text(TOPIC, f"state.{answered.state}"), risk


def statement_words(statement: Statement, words: Words) -> str:
    """What a statement says."""
    comma = words.language == "vi"
    bound = "" if statement.bound is None else trimmed(statement.bound, comma=comma)
    area = statement.id.partition(":")[2].partition(">")[0].partition("<")[0]
    agency = statement.above or statement.below
    side = "over" if statement.above else "under"
    key = statement.kind if statement.kind in (*PAIRS, "demotion") else f"{statement.kind}.{side}"
    told = {"above": statement.above, "below": statement.below, "agency": agency, "bound": bound, "code": area}
    return words.text(TOPIC, f"statement.{key}", band=statement.band, group=statement.group, **told)


def method(statement: Statement, words: Words) -> str:
    """How a statement is checked: by draws, or whole and why."""
    return words.text(TOPIC, f"method.{statement.whole or 'draws'}")


def reasons(evaluation: Evaluation, words: Words) -> dict[str, list[str]]:
    """Why each cell is checked, by cell."""
    told: dict[str, list[str]] = {}
    seed, found = evaluation.plan.terms.seed, evaluation.discovery
    for number, cell in enumerate(evaluation.plan.order[: found.size], 1):
        told.setdefault(cell, []).append(words.text(TOPIC, "chosen.discovery", number=number))
    for statement, answered in evaluation.statements:
        name = statement_words(statement, words)
        sampled = not statement.whole and answered.state in (State.PENDING, State.REACHED)
        draws = Counter(drawn(seed, statement.id, statement.hides, answered.size)) if sampled else Counter()
        for cell in sorted(answered.needs):
            key = "chosen.outcome" if sampled else "chosen.whole"
            told.setdefault(cell, []).append(words.text(TOPIC, key, statement=name, draws=draws[cell]))
    return told


def discrepancy_rows(found: Sequence[Discrepancy], words: Words) -> Iterator[tuple[str, ...]]:
    """One row a cell found to be wrong, with what it does by itself."""
    comma = words.language == "vi"
    for one in found:
        before, after = one.effect.before, one.effect.after
        own = printer(words, before.scorecard.criteria.rounding)
        yield (
            one.cell.agency.id,
            one.cell.score.leaf.code,
            _points(one.cell.score.points, words),
            _points(one.finding.points, words),
            ("+" if one.size > 0 else "") + trimmed(one.size, comma=comma),
            _change(own.index(before.scorecard.index), own.index(after.scorecard.index)),
            _change(_rank(before.rank), _rank(after.rank)),
            _change(before.class_name or "", after.class_name or ""),
            one.finding.remark,
        )


def _points(points: Fraction | None, words: Words) -> str:
    return words.text(TOPIC, "left_out") if points is None else trimmed(points, comma=words.language == "vi")


def _rank(rank: int | None) -> str:
    return "" if rank is None else str(rank)


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def evaluation_problems(evaluation: Evaluation, blank: int, file: str) -> Iterator[Problem]:
    """What an evaluation found as problems.

    PS862: rows left blank; PS866: discrepancies; PS867: questions that are open; PS868: statements that do not stand.
    """
    if blank:
        yield problem("PS862", Place(file), count=blank)
    for one in evaluation.discrepancies:
        before, after = one.effect.before, one.effect.after
        told: Mapping[str, object] = {
            "found": decimal_text(one.finding.points) if one.finding.points is not None else "(nothing)",
            "wanted": one.cell.score.points if one.cell.score.points is not None else "(nothing)",
            "size": one.size,
            "ranks": _change(_rank(before.rank), _rank(after.rank)),
        }
        place, agency = one.finding.place, one.cell.agency.id
        yield problem("PS866", place, agency=agency, criterion=one.cell.score.leaf.code, **told)
    for statement, answered in evaluation.statements:
        if answered.state is State.CHANGED:
            yield problem("PS868", Place(file), found=statement.id)
    answers = [evaluation.discovery, *(answered for _, answered in evaluation.statements)]
    due = [one for one in answers if one.state in (State.PENDING, State.WHOLE)]
    if due:
        yield problem("PS867", Place(file), count=len(due), cells=len(evaluation.needs - evaluation.checked))


def sample_document(recorded: Recorded, evaluation: Evaluation, problems: Sequence[Problem], words: Words) -> Document:
    """The whole sample: terms, sizes, cells with why, what was found. Numbers are exact."""
    plan, told = evaluation.plan, reasons(evaluation, words)
    terms = plan.terms
    return {
        "schema": SAMPLE,
        "season": recorded.result.season.year,
        "record": recorded.head.body,
        "seed": terms.seed,
        "group": terms.group,
        "confidence": exact(terms.confidence),
        "tolerable": exact(terms.tolerable),
        "risk": exact(terms.risk),
        "population": len(plan.order),
        "too_many": plan.wrong,
        "checked": len(evaluation.checked),
        "reached": evaluation.reached,
        "discovery": _answered(evaluation.discovery),
        "statements": [
            {
                "id": statement.id,
                "group": statement.group,
                "kind": statement.kind,
                "words": statement_words(statement, words),
                "margin": exact(statement.margin),
                "could_hide": exact(statement.all),
                "whole": statement.whole,
                **_answered(answered),
            }
            for statement, answered in evaluation.statements
        ],
        "cells": [
            {"agency": cell.agency.id, "code": cell.score.leaf.code, "points": exact(cell.score.points),
             "maximum": exact(cell.score.leaf.maximum), "chosen": told[cell.id]}
            for cell in plan.cells.values() if cell.id in evaluation.needs
        ],
        "discrepancies": [_discrepancy(one) for one in evaluation.discrepancies],
        "problems": problem_document(problems, words)["problems"],
    }  # fmt: skip


def _answered(answered: Answered) -> Document:
    return {
        "state": answered.state.value,
        "size": answered.size,
        "cells": len(answered.needs),
        "risk_left": None if answered.risk is None else exact(Fraction(ceil(answered.risk * _PARTS), _PARTS)),
        "step": answered.step,
    }


def _discrepancy(one: Discrepancy) -> Document:
    before, after = one.effect.before, one.effect.after
    return {
        "agency": one.cell.agency.id,
        "code": one.cell.score.leaf.code,
        "recorded": exact(one.cell.score.points),
        "verified": exact(one.finding.points),
        "size": exact(one.size),
        "value": one.finding.value,
        "remark": one.finding.remark,
        "who": one.finding.who,
        "when": one.finding.when,
        "index": [exact(before.scorecard.index), exact(after.scorecard.index)],
        "rank": [before.rank, after.rank],
        "class": [before.class_name, after.class_name],
    }
