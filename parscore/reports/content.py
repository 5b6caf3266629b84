"""A document as content without a form: headings, paragraphs and tables of texts, which Word and PDF lay out alike.

Every number stands here as it is printed. Texts are as they were written; a layout makes them fit for its format.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.reports.svg import Spoke
from parscore.viet import show

_LONGEST: Final = 8000


class Kind(StrEnum):
    """What a paragraph is: running text, an item of a list, a note in small italics, a title or note in the middle."""

    BODY = "body"
    ITEM = "item"
    NOTE = "note"
    TITLE = "title"
    SUBTITLE = "subtitle"


class Align(StrEnum):
    """How the texts of a column stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is a part (I, II ...), 2 a section of it, 3 one below."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of sentences."""

    text: str
    kind: Kind = Kind.BODY


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width`` is its share of the table's width."""

    title: str
    width: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many texts as there are columns. ``strong`` are the numbers of rows in bold.

    ``above`` are headings over so many columns each; a blank one is over a column that has its own heading alone.
    ``shaded`` are the numbers of each row's shaded cells. ``bars`` are lengths in hundredths of the last column, which
    has no texts then.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    strong: frozenset[int] = frozenset()
    above: tuple[tuple[str, int], ...] = ()
    shaded: tuple[tuple[int, ...], ...] = ()
    bars: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Radar:
    """A radar of an agency against the mean of its group, 0 to 100; ``told`` says in words all that it shows."""

    title: str
    told: str
    own: str
    mean: str
    spokes: tuple[Spoke, ...]


class Bar(NamedTuple):
    """One bar: its name, its figure as printed, the same as a number (0 to 100), and whether it is the mean."""

    name: str
    figure: str
    value: Fraction
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars from 0 to 100, from the top down, each with its figure."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def told(self) -> str:
        """All that the chart shows, in words."""
        return "; ".join(f"{bar.name}: {bar.figure}" for bar in self.bars)


Block = Heading | Paragraph | Table | Radar | Bars


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex on pages of its own: its number (Phụ lục I), title, and to which document it belongs."""

    number: str
    title: str
    attached: str
    blocks: tuple[Block, ...]
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of an administrative document (Decree 30/2020, Annex I), with what is to be filled in by hand."""

    superior: str
    issuer: str
    number: str
    country: str
    motto: str
    place_date: str
    type: str
    subject: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The end of an administrative document: who receives it; by what authority, in what post, and who signs.

    ``how`` says below the post how it is signed.
    """

    to: str
    recipients: tuple[str, ...]
    authority: str
    post: str
    signer: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document. ``draft`` is empty for a final result; ``footer`` stands on every page.

    The annex of a decision has no head, no blocks and no signature of its own. ``small``: tables and notes in small
    print. ``landscape``: the pages before the annexes lie.
    """

    title: str
    language: str
    draft: str
    footer: str
    head: Head | None
    blocks: tuple[Block, ...]
    signature: Signature | None
    annexes: tuple[Annex, ...]
    small: bool = False
    landscape: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], title: str = "", *, last: bool = False) -> Table:
    """Make a table; with ``last`` its last row (means) is in bold."""
    made = tuple(map(tuple, rows))
    return Table(tuple(columns), made, title, frozenset({len(made) - 1}) if last and made else frozenset())


def shown(text: str) -> str:
    """Return a foreign text fit for a document: one line, characters that a format refuses made visible."""
    return text if text.isprintable() and len(text) <= _LONGEST else show(text, _LONGEST)
