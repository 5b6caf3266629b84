"""Two seasons compared, agency by agency and group by group; exact, and nothing compared that is not comparable."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from parscore.model.criteria import CriteriaSet
from parscore.model.ranking import GroupRanking, SeasonResult, Standing, is_shared
from parscore.model.season import Agency
from parscore.numbers import total
from parscore.yearly.agencies import Ended, Kind, Line, Matched, Origin, match_agencies
from parscore.yearly.split import Common, Split, common_leaves, split_of


@dataclass(frozen=True, slots=True)
class Place:
    """What an agency came to in one year. ``index`` is ``None`` while its total is not complete."""

    agency: Agency
    standing: Standing
    shared: bool = False
    """Whether another agency of the group has the same rank."""

    @property
    def index(self) -> Fraction | None:
        """The index of a complete scorecard."""
        card = self.standing.scorecard
        return card.index if card.complete else None


@dataclass(frozen=True, slots=True)
class Row:
    """One agency in both years. ``before`` holds its predecessors, ``after`` is ``None`` for one that ended.

    ``index_before`` is what this year's index is compared with: the predecessor's, or by the mapping's choice the mean
    of several; ``None`` where nothing is comparable. ``climbed`` counts places, positive towards the first; it and
    ``rank_before`` are ``None`` where the groups differ or the agencies are not one and the same. ``remarks`` are keys:
    why something is not compared, or how it is.
    """

    agency: Agency
    kind: Kind
    before: tuple[Place, ...]
    after: Place | None
    index_before: Fraction | None = None
    rank_before: int | None = None
    class_before: str | None = None
    split: Split | None = None
    remarks: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def index_after(self) -> Fraction | None:
        """Index of this year; ``None`` while it is not complete."""
        return self.after.index if self.after else None

    @property
    def rank_after(self) -> int | None:
        """Rank of this year."""
        return self.after.standing.rank if self.after else None

    @property
    def class_after(self) -> str | None:
        """Class of this year."""
        return self.after.standing.class_name if self.after else None

    @property
    def shared_before(self) -> bool:
        """Whether last year's rank was shared."""
        return self.rank_before is not None and self.before[0].shared

    @property
    def shared_after(self) -> bool:
        """Whether this year's rank is shared."""
        return self.after is not None and self.after.shared

    @property
    def change(self) -> Fraction | None:
        """Change of the index in percentage points (điểm %)."""
        if self.index_before is None or self.index_after is None:
            return None
        return self.index_after - self.index_before

    @property
    def climbed(self) -> int | None:
        """Places climbed; negative for places lost."""
        return None if self.rank_before is None or self.rank_after is None else self.rank_before - self.rank_after


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group of this year with its rows. Means are of the ranked agencies with complete totals.

    ``mean_before`` is that of last year's group of the same id; ``pairs`` counts the comparable agencies among the
    ranked ones, whose means in both years are ``pairs_before`` and ``pairs_after``. ``common`` are the leaves that the
    sets of both years share; ``None`` without such a group last year.
    """

    id: str
    name: str
    rows: tuple[Row, ...]
    ranked_before: int
    ranked_after: int
    mean_before: Fraction | None
    mean_after: Fraction | None
    common: Common | None

    @property
    def pairs(self) -> tuple[Row, ...]:
        """The ranked agencies whose indices are compared."""
        return tuple(row for row in self.rows if row.change is not None and row.agency.ranked)

    @property
    def pairs_before(self) -> Fraction | None:
        """Mean of the comparable agencies last year."""
        return mean_of(row.index_before for row in self.pairs)

    @property
    def pairs_after(self) -> Fraction | None:
        """Mean of the comparable agencies this year."""
        return mean_of(row.index_after for row in self.pairs)

    def moved(self, sign: int) -> int:
        """How many comparable agencies rose (1), fell (-1) or stayed (0)."""
        return sum(sign_of(row.change) == sign for row in self.pairs)

    def furthest(self, sign: int) -> tuple[Row, ...]:
        """The agencies with the largest rise (1) or fall (-1); several where they are equal."""
        moved = [(row, row.change * sign) for row in self.pairs if row.change is not None]
        most = max((change for _, change in moved if change > 0), default=None)
        return tuple(row for row, change in moved if change == most)


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """Two seasons compared; ``ended`` are last year's agencies that nothing of this year comes from."""

    before: SeasonResult
    after: SeasonResult
    groups: tuple[GroupChange, ...]
    ended: tuple[Row, ...]
    matched: Matched

    def rows(self) -> Iterator[Row]:
        """Every agency of this year, then those of last year that ended."""
        for group in self.groups:
            yield from group.rows
        yield from self.ended


