"""Which received file is whose, and which of several counts: the one that was chosen, else none of them."""

from collections.abc import Iterator, Sequence
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, Severity, problem
from parscore.model.season import Agency, Season
from parscore.model.submission import Submission
from parscore.season.choices import CHOICES, Choice, Choices
from parscore.season.copies import copies
from parscore.season.receive import Received
from parscore.viet import show

HELD_BACK: Final = frozenset(("PS109", "PS168"))
"""Problems of agencies whose forms are held back until one of them is chosen."""
_SHOWN: Final = 12
"""Hex digits of a digest that people are told."""


def settle(
    received: Sequence[Received], season: Season, choices: Choices
) -> tuple[dict[str, Submission], list[Problem]]:
    """Settle which file counts for each agency: the same bytes count once, of different forms the one that was chosen.

    Without a choice different forms are held back (PS109), and where the chosen one is not among the agency's forms
    every other one is (PS168): none is scored in its place. What stands in a form that is set aside is counted in the
    note on it (PS167).
    """
    problems: list[Problem] = []
    forms: dict[str, list[Received]] = {}
    for file, first in told_apart(received):
        if first != file.file:
            problems.append(problem("PS131", Place(file.file), agency=file.agency, first=first))
        elif file.submission:
            forms.setdefault(file.agency, []).append(file)
        else:
            problems += file.problems
    submissions: dict[str, Submission] = {}
    for agency in season.agencies.values():
        used, found = _settled(agency, forms.get(agency.id, []), choices.get(agency.id))
        problems += found
        if used and used.submission:
            submissions[agency.id] = used.submission
    problems += copies(submissions, season.agencies)
    return submissions, problems


def told_apart(received: Sequence[Received]) -> Iterator[tuple[Received, str]]:
    """Yield each file with the first one of the same agency that has the same bytes, which may be itself."""
    first: dict[tuple[str, str], str] = {}
    for file in received:
        yield file, first.setdefault((file.agency, file.digest), file.file) if file.digest else file.file


def _settled(agency: Agency, forms: Sequence[Received], choice: Choice | None) -> tuple[Received | None, list[Problem]]:
    """The form of an agency that counts, and what is to be said of its forms."""
    if choice:
        chosen = next((form for form in forms if form.digest == choice.sha256), None)
        if chosen:
            return chosen, [*chosen.problems, *(_aside(form, chosen, choice) for form in forms if form is not chosen)]
    found = [each for form in forms for each in form.problems]
    names = ", ".join(form.file for form in forms)
    if choice:
        found.append(_stale(forms, choice, names))
    if len(forms) > 1:
        found += (problem("PS109", Place(form.file), agency=agency.id, files=names) for form in forms)
    elif not forms:
        found.append(problem("PS132", agency=agency.id, name=agency.name))
    return (forms[0] if len(forms) == 1 and not choice else None), found


def _aside(form: Received, chosen: Received, choice: Choice) -> Problem:
    left = sum(found.severity is not Severity.NOTE for found in form.problems)
    told = {"chosen": chosen.file, "left": str(left or ""), **_chosen_by(choice)}
    return problem("PS167", Place(form.file), agency=choice.agency, **told)


def _stale(forms: Sequence[Received], choice: Choice, names: str) -> Problem:
    """Say it of the only form there is, which it holds back, or else of the row of the choice."""
    place = Place(forms[0].file) if len(forms) == 1 else Place(CHOICES, line=choice.line)
    told = {"chosen": show(choice.file), "digest": choice.sha256[:_SHOWN], "files": names, **_chosen_by(choice)}
    return problem("PS168", place, agency=choice.agency, **told)


def _chosen_by(choice: Choice) -> dict[str, str]:
    return {"who": show(choice.who), "when": show(choice.when), "why": show(choice.why)}
