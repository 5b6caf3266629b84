"""Groups in memory to draw samples of, findings about their cells, and worksheets filled in with another library."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

from builders import BY_INDEX, agency, criteria, group, heading, leaf, row, spec, submission
from openpyxl import load_workbook

from parscore.audit.sample_plan import Plan, Terms, plan_of
from parscore.engine.rank import rank
from parscore.engine.replay import Replay
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.criteria import ClassRule, RankRule
from parscore.model.place import NOWHERE
from parscore.model.ranking import SeasonResult
from parscore.model.season import Season
from parscore.model.stage import SELF_ASSESSMENT
from parscore.workbooks.sample_layout import HEADINGS
from parscore.workbooks.sample_read import Finding

SEED = "31415926535897932384"
FREE = spec("claim", step="1/10000")


def replayed(
    points: Mapping[str, Sequence[object]],
    most: object = 2,
    classes: ClassRule | None = None,
    ranking: RankRule = BY_INDEX,
    **others: Any,
) -> Replay:
    """A group whose agencies have these points on as many leaves, each worth ``most``."""
    count = len(next(iter(points.values())))
    leaves = [leaf(f"1.{at}", most, FREE, **others) for at in range(1, count + 1)]
    return replay_of(points, [heading("1", leaves)], classes, ranking)


def replay_of(
    points: Mapping[str, Sequence[object]],
    areas: Sequence[Any],
    classes: ClassRule | None = None,
    ranking: RankRule = BY_INDEX,
    **changes: Any,
) -> Replay:
    """A group scored by these areas, whose leaves get the points in order."""
    wanted = replace(criteria(*areas), **changes)
    codes = [one.code for one in wanted.leaves()]
    cases = {}
    for at, (name, given) in enumerate(points.items(), 1):
        answers = {code: row(value) for code, value in zip(codes, given, strict=True)}
        who = agency(name, at)
        cases[name] = Case(who, submission(name, answers), {})
    cards = [score(case, wanted)[0] for case in cases.values()]
    return Replay(rank(*group(cards, ranking, classes))[0])


def result_of(*replays: Replay) -> SeasonResult:
    groups = tuple(replay.ranking for replay in replays)
    season = Season(2025, "", "tỉnh Mẫu", "vi", SELF_ASSESSMENT, tuple(one.group for one in groups))
    return SeasonResult(season, SELF_ASSESSMENT[0], groups, (), ())


def planned(replay: Replay, **terms: Any) -> Plan:
    """The plan of a group."""
    return plan_of(result_of(replay), Terms(**{"seed": SEED, **terms}))


def right(cells: Iterable[str]) -> dict[str, Finding]:
    """Findings that confirm cells."""
    return {cell: Finding(False, None, "", "", "A", "2026-03-01", NOWHERE) for cell in cells}


def wrong(cell: str, points: object) -> dict[str, Finding]:
    """A finding of other points; ``None``: the leaf does not apply."""
    found = None if points is None else Fraction(str(points))
    return {cell: Finding(True, found, "", "sai", "A", "2026-03-01", NOWHERE)}


# --- worksheets ---------------------------------------------------------------------------------------------------

Rows = Mapping[str, Mapping[str, Any]]
CHECKED = {"verdict": "Đúng", "who": "Trần B", "when": "01/03/2026"}


def fill(content: bytes, rows: Rows, every: Mapping[str, Any] | None = None) -> bytes:
    """Fill in a worksheet by ``agency/code`` and column; ``every`` is put into all rows, before."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 30) if sheet.cell(row, 1).value == HEADINGS["agency"])
    columns = {role: at for at, role in enumerate(HEADINGS, 1)}
    told = {cell: dict(values) for cell, values in rows.items()}
    for at in range(header + 1, sheet.max_row + 1):
        cell = f"{sheet.cell(at, 1).value}/{sheet.cell(at, columns['code']).value}"
        for role, value in {**(every or {}), **told.pop(cell, {})}.items():
            sheet.cell(at, columns[role]).value = value
    assert not told, f"no such rows: {list(told)}"
    return saved(book)


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    """A worksheet changed in another way."""
    book = load_workbook(BytesIO(content))
    edit(book)
    return saved(book)


def saved(book: Any) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill_file(path: Path, rows: Rows, every: Mapping[str, Any] | None = None) -> None:
    path.write_bytes(fill(path.read_bytes(), rows, every))
