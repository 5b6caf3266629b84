"""Which version of a criteria set is in force: the one whose validity holds the day that the season states."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from parscore.definitions.load import GroupSpec, SeasonSpec, read_criteria
from parscore.model.criteria import CriteriaSet
from parscore.model.place import Place
from parscore.model.problem import Problem, Severity, problem

Problems = tuple[Problem, ...]


def read_version(file: Path, set_id: str, version: str, *, tested: bool = True) -> tuple[CriteriaSet | None, Problems]:
    """Read the file of a version; its own id and version have to be those that its path says (PS505)."""
    shown = f"criteria/{set_id}/{version}.yaml"
    criteria, problems = read_criteria(file, shown, tested=tested)
    if criteria is not None and (criteria.id, criteria.version) != (set_id, version):
        found, expected = f"{criteria.id}@{criteria.version}", f"{set_id}@{version}"
        return None, (*problems, problem("PS505", Place(shown), found=found, expected=expected))
    return criteria, problems


def files_of(roots: Sequence[Path], set_id: str) -> dict[str, Path]:
    """Return the file of every version of a set that is present; in an earlier root it stands for one in a later."""
    files: dict[str, Path] = {}
    for root in roots:
        for file in sorted((root / set_id).glob("*.yaml")):
            files.setdefault(file.stem, file)
    return files


def with_versions(spec: SeasonSpec, roots: Sequence[Path]) -> tuple[SeasonSpec, Problems]:
    """Choose the version of every group that names a set alone; it stays empty where none can be chosen."""
    problems: Problems = ()
    groups = []
    for group in spec.groups:
        if not group.criteria_version:
            version, found = _chosen(group, roots)
            group = replace(group, criteria_version=version)  # noqa: PLW2901 (the same group, made whole)
            problems += found
        groups.append(group)
    return replace(spec, groups=tuple(groups)), tuple(dict.fromkeys(problems))


def _chosen(group: GroupSpec, roots: Sequence[Path]) -> tuple[str, Problems]:
    """Return the only version that is valid on the group's day (PS530: none; PS531: several); "" for a set without any.

    A version that cannot be read might be the one, so nothing is chosen beside it. Periods that overlap on another day
    are a warning (PS532).
    """
    set_id, place = group.criteria_id, group.criteria_origin
    present: list[CriteriaSet] = []
    problems: Problems = ()
    for version, file in files_of(roots, set_id).items():
        criteria, found = read_version(file, set_id, version, tested=False)
        if criteria is None:
            problems += (*_errors(found), problem("PS004", place, found=f"{set_id}@{version}"))
        else:
            present.append(criteria)
    if problems or not present:
        return "", problems
    fitting = [criteria for criteria in present if criteria.valid_from <= group.as_of <= criteria.valid_to]
    facts = {"found": set_id, "day": group.as_of.isoformat()}
    if len(fitting) != 1:
        code = "PS531" if fitting else "PS530"
        return "", (problem(code, place, **facts, candidates=periods(fitting or present)),)
    return fitting[0].version, tuple(overlaps(present))


def overlaps(sets: Iterable[CriteriaSet]) -> Iterator[Problem]:
    """Yield every two versions of one set whose validity has a day in common (PS532)."""
    ordered = sorted(sets, key=lambda criteria: (criteria.id, criteria.valid_from, criteria.version))
    for first, later in combinations(ordered, 2):
        if first.id == later.id and first.version != later.version and later.valid_from <= first.valid_to:
            yield problem(
                "PS532", later.origin, found=later.version, other=first.version, candidates=periods((first, later))
            )


def periods(sets: Iterable[CriteriaSet]) -> str:
    """Name versions with their periods, the earliest first."""
    ordered = sorted(sets, key=lambda criteria: (criteria.valid_from, criteria.version))
    told = (f"{one.id}@{one.version} ({one.valid_from.isoformat()} → {one.valid_to.isoformat()})" for one in ordered)
    return "; ".join(told) or "(nothing)"


def _errors(problems: Problems) -> Problems:
    return tuple(found for found in problems if found.severity is Severity.ERROR)
