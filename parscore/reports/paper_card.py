"""The main sheet of a working paper: areas, criteria and leaves with their values and formulas, then the total."""

from collections.abc import Iterator
from typing import Final

from parscore.audit.ledger import Line
from parscore.audit.paper import Paper
from parscore.audit.paper_leaf import LeafPaper, applicable_key, open_key, printed_key, top_key
from parscore.audit.paper_rank import RANK, RankTable
from parscore.audit.paper_total import TOTAL as TOTAL_KEY
from parscore.audit.paper_total import TotalLine, index_key
from parscore.messages import Words
from parscore.model.criteria import InputType, Leaf, Level, RoundingLevel, Source, Treatment
from parscore.model.formula import Ref, Word, equal, if_
from parscore.model.rule import CLAIMED, phrase
from parscore.model.scorecard import HeadingScore, InputUse, LeafScore
from parscore.reports.paper_layout import AREA, HEADER, ITEM, LINE, TOTAL, Content, Held, Plan, Row
from parscore.reports.printing import Printer, kind_of, printer, stage_name

TOPIC: Final = "papers"
WIDTHS: Final = (7.0, 38.0, 17.0, 8.0, 8.0, 11.0, 9.0, 9.0, 6.0, 34.0, 44.0)
COLUMNS: Final = (
    "code",
    "name",
    "value",
    "top",
    "applicable",
    "points",
    "printed",
    "index",
    "open",
    "source",
    "rule",
)
KINDS: Final = {InputType.PERCENT: "share", InputType.YES_NO: "answer"}


