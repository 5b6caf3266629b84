"""Which agency of last year is which of this year: by the same id, or as a mapping file of mergers and splits says.

An agency that has its id in both years is its own predecessor, unless the mapping says where the old one went (or
that the new one is new); a line ``SGTVT,SXD`` alone therefore merges SGTVT into an SXD that goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from parscore.model.place import NOWHERE, Place
from parscore.model.season import Agency, Season
from parscore.viet import normal_form


class Kind(StrEnum):
    """How an agency came to be, or what became of it.

    ``SAME``: same id, in both years. ``RENAMED``: one became one. ``MERGED``: several became one. ``SPLIT``: one
    became several. ``NEW`` and ``ABOLISHED``: the mapping says so. ``UNMATCHED``: nothing is said of it.
    """

    SAME = "same"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    NEW = "new"
    ABOLISHED = "abolished"
    UNMATCHED = "unmatched"


class Line(NamedTuple):
    """One line of the mapping: ids as the seasons write them, empty for none. ``mean``: compare with the mean."""

    old: str
    new: str
    mean: bool = False
    why: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Origin:
    """An agency of this year with those of last year that it comes from, in last year's order.

    ``mean``: it is to be compared with the mean of them, where it is not the only one that comes from them.
    """

    agency: Agency
    kind: Kind
    before: tuple[Agency, ...] = ()
    mean: bool = False
    why: tuple[str, ...] = ()
    told: bool = False
    """Whether the mapping says so."""

    @property
    def other_name(self) -> bool:
        """Whether an agency of one predecessor has another name than it."""
        names = {normal_form(old.name) for old in self.before}
        return len(self.before) == 1 and names != {normal_form(self.agency.name)}


@dataclass(frozen=True, slots=True)
class Ended:
    """An agency of last year that nothing of this year comes from."""

    agency: Agency
    kind: Kind
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """Both years: every agency of this year in its order, and those of last year that ended."""

    origins: tuple[Origin, ...]
    ended: tuple[Ended, ...]


def match_agencies(before: Season, after: Season, lines: Sequence[Line] = ()) -> Matched:
    """Match the agencies of two seasons; ``lines`` are sound, as ``read_agency_map`` returns them."""
    olds, news = before.agencies, after.agencies
    pairs = _pairs(olds, news, lines)
    came: dict[str, list[str]] = {new: [] for new in news}
    went: dict[str, list[str]] = {old: [] for old in olds}
    for old, new in pairs:
        came[new].append(old)
        went[old].append(new)
    told = _Told(lines)
    origins = tuple(
        Origin(
            agency,
            _kind(came[new], went, new, told),
            tuple(olds[old] for old in olds if old in came[new]),
            mean=any(line.mean for line in lines if line.new == new),
            why=told.why(new=new),
            told=new in told.news,
        )
        for new, agency in news.items()
    )
    ended = tuple(
        Ended(agency, Kind.ABOLISHED if old in told.olds else Kind.UNMATCHED, told.why(old=old))
        for old, agency in olds.items()
        if not went[old]
    )
    return Matched(origins, ended)


class _Told:
    """What the mapping says anything of."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.olds = {line.old for line in lines if line.old}
        self.news = {line.new for line in lines if line.new}
        self.first = {line.new for line in lines if not line.old}

    def why(self, *, old: str | None = None, new: str | None = None) -> tuple[str, ...]:
        """The reasons that its lines give for an agency, each once."""
        own = (line.why for line in self.lines if line.why and old in (None, line.old) and new in (None, line.new))
        return tuple(dict.fromkeys(own))


def _pairs(olds: Mapping[str, Agency], news: Mapping[str, Agency], lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Every old and new id that belong together: those of the mapping, and ids that stand in both years."""
    told = _Told(lines)
    pairs = [(line.old, line.new) for line in lines if line.old and line.new]
    by_id = {new.casefold(): new for new in news if new not in told.first}
    same = ((old, by_id[old.casefold()]) for old in olds if old not in told.olds and old.casefold() in by_id)
    return [*pairs, *same]


def _kind(came: Sequence[str], went: Mapping[str, Sequence[str]], new: str, told: _Told) -> Kind:
    if not came:
        return Kind.NEW if new in told.first else Kind.UNMATCHED
    if len(came) > 1:
        return Kind.MERGED
    if len(went[came[0]]) > 1:
        return Kind.SPLIT
    return Kind.SAME if came[0].casefold() == new.casefold() else Kind.RENAMED
