"""The result sheet of one agency (phiếu kết quả): everything it says, as rows that any format lays out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from parscore.engine.rivals import Rivals
from parscore.model.ranking import GroupRanking, SeasonResult, Standing
from parscore.model.scorecard import HeadingScore, LeafScore, Scorecard
from parscore.model.stage import StageKind
from parscore.reports.effects import EffectRow, Effects
from parscore.reports.group_figures import AreaFigures, GroupFigures, group_figures
from parscore.reports.left_out import LeftOutRow, left_out_rows
from parscore.reports.material import Material, Past
from parscore.reports.printing import printer
from parscore.reports.tables import ItemRow, area_rows

TOPIC: Final = "feedback"


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area of the agency beside the group: its row, the self-assessment, and the group's mean and best index."""

    row: ItemRow
    self_points: Fraction | None
    group: AreaFigures


@dataclass(frozen=True, slots=True)
class LostLine:
    """One leaf that lost points: what it costs, why it was judged so, and whether a document proves it.

    ``evidence`` is ``given``, ``absent``, or ``not_asked`` where the set asks for none.
    """

    effect: EffectRow
    reason: str
    remark: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """One agency's sheet. ``explain_by`` is the last day for explanations, where the season declares one."""

    standing: Standing
    group: GroupRanking
    figures: GroupFigures
    past: Past | None
    areas: tuple[AreaLine, ...]
    lost: tuple[LostLine, ...]
    left_out: tuple[LeftOutRow, ...]
    explain_by: date | None

    @property
    def card(self) -> Scorecard:
        """The agency's scorecard."""
        return self.standing.scorecard


def feedback_of(of: Material, agencies: tuple[str, ...]) -> Iterator[Feedback]:
    """Yield the sheets of these agencies, group by group, in the order of the ranking.

    Group figures and scorecards of a group are gathered once; an agency that the season does not have is passed over.
    """
    wanted = set(agencies)
    for ranking in of.result.groups:
        chosen = [standing for standing in ranking.standings if standing.scorecard.agency.id in wanted]
        if chosen:
            figures, rivals = group_figures(ranking), Rivals.of(ranking)
            yield from (_feedback(of, ranking, standing, figures, rivals) for standing in chosen)


def _feedback(
    of: Material, ranking: GroupRanking, standing: Standing, figures: GroupFigures, rivals: Rivals
) -> Feedback:
    card = standing.scorecard
    rows = area_rows(card)
    lost = Effects(card, rivals).most_lost() if card.complete else ()
    return Feedback(
        standing=standing,
        group=ranking,
        figures=figures,
        past=of.before.get(card.agency.id),
        areas=tuple(AreaLine(row, _self_points(row), area) for row, area in zip(rows, figures.areas, strict=True)),
        lost=tuple(_lost(card, effect, of) for effect in lost),
        left_out=left_out_rows(card),
        explain_by=_explain_by(of.result),
    )


def _self_points(row: ItemRow) -> Fraction | None:
    return row.node.self_points if isinstance(row.node, HeadingScore) else None


def _lost(card: Scorecard, effect: EffectRow, of: Material) -> LostLine:
    score = card.find(effect.code)
    if not isinstance(score, LeafScore):
        raise TypeError(f"{effect.code} is no leaf")
    write = printer(of.words, card.criteria.rounding)
    said = next((act.why for act in reversed(score.acts) if act.stage.judges and act.why), "")
    asked = score.leaf.evidence
    evidence = "given" if score.evidence else "absent" if asked else "not_asked"
    return LostLine(effect, write.phrase(score.branch) if score.branch else "", "" if of.public else said, evidence)


def _explain_by(result: SeasonResult) -> date | None:
    """The last day of the explanations that follow the stage that was scored."""
    stages = result.season.stages
    after = stages[stages.index(result.stage) + 1 :]
    return next((stage.due for stage in after if stage.kind is StageKind.EXPLANATION), None)
