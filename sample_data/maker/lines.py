"""The lines of a form's table, filled in: areas, criteria, leaves, guidance and the total."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from unicodedata import normalize

from parscore.model.cell import Value
from parscore.model.criteria import CriteriaSet, Heading, Input, InputType, Item, Leaf, RoundingMode, Source
from parscore.model.rule import CLAIMED
from parscore.numbers import round_to, trimmed
from parscore.rules.arithmetic import Name, Operation
from parscore.workbooks.layout import CODE, EVIDENCE, MAXIMUM, NAME, POINTS, REASON, input_role

from . import guidance
from .draw import LeafAnswer
from .office import Answers, Office
from .sheet import CellValue, number
from .style import APPRAISED, EXTRA, RATE, Style

TOTAL, TOTAL_NAME = "total", "Tổng cộng"
PAPERS = (
    "Kế hoạch số {at}/KH-{office}", "Báo cáo số {at}/BC-{office}", "Quyết định số {at}/QĐ-{office}",
    "Công văn số {at}/{office}-VP", "Thông báo số {at}/TB-{office}",
)  # fmt: skip
PLAN = "1.1.1"
"""The leaf that asks when the year's plan was issued: its evidence is that plan, dated to match."""
UNITS = ("Văn phòng", "Phòng Tổ chức", "Phòng Kế hoạch", "Bộ phận Một cửa")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(slots=True)
class Entry:
    """What stands in a cell. A formula names other cells as ``{points@1.1.1}``; ``value`` is then its result."""

    value: CellValue
    look: str
    formula: str = ""


@dataclass(slots=True)
class Line:
    """A line: its kind (area, criterion, leaf, guidance, total), the code of its item and its cells by column."""

    kind: str
    code: str
    cells: dict[str, Entry] = field(default_factory=dict)
    hidden: bool = False
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)


def lines(criteria: CriteriaSet, office: Office, answers: Answers, style: Style) -> list[Line]:
    """Fill in the table; ``answers`` may lack leaves, whose cells then stay blank."""
    filler = _Filler(criteria, office, answers, style)
    made = [line for area in criteria.areas for line in filler.item(area)]
    made.append(filler.total())
    filler.decompose(made)
    return made


