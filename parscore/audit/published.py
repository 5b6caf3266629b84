"""``audit published``: a published table checked by itself, and against a season scored again with probable causes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parscore.audit.published_alone import check_alone
from parscore.audit.published_causes import causes
from parscore.audit.published_columns import Wanted, find_columns, not_found
from parscore.audit.published_compare import GroupComparison, compare, match, problems_of
from parscore.audit.published_read import read_grids
from parscore.audit.published_replay import Cause, Hand
from parscore.audit.published_table import Table, read_tables
from parscore.audit.published_told import Check
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.model.ranking import SeasonResult
from parscore.model.season import Season
from parscore.numbers import Mark
from parscore.season.open import SeasonFolder
from parscore.viet import normal_form


@dataclass(frozen=True, slots=True)
class Read:
    """The tables of a file, and what was found while they were read; without any it cannot be checked."""

    file: str
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class GroupFinding:
    """A group compared, with the probable causes of its differences."""

    comparison: GroupComparison
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that is found of a published file; ``groups`` are those that it names an agency of."""

    read: Read
    checks: tuple[Check, ...]
    groups: tuple[GroupFinding, ...]
    problems: tuple[Problem, ...]
    result: SeasonResult | None = None

    @property
    def equal(self) -> bool:
        """Whether nothing contradicts anything."""
        return not any(found.severity == "error" for found in self.problems)


def read_published(
    path: Path, shown: str, *, season: Season | None = None, chosen: Sequence[tuple[str, str]] = (), mark: Mark = ""
) -> Read:
    """Read every table of a file; ``chosen`` are columns as a person named them, by role, ``mark`` the decimal sign."""
    grids, problems = read_grids(path, shown)
    if not grids:
        return Read(shown, (), problems)
    wanted = Wanted(area_names(season) if season else {}, season.year if season else 0, tuple(chosen))
    tables: list[Table] = []
    found = list(problems)
    for grid in grids:
        columns, odd = find_columns(grid, wanted)
        read, more = read_tables(grid, columns, mark)
        tables += read
        found += (*odd, *more) if read else ()
    if not tables:
        found.append(not_found(grids))
    return Read(shown, tuple(tables), tuple(found))


def area_names(season: Season) -> dict[str, str]:
    """Codes of areas by the normal forms of their names; a name that means different areas is left out."""
    names: dict[str, set[str]] = {}
    for group in season.groups:
        for area in group.criteria.areas:
            for text in (area.name, f"{area.code}. {area.name}"):
                names.setdefault(normal_form(text), set()).add(area.code)
    return {name: codes.pop() for name, codes in names.items() if len(codes) == 1}


def check_published(read: Read) -> Published:
    """Check a published file by itself."""
    checks: list[Check] = []
    problems = list(read.problems)
    for table in read.tables:
        own, found = check_alone(table)
        checks += own
        problems += found
    return Published(read, tuple(checks), (), _sorted(problems))


def compare_published(read: Read, folder: SeasonFolder, result: SeasonResult) -> Published:
    """Compare a published file with a season scored again, and replay it with one thing changed for each difference."""
    problems = list(read.problems)
    checks: list[Check] = []
    for table in read.tables:
        own, found = check_alone(table, arithmetic=False)
        checks += own
        problems += found
    claims, unknown = match(read.tables, result.season)
    problems += unknown
    stages = result.season.until(result.stage.id)
    groups = []
    for ranking in result.groups:
        if not any(agency.id in claims for agency in ranking.group.agencies):
            continue
        comparison = compare(ranking, claims)
        own_claims = {agency.id: claims[agency.id] for agency in ranking.group.agencies if agency.id in claims}
        likely = causes(Hand(folder, stages, ranking, own_claims)) if comparison.differences else ()
        groups.append(GroupFinding(comparison, likely))
        problems += problems_of(comparison, Place(read.file))
    return Published(read, tuple(checks), tuple(groups), _sorted(problems), result)


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(problems), key=lambda found: found.sort_key))
