"""What is to be appraised or explained next, and by whom: one order for each workbook that goes out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Final

from parscore.engine.answers import nothing_written
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import CriteriaSet, Heading, Item, Leaf, Source
from parscore.model.ranking import SeasonResult
from parscore.model.rule import CLAIMED
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.season import Group, Season
from parscore.model.stage import Stage, StageKind
from parscore.numbers import decimal_text, round_to
from parscore.season.appraisals import WHOLE_SET, Appraisals
from parscore.workbooks.appraisal_layout import Stamp, StampRow

COUNCIL: Final = ""
"""Who appraises in a workbook of the council: not one department."""
NOBODY: Final = "chung"
"""Who appraises the areas that name no department."""
_ASKED: Final = frozenset({Source.SELF, Source.APPRAISER})


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a leaf of an agency; or, without ``score``, agreement with all else below ``code``."""

    card: Scorecard
    code: str
    score: LeafScore | None
    shown: str
    """Fingerprint of the values that stand before the stage: what the row is about."""


@dataclass(frozen=True, slots=True)
class Order:
    """One workbook: a stage, who fills it in (a department, the council or the agency), a group, and its rows."""

    season: Season
    stage: Stage
    by: str
    group: Group
    lines: tuple[Line, ...]

    @property
    def stamp(self) -> Stamp:
        """The stamp of the workbook."""
        criteria = self.group.criteria
        return Stamp(
            season=str(self.season.year),
            stage=self.stage.id,
            by=self.by,
            group=self.group.id,
            criteria=f"{criteria.id}@{criteria.version}",
            digest=criteria.digest,
            rows=tuple(StampRow(line.card.agency.id, line.code, line.shown) for line in self.lines),
        )


Before = Callable[[Stage], SeasonResult]
"""Gives the result after a stage: what the workbooks of the next one are made from."""


def due_stage(season: Season, appraisals: Appraisals, before: Before) -> Stage | None:
    """Return the stage that is due: the latest while it is an appraisal that is not complete, else the one after it.

    ``None`` where the last stage has said something already, or where the season is only self-assessed.
    """
    stages = season.stages
    at = next((at for at, stage in enumerate(stages) if stage.id == appraisals.latest), 0)
    if stages[at].kind is StageKind.APPRAISAL:
        left = orders(before(stages[at - 1]), stages[at], appraisals)
        scores = [line.score for order in left for line in order.lines if line.score]
        if any(score.leaf.source is Source.SELF or not score.complete for score in scores):
            return stages[at]
    return stages[at + 1] if at + 1 < len(stages) else None


def previous_stage(season: Season, stage: Stage) -> Stage:
    """The stage whose result a workbook of ``stage`` shows."""
    return season.stages[season.stages.index(stage) - 1]


def orders(
    before: SeasonResult,
    stage: Stage,
    appraisals: Appraisals,
    *,
    by: Sequence[str] = (),
    agencies: Sequence[str] = (),
    everything: bool = False,
) -> tuple[Order, ...]:
    """Return the workbooks of a stage; ``before`` is the result after the stage before it.

    ``by`` and ``agencies`` keep some departments and agencies. An appraisal asks for what it owes: every leaf of the
    agencies' own that nobody has judged, later on those explained since, and the leaves that are the appraisers' own.
    The council gets what was changed or explained. An explanation is asked where the appraised points differ from the
    claimed ones, or where the appraiser left a remark. What the stage has said already is not asked for again, unless
    ``everything`` is.
    """
    choice = _Choice(before.season, stage, appraisals, everything)
    found: list[Order] = []
    for ranking in before.groups:
        group = ranking.group
        ids = [agency.id for agency in group.agencies if not agencies or agency.id in agencies]
        known = {standing.scorecard.agency.id: standing.scorecard for standing in ranking.standings}
        cards = [known[agency] for agency in ids]
        parts: list[tuple[str, list[Scorecard], str | None]]
        if stage.kind is StageKind.EXPLANATION:
            parts = [(card.agency.id, [card], None) for card in cards]
        elif stage.kind is StageKind.COUNCIL and not by:
            parts = [(COUNCIL, cards, None)]
        else:
            names = [name for name in appraisers(group.criteria) if not by or name in by]
            parts = [(name, cards, name) for name in names]
        for who, of, appraiser in parts:
            lines = tuple(line for card in of for line in choice.lines(card, appraiser))
            if lines:
                found.append(Order(before.season, stage, who, group, lines))
    return tuple(found)


def appraisers(criteria: CriteriaSet) -> tuple[str, ...]:
    """The departments that appraise areas of a set, in its order."""
    return tuple(dict.fromkeys(area.appraiser or NOBODY for area in criteria.areas))


