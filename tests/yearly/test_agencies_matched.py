"""Which agency was which: by id, by the mapping, both ways round."""

import pytest
from years import agency, season

from parscore.yearly.agencies import Kind, Line, Matched, match_agencies

BEFORE = season(agency("A"), agency("B"), agency("C"), agency("D"), year=2024)
AFTER = season(agency("B"), agency("a"), agency("E"), agency("F"))


def matched(*lines: Line) -> Matched:
    return match_agencies(BEFORE, AFTER, lines)


def found(*lines: Line) -> dict[str, tuple[str, str]]:
    """Kind and predecessors of every agency of this year."""
    return {
        one.agency.id: (one.kind.value, "".join(old.id for old in one.before)) for one in matched(*lines).origins
    }  # fmt: skip


def test_agencies_are_matched_by_id_alone_whatever_its_case() -> None:
    assert found() == {"B": ("same", "B"), "a": ("same", "A"), "E": ("unmatched", ""), "F": ("unmatched", "")}
    assert [(one.agency.id, one.kind) for one in matched().ended] == [("C", Kind.UNMATCHED), ("D", Kind.UNMATCHED)]


@pytest.mark.parametrize(
    ("lines", "new", "expected"),
    [
        ([Line("C", "E")], "E", ("renamed", "C")),
        ([Line("D", "E"), Line("C", "E")], "E", ("merged", "CD")),
        ([Line("C", "E"), Line("C", "F")], "F", ("split", "C")),
        ([Line("", "E")], "E", ("new", "")),
        # An id that goes on is its own predecessor beside those that are added to it...
        ([Line("C", "B")], "B", ("merged", "BC")),
        # ...unless the mapping says where it went,
        ([Line("B", "E"), Line("C", "B")], "B", ("renamed", "C")),
        # that it is abolished,
        ([Line("B", "")], "B", ("unmatched", "")),
        # or that the new one is another.
        ([Line("", "B")], "B", ("new", "")),
    ],
)
def test_the_mapping_says_who_came_from_whom(lines: list[Line], new: str, expected: tuple[str, str]) -> None:
    assert found(*lines)[new] == expected


def test_an_agency_that_ended_is_abolished_only_where_the_mapping_says_so() -> None:
    ended = {one.agency.id: (one.kind, one.why) for one in matched(Line("C", "", why="NQ 1")).ended}
    assert ended == {"C": (Kind.ABOLISHED, ("NQ 1",)), "D": (Kind.UNMATCHED, ())}


def test_reasons_stand_once_and_another_name_is_told() -> None:
    lines = (Line("C", "E", why="NQ 1"), Line("D", "E", True, "NQ 1"))
    origin = next(one for one in matched(*lines).origins if one.agency.id == "E")
    assert (origin.why, origin.mean, origin.told) == (("NQ 1",), True, True)
    renamed = match_agencies(season(agency("A", "Sở  y tế")), season(agency("A", "Sở Y tế")))
    other = match_agencies(season(agency("A", "Sở Y tế")), season(agency("A", "Sở Tư pháp")))
    assert [one.origins[0].other_name for one in (renamed, other)] == [False, True]
