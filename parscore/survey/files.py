"""Which files hold ballots, and of which questionnaire."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from unicodedata import normalize

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.survey import Questionnaire, Survey
from parscore.season.survey_data import Files, passed_over


@dataclass(frozen=True, slots=True)
class Assigned:
    """The data files of each questionnaire by its id, all files in order, and what was left out and why."""

    files: dict[str, Files]
    read: Files
    problems: tuple[Problem, ...]


def assign(survey: Survey, files: Files) -> Assigned:
    """Give each file to the one questionnaire whose names it fits; a file of none, or of several, is an error."""
    mine: dict[str, list[tuple[Path, str]]] = {one.id: [] for one in survey.questionnaires}
    problems: list[Problem] = []
    read = []
    for path, shown in files:
        if passed_over(path):
            problems.append(problem("PS644", Place(shown), reason="survey.no_data"))
            continue
        fits = [one.id for one in survey.questionnaires if _named(path, one)]
        if len(fits) == 1:
            mine[fits[0]].append((path, shown))
            read.append((path, shown))
        else:
            known = ", ".join(fits or [pattern for one in survey.questionnaires for pattern in one.files])
            reason = "survey.several_questionnaires" if fits else "survey.no_questionnaire"
            problems.append(problem("PS642", Place(shown), reason=reason, wanted=known))
    problems += (
        problem("PS640", one.origin, reason="survey.no_ballots", found=one.name, wanted=", ".join(one.files))
        for one in survey.questionnaires
        if not mine[one.id]
    )
    return Assigned({name: tuple(own) for name, own in mine.items()}, tuple(read), tuple(problems))


def _named(path: Path, questionnaire: Questionnaire) -> bool:
    name = normalize("NFC", path.name).casefold()
    return any(fnmatchcase(name, pattern.casefold()) for pattern in questionnaire.files)
