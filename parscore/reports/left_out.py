"""What is not assessed as everything else is, for every view: rows of leaves, and short lines below a ranking."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from parscore.engine.left_out import Cause, LeftOut, left_out, sources_left_out
from parscore.messages import Words
from parscore.model.criteria import CriteriaSet
from parscore.model.place import Place
from parscore.model.ranking import GroupRanking
from parscore.model.rule import Phrase, phrase
from parscore.model.scorecard import Scorecard
from parscore.reports.printing import SCREEN, printer
from parscore.reports.tables import RankingRow


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """One leaf of one agency: what the set states, what left the maximum, why, and where that is said.

    ``maximum`` is 0 where the set gives points all the same; ``treatment`` says what became of the leaf.
    """

    agency: str
    name: str
    code: str
    leaf: str
    declared: Fraction
    maximum: Fraction
    cause: Cause
    treatment: Phrase
    reason: str
    place: Place

    @property
    def spot(self) -> str:
        """Where in its file it is said: sheet and cell, or line and column."""
        at = f"{self.place.line}:{self.place.column}" if self.place.line else self.place.cell
        return " › ".join(part for part in (self.place.sheet, at) if part)


def left_out_rows(card: Scorecard) -> tuple[LeftOutRow, ...]:
    """The leaves of one agency that are not assessed as the others are, in the order of the decision."""
    return tuple(_row(card, found) for found in left_out(card))


def _row(card: Scorecard, found: LeftOut) -> LeftOutRow:
    score = found.score
    outside = phrase("outside_index", source=f"source.{score.leaf.source}")
    return LeftOutRow(
        agency=card.agency.id,
        name=card.agency.name,
        code=score.leaf.code,
        leaf=score.leaf.name,
        declared=score.leaf.maximum,
        maximum=found.maximum,
        cause=found.cause,
        treatment=outside if found.cause is Cause.OUTSIDE_INDEX or score.branch is None else score.branch,
        reason=score.reason,
        place=found.place,
    )


def source_lines(criteria: CriteriaSet, words: Words) -> Iterator[str]:
    """A line for each source whose leaves count for nobody in the group."""
    write = printer(words, criteria.rounding)
    for found in sources_left_out(criteria):
        told = {"source": words.text(SCREEN, f"source.{found.source}"), "maximum": write.points(found.maximum)}
        yield words.text(SCREEN, f"left_out.{found.cause}", count=found.leaves, **told)


def ranking_lines(ranking: GroupRanking, rows: Iterable[RankingRow], words: Words) -> Iterator[str]:
    """What is to be said below a ranking: sources that count for nobody, and how many leaves left single maxima."""
    yield from source_lines(ranking.group.criteria, words)
    rebased = [row.rebased for row in rows if row.rebased]
    if rebased:
        yield words.text(SCREEN, "left_out.rebased", count=sum(rebased), agencies=len(rebased))
