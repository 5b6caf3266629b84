"""Everything that others than the agencies provide: figures, findings of inspections, values of subordinate units."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from parscore.model.cell import Answer
from parscore.model.problem import Problem
from parscore.model.season import Season
from parscore.season.figures import read_figures
from parscore.season.inspections import read_inspections
from parscore.season.sheet import Figures
from parscore.season.units import read_units

SHEETS: Final[dict[str, Callable[[Path, Season], tuple[Figures, tuple[Problem, ...]]]]] = {
    "figures.csv": read_figures,
    "inspections.csv": read_inspections,
    "units.csv": read_units,
}
"""The files of a season folder, and what reads each."""


def read_sources(folder: Path, season: Season) -> tuple[Figures, tuple[Problem, ...]]:
    """Read every sheet of a season folder; each value comes from the one sheet of its source."""
    together: dict[str, dict[str, dict[str, Answer]]] = {}
    problems: list[Problem] = []
    for name, read in SHEETS.items():
        figures, found = read(folder / name, season)
        problems += found
        for agency, leaves in figures.items():
            for code, answers in leaves.items():
                together.setdefault(agency, {}).setdefault(code, {}).update(answers)
    return together, tuple(problems)
