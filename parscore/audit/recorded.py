"""The result that a season's last record holds, made again from its inputs, or why it is not the frozen one.

Whoever can change a result after the seed is known chooses what the sample finds. So samples are drawn of recorded
results alone: what the inputs give now has to be, line by line, what the record says.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from parscore.audit.verify import check_inputs
from parscore.engine.replay import Replay
from parscore.engine.second_pass import Case, pool
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.model.stage import NO_ACTS
from parscore.season.chain import HEAD_FILE, RECORDS, Head, last_record
from parscore.season.keep import record_of
from parscore.season.open import SeasonFolder
from parscore.season.run import score_season

_HEAD: Final = f"{RECORDS}/{HEAD_FILE}"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A season with the result that its last record holds."""

    folder: SeasonFolder
    result: SeasonResult
    head: Head


def recorded(folder: SeasonFolder, *, jobs: int = 1) -> tuple[Recorded | None, tuple[Problem, ...]]:
    """Return the recorded result; or ``None`` with what stands against it and PS860, which says what that means."""
    head = last_record(folder.path)
    if not isinstance(head, Head):
        return None, (*((head,) if head else ()), problem("PS860", Place(_HEAD), reason="sample.none"))
    lines = _lines(folder.path / RECORDS / head.record)
    changed = tuple(check_inputs(folder.path, lines))
    if changed:
        return None, (*changed, problem("PS860", Place(_HEAD), reason="sample.inputs"))
    stages = [stage.id for stage in folder.season.stages]
    result = score_season(folder, stage=head.stage if head.stage in stages else None, jobs=jobs)
    if record_of(folder, result) != head.body:
        return None, (problem("PS860", Place(_HEAD), reason="sample.differs"),)
    return Recorded(folder, result, head), ()


def _lines(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        return file.readlines()


def replays_of(recorded: Recorded) -> dict[str, Replay]:
    """The groups of a recorded result, by id."""
    found = recorded.result.groups
    return {ranking.group.id: replay_of(recorded.folder, recorded.result, ranking) for ranking in found}


def replay_of(folder: SeasonFolder, result: SeasonResult, ranking: GroupRanking) -> Replay:
    """A group of a result, ready to be asked what other scores of its leaves would give."""
    group, stages = ranking.group, folder.season.until(result.stage.id)
    cards = {standing.scorecard.agency.id: standing.scorecard for standing in ranking.standings}
    cases = [
        Case(
            agency,
            cards[agency.id].submission,
            folder.figures.get(agency.id, {}),
            {
                code: tuple(act for act in said if act.stage in stages)
                for code, said in folder.appraisals.acts.get(agency.id, NO_ACTS).items()
            },
        )
        for agency in group.agencies
    ]
    return Replay(ranking, pool(cases, group.criteria, stages)[0])