@dataclass(slots=True)
class _Filler:
    criteria: CriteriaSet
    office: Office
    answers: Answers
    style: Style
    rng: Random = field(init=False)
    texts_left: int = field(init=False)
    slips: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(f"form:{self.office.id}")
        self.texts_left = self.style.text_decimals
        self.slips = set(self.style.slips)

    def item(self, item: Item) -> Iterator[Line]:
        if isinstance(item, Leaf):
            yield self.leaf(item)
            yield from self.guidance(item)
            return
        yield self.heading(item)
        for child in item.children:
            yield from self.item(child)

    def heading(self, item: Heading) -> Line:
        kind = item.level.value
        code = ROMAN[int(item.code) - 1] if self.style.roman and kind == "area" else item.code
        cells = {
            CODE: Entry(code, f"{kind}_code"),
            NAME: Entry(item.name, kind),
            MAXIMUM: Entry(number(item.maximum), f"{kind}_points"),
            POINTS: self.sum_of(item.children, f"{kind}_points", self.worth(item)),
        }
        return Line(kind, item.code, cells)

    def total(self) -> Line:
        worth = sum((self.worth(area) for area in self.criteria.areas), Fraction(0))
        points = self.sum_of(self.criteria.areas, "area_points", worth)
        if "total" in self.slips:
            points = Entry(number(worth + Fraction(1, 2)), "area_points")
        maximum = Entry(number(self.criteria.maximum), "area_points", _sum(self.criteria.areas, MAXIMUM))
        cells = {CODE: Entry("", "area_code"), NAME: Entry(TOTAL_NAME, "area"), MAXIMUM: maximum, POINTS: points}
        return Line(TOTAL, TOTAL, cells)

    def sum_of(self, children: tuple[Item, ...], look: str, worth: Fraction) -> Entry:
        """The claimed points of a heading: by formula, unless text cells among them would be passed over by it."""
        if self.style.claims == "needed" or not self.answers:
            return Entry(None, look)
        typed = self.style.program == "openpyxl" or self.style.text_decimals
        return Entry(number(worth), look, "" if typed else _sum(children, POINTS))

    def worth(self, item: Item) -> Fraction:
        if isinstance(item, Heading):
            return sum((self.worth(child) for child in item.children), Fraction(0))
        return self.claimed(item) or Fraction(0)

    def claimed(self, leaf: Leaf) -> Fraction | None:
        """The points an agency claims: rounded as printed; nothing where others judge or the leaf was left out."""
        answer = self.answers.get(leaf.code)
        if answer is None or answer.points is None or answer.reason or leaf.source is not Source.SELF:
            return None
        if self.style.claims == "needed" and leaf.rule.wants != (CLAIMED,):
            return None
        return round_to(answer.points, 2, RoundingMode.HALF_UP) + self.overclaim(leaf)

    def overclaim(self, leaf: Leaf) -> Fraction:
        """One agency claims too much on one leaf that its own figures settle."""
        return Fraction(1, 10) if "claim" in self.slips and leaf.code == "3.4.1" else Fraction(0)

    def leaf(self, leaf: Leaf) -> Line:
        answer, own = self.answers.get(leaf.code), leaf.source is Source.SELF
        cells = {
            CODE: Entry(leaf.code, "leaf_code"),
            NAME: Entry(leaf.name, "leaf"),
            MAXIMUM: Entry(number(leaf.maximum), "leaf_points"),
            POINTS: self.points(leaf, answer),
            APPRAISED: Entry(None, "leaf_points"),
            EVIDENCE: Entry(self.evidence(leaf, answer), "given_text" if own else "awaited"),
            REASON: Entry(answer.reason if answer and own else "", "given_text" if own else "awaited"),
            EXTRA: Entry(self.rng.choice(UNITS), "leaf"),
            RATE: self.rate(leaf, answer),
        }
        choices: dict[str, tuple[str, ...]] = {}
        for at, asked in enumerate(leaf.inputs):
            given = answer.values.get(asked.name) if answer and own else None
            look = _look(asked) if own else "awaited"
            cells[input_role(at)] = self.given(asked, given, look)
            if asked.type is InputType.YES_NO:
                choices[input_role(at)] = ("Có", "Không")
        line = Line("leaf", leaf.code, cells, choices=choices)
        self.slip(line, leaf, answer)
        return line

    def points(self, leaf: Leaf, answer: LeafAnswer | None) -> Entry:
        if leaf.source is not Source.SELF:
            return Entry(None, "awaited")
        if answer and answer.reason:
            return Entry(self.style.not_assessed, "given")
        claimed = self.claimed(leaf)
        if claimed is None:
            return Entry(None, "given_points")
        if self.texts_left and claimed.denominator != 1:
            self.texts_left -= 1
            return Entry(trimmed(claimed), "given")
        share = "/".join(f"{{{input_role(at)}@{leaf.code}}}" for at in (0, 1)) + f"*{{maximum@{leaf.code}}}"
        formula = "formula" in self.slips and leaf.rule.family == "proportional" and claimed > 0
        return Entry(number(claimed), "given_points", f"ROUND({share},2)" if formula else "")

    def given(self, asked: Input, value: Value | None, look: str) -> Entry:
        if value is None:
            return Entry(None, look)
        if isinstance(value, bool):
            return Entry("Có" if value else "Không", "given")
        if isinstance(value, str):
            return Entry(value, "given")
        if asked.type is not InputType.PERCENT:
            return Entry(number(value), look)
        if self.style.percent == "format":
            return Entry(number(value), look)
        if self.style.percent == "plain":
            return Entry(number(value * 100), "given")
        return Entry(f"{trimmed(value * 100)}%", "given")

    def rate(self, leaf: Leaf, answer: LeafAnswer | None) -> Entry:
        """The rate column, for leaves that divide one figure by another."""
        formula = getattr(leaf.rule, "of", None)
        own = answer and leaf.source is Source.SELF and not answer.reason
        if not own or not isinstance(formula, Operation) or not answer:
            return Entry(None, "rate")
        names = [operand.name for operand in formula.operands if isinstance(operand, Name)]
        figures = [value for value in map(answer.values.get, names) if isinstance(value, Fraction)]
        if formula.operator != "/" or len(figures) != 2:
            return Entry(None, "rate")
        letters = [input_role([asked.name for asked in leaf.inputs].index(name)) for name in names]
        one, other = (f"{{{letter}@{leaf.code}}}" for letter in letters)
        result = number(figures[0] / figures[1]) if figures[1] else ""
        return Entry(result, "rate", f'IF({other}=0,"",{one}/{other})')

    def evidence(self, leaf: Leaf, answer: LeafAnswer | None) -> str:
        paper = self.rng.choice(PAPERS).format(at=self.rng.randint(3, 480), office=self.office.short)
        day, month = self.rng.randint(1, 28), self.rng.randint(1, 11)
        if answer is None or not answer.points or answer.reason or leaf.source is not Source.SELF:
            return ""
        if leaf.code == PLAN:
            paper, month = PAPERS[0].format(at=day, office=self.office.short), 1 if answer.points == leaf.maximum else 2
        return f"{paper} ngày {day:02}/{month:02}/{self.criteria.valid_from.year}"

    def guidance(self, leaf: Leaf) -> Iterator[Line]:
        texts = []
        if self.style.guidance in ("letters", "both") and leaf.inputs:
            texts.append(guidance.letters(leaf))
        if self.style.guidance in ("rules", "both"):
            texts += guidance.rules(leaf)
        for text in texts:
            cells = {NAME: Entry(text, "guidance")}
            yield Line("guidance", leaf.code, cells, hidden=self.style.guidance_hidden)

    def slip(self, line: Line, leaf: Leaf, answer: LeafAnswer | None) -> None:
        """Make one of the slips of the style, each at the first line that gives occasion to it."""
        if "evidence" in self.slips and leaf.evidence and line.cells[EVIDENCE].value:
            line.cells[EVIDENCE].value = ""
            self.slips.discard("evidence")
        elif "reason" in self.slips and answer and answer.reason:
            line.cells[REASON].value = ""
            self.slips.discard("reason")
        elif "code" in self.slips and leaf.code == "1.10":
            line.cells[CODE] = Entry(1.1, "leaf_number")
        elif "hidden" in self.slips and leaf.code == "7.2":
            line.hidden = True

    def decompose(self, made: list[Line]) -> None:
        """Store the first few leaf names with their marks apart (NFD), as some systems do."""
        for line in [line for line in made if line.kind == "leaf"][: self.style.decomposed]:
            line.cells[NAME].value = normalize("NFD", str(line.cells[NAME].value))


def _sum(children: tuple[Item, ...], column: str) -> str:
    """Sum neighbouring rows as a range, and rows with others between them one by one."""
    cells = [f"{{{column}@{child.code}}}" for child in children]
    if all(isinstance(child, Leaf) for child in children):
        return f"SUM({cells[0]}:{cells[-1]})"
    return f"SUM({','.join(cells)})"


def _look(asked: Input) -> str:
    looks = {InputType.COUNT: "given_count", InputType.NUMBER: "given_amount", InputType.PERCENT: "given_percent"}
    return looks.get(asked.type, "given")