class CardSheet:
    """The rows of the main sheet; links to cells of the data sheet go into the paper's ledger."""

    def __init__(self, paper: Paper, words: Words, rank: RankTable | None) -> None:
        self.paper = paper
        self.words = words
        self.rank = rank
        self.write: Printer = printer(words, paper.card.criteria.rounding)

    def text(self, key: str, **facts: object) -> str:
        """A text of the papers in the reader's language."""
        return self.words.text(TOPIC, key, **facts)

    def plan(self, name: str, head: int) -> Plan:
        """The sheet with ``head`` rows above its table."""
        totals = (row._replace(cells=(*row.cells, *[None] * (len(WIDTHS) - len(row.cells)))) for row in self.totals())
        return Plan(name, WIDTHS, head, [*self.header(), *self.items(), *totals])

    def header(self) -> Iterator[Row]:
        """The names of the columns."""
        leaf = self.paper.card.criteria.rounding.at is RoundingLevel.LEAF
        keys = ("points.leaf" if column == "points" and leaf else column for column in COLUMNS)
        yield Row(tuple(self.text(f"column.{key}") for key in keys), HEADER)

    def items(self) -> Iterator[Row]:
        """The items in the order of the decision."""
        for item in self.paper.items:
            yield from self.leaf(item) if isinstance(item, LeafPaper) else self.heading(item)

    def heading(self, score: HeadingScore) -> Iterator[Row]:
        """An area or a criterion: sums of what stands below; where sums are rounded, first as they are."""
        code, outside = score.heading.code, "" if score.counted else self.text("outside")
        exact = f"{code}=exact"
        if exact in self.paper.ledger.formulas:
            yield Row(("", self.text("line.exact"), Held(exact, "exact")), LINE)
        level = AREA if score.heading.level is Level.AREA else ITEM
        yield Row((code, score.heading.name, None, *figures(code), outside, ""), level)

    def leaf(self, paper: LeafPaper) -> Iterator[Row]:
        """A leaf with its points, then its values and steps."""
        score = paper.score
        lines = [row for line in paper.lines for row in self.line(score, line)]
        told = "\n".join(self.acts(score))
        rows = [Row((score.leaf.code, score.leaf.name, None, *figures(score.leaf.code), told), ITEM), *lines]
        yield from beside(rows, list(self.rule(score)))

    def line(self, score: LeafScore, line: Line) -> Iterator[Row]:
        """One value or step of a leaf."""
        if line.kind == "given" and line.used is not None:
            side, key = score.leaf.source_of(line.name), line.key
            if side is not Source.SELF:
                self.paper.ledger.work(f"{key}=link", Ref(key))
                key = f"{key}=link"
            shown = line.used.ask or line.name
            used = "line.points" if CLAIMED in score.leaf.rule.wants else "line.points.only"
            name = self.text(used) if line.name == CLAIMED else f"{line.name}: {shown}"
            yield Row(("", name, Held(key, self.kind(score.leaf, line.name))) + (None,) * 6 + (origin(line.used),))
        elif line.kind == "stated" and line.used is not None:
            stage = stage_name(self.words, score.judged.stage) if score.judged else ""
            name = self.text("line.stated", stage=stage)
            yield Row(("", name, Held(line.key, "exact")) + (None,) * 6 + (origin(line.used),))
        else:
            leaf = score.leaf.requires.leaf if score.leaf.requires else ""
            name = self.text(f"line.{line.name}", shown=self.write.formula(line.shown), number=line.number, leaf=leaf)
            yield Row(("", name, Held(line.key, "exact")) + (None,) * 7)

    def kind(self, leaf: Leaf, name: str) -> str:
        """How a given value looks."""
        return look(kind_of(leaf, name))

    def rule(self, score: LeafScore) -> Iterator[str]:
        """The rule in words, what counts where it has no case, the condition, the reference, and what applied."""
        leaf = score.leaf
        yield from (self.write.phrase(line) for line in leaf.rule.words(leaf.maximum))
        if leaf.no_case is not Treatment.FORBIDDEN:
            yield self.write.phrase(phrase(f"no_case.{leaf.no_case}"))
        if leaf.requires is not None:
            needed = leaf.requires
            told = {"leaf": needed.leaf, "when": self.write.decimals(needed.when.text)}
            yield self.text("requires", **told, points=self.write.exact(needed.otherwise))
        if leaf.reference:
            yield leaf.reference
        if score.branch is not None:
            yield self.text("branch", branch=self.write.phrase(score.branch))

    def acts(self, score: LeafScore) -> Iterator[str]:
        """Who said what of a leaf, when and why."""
        if not score.counted:
            yield self.text("outside")
        if score.reason:
            yield score.reason
        for act in score.acts:
            stage = stage_name(self.words, act.stage)
            yield self.text("act", stage=stage, who=act.who, when=act.when) + (f" - {act.why}" if act.why else "")

    # --- the total ---------------------------------------------------------------------------------------------------

    def totals(self) -> Iterator[Row]:
        """What the total is made of, the index, the state and the place."""
        ledger, index = self.paper.ledger, index_key(TOTAL_KEY)
        for line in self.paper.totals:
            yield from self.total(line)
        yield Row(("", self.text("total.index"), None, None, None, Held(index, "exact"), None,
                   Held(printed_key(index), "index")), TOTAL)  # fmt: skip
        state = f"{TOTAL_KEY}=state"
        ledger.work(state, if_(equal(Ref(open_key(TOTAL_KEY)), 0), Word("complete"), Word("not_final")))
        yield Row(("", self.text("total.state"), None, None, None, Held(state), None, None,
                   Held(open_key(TOTAL_KEY), "plain")), TOTAL)  # fmt: skip
        if self.rank is not None:
            name = self.text("total.rank" if self.rank.counted else "total.rank.given")
            yield Row(("", name, None, None, None, Held(RANK, "plain")), TOTAL)

    def total(self, line: TotalLine) -> Iterator[Row]:
        """One line of the total; a part by weight has its maximum and its weight before it."""
        part = line.part
        if part:
            for what in ("maximum", "weight"):
                yield Row(("", self.text(f"total.part.{what}", part=part), Held(f"{line.key}={what}", "exact")), TOTAL)
        name = self.text("total.part" if part else f"total.{line.name}", part=part)
        last = line.key == TOTAL_KEY
        # The applicable maximum of the areas is that of the total: its cell stands in the last line.
        maximum = Held(line.maximum, "exact") if part or last else None
        shown: Content = Held(printed_key(TOTAL_KEY), "printed") if last else None
        yield Row(("", name, None, None, maximum, Held(line.key, "exact"), shown), TOTAL)


def beside(rows: list[Row], texts: list[str]) -> Iterator[Row]:
    """Rows with texts in the last column, one each from the first row down; what is left stands in the last row.

    (One cell over all rows would be torn where a page ends.)
    """
    last = len(rows) - 1
    for at, row in enumerate(rows):
        own = texts[at:] if at == last else texts[at : at + 1]
        yield row._replace(cells=(*row.cells, "\n".join(own)))


def look(kind: InputType | None) -> str:
    """How a value of a type looks; one without a type is a number of points."""
    return KINDS.get(kind, "value") if kind else "exact"


def figures(code: str) -> tuple[Content, ...]:
    """The figures of an item, from its maximum to how many leaves are open."""
    return (
        Held(top_key(code), "exact"),
        Held(applicable_key(code), "exact"),
        Held(code, "exact"),
        Held(printed_key(code), "printed"),
        Held(index_key(code), "index"),
        Held(open_key(code), "plain"),
    )


def origin(used: InputUse) -> str:
    """Where a value was found: file, sheet and cell."""
    return str(used.answer.place)
