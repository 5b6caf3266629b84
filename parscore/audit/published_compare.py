"""A published table against a season scored again: every printed value of every agency at its printed digits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.audit.published_roles import AREA, CLASS, INDEX, MAXIMUM, RANK, SELF, TOTAL
from parscore.audit.published_table import Printed, Row, Table
from parscore.model.criteria import RoundingMode, Source
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.ranking import GroupRanking, Standing
from parscore.model.scorecard import HeadingScore, Scorecard
from parscore.model.season import Agency, Group, Season
from parscore.numbers import round_to, total
from parscore.viet import nearest, normal_form, show

Value = Fraction | int | str | None


class Claim(NamedTuple):
    """One published value of an agency: its role, what is printed, the column's heading, and where it stands."""

    role: str
    value: Printed | int | str
    heading: str
    place: Place

    @property
    def text(self) -> str:
        """The value as it is printed."""
        return self.value.text if isinstance(self.value, Printed) else str(self.value)


Claims = Mapping[str, tuple[Claim, ...]]
"""Agency id to everything that a file says of it, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How values are printed: how a half is settled, and whether the index is made of the printed points."""

    mode: RoundingMode
    of_printed: int | None = None
    """Decimals to which points are rounded before the index is made of them; ``None`` where they are not."""


class Difference(NamedTuple):
    """One value that is not the recomputed one, rounded as it is printed (``None``: there is none)."""

    agency: Agency
    claim: Claim
    recomputed: Value


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """A group against what a file says of it: agencies that are equal, differences, and agencies that are not there."""

    group: Group
    equal: tuple[str, ...]
    differences: tuple[Difference, ...]
    missing: tuple[Agency, ...]

    @property
    def differing(self) -> tuple[str, ...]:
        """Ids of the agencies with any difference, each once."""
        return tuple(dict.fromkeys(each.agency.id for each in self.differences))


def match(tables: Sequence[Table], season: Season) -> tuple[Claims, tuple[Problem, ...]]:
    """Say which agency each row is: by its id, else by its name's normal form, never by likeness (PS845)."""
    by_id = {agency.id.casefold(): agency for agency in season.agencies.values()}
    by_name = {normal_form(agency.name): agency for agency in season.agencies.values()}
    claims: dict[str, list[Claim]] = {}
    problems = []
    for table in tables:
        for row in table.agencies:
            written = [text for text in (row.id, row.name) if text]
            found = [by_id.get(text.casefold()) or by_name.get(normal_form(text)) for text in written]
            agency = next((each for each in found if each), None)
            if agency is None:
                known = [text for each in by_id.values() for text in (each.name, each.id)]
                near = "; ".join(nearest(row.name or row.id, known))
                problems.append(problem("PS845", row.place, found=show(row.name or row.id), nearest=near))
            else:
                claims.setdefault(agency.id, []).extend(_claims(table, row, season.group_of(agency)))
    return {agency: tuple(found) for agency, found in claims.items()}, tuple(problems)


def _claims(table: Table, row: Row, group: Group) -> Iterator[Claim]:
    """Everything of a row that a season can answer."""
    headings = table.columns.headings
    if row.rank is not None:
        yield Claim(RANK, row.rank, headings[RANK], row.place)
    for role, value in row.values.items():
        area = role.split(":")[1] if role.startswith(AREA) else ""
        known = area in {each.code for each in group.criteria.areas} if area else role in _ANSWERS
        if known and not (role in ("appraised", "survey") and group.criteria.totals.parts):
            yield Claim(role, value, headings[role], value.place)
    if row.class_name:
        yield Claim(CLASS, row.class_name, headings[CLASS], row.place)


def computed(standing: Standing, role: str, printing: Printing) -> Value:
    """The value of a role, not rounded: a number, a rank, a class, or ``None`` where there is none."""
    card = standing.scorecard
    if role == RANK:
        return standing.rank
    if role == CLASS:
        return standing.class_name
    if role.startswith(AREA):
        _, code, *kind = role.split(":")
        area = next((area for area in card.areas if area.heading.code == code), None)
        return _of_area(area, kind[0] if kind else "") if area else None
    if role == INDEX and printing.of_printed is not None and card.maximum:
        return round_to(card.points, printing.of_printed, printing.mode) / card.maximum * 100
    return _ANSWERS[role](card)


def _of_area(area: HeadingScore, kind: str) -> Fraction | None:
    return {"": area.points, "index": area.index, "maximum": area.maximum}[kind]


def _surveyed(card: Scorecard) -> Fraction:
    leaves = (leaf for leaf in card.leaves() if leaf.counted and leaf.points is not None)
    return total(leaf.points or Fraction(0) for leaf in leaves if leaf.leaf.source is Source.SURVEY)


_ANSWERS: Final[Mapping[str, Callable[[Scorecard], Fraction | None]]] = {
    TOTAL: lambda card: card.points,
    INDEX: lambda card: card.index,
    MAXIMUM: lambda card: card.maximum,
    SELF: lambda card: card.self_points,
    "survey": _surveyed,
    "appraised": lambda card: card.points - _surveyed(card),
}


def rounded(claim: Claim, standing: Standing, printing: Printing) -> Value:
    """The recomputed value as it would be printed in the place of a claim."""
    value = computed(standing, claim.role, printing)
    if isinstance(claim.value, Printed) and isinstance(value, Fraction):
        return round_to(value, claim.value.digits, printing.mode)
    return value


def agrees(claim: Claim, standing: Standing, printing: Printing) -> bool:
    """Whether a claim is what would be printed."""
    value = rounded(claim, standing, printing)
    if isinstance(claim.value, Printed):
        return claim.value.value == value
    if isinstance(claim.value, str):
        return isinstance(value, str) and normal_form(claim.value) == normal_form(value)
    return claim.value == value


def differing(claims: Claims, standings: Mapping[str, Standing], printing: Printing) -> frozenset[str]:
    """Ids of the agencies of which any claim is not what would be printed."""
    return frozenset(
        agency
        for agency, standing in standings.items()
        if not all(agrees(claim, standing, printing) for claim in claims.get(agency, ()))
    )


def compare(ranking: GroupRanking, claims: Claims) -> GroupComparison:
    """Compare a group with what a file says of its agencies."""
    printing = Printing(ranking.group.criteria.rounding.mode)
    differences = []
    equal = []
    missing = []
    for standing in ranking.standings:
        agency = standing.scorecard.agency
        said = claims.get(agency.id, ())
        odd = [claim for claim in said if not agrees(claim, standing, printing)]
        differences += [Difference(agency, claim, rounded(claim, standing, printing)) for claim in odd]
        if not said:
            missing.append(agency)
        elif not odd:
            equal.append(agency.id)
    return GroupComparison(ranking.group, tuple(equal), tuple(differences), tuple(missing))


def problems_of(comparison: GroupComparison, place: Place) -> Iterator[Problem]:
    """Yield one problem for each agency that differs (PS847), and for each that the file does not have (PS846).

    An agency outside the ranking need not be published.
    """
    for agency in comparison.differing:
        odd = [each for each in comparison.differences if each.agency.id == agency]
        told = "; ".join(f"{each.claim.heading} {each.claim.text}" for each in odd)
        name = odd[0].agency.name
        yield problem("PS847", odd[0].claim.place, agency=agency, name=name, found=told, count=Fraction(len(odd)))
    absent = [agency for agency in comparison.missing if agency.ranked]
    if absent:
        names = "; ".join(agency.name for agency in absent)
        yield problem("PS846", place, group=comparison.group.name, agencies=names, count=Fraction(len(absent)))
