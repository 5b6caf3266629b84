"""The cells of one worksheet, in one pass over its part (ECMA-376 part 1, 18.3): the heart of the reader."""

import re
from collections.abc import Mapping
from operator import itemgetter
from typing import Final

from parscore.model.cell import Cell, CellKind
from parscore.model.place import column_letters, column_number
from parscore.workbooks.package import Limits, Package, damaged, exceeded, unsafe
from parscore.workbooks.parts import TRUE, Attributes, Styles, feed, unescaped, whole
from parscore.workbooks.shared_formula import MAX_COLUMN, MAX_ROW, moved
from parscore.workbooks.texts import PartReader

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; from 1, both ends included."""

_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?").fullmatch
_BOOLEANS: Final = {"1": "1", "true": "1", "0": "0", "false": "0"}
_COLUMNS: Final = {column_letters(number): number for number in range(1, 257)}
_PLACED: Final = itemgetter(1, 2)
_NAMELESS_ERROR: Final = "#UNKNOWN!"
_BLANKS: Final = " \t\r\n"
# Makes a cell in a third of the time that ``Cell(...)`` takes; a season has a hundred thousand of them.
_new: Final = tuple.__new__

_IN_TABLE, _IN_ROW, _IN_CELL, _IN_TEXT, _ELSEWHERE = range(5)


def address_of(text: str, part: str) -> tuple[str, int, int]:
    """Return an address in its plain form with its row and column; refuse one that no sheet has."""
    match = _ADDRESS.fullmatch(text.upper())
    column, row = (column_number(match[1]), int(match[2])) if match else (0, 0)
    if not match or not 1 <= row <= MAX_ROW or not 1 <= column <= MAX_COLUMN:
        raise damaged("impossible address", part, text[:20])
    return f"{match[1]}{row}", row, column


class WorksheetReader(PartReader):
    """Handlers for a worksheet part.

    Outside the cell table only hidden columns and merged ranges are taken. Inside, ``state`` says what is open, and
    an open cell is its ``attributes``; ``value``, ``inline`` and ``formula`` are the texts of its ``v``, ``is`` and
    ``f``, ``None`` when absent. Blank cells with a style cost their tags and nothing else, wherever they stand.
    """

    __slots__ = (
        "arrays",
        "attributes",
        "c",
        "cells",
        "cells_before",
        "column",
        "dependents",
        "digits",
        "disordered",
        "elements",
        "expanded",
        "f",
        "fonts",
        "formats",
        "formula",
        "formula_attributes",
        "hidden_columns",
        "hidden_rows",
        "inline",
        "level",
        "longest",
        "masters",
        "merged",
        "names",
        "previous",
        "row",
        "row_name",
        "state",
        "state_before",
        "strings",
        "t",
        "unseen",
        "v",
        "value",
    )

    def __init__(self, part: str, limits: Limits, strings: Mapping[str, str], formats: Mapping[str, str]) -> None:
        super().__init__(part, limits, frozenset({"row", "c", "v", "f", "t"}))
        self.strings = strings
        self.formats = formats
        self.cells_before = 0
        self.longest = limits.text_length
        self.cells: list[Cell] = []
        self.merged: list[Range] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.arrays: list[tuple[Range, str]] = []
        self.fonts: dict[tuple[int, int], str] = {}
        self.unseen: set[tuple[int, int]] = set()
        self.masters: dict[str, tuple[str, int, int]] = {}
        self.dependents: list[tuple[int, str]] = []
        self.row = self.column = self.elements = self.expanded = self.level = self.state = self.state_before = 0
        self.digits = ""
        self.disordered = False
        self.attributes: Attributes = {}
        self.previous: Attributes | None = None
        self.value: str | None = None
        self.inline: str | None = None
        self.formula: str | None = None
        self.formula_attributes: Attributes | None = None
        self.names: dict[str, str] = {}
        self.row_name = self.c = self.v = self.f = self.t = ""

    def begin(self, root: str, prefix: str) -> None:
        """Take the names of the vocabulary with their prefix."""
        if root != "worksheet":
            raise damaged("another XML vocabulary", self.part)
        self.row_name, self.c, self.v, self.f, self.t = (prefix + local for local in ("row", "c", "v", "f", "t"))
        self.names = {prefix + local: local for local in ("sheetData", "col", "mergeCell")}
        self.outside()

    def outside(self) -> None:
        """Handle what stands before and after the cell table."""
        self.parser.CharacterDataHandler = None
        self.parser.StartElementHandler = self.start_outside
        self.parser.EndElementHandler = self.end_outside

    def start_outside(self, name: str, attributes: Attributes) -> None:
        """Take a hidden column or a merged range, or go into the cell table; count everything else."""
        self.level += 1
        self.elements += 1
        if self.elements > self.limits.elements:
            raise exceeded("XML elements", self.elements, self.limits.elements)
        if self.level > self.limits.depth:
            raise exceeded("nested XML elements", self.level, self.limits.depth)
        local = self.names.get(name)
        if local == "sheetData" and self.level == 1:
            self.parser.StartElementHandler = self.start
            self.parser.EndElementHandler = self.end
            self.parser.CharacterDataHandler = self.parts.append
        elif self.level != 2:
            return
        elif local == "col" and (attributes.get("hidden") in TRUE or attributes.get("width") == "0"):
            self.hidden_columns.append((whole(attributes["min"]), whole(attributes["max"])))
        elif local == "mergeCell":
            self.merge(attributes["ref"])

    def end_outside(self, _: str) -> None:
        """Count an element as closed."""
        self.level -= 1

    def merge(self, reference: str) -> None:
        """Take a merged range."""
        self.merged.append(self.range_of(reference))
        if len(self.merged) > self.limits.merged:
            raise exceeded("merged ranges", len(self.merged), self.limits.merged)

    def range_of(self, reference: str) -> Range:
        """Return the range that a reference like ``B2:C3`` or ``B2`` means."""
        first, _, last = reference.partition(":")
        _, top, left = address_of(first, self.part)
        _, bottom, right = address_of(last or first, self.part)
        return min(top, bottom), min(left, right), max(top, bottom), max(left, right)

    def start(self, name: str, attributes: Attributes) -> None:
        """Open a cell, one of its texts, or a row."""
        if name == self.c:
            if self.state != _IN_ROW:
                raise damaged("element in the wrong place", self.part)
            self.state = _IN_CELL
            if "r" not in attributes:
                attributes["r"] = self.next_address()
            self.attributes = attributes
        elif name == self.v or name == self.t or name == self.f:  # noqa: PLR1714 (twice as fast, and it counts here)
            if self.state != _IN_CELL:
                raise damaged("element in the wrong place", self.part)
            self.state = _IN_TEXT
            self.parts.clear()
            if attributes and name == self.f:
                self.formula_attributes = attributes
        elif name == self.row_name:
            self.start_row(attributes)
        else:
            self.enter(name)

    def end(self, name: str) -> None:
        """Close what ``start`` opened; the tests stand in the order of how often they hold."""
        if name == self.c:
            self.state = _IN_ROW
            self.previous = self.attributes
            if self.value is not None or self.formula is not None or self.inline is not None:
                self.end_cell()
        elif name == self.v:
            self.state = _IN_CELL
            parts = self.parts
            self.value = text = parts[0] if len(parts) == 1 else "".join(parts)
            if len(text) > self.longest:
                raise exceeded("characters of one text", len(text), self.longest)
        elif name == self.t:
            self.state = _IN_CELL
            text = self.collected()
            if not self.phonetic and not self.extension:
                self.inline = self.bounded(self.inline + text) if self.inline else text
        elif name == self.f:
            self.state = _IN_CELL
            self.formula = self.bounded("".join(self.parts))
        elif name == self.row_name:
            self.state = _IN_TABLE
        elif self.depth:
            self.leave(name)
        else:
            self.level -= 1
            self.outside()

    def end_cell(self) -> None:
        """Add a cell as it was read, unless it holds an empty text and no formula."""
        attributes = self.attributes
        address = attributes["r"]
        text = self.value
        kind: CellKind
        code = attributes.get("t")
        if code == "s" and text:
            kind, text = "text", self.strings[text]
        elif text and (code is None or code == "n") and _NUMBER(text):
            kind = "number"
        else:
            kind, text = self.typed(code, text, address)
        row = self.row
        column = _COLUMNS.get(address.removesuffix(self.digits))
        if column is None:
            address, row, column = address_of(address, self.part)
            self.disordered |= row != self.row
        if column <= self.column:
            self.disordered = True
        self.column = column
        formula = self.formula
        if formula is not None:
            if self.formula_attributes is not None:
                formula = self.special_formula(formula, self.formula_attributes, row, column)
            self.formula = self.formula_attributes = None
        elif not text:
            self.value = self.inline = None
            return
        self.cells.append(
            _new(Cell, (address, row, column, kind, text, formula, self.formats[attributes.get("s", "0")]))
        )
        self.value = self.inline = None

    def enter(self, name: str) -> None:
        """Go into another element; in one that does not stand inside a cell there is no place for cells."""
        super().enter(name)
        if self.state in (_IN_TABLE, _IN_ROW):
            self.state_before, self.state = self.state, _ELSEWHERE

    def leave(self, name: str) -> None:
        """Come out of such an element."""
        super().leave(name)
        if self.state == _ELSEWHERE and not self.depth:
            self.state = self.state_before

    def start_row(self, attributes: Attributes) -> None:
        """Open a row; one without a number follows the one before."""
        if self.state != _IN_TABLE:
            raise damaged("element in the wrong place", self.part)
        row = whole(attributes["r"]) if "r" in attributes else self.row + 1
        if not 1 <= row <= MAX_ROW:
            raise damaged("impossible address", self.part)
        if row <= self.row:
            self.disordered = True
        if attributes.get("hidden") in TRUE or attributes.get("ht") == "0":
            self.hidden_rows.add(row)
        self.row, self.digits, self.column, self.previous, self.state = row, str(row), 0, None, _IN_ROW

    def next_address(self) -> str:
        """Return the address of a cell without one: right of the cell before, which may be blank."""
        column = address_of(self.previous["r"], self.part)[2] + 1 if self.previous else 1
        return f"{column_letters(column)}{self.digits}"

    def typed(self, code: str | None, text: str | None, address: str) -> tuple[CellKind, str]:
        """Return kind and stored text of a cell that is not plainly a number or a shared string."""
        if code == "inlineStr" or (text is None and self.inline is not None):
            return "text", self.inline or ""
        if text is None:
            return "blank", ""
        if code == "str":
            return "text", unescaped(text) if "_x" in text else text
        stripped = text.strip(_BLANKS)
        if code == "e":
            return "error", stripped or _NAMELESS_ERROR
        if not stripped:
            return "blank", ""
        if code is None or code == "n":
            if not _NUMBER(stripped):
                raise damaged("number that is none", self.part, address)
            return "number", stripped
        if code == "s":
            return "text", self.strings[stripped]
        if code == "d":
            return "date", stripped
        if code != "b" or stripped not in _BOOLEANS:
            raise damaged("unknown kind of cell", self.part, address)
        return "boolean", _BOOLEANS[stripped]

    def special_formula(self, formula: str, attributes: Attributes, row: int, column: int) -> str:
        """Return the formula of a cell that shares it with others, or of a data table."""
        kind = attributes.get("t")
        if kind == "dataTable":
            return f"TABLE({attributes.get('r1', '')},{attributes.get('r2', '')})"
        if kind == "array" and ":" in attributes.get("ref", ""):
            self.arrays.append((self.range_of(attributes["ref"]), formula))
        if kind != "shared":
            return formula
        number = attributes["si"]
        if formula:
            self.masters[number] = formula, row, column
        elif number in self.masters:
            return self.translated(number, row, column)
        else:
            self.dependents.append((len(self.cells), number))
        return formula

    def translated(self, number: str, row: int, column: int) -> str:
        """Return a shared formula as the cell at ``row`` and ``column`` holds it."""
        formula, master_row, master_column = self.masters[number]
        formula = moved(formula, row - master_row, column - master_column)
        self.expanded += len(formula)
        if self.expanded > self.limits.expanded:
            raise exceeded("characters of shared formulas", self.expanded, self.limits.expanded)
        return formula

    def check(self) -> None:
        """Look at what was read so far; forget the blanks between tags."""
        if self.state != _IN_TEXT:
            self.parts.clear()
        count = self.cells_before + len(self.cells)
        if count > self.limits.cells:
            raise exceeded("cells with content", count, self.limits.cells)

    def finish(self) -> None:
        """Expand shared formulas written before their master, and put the cells into order."""
        for position, number in self.dependents:
            if number in self.masters:
                cell = self.cells[position]
                self.cells[position] = cell._replace(formula=self.translated(number, cell.row, cell.column))
        if self.disordered:
            self.cells.sort(key=_PLACED)
            for one, other in zip(self.cells, self.cells[1:], strict=False):
                if _PLACED(one) == _PLACED(other):
                    raise unsafe("cell written twice", self.part, other.address)


class StyledReader(WorksheetReader):
    """A reader that also remembers which cells have a remarkable style; the others do without what that costs."""

    __slots__ = ("styles",)

    def __init__(self, part: str, limits: Limits, strings: Mapping[str, str], styles: Styles) -> None:
        super().__init__(part, limits, strings, styles.formats)
        self.styles = styles

    def end_cell(self) -> None:
        """Add a cell; remember its font of before Unicode, and that nobody sees it."""
        before, style = len(self.cells), self.attributes.get("s", "0")
        super().end_cell()
        if len(self.cells) > before:
            cell = self.cells[-1]
            if font := self.styles.fonts.get(style):
                self.fonts[cell.row, cell.column] = font
            if style in self.styles.unseen:
                self.unseen.add((cell.row, cell.column))


def read_worksheet(
    package: Package,
    part: str,
    limits: Limits,
    strings: Mapping[str, str],
    styles: Styles,
    *,
    cells_before: int,
) -> WorksheetReader:
    """Read a worksheet part; the reader that comes back holds what was found in it.

    ``cells_before`` counts the cells of the sheets before, which use up the same limit.
    """
    if styles.fonts or styles.unseen:
        reader: WorksheetReader = StyledReader(part, limits, strings, styles)
    else:
        reader = WorksheetReader(part, limits, strings, styles.formats)
    reader.cells_before = cells_before
    feed(package, part, limits, reader.parser, reader.check)
    reader.finish()
    return reader
