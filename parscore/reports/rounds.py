"""What each stage said of a leaf, with the points after it, as rows for a view."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parscore.model.scorecard import LeafScore
from parscore.model.stage import Act, Stage
from parscore.reports.effects import StageRow
from parscore.reports.explain import Writer, why_of
from parscore.reports.printing import stage_name


class Round(NamedTuple):
    """One thing said in a stage, and the points after it; ``by`` and ``why`` are empty in a public explanation."""

    stage: str
    points: str
    said: str
    by: str
    why: str


def rounds(writer: Writer, score: LeafScore, rows: Sequence[StageRow]) -> Iterator[Round]:
    """Yield the first stage, then each that said something of the leaf or changed its points.

    ``rows`` are the leaf's points after each stage; where they are not known, only what was said is told.
    """
    acts: dict[str, list[Act]] = {}
    for act in score.acts:
        acts.setdefault(act.stage.id, []).append(act)
    before = None
    for row in rows if len(rows) > 1 else ():
        said = acts.pop(row.stage.id, [])
        if said or (row.points, row.status) != before:
            yield from _rounds(writer, score, row.stage, (writer.after(row), said))
        before = row.points, row.status
    for rest in acts.values():
        yield from _rounds(writer, score, rest[0].stage, ("", rest))


def _rounds(writer: Writer, score: LeafScore, stage: Stage, told: tuple[str, Sequence[Act]]) -> Iterator[Round]:
    name, named, (points, acts) = stage_name(writer.words, stage), not writer.background.public, told
    for act in acts:
        by = f"{act.who}, {act.when}" if named else ""
        yield Round(name, points, writer.said(score.leaf, act), by, why_of(act) if named else "")
    if not acts:
        yield Round(name, points, "", "", "")
