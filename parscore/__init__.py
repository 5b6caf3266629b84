"""parscore: scores the PAR Index inside a province; exact, explained, traceable to a cell.

The library's face: ``open_season`` opens a folder, to be scored (``score``) or made a pandas table (``frame``);
``load_criteria`` loads a criteria set. Everything that can be wrong with people's files comes back as problems.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

    from parscore.messages import Language
    from parscore.model.criteria import CriteriaSet
    from parscore.model.problem import Problem
    from parscore.model.ranking import SeasonResult
    from parscore.season.open import SeasonFolder

__all__ = ["OpenSeason", "load_criteria", "open_season"]


@dataclass(frozen=True, slots=True)
class OpenSeason:
    """A season folder, and everything found on opening it.

    ``folder`` is ``None`` where the season cannot be scored; ``problems`` then say why, and ``score`` and ``frame``
    raise ``ValueError`` with their codes and places.
    """

    folder: "SeasonFolder | None"
    problems: "tuple[Problem, ...]"

    def score(self, *, stage: str | None = None, jobs: int = 1) -> "SeasonResult":
        """Read the inbox, score every agency after a stage (the last that has spoken) and rank every group.

        A stage that the season does not have is a ``KeyError``.
        """
        from parscore.season.run import score_season

        return score_season(self._usable(), stage=stage, jobs=jobs)

    def frame(self, *, stage: str | None = None, all_stages: bool = False, lang: "Language" = "vi") -> "DataFrame":
        """Score and return the long table: one row for every agency, leaf and stage, as ``parscore export`` writes it.

        With ``all_stages`` after every stage up to ``stage``. ``lang`` (``vi`` or ``en``) is that of ``branch``.
        """
        from parscore.messages import Words
        from parscore.reports.export import export_rows
        from parscore.reports.frame import frame
        from parscore.season.stages_scored import cards_after

        folder = self._usable()
        cards = cards_after(folder, self.score(stage=stage), every_stage=all_stages)
        return frame(export_rows(cards, folder.season.year, Words(lang)))

    def _usable(self) -> "SeasonFolder":
        if self.folder is None:
            faults = (found for found in self.problems if found.severity == "error")
            raise ValueError("; ".join(f"{found.code} {found.place}".strip() for found in faults))
        return self.folder


def load_criteria(path: str | Path) -> "tuple[CriteriaSet | None, tuple[Problem, ...]]":
    """Load a criteria set from a YAML file; ``None`` where it has errors, with every fault of the file."""
    from parscore.definitions.load import read_criteria

    return read_criteria(Path(path), Path(path).as_posix())


def open_season(folder: str | Path) -> OpenSeason:
    """Open a season folder, with everything that stands against scoring it."""
    from parscore.season.open import open_folder

    return OpenSeason(*open_folder(Path(folder)))
