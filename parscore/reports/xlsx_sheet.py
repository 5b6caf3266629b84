"""Writing one sheet of a workbook: cells with their styles, official heading lines, print set-up.

The only module of the views that calls XlsxWriter. Foreign text is always written as a string cell: it never becomes a
formula, a link or a number. Exact values become numbers with a format, and what the format shows is what
``numbers.printed`` prints.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from parscore.messages import Words
from parscore.model.criteria import RoundingMode
from parscore.numbers import round_to
from parscore.rules.excel import Spot, quoted
from parscore.workbooks.measure import DIGIT, lines
from parscore.workbooks.writing import FONT, fitting

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

TOPIC: Final = "workbook"
LONGEST_NAME: Final = 31
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_RESERVED: Final = ("history",)
"""Names that Excel keeps for sheets of its own."""
_MILLIMETRE: Final = 1 / 25.4
_LONGEST_FOOTER: Final = 175
"""Excel takes 255 characters, of which fonts and page numbers need the rest."""
_A4_WIDTH: Final = 297 - 2 * 15

Look = Mapping[str, object]
"""Properties of a cell by XlsxWriter's names (``bold``, ``align``, ``bg_color``...)."""
PLAIN: Final[Look] = MappingProxyType({})
HEADING_FILL: Final = "#E4EAF2"
LINK: Final = "#1F4E79"
"""Dark enough to be read in grey; links are not underlined, as the tables are signed."""
HEADING: Final[Look] = MappingProxyType({"bold": True, "align": "center", "border": 1, "bg_color": HEADING_FILL})


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact value and the declared way to print it; ``after`` is shown behind it (``*``)."""

    value: Fraction
    digits: int
    mode: RoundingMode
    after: str = ""

    @property
    def pattern(self) -> str:
        """The number format: thousands, the declared decimals, then the text behind."""
        decimals = f"#,##0.{'0' * self.digits}" if self.digits else "#,##0"
        return decimals + (f'"{self.after}"' if self.after else "")

    @property
    def stored(self) -> "Stored":
        """The value as a cell holds it."""
        return Stored(stored_number(self.value, self.digits, self.mode), self.pattern)

    @property
    def rounded(self) -> "Stored":
        """The printed figure, as a formula that rounds gives it."""
        return Stored(float(round_to(self.value, self.digits, self.mode)), self.pattern)

    @property
    def added(self) -> "Stored":
        """The value as a cell holds it that others add."""
        return Stored(added_number(self.value, self.digits, self.mode)[0], self.pattern)

    @property
    def rest(self) -> Fraction:
        """What a cell that others add does not hold of the value."""
        return added_number(self.value, self.digits, self.mode)[1]

    @property
    def widest(self) -> str:
        """A text as wide as what is shown."""
        return f"{int(self.value):,}" + "." * bool(self.digits) + "0" * self.digits + self.after


class Stored(NamedTuple):
    """An amount as a cell holds it: the double, and the number format that shows it as it is printed."""

    number: float
    pattern: str


class Live(NamedTuple):
    """A formula and what it gives, which is stored beside it: a program that does not calculate shows that."""

    formula: str
    shown: Stored | int


Content = str | int | Amount | Stored | Live | None
"""What a cell holds; ``None`` is a blank cell with a border."""


@lru_cache(maxsize=1024)
def stored_number(value: Fraction, digits: int, mode: RoundingMode) -> float:
    """Return the double to store: the nearest one, unless a program would show it other than it is printed.

    2.675 in binary is a little less than it says: a spreadsheet rounds its 15 digits to 2.68, other programs round
    the binary value to 2.67. Where the two, or the declared mode, do not agree the printed value itself is stored.
    """
    wanted, nearest = round_to(value, digits, mode), float(value)
    seen = (Fraction(Decimal(f"{nearest:.15g}")), Fraction(nearest))
    agree = all(round_to(each, digits, RoundingMode.HALF_UP) == wanted for each in seen)
    return nearest if agree and (wanted or value >= 0) else float(wanted)


@lru_cache(maxsize=4096)
def added_number(value: Fraction, digits: int, mode: RoundingMode) -> tuple[float, Fraction]:
    """Return the double to store where other cells add it, and what it does not hold of the value.

    It is exact where spreadsheets show the printed value, by 15 digits; else it is the printed value.
    """
    printed, nearest = round_to(value, digits, mode), float(value)
    shown = round_to(Fraction(Decimal(f"{nearest:.15g}")), digits, RoundingMode.HALF_UP)
    if shown == printed and (printed or value >= 0):
        return nearest, Fraction(0)
    return float(printed), value - printed


def _plain_formula(formula: str, _expand: bool = False) -> str:
    """What XlsxWriter makes of a formula, without its search for functions newer than Excel 2010: we write none."""
    return formula.removeprefix("=")


@dataclass(slots=True)
class Book:
    """A workbook being written: its styles, the names of its sheets, and what stands on every page."""

    workbook: "Workbook"
    words: Words
    draft: bool
    footer: str
    _formats: "dict[tuple[tuple[str, object], ...], Format]" = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def style(self, look: Look) -> "Format":
        """Return the format with these properties, always in the font of documents."""
        wanted: Look = {"font_name": FONT, "valign": "vcenter", **look}
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(wanted))
        return self._formats[key]

    def sheet(
        self, name: str, widths: Sequence[float], size: int, reach: int | None = None, *, reserved: bool = False
    ) -> "Sheet":
        """Add a sheet in A4 landscape with margins, page number and, on a draft, its mark."""
        worksheet = self.workbook.add_worksheet(name if reserved else self.name(name))
        worksheet._prepare_formula = _plain_formula
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.set_margins(*(15 * _MILLIMETRE,) * 2, *(18 * _MILLIMETRE,) * 2)
        worksheet.center_horizontally()
        worksheet.fit_to_pages(1, 0)
        font = f'&"{FONT},Regular"&8'
        footer = self.footer.replace("&", "&&")[:_LONGEST_FOOTER]
        worksheet.set_footer(f"&L{font}{footer}&R{font}{self.words.text(TOPIC, 'page')}")
        if self.draft:
            worksheet.set_header(f'&R&"{FONT},Bold"&11{self.words.text(TOPIC, "draft.short")}')
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width, self.style({"font_size": size}))
        return Sheet(self, worksheet, tuple(widths), size, len(widths) - 1 if reach is None else reach)

    def name(self, name: str) -> str:
        """Return a name that Excel takes: at most 31 UTF-16 units, no forbidden character, not used or reserved.

        It is taken from then on: links can lead to a sheet that is added later, by this very name.
        """
        clean = fitting(name.translate(_FORBIDDEN), LONGEST_NAME).strip("' ")
        unique, count = clean, 1
        while unique.casefold() in {*self._names, *_RESERVED} or not unique:
            count += 1
            after = f" ({count})"
            unique = fitting(clean, LONGEST_NAME - len(after)) + after
        self._names.add(unique.casefold())
        return unique


@dataclass(slots=True)
class Sheet:
    """A sheet being written from the top down; ``row`` is the next free row, from 0.

    A row cannot be written to any more once a later one is begun: it is on the disk, and out of memory. Lines over the
    whole width go from the first column to the column ``reach``.
    """

    book: Book
    worksheet: "Worksheet"
    widths: tuple[float, ...]
    size: int
    reach: int
    row: int = 0
    _styles: "dict[tuple[object, ...], Format]" = field(default_factory=dict)
    _forgotten: int = 0
    """The first row whose height is still known."""
    _below: "dict[int, list[tuple[int, Format]]]" = field(default_factory=dict)
    """Cells of merged areas in rows that are not begun yet."""

    @property
    def name(self) -> str:
        """The name of the sheet."""
        name: str = self.worksheet.get_name()
        return name

    @property
    def last(self) -> int:
        """The last column, from 0."""
        return len(self.widths) - 1

    def put(self, column: int, content: Content, look: Look = PLAIN, row: int | None = None) -> None:
        """Write one bordered cell: text wrapped at the left, numbers in the middle."""
        at, write = self._begin(self.row if row is None else row), self.worksheet
        if isinstance(content, Amount):
            content = content.stored
        if isinstance(content, Live):
            kind, number = (int, content.shown) if isinstance(content.shown, int) else content.shown[::-1]
            write.write_formula(at, column, content.formula, self._style(kind, look), number)
        elif isinstance(content, Stored):
            write.write_number(at, column, content.number, self._style(content.pattern, look))
        elif isinstance(content, int):
            write.write_number(at, column, content, self._style(int, look))
        elif content:
            write.write_string(at, column, fitting(content), self._style(str, look))
        else:
            write.write_blank(at, column, None, self._style(None, look))

    def link(self, column: int, text: str, target: Spot, look: Look = PLAIN, row: int | None = None) -> None:
        """Write a text that leads to a cell of this workbook, and nowhere else."""
        at = self._begin(self.row if row is None else row)
        place = f"internal:{quoted(target.sheet)}!{target.address}"
        self.worksheet.write_url(at, column, place, self._style(str, {**look, "font_color": LINK}), fitting(text))

    def _style(self, kind: str | type | None, look: Look) -> "Format":
        """The format of a cell of the table by what it holds: an amount of this pattern, a number, a text, nothing."""
        known = (kind, *look.items())
        if known not in self._styles:
            own: Look = PLAIN
            if isinstance(kind, str):
                own = {"align": "center", "text_wrap": False, "num_format": kind}
            elif kind is int:
                own = {"align": "center", **look}
            elif kind is str:
                own = {"indent": 0 if look.get("align") == "center" else 1, **look}
            base: Look = {"font_size": self.size, "border": 1, "text_wrap": True}
            self._styles[known] = self.book.style({**base, **look, **own})
        return self._styles[known]

    def cells(self, contents: Iterable[Content], look: Look = PLAIN, centred: Sequence[int] = ()) -> None:
        """Write a row of a table, high enough for its wrapped texts, and go on to the next."""
        row = tuple(contents)
        for column, content in enumerate(row):
            self.put(column, content, {**look, "align": "center"} if column in centred else look)
        texts = ((text, self.widths[column]) for column, text in enumerate(row) if isinstance(text, str))
        self.height(max((lines(text, width, self.size) for text, width in texts), default=1))
        self.row += 1

    def span(self, first: int, last: int, text: str, look: Look = PLAIN, row: int | None = None) -> None:
        """Write one text over several columns of a row."""
        at = self.row if row is None else row
        self.area((at, first), (at, last), text, look)

    def area(self, top: tuple[int, int], bottom: tuple[int, int], text: str, look: Look = PLAIN) -> None:
        """Write one text over the rectangle between two cells, each given as row and column."""
        style = self.book.style({"font_size": self.size, "text_wrap": True, **look})
        self.worksheet.write_string(self._begin(top[0]), top[1], fitting(text), style)
        if top == bottom:
            return
        for column in range(top[1] + 1, bottom[1] + 1):
            self.worksheet.write_blank(top[0], column, None, style)
        for row in range(top[0] + 1, bottom[0] + 1):
            self._below.setdefault(row, []).extend((column, style) for column in range(top[1], bottom[1] + 1))
        # What ``merge_range`` does, but for writing all rows at once and for a memory of every merged cell.
        self.worksheet.merge.append([*top, *bottom])

    def _begin(self, row: int) -> int:
        """Go on to a row: what stands above it is written for good, and its height need not be known any more."""
        for below in [known for known in self._below if known <= row]:
            for column, style in self._below.pop(below):
                self.worksheet.write_blank(below, column, None, style)
        while self.worksheet.constant_memory and self._forgotten < self.worksheet.previous_row:
            for known in (self.worksheet.row_info, self.worksheet.row_sizes):
                known.pop(self._forgotten, None)
            self._forgotten += 1
        return row

    def line(self, text: str, look: Look = PLAIN, size: int | None = None) -> None:
        """Write a line over the whole width and go on to the next row."""
        size = size or self.size
        self.span(0, self.reach, text, {**look, "font_size": size})
        self.height(lines(text, sum(self.widths[: self.reach + 1]), size), size)
        self.row += 1

    def title(self, text: str) -> None:
        """Write the title of the sheet."""
        self.line(text, {"bold": True, "align": "center"}, 14)

    def height(self, count: int, size: int | None = None) -> None:
        """Set the height of the current row to so many lines."""
        self.high(max(count, 1) * (size or self.size) * 1.2 + 4)

    def high(self, points: float) -> None:
        """Set the height of the current row in points; no row can be higher than 409."""
        self.worksheet.set_row(self.row, min(409, points))

    def headed(self, province: str) -> None:
        """Write the two blocks above an official table: who issues it, and the national heading."""
        middle = self._two_fifths()
        left, right = (0, middle), (middle + 1, self.reach)
        centred: Look = {"align": "center", "font_size": 12}
        bold: Look = {**centred, "bold": True}
        for row, key, columns, look in (
            (0, "issuer", left, centred),
            (0, "country", right, bold),
            (1, "province", left, bold),
            (1, "motto", right, {**bold, "underline": 1}),
        ):
            text = self.book.words.text(TOPIC, f"head.{key}", province=province.upper())
            self.span(*columns, text, look, row)
        self.row = 3

    def signed(self) -> None:
        """Write the places for date and signatures below an official table."""
        middle, words = self._two_fifths(), self.book.words
        centred: Look = {"align": "center", "font_size": 12}
        self.row += 1
        self.span(middle + 1, self.reach, words.text(TOPIC, "sign.date"), {**centred, "italic": True})
        self.row += 1
        signers = ((0, middle, "maker"), (middle + 1, self.reach, "head"))
        for first, last, who in signers:
            self.span(first, last, words.text(TOPIC, f"sign.{who}"), {**centred, "bold": True})
        self.row += 1
        for first, last, _ in signers:
            self.span(first, last, words.text(TOPIC, "sign.how"), {**centred, "italic": True})
        self.row += 1

    def _two_fifths(self) -> int:
        """The last column of the left block: about two fifths of the width."""
        widths = self.widths[: self.reach]
        sums = list(accumulate(widths))
        wanted = 0.4 * (sums[-1] + self.widths[self.reach])
        return next((column for column, width in enumerate(sums) if width >= wanted), len(sums) - 1)

    def put_away(self) -> None:
        """Close the file on the disk in which the rows wait: so many sheets cannot all be open at once."""
        if self.worksheet.constant_memory:
            self.worksheet._opt_close()

    def frozen(self, column: int, first: int) -> None:
        """Freeze what is above the current row and left of a column; print the rows from ``first`` on every page."""
        self.worksheet.freeze_panes(self.row, column)
        self.worksheet.repeat_rows(first, self.row - 1)

    def split_pages(self, fixed: int, each: int) -> None:
        """Print ``each`` columns a page after the first ``fixed`` ones, which every page repeats."""
        self.split_at(fixed, list(range(fixed + each, len(self.widths), each)))

    def split_at(self, fixed: int, breaks: Sequence[int]) -> None:
        """Begin a page at each of these columns; every page repeats the first ``fixed`` ones."""
        self.worksheet.repeat_columns(0, fixed - 1)
        if not breaks:
            return  # One page: every program fits it to the width by itself.
        parts = list(pairwise((fixed, *breaks, len(self.widths))))
        widest = max(sum(self.widths[first:last]) for first, last in parts)
        most = max(last - first for first, last in parts)
        pixels = (sum(self.widths[:fixed]) + widest) * DIGIT + 5 * (fixed + most)
        # A tenth is left, because programs do not agree to the pixel on the width of a column.
        scale = int(90 * _A4_WIDTH / (pixels * 25.4 / 96))
        self.worksheet.set_print_scale(max(10, min(100, scale)))
        self.worksheet.set_v_pagebreaks(list(breaks))
