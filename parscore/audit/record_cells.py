"""What a record says, taken apart for rechecking: the cells by file, scores and totals by what they are about."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from parscore.audit.lines import WHOLE, trees
from parscore.model.cell import Cell
from parscore.model.place import Place

Line = Mapping[str, Any]

_ANSWERED: Final = ("name", "state", "value")
_OF_A_SCORE: Final = (
    "points", "status", "maximum", "branch", "declared_maximum", "counted", "self_points", "rule", "steps", "stage",
    "judged", "owed",
)  # fmt: skip
"""The fields of a leaf's line that say what a score is and why; the cells themselves are compared one by one."""
_GRAVEST: Final = ("points", "rank", "index", "maximum", "status", "branch")
"""Of several fields that differ the one that is named."""


class RecordedCell(NamedTuple):
    """A cell that a score was made of, as the record has it; ``stored`` is ``None`` where it held nothing."""

    agency: str
    code: str
    name: str
    place: Place
    stored: Cell | None


def recorded_cells(lines: Iterable[Line]) -> dict[str, list[RecordedCell]]:
    """Every cell of a workbook that the leaf lines of a record name, by file."""
    by_file: dict[str, list[RecordedCell]] = {}
    for line in lines:
        if line["kind"] == "leaf":
            for cell in _cells(line):
                by_file.setdefault(cell.place.file, []).append(cell)
    return by_file


def _cells(line: Line) -> Iterator[RecordedCell]:
    values = [(value["name"], value) for value in line["inputs"]]
    values += [("points", line["claimed"])] if line["claimed"] else []
    for name, value in values:
        if value.get("cell") and value.get("sheet"):
            place = Place(value["file"], value["sheet"], value["cell"])
            yield RecordedCell(line["agency"], line["code"], name, place, _stored(value["stored"], place))


def _stored(told: Line | None, place: Place) -> Cell | None:
    if told is None:
        return None
    return Cell(place.cell, 0, 0, told["type"], told["text"], told["formula"], told["format"])


def gravest_difference(found: Line | None, wanted: Line | None) -> tuple[str, str, str] | None:
    """Return the field in which two lines about one score or one total differ, and both values; ``None`` if in none."""
    odd = list(trees(_core(found), _core(wanted)))
    order = {name: at for at, name in enumerate(_GRAVEST)}
    return min(odd, key=lambda one: order.get(one[0], len(order)), default=None)


def _core(line: Line | None) -> object:
    """What a line says of its score; of a total everything."""
    if line is None:
        return {WHOLE: ""}
    if line.get("kind") != "leaf":
        return line
    told = {name: line.get(name) for name in _OF_A_SCORE}
    claimed = line.get("claimed")
    told["claimed"] = None if claimed is None else _answer(claimed)
    told["inputs"] = [_answer(value) for value in line.get("inputs", ())]
    return told


def _answer(value: Line) -> dict[str, Any]:
    return {name: value.get(name) for name in _ANSWERED}
