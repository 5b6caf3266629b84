"""``survey.csv``: the figures that ``parscore survey import`` makes of ballots, read beside ``figures.csv``.

Columns ``agency,code,input,value,document,made_from``. ``value`` is exact as ``numbers.decimal_text`` writes it
(``4.29``, ``77/18``); ``made_from`` is the digest of survey.yaml and the ballots, empty where these do not lie in the
folder.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from parscore.model.cell import Answer, AnswerState
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Season
from parscore.season.csv_rows import read_rows
from parscore.season.figures import read_figures
from parscore.season.sheet import Figures
from parscore.season.survey_data import digest_of

SURVEY_FIGURES: Final = "survey.csv"
COLUMNS: Final = ("agency", "code", "input", "value", "document", "made_from")


def with_survey(figures: Figures, folder: Path, season: Season) -> tuple[Figures, tuple[Problem, ...]]:
    """Add the survey's figures to those of figures.csv; one that stands in both is a contradiction (PS659)."""
    path = folder / SURVEY_FIGURES
    surveyed, problems = read_figures(path, season, exact=True)
    added = {agency: {code: dict(own) for code, own in leaves.items()} for agency, leaves in figures.items()}
    found: list[Problem] = []
    for agency, code, name, answer in _flat(surveyed):
        own = added.setdefault(agency, {}).setdefault(code, {})
        other = own.get(name)
        if other is None:
            own[name] = answer
            continue
        # Neither is chosen: a person has to say which of the two counts.
        own[name] = answer._replace(state=AnswerState.UNUSABLE, value=None)
        told = {"other": other.place.file, "line": str(other.place.line), "input": name}
        found.append(problem("PS659", answer.place, agency=agency, criterion=code, **told))
    return added, (*problems, *found, *_outdated(path, folder))


def _flat(figures: Figures) -> Iterator[tuple[str, str, str, Answer]]:
    for agency, leaves in figures.items():
        for code, own in leaves.items():
            for name, answer in own.items():
                yield agency, code, name, answer


def _outdated(path: Path, folder: Path) -> tuple[Problem, ...]:
    """Warn where ballots or survey.yaml have changed since the figures were made of them."""
    origins = made_from(path)
    current = digest_of(folder) if origins else ""
    if not current or origins == {current}:
        return ()
    return (problem("PS660", Place(SURVEY_FIGURES)),)


def made_from(path: Path) -> frozenset[str]:
    """The digests that the figures of a survey.csv say they were made from; none where it says nothing."""
    table = read_rows(path)
    if isinstance(table, str):
        return frozenset()
    return frozenset({row.cells.get("made_from", "") for row in table.rows} - {""})
