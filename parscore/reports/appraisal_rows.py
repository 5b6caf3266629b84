"""The appraisal commands as rows for people and as JSON documents: what went out, what came back, what was said."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.messages import Words
from parscore.model.cell import Answer
from parscore.model.problem import Problem
from parscore.model.rule import CLAIMED
from parscore.model.scorecard import LeafScore
from parscore.model.season import Season
from parscore.model.stage import Stage
from parscore.numbers import decimal_text
from parscore.reports.document import problem_document
from parscore.reports.printing import Printer, kind_of, printer, stage_name
from parscore.reports.trace import Document, exact
from parscore.season.appraisal_files import Taken
from parscore.season.appraisal_log import Entry
from parscore.season.appraisal_orders import Order

TOPIC: Final = "appraisals"
EXPORT: Final = "parscore.appraise.export/1"
IMPORT: Final = "parscore.appraise.import/1"
LOG: Final = "parscore.appraise.log/1"
EXPORT_COLUMNS: Final = ("stage", "by", "group", "rows>", "file", "written")
IMPORT_COLUMNS: Final = ("file", "stage", "added>", "known>", "blank>", "taken")
LOG_COLUMNS: Final = ("stage", "agency", "code", "item", "input", "before", "after", "points", "who", "when", "why",
                      "document", "state", "place")  # fmt: skip


class Written(NamedTuple):
    """A workbook that went out: its order, its file, and whether it was written or an older file was kept."""

    order: Order
    file: str
    written: bool


def export_rows(made: Iterable[Written], words: Words) -> Iterator[tuple[str, ...]]:
    """One row a workbook."""
    for one in made:
        state = words.text(TOPIC, "written" if one.written else "kept")
        order = one.order
        yield order.stage.id, order.by, order.group.id, str(len(order.lines)), one.file, state


def export_document(stage: Stage, made: Iterable[Written], problems: Sequence[Problem], words: Words) -> Document:
    """The workbooks of a run."""
    files = [
        {
            "file": one.file,
            "by": one.order.by,
            "group": one.order.group.id,
            "rows": len(one.order.lines),
            "written": one.written,
        }
        for one in made
    ]
    return {"schema": EXPORT, "stage": stage.id, "files": files, **_problems(problems, words)}


def import_rows(taken: Iterable[Taken], words: Words) -> Iterator[tuple[str, ...]]:
    """One row a file."""
    for one in taken:
        state = words.text(TOPIC, "not_taken" if one.refused else "is_taken")
        yield one.file, one.stage, str(one.added), str(one.known), str(one.blank), state


def import_document(taken: Sequence[Taken], words: Words) -> Document:
    """What became of each file, and the problems of all."""
    files = [
        {
            "file": one.file,
            "stage": one.stage,
            "taken": not one.refused,
            "added": one.added,
            "known": one.known,
            "blank": one.blank,
        }
        for one in taken
    ]
    return {"schema": IMPORT, "files": files, **_problems([found for one in taken for found in one.problems], words)}


def log_rows(entries: Iterable[Entry], season: Season, words: Words) -> Iterator[tuple[str, ...]]:
    """One row of a stage's file, in the order in which it was said."""
    for one in entries:
        state = words.text(TOPIC, f"state.{one.state}")
        what = words.text(TOPIC, "points") if one.name == CLAIMED else one.name
        yield (stage_name(words, one.stage), one.agency, one.code, one.leaf.name if one.leaf else "", what,
               _before(one, season, words), _after(one, words), _points(one, season, words), one.who, one.when,
               one.why, one.document, state, str(one.place))  # fmt: skip


def log_document(entries: Iterable[Entry], problems: Sequence[Problem], words: Words) -> Document:
    """Every row of every stage, values as they are written in its file."""
    return {"schema": LOG, "entries": [_entry(one) for one in entries], **_problems(problems, words)}


def _entry(one: Entry) -> Document:
    before = _answer_before(one)
    value = before.value if before else None
    points = one.before.points if one.before and one.name == CLAIMED else None
    return {
        "stage": one.stage.id,
        "agency": one.agency,
        "code": one.code,
        "name": one.leaf.name if one.leaf else None,
        "input": one.name or None,
        "before": exact(points) if points is not None else _exact_text(value),
        "value": one.value or None,
        "points_before": exact(one.before.points) if one.before else None,
        "points_after": exact(one.after.points) if one.after else None,
        "who": one.who,
        "when": one.when,
        "why": one.why,
        "document": one.document,
        "state": one.state.value,
        "file": one.place.file,
        "line": one.place.line,
    }


def _exact_text(value: object) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    return decimal_text(value) if isinstance(value, Fraction) else str(value)


def _answer_before(one: Entry) -> Answer | None:
    """The figure as it stood before the stage."""
    if one.before is None or one.name in ("", CLAIMED):
        return None
    return next((used.answer for used in one.before.inputs if used.name == one.name), None)


def _before(one: Entry, season: Season, words: Words) -> str:
    write = _printer(one, season, words)
    if one.before is None or write is None or not one.name:
        return ""
    if one.name == CLAIMED:
        return _state_or_points(one.before, season, one, words)
    answer = _answer_before(one)
    return write.answer(answer, kind_of(one.before.leaf, one.name)) if answer else ""


def _after(one: Entry, words: Words) -> str:
    if one.value or one.name:
        return one.value
    if one.leaf is None:
        return words.text(TOPIC, "said.whole")
    return words.text(TOPIC, "said.agrees" if one.stage.judges else "said.explains")


def _points(one: Entry, season: Season, words: Words) -> str:
    """The leaf's points around the stage, where they changed or are not known."""
    if one.before is None or one.after is None or not one.stage.judges:
        return ""
    texts = [_state_or_points(score, season, one, words) for score in (one.before, one.after)]
    return texts[1] if texts[0] == texts[1] else " → ".join(texts)


def _state_or_points(score: LeafScore, season: Season, one: Entry, words: Words) -> str:
    write = _printer(one, season, words)
    if score.points is None or write is None:
        return words.text("screen", f"state.{score.status}")
    return write.points(score.points)


def _printer(one: Entry, season: Season, words: Words) -> Printer | None:
    agency = season.agencies.get(one.agency)
    return printer(words, season.group_of(agency).criteria.rounding) if agency else None


def _problems(problems: Sequence[Problem], words: Words) -> Document:
    told = problem_document(problems, words)
    return {"counts": told["counts"], "problems": told["problems"]}
