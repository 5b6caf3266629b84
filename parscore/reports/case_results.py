"""Worked cases that were run: a summary, the failing ones as rows, and JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.definitions.cases import FEWEST, CaseResult, LeafCases
from parscore.messages import Words
from parscore.model.criteria import CriteriaSet
from parscore.reports.printing import SCREEN, Printer, printer
from parscore.reports.trace import Document, exact

TEST: Final = "parscore.criteria-test/1"
COLUMNS: Final = ("result", "place", "criterion", "item", "expected", "found")
NO_CASE: Final = "no_case"


@dataclass(frozen=True, slots=True)
class TestedSet:
    """A criteria set with the results of its worked cases."""

    criteria: CriteriaSet
    leaves: tuple[LeafCases, ...]

    @property
    def passed(self) -> bool:
        """Whether every case comes out as stated, and every leaf has enough of them."""
        return not any(leaf.failed or leaf.too_few for leaf in self.leaves)


def case_rows(tested: TestedSet, words: Words) -> Iterator[tuple[str, ...]]:
    """One row a failing case and one a leaf with too few cases, by ``COLUMNS``, in the order of the decision."""
    write = printer(words, tested.criteria.rounding)
    for one in tested.leaves:
        about = (one.leaf.code, one.leaf.name)
        for result in one.failed:
            expected = _points(result.example.points, write)
            place = str(result.example.origin)
            yield (words.text(SCREEN, "cases.failed"), place, *about, expected, _found(result, write))
        if one.too_few:
            counts = (words.text(SCREEN, "cases.fewest", count=FEWEST), str(len(one.results)))
            yield (words.text(SCREEN, "cases.too_few"), str(one.leaf.origin), *about, *counts)


def case_summary(tested: TestedSet, words: Words) -> str:
    """The set, its leaves and cases, how many passed and failed, and the leaves with too few cases."""
    criteria, too_few = tested.criteria, [one.leaf.code for one in tested.leaves if one.too_few]
    counts = {**_counts(tested.leaves), "id": criteria.id, "version": criteria.version}
    told = [words.text(SCREEN, "cases.summary", **counts)]
    if too_few:
        told.append(words.text(SCREEN, "cases.few", fewest=FEWEST, count=len(too_few), codes=", ".join(too_few)))
    return "; ".join(told)


def cases_document(tested: Sequence[TestedSet]) -> Document:
    """Every set with its counts, its failing cases, and its leaves with too few."""
    return {"schema": TEST, "passed": all(one.passed for one in tested), "sets": [_set(one) for one in tested]}


def _set(tested: TestedSet) -> Document:
    criteria = tested.criteria
    return {
        "criteria": f"{criteria.id}@{criteria.version}",
        "digest": criteria.digest,
        "file": criteria.origin.file,
        **_counts(tested.leaves),
        "failures": [_failure(one, result) for one in tested.leaves for result in one.failed],
        "too_few": [
            {"criterion": one.leaf.code, "name": one.leaf.name, "cases": len(one.results)}
            for one in tested.leaves
            if one.too_few
        ],
    }


def _failure(one: LeafCases, result: CaseResult) -> Document:
    place, refused = result.example.origin, bool(result.faults or result.missing)
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "criterion": one.leaf.code,
        "name": one.leaf.name,
        "expected": exact(result.example.points) or NO_CASE,
        "found": None if refused else exact(result.points) or NO_CASE,
        "faults": list(result.faults),
        "missing": list(result.missing),
    }


def _counts(leaves: Sequence[LeafCases]) -> dict[str, int]:
    cases, failed = sum(len(one.results) for one in leaves), sum(len(one.failed) for one in leaves)
    return {"leaves": len(leaves), "cases": cases, "passed": cases - failed, "failed": failed}


def _found(result: CaseResult, write: Printer) -> str:
    if result.missing:
        return write.words.text(SCREEN, "cases.missing", names=", ".join(result.missing))
    return ", ".join(result.faults) or _points(result.points, write)


def _points(points: Fraction | None, write: Printer) -> str:
    return write.words.text(SCREEN, "state.no_case") if points is None else write.exact(points)
