"""What the sheets of figures about one group begin and end with: title, group, what they rest on; notes below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.model.criteria import Rounding, RoundingMode
from parscore.model.ranking import GroupRanking, Standing, is_shared
from parscore.numbers import round_to
from parscore.reports.material import Material
from parscore.reports.method import basis_words
from parscore.reports.printing import rounding_words
from parscore.reports.xlsx_sheet import TOPIC, Amount, Book, Content, Look, Sheet, Stored
from parscore.workbooks.measure import lines

SIZE: Final = 10
"""Size of type of these tables, in points."""
_NOTE: Final[Look] = {"italic": True}
_CENTRED: Final[Look] = {"align": "center"}


@dataclass(frozen=True, slots=True)
class GroupSheets:
    """One group of a report and the book its sheets go to; ``name`` tells its sheets from those of other groups."""

    book: Book
    of: Material
    ranking: GroupRanking
    name: str

    @property
    def rounding(self) -> Rounding:
        """The declared rounding of the group's criteria set."""
        return self.ranking.group.criteria.rounding

    def text(self, key: str, **facts: object) -> str:
        """A text of the workbook."""
        return self.of.words.text(TOPIC, key, **facts)

    def sheet(self, kind: str, widths: Sequence[float], reach: int | None = None) -> Sheet:
        """Add a sheet with its title over the columns until ``reach``; the table follows."""
        sheet = self.book.sheet(self.text(f"sheet.{kind}") + self.name, widths, SIZE, reach)
        sheet.title(self.text(f"title.{kind}", year=self.of.result.season.year))
        group = self.text("title.group", group=self.ranking.group.name)
        sheet.line(group.upper(), {"bold": True, **_CENTRED}, 13)
        sheet.line(basis_words(self.of.result, self.ranking, self.of.words), {"italic": True, **_CENTRED}, 11)
        if self.of.marks.draft:
            sheet.line(self.text("draft"), {"bold": True, "font_color": "#C00000", **_CENTRED}, 12)
        return sheet

    def notes(self, sheet: Sheet, notes: Iterable[str], first: int = 0, last: int | None = None) -> None:
        """Write notes below a table, over its whole width or some columns of it, the rounding last."""
        last = sheet.reach if last is None else last
        rounding = self.text("note.rounding", rounding=rounding_words(self.of.words, self.rounding))
        for note in (*notes, rounding):
            sheet.span(first, last, note, _NOTE)
            sheet.height(lines(note, sum(sheet.widths[first : last + 1]), sheet.size))
            sheet.row += 1

    def rank(self, standing: Standing) -> Content:
        """A rank as a number, whose format marks a shared one."""
        if standing.rank is None or not is_shared(standing, self.ranking):
            return standing.rank
        return Amount(Fraction(standing.rank), 0, RoundingMode.HALF_UP, "=")

    def points(self, value: Fraction | None, after: str = "") -> Amount | None:
        """Points as a cell holds them."""
        return self._amount(value, self.rounding.points, after)

    def index(self, value: Fraction | None, after: str = "") -> Amount | None:
        """An index or another share of 100 as a cell holds it."""
        return self._amount(value, self.rounding.index, after)

    def share(self, count: int, of: int) -> Amount | None:
        """So many of so many, of 100; nothing of none."""
        return self.index(Fraction(100 * count, of)) if of else None

    def change(self, value: Fraction | None) -> Stored | None:
        """A difference of indices with its sign: a true number whose format shows the sign."""
        amount = self.index(value)
        return None if amount is None else signed(amount)

    def _amount(self, value: Fraction | None, digits: int, after: str) -> Amount | None:
        return None if value is None else Amount(value, digits, self.rounding.mode, after)


def signed(amount: Amount) -> Stored:
    """A difference as a cell holds it; one that is printed as 0 has no sign."""
    plain = amount.stored
    if not round_to(amount.value, amount.digits, amount.mode):
        return plain
    return plain._replace(pattern=f"+{plain.pattern};-{plain.pattern};{plain.pattern}")