def fingerprint(card: Scorecard, code: str) -> str:
    """Return a short digest of the values of the leaves below a code, as they stand on a scorecard.

    Two scorecards have the same one exactly where the claimed points and all figures there are the same.
    """
    item: Item | None = card.criteria.index.get(code)
    below = {item.code} if isinstance(item, Leaf) else {leaf.code for leaf in (item or card.criteria).leaves()}
    text = "\n".join(_values(score) for score in card.leaves() if score.leaf.code in below)
    return sha256(text.encode()).hexdigest()[:16]


def _values(score: LeafScore) -> str:
    asked = {asked.name for asked in score.leaf.inputs}
    inputs = (f"{used.name}={_value(used.answer)}" for used in score.inputs if used.name in asked)
    return "|".join((score.leaf.code, _value(score.claimed), *inputs))


def _value(answer: Answer | None) -> str:
    if answer is None:
        return ""
    if answer.state is AnswerState.UNUSABLE:
        return f"unusable:{answer.cell.text if answer.cell else ''}"
    value = decimal_text(answer.value) if isinstance(answer.value, Fraction) else str(answer.value)
    return f"{answer.state}:{value}" if answer.state is AnswerState.GIVEN else answer.state.value


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which rows a stage asks for."""

    season: Season
    stage: Stage
    appraisals: Appraisals
    everything: bool

    @property
    def first_round(self) -> bool:
        """Whether no appraisal came before."""
        earlier = self.season.stages[: self.season.stages.index(self.stage)]
        return not any(stage.kind is StageKind.APPRAISAL for stage in earlier)

    def lines(self, card: Scorecard, appraiser: str | None) -> Iterator[Line]:
        """The rows of an agency, in the order of the decision; ``appraiser`` keeps the areas of one department."""
        own_areas = [area for area in card.criteria.areas if appraiser in (None, area.appraiser or NOBODY)]
        for area in own_areas:
            codes = {leaf.code for leaf in area.leaves()}
            scores = [score for score in card.leaves() if score.leaf.code in codes and self._asked(card, score)]
            yield from (self._line(card, score.leaf.code, score) for score in scores)
            if appraiser is not None and self._may_agree(card, area, scores):
                yield self._line(card, area.code, None)
        if appraiser is None and self.stage.judges and self._unsaid(card, card.criteria.leaves()):
            yield self._line(card, WHOLE_SET, None)

    def _line(self, card: Scorecard, code: str, score: LeafScore | None) -> Line:
        return Line(card, code, score, fingerprint(card, code))

    def _may_agree(self, card: Scorecard, area: Heading, scores: Sequence[LeafScore]) -> bool:
        """Whether a row that agrees with all else of the area makes sense: not where single rows are answered."""
        if self.stage.kind is StageKind.COUNCIL:
            return self._unsaid(card, area.leaves())
        whole = self.first_round or self.everything
        return whole and any(score.leaf.source is Source.SELF for score in scores)

    def _unsaid(self, card: Scorecard, leaves: Iterable[Leaf]) -> bool:
        """Whether there are leaves of the agency's own of which the stage has said nothing."""
        own = (leaf.code for leaf in leaves if leaf.source is Source.SELF)
        return self.everything or any(not self._said(card, code) for code in own)

    def _said(self, card: Scorecard, code: str) -> bool:
        """Whether the stage has said something of the leaf already."""
        acts = self.appraisals.acts.get(card.agency.id, {}).get(code, ())
        return any(act.stage == self.stage for act in acts)

    def _asked(self, card: Scorecard, score: LeafScore) -> bool:
        leaf = score.leaf
        if not _ASKED & {leaf.source, *leaf.sources} or (not self.everything and self._said(card, leaf.code)):
            return False
        if self.stage.kind is StageKind.EXPLANATION:
            return _to_explain(score, card.criteria)
        if self.stage.kind is StageKind.COUNCIL:
            return self.everything or any(act.values or not act.stage.judges for act in score.acts)
        return self.everything or self._owed(score)

    def _owed(self, score: LeafScore) -> bool:
        """Whether the appraisal has to judge the leaf, or provides it."""
        if score.acts and not score.acts[-1].stage.judges:
            return True
        if score.leaf.source is Source.SELF:
            return score.judged is None and not _nothing_claimed(score)
        return score.judged is None and (self.first_round or not score.complete)


def _nothing_claimed(score: LeafScore) -> bool:
    """Whether the agency claims nothing where that is no points by itself, as in most bonus sections."""
    given = {used.name: used.answer for used in score.inputs}
    given |= {CLAIMED: score.claimed} if score.claimed else {}
    return score.leaf.blank_is_zero and nothing_written(score.leaf, given)


def _to_explain(score: LeafScore, criteria: CriteriaSet) -> bool:
    """Appraised otherwise than claimed, or with a remark, and not explained since."""
    if score.judged is None or score.acts[-1] != score.judged:
        return False
    if score.judged.why or score.self_points != score.points:
        return True
    claimed, rounding = score.claimed.value if score.claimed else None, criteria.rounding
    if not isinstance(claimed, Fraction) or score.points is None:
        return False
    return claimed != round_to(score.points, rounding.points, rounding.mode) and claimed != score.points
