"""Taking in a survey: definition, files, ballots, statistics, figures; every ballot is counted or told as refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from parscore.definitions.survey import load_survey
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Season
from parscore.model.survey import Questionnaire, Survey
from parscore.season.survey_data import SURVEY_FILE, Files, digest_of, in_folder
from parscore.survey.ballots import headings, raw_ballots
from parscore.survey.bind import misfits, surveyed
from parscore.survey.files import assign
from parscore.survey.judge import Judged, judge
from parscore.survey.results import SurveyFigure, figures_of, shortages
from parscore.survey.tables import read_tables
from parscore.survey.tally import Line, tally

NOT_MADE_IN_PLACE: Final = ""
"""The origin of figures whose ballots do not lie in the season's folder: nobody can compare them later."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A survey as taken in.

    ``origin`` is the digest of what it was made from (see ``survey_data.digest_of``). ``whole``: no file was lost, so
    that only single ballots can be missing, and each of them is told.
    """

    survey: Survey
    judged: tuple[Judged, ...]
    lines: tuple[Line, ...]
    figures: tuple[SurveyFigure, ...]
    files: Files
    origin: str
    whole: bool
    problems: tuple[Problem, ...]

    def files_of(self, questionnaire: Questionnaire) -> tuple[str, ...]:
        """Paths for people of the files with ballots of a questionnaire."""
        mine = assign(self.survey, self.files).files[questionnaire.id]
        return tuple(shown for _, shown in mine)


def take(folder: Path, season: Season, files: Sequence[Path] = ()) -> tuple[Taken | None, tuple[Problem, ...]]:
    """Take in the survey of a season from the files in its folder, or from the given ones.

    ``None`` where there is no usable survey.yaml or nothing to read, with every reason.
    """
    survey, problems = _definition(folder, season)
    if survey is None:
        return None, problems
    given: Files = tuple((path, path.as_posix()) for path in files) or in_folder(folder)
    assigned = assign(survey, given)
    if not assigned.read:
        return None, (*problems, *assigned.problems)
    of_files = list(assigned.problems)
    judged, lines = [], []
    for questionnaire in survey.questionnaires:
        reading = read_tables(assigned.files[questionnaire.id], headings(questionnaire))
        found = judge(raw_ballots(reading.tables, questionnaire), questionnaire, season)
        judged.append(found)
        lines.append(tally(questionnaire, surveyed(questionnaire, season), found.counted))
        of_files += reading.problems
    by_id = {one.questionnaire.id: own for one, own in zip(judged, lines, strict=True)}
    figures, missing = figures_of(by_id, survey.questionnaires, season)
    whole = not any(found.severity == "error" for found in of_files)
    # Where a file could not be read nobody knows yet what is missing.
    problems += (*missing, *(short for own in lines for short in shortages(own))) if whole else ()
    problems += tuple(of_files)
    problems += tuple(note for one in judged for note in (*one.notes, *one.reasons))
    taken = Taken(
        survey=survey,
        judged=tuple(judged),
        lines=tuple(line for own in lines for line in own),
        figures=figures,
        files=assigned.read,
        origin=NOT_MADE_IN_PLACE if files else digest_of(folder),
        whole=whole,
        problems=tuple(sorted(set(problems), key=lambda one: one.sort_key)),
    )
    return taken, taken.problems


def _definition(folder: Path, season: Season) -> tuple[Survey | None, tuple[Problem, ...]]:
    path = folder / SURVEY_FILE
    if not path.is_file():
        return None, (problem("PS640", Place(SURVEY_FILE), reason="survey.no_definition"),)
    survey, problems = load_survey(path.read_bytes(), SURVEY_FILE)
    if survey is None:
        return None, problems
    problems += misfits(survey, season)
    return (None if any(one.severity == "error" for one in problems) else survey), problems
