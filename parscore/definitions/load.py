"""Definition files to the model, with every fault at once."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from parscore.definitions.build import build_set
from parscore.definitions.check import check_bands, check_keys, check_set
from parscore.definitions.document import validate
from parscore.definitions.draft import draft_set
from parscore.definitions.marks import MAX_BYTES, Document, parse_yaml
from parscore.definitions.plain import unquoted_codes
from parscore.definitions.specs import GroupShape, SeasonShape, StageShape
from parscore.model.criteria import ClassRule, CriteriaSet, NotHeld, RankRule, Source
from parscore.model.place import Place
from parscore.model.problem import Problem, Severity, problem
from parscore.model.season import Office
from parscore.model.stage import Stage, StageKind

Problems = tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """A group as season.yaml declares it; ``ranking`` and ``classes`` replace the set's where they are not ``None``.

    ``criteria_version`` is empty where the version is the one that is valid on the day ``as_of``: the group's, else the
    season's, else the last day of the year. ``day_stated`` is false for that last one.
    """

    id: str
    name: str
    criteria_id: str
    criteria_version: str
    ranking: RankRule | None
    classes: ClassRule | None
    as_of: date
    day_stated: bool
    without: tuple[NotHeld, ...]
    origin: Place
    criteria_origin: Place
    ranking_origin: Place


@dataclass(frozen=True, slots=True)
class SeasonSpec:
    """season.yaml, checked. ``digest`` is the SHA-256 of its bytes."""

    year: int
    title: str
    province: str
    office: Office
    language: Literal["vi", "en"]
    stages: tuple[Stage, ...]
    official_order: Literal["listed", "vietnamese"]
    groups: tuple[GroupSpec, ...]
    digest: str
    origin: Place


def load_criteria(data: bytes, shown_as: str, *, tested: bool = True) -> tuple[CriteriaSet | None, Problems]:
    """Read a criteria set from the bytes of its file; ``None`` where any problem is an error.

    ``shown_as`` is the path that problems name. The problems come in the order of the file. Without ``tested`` its
    worked cases are not run (see ``definitions.cases``), so that one that fails does not keep the set from being read.
    """
    document, problems = parse_yaml(data, shown_as)
    if document is None:
        return None, problems
    draft, faults = draft_set(document)
    problems = _in_order((*problems, *unquoted_codes(document), *faults, *check_set(draft, tested=tested)))
    if _has_errors(problems):
        return None, problems
    return build_set(draft, hashlib.sha256(data).hexdigest()), problems


def read_criteria(path: Path, shown_as: str, *, tested: bool = True) -> tuple[CriteriaSet | None, Problems]:
    """Read a criteria set from a file, as ``load_criteria`` does; PS122 where it cannot be opened."""
    data = _read(path)
    if isinstance(data, str):
        return None, (problem("PS122", Place(shown_as), reason=data),)
    return load_criteria(data, shown_as, tested=tested)


def load_season_document(data: bytes, shown_as: str) -> tuple[SeasonSpec | None, Problems]:
    """Read season.yaml from its bytes; ``None`` where any problem is an error.

    Whether a criteria set exists, and whether it has what a group's tie-break keys name, is for the season to check.
    """
    document, problems = parse_yaml(data, shown_as)
    if document is None:
        return None, problems
    checked = validate(document, (), SeasonShape)
    faults = (
        *checked.problems,
        *_season_faults(document, checked.fields.get("groups", ()), _stages(checked.fields.get("stages", ()))),
        *_days(document, checked.fields),
    )
    problems = _in_order((*problems, *unquoted_codes(document), *faults))
    if checked.model is None or _has_errors(problems):
        return None, problems
    return _season(document, checked.model, hashlib.sha256(data).hexdigest()), problems


def _read(path: Path) -> bytes | str:
    """Return the bytes of a regular file, or why there are none; never waits on a pipe, never reads a huge file."""
    try:
        if not path.is_file():
            return "not a file" if path.exists() else "not found"
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except PermissionError:
        return "no permission"
    except OSError:
        return "read error"


def _in_order(problems: Problems) -> Problems:
    return tuple(sorted(dict.fromkeys(problems), key=lambda found: found.sort_key))


def _has_errors(problems: Problems) -> bool:
    return any(found.severity is Severity.ERROR for found in problems)


def _stages(shapes: tuple[StageShape, ...]) -> tuple[Stage, ...]:
    return tuple(shape.build() for shape in shapes)


def _season_faults(document: Document, groups: tuple[GroupShape, ...], stages: tuple[Stage, ...]) -> Iterator[Problem]:
    """Ids of groups and stages stand once (PS515); bands and the form of tie-break keys are right (PS520, PS521).

    The self-assessment is the first stage, and no other one (PS009).
    """
    kinds = [stage.kind for stage in stages]
    wrong = [at for at, kind in enumerate(kinds) if (kind is StageKind.SELF) != (at == 0)]
    for at in wrong[:1]:
        yield problem("PS009", document.place(("stages", at)), found=stages[at].id, wanted=StageKind.SELF.value)
    yield from _twice(document, [(("groups", at, "id"), group.id) for at, group in enumerate(groups)])
    yield from _twice(document, [(("stages", at), stage.id) for at, stage in enumerate(stages)])
    for at, group in enumerate(groups):
        yield from check_bands(document, ("groups", at, "classes"), group.classes)
        yield from check_keys(document, ("groups", at, "ranking"), group.ranking, None)


def _days(document: Document, fields: Mapping[str, Any]) -> Iterator[Problem]:
    """The day that chooses a version lies in the season's year (PS505)."""
    groups: tuple[GroupShape, ...] = fields.get("groups", ())
    days = {("as_of",): fields.get("as_of")} | {("groups", at, "as_of"): group.as_of for at, group in enumerate(groups)}
    for path, day in days.items():
        if day and "year" in fields and day.year != fields["year"]:
            yield problem(
                "PS505", document.place(path), found=day.isoformat(), expected="a day of the season's own year"
            )


def _twice(document: Document, named: list[tuple[tuple[str | int, ...], str]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for path, name in named:
        place = document.place(path)
        if name in first:
            yield problem("PS515", place, found=name, first=first[name])
        first.setdefault(name, place.line)


def _season(document: Document, shape: SeasonShape, digest: str) -> SeasonSpec:
    return SeasonSpec(
        year=shape.year,
        title=shape.title,
        province=shape.province,
        office=shape.office.build(),
        language=shape.language,
        stages=_stages(shape.stages),
        official_order=shape.official_order,
        groups=tuple(_group(document, at, shape) for at in range(len(shape.groups))),
        digest=digest,
        origin=Place(document.file),
    )


def _group(document: Document, at: int, season: SeasonShape) -> GroupSpec:
    path, shape = ("groups", at), season.groups[at]
    day = shape.as_of or season.as_of
    return GroupSpec(
        id=shape.id,
        name=shape.name,
        criteria_id=shape.criteria[0],
        criteria_version=shape.criteria[1],
        ranking=shape.ranking.build() if shape.ranking else None,
        classes=shape.classes.build() if shape.classes else None,
        as_of=day or date(season.year, 12, 31),
        day_stated=day is not None,
        without=tuple(
            NotHeld(source, document.place((*path, "without", shape.without.index(source.value))))
            for source in map(Source, dict.fromkeys(shape.without))
        ),
        origin=document.place(path),
        criteria_origin=document.place((*path, "criteria")),
        ranking_origin=document.place((*path, "ranking", "keys")),
    )
