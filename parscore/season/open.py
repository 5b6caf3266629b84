"""Opening a season folder: season.yaml, agencies.csv, and the criteria sets the groups name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

from parscore.definitions.check import missing_keys
from parscore.definitions.load import GroupSpec, SeasonSpec, load_season_document
from parscore.model.criteria import CriteriaSet
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Group, Season
from parscore.season import without
from parscore.season.agencies import read_agencies
from parscore.season.appraisals import Appraisals, read_appraisals
from parscore.season.choices import CHOICES, Choices, read_choices
from parscore.season.reads import noted, read_noted
from parscore.season.sheet import Figures
from parscore.season.sources import read_sources
from parscore.season.survey_figures import with_survey
from parscore.season.versions import files_of, read_version, with_versions
from parscore.viet import collation_key, nearest

SEASON_FILE: Final = "season.yaml"
AGENCIES_FILE: Final = "agencies.csv"
INBOX: Final = "inbox"
RESULTS: Final = "results"

Reference = tuple[str, str]
"""A criteria set by id and version."""


@dataclass(frozen=True, slots=True)
class SeasonFolder:
    """A season with the folder it lies in, the figures that others provide, and what later stages have said."""

    path: Path
    season: Season
    figures: Figures
    appraisals: Appraisals
    problems: tuple[Problem, ...]
    """Warnings and notes, and faults that leave the season usable."""
    read: tuple[tuple[str, str], ...] = ()
    """Path and SHA-256 of what all of this was read from; criteria sets know their own."""
    choices: Choices = field(default_factory=dict)
    """Which of several different forms of an agency counts."""


def open_folder(path: Path) -> tuple[SeasonFolder | None, tuple[Problem, ...]]:
    """Open a season folder; ``None`` where it cannot be scored, with every fault of every file."""
    with noted() as reads:
        folder, problems = _open(path)
    read = tuple(sorted((file.relative_to(path).as_posix(), digest) for file, digest in reads))
    return (replace(folder, read=read) if folder else None), problems


def _open(path: Path) -> tuple[SeasonFolder | None, tuple[Problem, ...]]:
    try:
        if not (path / SEASON_FILE).is_file():
            reason = "season.no_file" if path.is_dir() else "season.no_folder"
            told = {"wanted": SEASON_FILE, "nearest": _seasons_near(path), "reason": reason}
            return None, (problem("PS001", Place(path.as_posix()), **told),)
        content = read_noted(path / SEASON_FILE)
    except PermissionError:
        return None, (problem("PS122", Place(SEASON_FILE), reason="no permission"),)
    spec, problems = load_season_document(content, SEASON_FILE)
    if spec is None:
        return None, problems
    agencies, faults = read_agencies(path / AGENCIES_FILE, AGENCIES_FILE, [group.id for group in spec.groups])
    problems += faults
    spec, found = with_versions(spec, roots_of(path))
    problems += found
    sets, found = _criteria_sets(path, spec)
    problems += found
    # Without a register there is nothing to say of single groups.
    problems += _empty_groups(spec, agencies) if agencies or not faults else ()
    problems += (*_unknown_keys(spec, sets), *without.not_permitted(spec, sets))
    if any(fault.severity == "error" for fault in problems):
        return None, problems
    season = _season(spec, agencies, sets)
    figures, found = read_sources(path, season)
    figures, more = with_survey(figures, path, season)
    appraisals, faults = read_appraisals(path, season)
    choices, odd = read_choices(path / CHOICES, season)
    problems += (*_out_of_validity(spec, season), *found, *more, *faults, *odd)
    problems += (*without.told(season), *without.contradicted(season, figures))
    return SeasonFolder(path, season, figures, appraisals, problems, choices=choices), problems


def find_criteria(folder: Path | None, set_id: str, version: str) -> tuple[Path, str] | None:
    """Return the file of a set's version and its path for people: the season's own first, then a bundled one."""
    shown = f"criteria/{set_id}/{version}.yaml"
    if folder is not None and (folder / shown).is_file():
        return folder / shown, shown
    bundled = bundled_criteria() / set_id / f"{version}.yaml"
    return (bundled, shown) if bundled.is_file() else None


def bundled_criteria() -> Path:
    """Return the folder of the sets shipped with the package (beside it in a source checkout)."""
    installed = Path(str(files("parscore"))) / "bundled"
    return installed if installed.is_dir() else installed.parent.parent / "criteria"


def roots_of(folder: Path) -> tuple[Path, ...]:
    """Return where criteria sets lie: the season's own first."""
    return folder / "criteria", bundled_criteria()