def compare_seasons(before: SeasonResult, after: SeasonResult, lines: Sequence[Line] = ()) -> YearOnYear:
    """Compare two scored seasons; ``lines`` are those of the mapping of agencies."""
    matched = match_agencies(before.season, after.season, lines)
    comparing = _Comparing(_places(before), _places(after))
    origins = {origin.agency.id: origin for origin in matched.origins}
    groups = tuple(_group(ranking, before, origins, comparing) for ranking in after.groups)
    ended = tuple(comparing.ended(one) for one in matched.ended)
    return YearOnYear(before, after, groups, ended, matched)


def mean_of(values: Iterable[Fraction | None]) -> Fraction | None:
    """The exact mean of the values that there are; ``None`` where there is none."""
    known = [value for value in values if value is not None]
    return total(known) / len(known) if known else None


def sign_of(change: Fraction | None) -> int | None:
    """1 for a rise, -1 for a fall, 0 for neither; ``None`` for nothing to compare."""
    return None if change is None else (change > 0) - (change < 0)


def _places(result: SeasonResult) -> dict[str, Place]:
    return {
        standing.scorecard.agency.id: Place(standing.scorecard.agency, standing, is_shared(standing, ranking))
        for ranking in result.groups
        for standing in ranking.standings
    }


def _group(
    ranking: GroupRanking, before: SeasonResult, origins: Mapping[str, Origin], comparing: "_Comparing"
) -> GroupChange:
    """A group in the order of its standings."""
    group = ranking.group
    last = next((one for one in before.groups if one.group.id == group.id), None)
    rows = tuple(comparing.row(origins[standing.scorecard.agency.id]) for standing in ranking.standings)
    common = comparing.common(last.group.criteria, group.criteria) if last else None
    then, now = _ranked(last.standings if last else ()), _ranked(ranking.standings)
    return GroupChange(group.id, group.name, rows, len(then), len(now), mean_of(then), mean_of(now), common)


def _ranked(standings: Iterable[Standing]) -> list[Fraction]:
    """The indices of the ranked agencies whose totals are complete."""
    cards = (standing.scorecard for standing in standings)
    return [card.index for card in cards if card.agency.ranked and card.complete and card.index is not None]


@dataclass(slots=True)
class _Comparing:
    """What each agency came to in both years, and the common leaves of every two sets that were met."""

    before: Mapping[str, Place]
    after: Mapping[str, Place]
    known: dict[tuple[int, int], Common] = field(default_factory=dict)

    def common(self, before: CriteriaSet, after: CriteriaSet) -> Common:
        key = id(before), id(after)
        if key not in self.known:
            self.known[key] = common_leaves(before, after)
        return self.known[key]

    def row(self, origin: Origin) -> Row:
        """Compare one agency of this year with where it comes from."""
        after = self.after[origin.agency.id]
        before = tuple(self.before[agency.id] for agency in origin.before)
        reason = _reason(origin, before, after)
        if reason:
            return Row(origin.agency, origin.kind, before, after, remarks=(reason,), why=origin.why)
        split = self.split(before, after)
        single = before[0] if origin.kind in (Kind.SAME, Kind.RENAMED) else None
        same_group = single is not None and single.agency.group == origin.agency.group
        remarks = {
            "renamed": origin.kind is Kind.RENAMED,
            "other_name": origin.kind is Kind.SAME and origin.other_name,
            "mean": origin.kind is Kind.MERGED,
            "part": origin.kind is Kind.SPLIT,
            "other_group": single is not None and not same_group,
            "not_separable": split is None,
        }
        return Row(
            origin.agency,
            origin.kind,
            before,
            after,
            mean_of(place.index for place in before),
            single.standing.rank if single and same_group else None,
            single.standing.class_name if single else None,
            split,
            tuple(remark for remark, holds in remarks.items() if holds),
            origin.why,
        )

    def split(self, before: Sequence[Place], after: Place) -> Split | None:
        """The two parts of a change; of several predecessors the mean, where all were scored by one set."""
        cards = [place.standing.scorecard for place in before]
        if len({id(card.criteria) for card in cards}) > 1:
            return None
        now = after.standing.scorecard
        common = self.common(cards[0].criteria, now.criteria)
        parts = [split_of(card, now, common) for card in cards]
        found = [part for part in parts if part is not None]
        if len(found) < len(parts):
            return None
        count = len(found)
        sums = (total(part[at] for part in found) / count for at in range(len(Split._fields)))
        return Split(*sums)

    def ended(self, ended: Ended) -> Row:
        """An agency of last year that has no successor."""
        place = self.before[ended.agency.id]
        remark = "abolished" if ended.kind is Kind.ABOLISHED else "gone"
        return Row(ended.agency, ended.kind, (place,), None, remarks=(remark,), why=ended.why)


def _reason(origin: Origin, before: Sequence[Place], after: Place) -> str:
    """Why an agency is not compared; empty where it is."""
    if origin.kind in (Kind.NEW, Kind.UNMATCHED):
        return origin.kind.value
    if origin.kind in (Kind.MERGED, Kind.SPLIT) and not origin.mean:
        return origin.kind.value
    if any(place.index is None for place in before):
        return "incomplete_before"
    return "incomplete_after" if after.index is None else ""
