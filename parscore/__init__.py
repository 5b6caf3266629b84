"""parscore: scores the PAR Index inside a province; exact, explained, traceable to a cell.

The library's face: ``open_season`` opens a folder, ``score`` reads and scores it, ``load_criteria`` loads a criteria
set. Everything that can be wrong with people's files comes back as problems, never as an exception.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parscore.model.criteria import CriteriaSet
    from parscore.model.problem import Problem
    from parscore.model.ranking import SeasonResult
    from parscore.season.open import SeasonFolder

__all__ = ["load_criteria", "open_season", "score"]


def load_criteria(path: str | Path) -> "tuple[CriteriaSet | None, tuple[Problem, ...]]":
    """Load a criteria set from a YAML file; ``None`` where it has errors, with every fault of the file."""
    from parscore.definitions.load import read_criteria

    return read_criteria(Path(path), Path(path).as_posix())


def open_season(folder: str | Path) -> "tuple[SeasonFolder | None, tuple[Problem, ...]]":
    """Open a season folder; ``None`` where it cannot be scored, with everything that stands against it."""
    from parscore.season.open import open_folder

    return open_folder(Path(folder))


def score(season: "SeasonFolder", *, stage: str | None = None, jobs: int = 1) -> "SeasonResult":
    """Read the season's inbox, score every agency after a stage (the last that has spoken) and rank every group."""
    from parscore.season.run import score_season

    return score_season(season, stage=stage, jobs=jobs)
