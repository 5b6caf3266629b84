"""What is told of working papers: which were written, and figures whose formulas say otherwise than the result."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from parscore.audit.paper import Difference
from parscore.messages import Words
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.scorecard import Scorecard
from parscore.reports.document import problem_document
from parscore.reports.trace import Document

SCHEMA: Final = "parscore.papers/1"
PAPERS: Final = "papers"
"""The folder of the season that working papers are written to."""


def difference_problems(card: Scorecard, place: Place, differences: Sequence[Difference]) -> list[Problem]:
    """PS850 for the first figure of an agency whose formula gives something else; the others follow from it."""
    codes = {leaf.leaf.code for leaf in card.leaves()}
    first = next((found for found in differences if _item(found) in codes), next(iter(differences), None))
    if first is None:
        return []
    told = {"item": _item(first), "found": _told(first.formula), "wanted": _told(first.engine)}
    leaf = _item(first) if _item(first) in codes else ""
    return [problem("PS850", place, agency=card.agency.id, criterion=leaf, count=len(differences), **told)]


def _item(found: Difference) -> str:
    """The code of the item that a figure belongs to."""
    return found.key.partition("!")[0].rstrip("~%")


def _told(value: Fraction | None) -> Fraction | str:
    return "no points" if value is None else value


def papers_document(files: Sequence[str], problems: Sequence[Problem], words: Words) -> Document:
    """The working papers of a run, and its problems."""
    return {"schema": SCHEMA, "files": list(files), "problems": problem_document(problems, words)["problems"]}