def known_sets(folder: Path) -> list[str]:
    """Return the sets that ``find_criteria`` finds, as ``id@version``: a season's own first, then the bundled."""
    found = (f"{file.parent.name}@{file.stem}" for root in roots_of(folder) for file in sorted(root.glob("*/*.yaml")))
    return list(dict.fromkeys(found))


def _seasons_near(path: Path) -> str:
    """Names of season folders just below, for a person who stands one folder too high."""
    below = path.glob(f"*/{SEASON_FILE}") if path.is_dir() else ()
    return "; ".join(sorted(file.parent.as_posix() for file in below))


def _criteria_sets(path: Path, spec: SeasonSpec) -> tuple[Mapping[Reference, CriteriaSet], tuple[Problem, ...]]:
    sets: dict[Reference, CriteriaSet] = {}
    problems: tuple[Problem, ...] = ()
    for reference, place in {_reference(group): group.criteria_origin for group in reversed(spec.groups)}.items():
        written = "@".join(filter(None, reference))
        located = find_criteria(path, *reference)
        if not reference[1] and files_of(roots_of(path), reference[0]):
            continue  # why no version was chosen is said already
        if located is None:
            known = known_sets(path)
            near = "; ".join(nearest(written, known) or known)
            problems += (problem("PS003", place, found=written, nearest=near),)
            continue
        criteria, found = read_version(located[0], *reference)
        problems += found
        if criteria is None:
            problems += (problem("PS004", place, found=written),)
        else:
            sets[reference] = criteria
    return sets, problems


def _reference(group: GroupSpec) -> Reference:
    return group.criteria_id, group.criteria_version


def _empty_groups(spec: SeasonSpec, agencies: tuple[Agency, ...]) -> tuple[Problem, ...]:
    peopled = {agency.group for agency in agencies}
    empty = (group for group in spec.groups if group.id not in peopled)
    return tuple(problem("PS008", Place(AGENCIES_FILE), found=group.id) for group in empty)


def _unknown_keys(spec: SeasonSpec, sets: Mapping[Reference, CriteriaSet]) -> tuple[Problem, ...]:
    """A group's own tie-break keys have to name items of the set that serves it."""
    return tuple(
        problem("PS521", group.ranking_origin, found=key, suggestion="")
        for group in spec.groups
        if group.ranking and (criteria := sets.get(_reference(group)))
        for key in missing_keys(group.ranking, criteria)
    )


def _season(spec: SeasonSpec, agencies: tuple[Agency, ...], sets: Mapping[Reference, CriteriaSet]) -> Season:
    return Season(
        year=spec.year,
        title=spec.title,
        province=spec.province,
        language=spec.language,
        stages=spec.stages,
        groups=tuple(_group(group, spec, agencies, sets[_reference(group)]) for group in spec.groups),
        office=spec.office,
    )


def _group(group: GroupSpec, season: SeasonSpec, agencies: tuple[Agency, ...], criteria: CriteriaSet) -> Group:
    """A group in official order; its own ranking and classes stand in the place of the set's."""
    members = [agency for agency in agencies if agency.group == group.id]
    if season.official_order == "vietnamese":
        members.sort(key=lambda agency: collation_key(agency.name))
    return Group(
        id=group.id,
        name=group.name,
        criteria=replace(criteria, without=group.without),
        ranking=group.ranking or criteria.ranking,
        classes=group.classes or criteria.classes,
        agencies=tuple(replace(agency, order=at) for at, agency in enumerate(members, 1)),
    )


def _out_of_validity(spec: SeasonSpec, season: Season) -> tuple[Problem, ...]:
    """A set is valid on the day that season.yaml states, or else on some day of the year (PS007)."""
    year = (date(season.year, 1, 1), date(season.year, 12, 31))
    periods = [(group.as_of, group.as_of) if group.day_stated else year for group in spec.groups]
    return tuple(
        problem(
            "PS007",
            group.criteria.origin,
            found=f"{group.criteria.id}@{group.criteria.version}",
            wanted=season.year if first != last else first.isoformat(),
        )
        for group, (first, last) in zip(season.groups, periods, strict=True)
        if group.criteria.valid_to < first or group.criteria.valid_from > last
    )
