"""A table against the sample season: equal in every format, and each planted change named as its first cause."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from published_tables import as_text, codes, facts
from test_published_reading import document, workbook

from parscore.audit.published import Published, compare_published, read_published
from parscore.audit.published_causes import not_applicable
from parscore.audit.published_maximum import whole_maximum
from parscore.audit.published_replay import Hand, given
from parscore.messages import Words
from parscore.model.criteria import CriteriaSet, NotHeld, RoundingLevel, Source, Ties
from parscore.model.ranking import SeasonResult, Standing
from parscore.numbers import printed
from parscore.reports.outputs import WORKBOOK, outputs_of
from parscore.reports.published import missing_text
from parscore.season.open import SeasonFolder, open_folder
from parscore.season.run import score_season
from parscore.season.spool import chunks

SAMPLE = Path(__file__).parents[2] / "sample_data" / "tinh-mau-2025"
HEAD = ["Hạng", "Cơ quan, đơn vị", "Tổng điểm", "Chỉ số (%)", "Xếp loại"]


class Scored(NamedTuple):
    """The sample season and its first group in hand."""

    folder: SeasonFolder
    result: SeasonResult
    hand: Hand

    @property
    def criteria(self) -> CriteriaSet:
        return self.hand.group.criteria

    def changed(self, criteria: CriteriaSet) -> Sequence[Standing]:
        """The standings by another set."""
        group = replace(self.hand.group, criteria=criteria)
        return in_order(self.hand.ranked(self.hand.scored(group), group))


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    path = tmp_path_factory.mktemp("season") / "s"
    shutil.copytree(SAMPLE, path, ignore=shutil.ignore_patterns("results", "records"))
    folder, _ = open_folder(path)
    assert folder is not None
    result = score_season(folder)
    hand = Hand(folder, result.season.until(result.stage.id), result.groups[0], {})
    return Scored(folder, result, hand)


def in_order(standings: Mapping[str, Standing]) -> list[Standing]:
    return sorted(standings.values(), key=lambda standing: (standing.rank is None, standing.rank or 0))


def rows_of(standings: Sequence[Standing], *, areas: bool = False, comma: bool = True) -> list[list[object]]:
    """A table as a decision prints it."""
    cards = [standing.scorecard for standing in standings]
    heads = [f"{area.heading.code}. {area.heading.name}" for area in cards[0].areas] if areas else []
    rows: list[list[object]] = [[*HEAD, *heads]]
    for standing, card in zip(standings, cards, strict=True):
        numbers = [card.points, card.index or Fraction(0), *(area.points for area in card.areas if areas)]
        points, index, *parts = (printed(number, 2, comma=comma) for number in numbers)
        rows.append([standing.rank or "", card.agency.name, points, index, standing.class_name or "", *parts])
    return rows


def published(scored: Scored, content: str | bytes, name: str = "bang.csv") -> Published:
    path = scored.folder.path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return compare_published(read_published(path, name, season=scored.result.season), scored.folder, scored.result)


def of_rows(scored: Scored, rows: Sequence[Sequence[object]]) -> Published:
    return published(scored, as_text(rows))


def first(found: Published) -> tuple[str, dict[str, str], bool]:
    cause = found.groups[0].causes[0]
    return cause.key, {name: str(value) for name, value in cause.facts}, cause.complete


# --- equal -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("comma", [True, False])
def test_a_clean_table_is_equal_as_text_workbook_and_document(scored: Scored, comma: bool) -> None:
    rows = rows_of(scored.result.groups[0].standings, areas=True, comma=comma)
    numbers = [rows[0], *([*row[:2], *map(_number, row[2:4]), row[4], *map(_number, row[5:])] for row in rows[1:])]
    for name, content in {
        "a.csv": as_text(rows, ";"),
        "b.csv": as_text(rows, ","),
        "c.xlsx": workbook(rows),
        "d.xlsx": workbook(numbers),
        "e.docx": document(rows),
    }.items():
        found = published(scored, content, name)
        assert (name, codes(found), found.equal) == (name, [], True)
        (finding,) = found.groups
        assert len(finding.comparison.equal) == 14 and not finding.comparison.missing
        assert len(found.read.tables[0].columns.areas) == 8


def _number(text: object) -> float:
    return float(str(text).replace(",", "."))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_our_own_results_are_equal(scored: Scored, language: str) -> None:
    found = published(scored, b"".join(chunks(outputs_of(scored.result, language)[WORKBOOK])), "ket-qua.xlsx")
    assert (codes(found), found.equal) == ([], True)
    assert [len(finding.comparison.equal) for finding in found.groups] == [14, 24]
    assert [len(table.agencies) for table in found.read.tables] == [14, 24, 14, 24, 14, 24, 13, 24]


# --- one thing changed -------------------------------------------------------------------------------------------


def rounding(level: RoundingLevel) -> Callable[[Scored], Sequence[Standing]]:
    def change(scored: Scored) -> Sequence[Standing]:
        other = replace(scored.criteria.rounding, at=level)
        return scored.changed(replace(scored.criteria, rounding=other))

    return change


def dense(scored: Scored) -> Sequence[Standing]:
    group = replace(scored.hand.group, ranking=replace(scored.hand.group.ranking, ties=Ties.DENSE))
    return in_order(scored.hand.ranked(scored.hand.cards, group))


def by_points(scored: Scored) -> Sequence[Standing]:
    group = replace(scored.hand.group, ranking=replace(scored.hand.group.ranking, by="points"))
    return in_order(scored.hand.ranked(scored.hand.cards, group))


def all_full(scored: Scored) -> Sequence[Standing]:
    """Every leaf that does not apply with full points."""
    wide = replace(scored.hand, claims=dict.fromkeys(scored.hand.cards, ()))
    object.__setattr__(wide, "differing", frozenset(wide.cards))
    change = next(each for each in not_applicable(wide) if dict(each.facts)["treatment"] == "treatment.full")
    outcome = change.replay()
    assert outcome is not None
    return in_order(outcome.standings)


def without_survey(scored: Scored) -> Sequence[Standing]:
    return scored.changed(replace(scored.criteria, without=(NotHeld(Source.SURVEY),)))


def first_appraisal(scored: Scored) -> Sequence[Standing]:
    stages = scored.folder.season.until("tham-dinh-1")
    return in_order(scored.hand.ranked(scored.hand.scored(scored.hand.group, stages=stages)))


PLANTED = {
    "rounding at each area": (rounding(RoundingLevel.AREA), "rounding", {"level": "rounding.at.area", "digits": "2"}),
    "rounding at each leaf": (rounding(RoundingLevel.LEAF), "rounding", {"level": "rounding.at.leaf", "digits": "2"}),
    "dense ranks": (dense, "ties", {"rule": "ties.dense"}),
    "ranked by points": (by_points, "by", {"rule": "by.points"}),
    "not applicable in full": (all_full, "treatment_all", {"treatment": "treatment.full"}),
    "without survey": (without_survey, "source_out", {"source": "source.survey"}),
    "another stage": (first_appraisal, "stage", {"stage": "Thẩm định lần 1"}),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_done_otherwise_is_the_first_cause(scored: Scored, planted: str) -> None:
    change, key, wanted = PLANTED[planted]
    found = of_rows(scored, rows_of(change(scored)))
    assert "PS847" in codes(found) and not found.equal
    cause, told, complete = first(found)
    assert (cause, complete) == (key, True)
    assert wanted.items() <= told.items()
    assert set(found.groups[0].causes[0].explained) == set(found.groups[0].comparison.differing)


def test_points_printed_as_the_index_where_nothing_leaves_the_maximum(scored: Scored) -> None:
    """Not assessed, no case, not inspected: whatever the cause, in one change; the set's maximum is 100."""
    ranked_by_points = [row[:4] for row in rows_of(by_points(scored))]
    found = of_rows(scored, [ranked_by_points[0], *([*row[:3], row[2]] for row in ranked_by_points[1:])])
    cause, _, complete = first(found)
    assert (cause, complete) == ("whole_maximum", True)
    assert {"SDTTG", "STP", "TTT"} <= set(found.groups[0].causes[0].explained)
    assert "whole_maximum_shown" not in [cause.key for cause in found.groups[0].causes]


def test_points_in_the_column_of_the_index_beside_the_right_ranks(scored: Scored) -> None:
    rows = rows_of(scored.result.groups[0].standings)
    found = of_rows(scored, [rows[0], *([*row[:3], row[2], *row[4:]] for row in rows[1:])])
    assert [(cause.key, cause.complete) for cause in found.groups[0].causes] == [("whole_maximum_shown", True)]


def test_points_as_the_index_without_ranks_and_classes_have_one_explanation(scored: Scored) -> None:
    rows = rows_of(scored.result.groups[0].standings)
    found = of_rows(scored, [[*row[1:3], row[3] if row is rows[0] else row[2]] for row in rows])
    assert [cause.key for cause in found.groups[0].causes] == ["whole_maximum"]


def test_the_whole_maximum_is_that_of_the_set_in_every_area(scored: Scored) -> None:
    (change,) = whole_maximum(scored.hand)
    outcome = change.replay()
    assert outcome is not None
    for agency, standing in outcome.standings.items():
        card, before = standing.scorecard, scored.hand.cards[agency]
        assert (card.maximum, card.points) == (scored.criteria.maximum, before.points)
        assert [(area.maximum, area.points) for area in card.areas] == [
            (area.heading.maximum, area.points) for area in before.areas
        ]
    assert any(card.maximum < scored.criteria.maximum for card in scored.hand.cards.values())


def test_where_nothing_left_the_maximum_nothing_can_be_added_back(scored: Scored) -> None:
    cards = scored.hand.cards
    whole = [one for one in scored.hand.ranking.standings if cards[one.scorecard.agency.id].maximum == 100]
    assert len(whole) > 2
    ranking = replace(scored.hand.ranking, standings=tuple(whole))
    assert list(whole_maximum(replace(scored.hand, ranking=ranking))) == []


def test_an_edited_leaf_is_found_in_its_area(scored: Scored) -> None:
    agency = scored.hand.cards["SYT"].agency
    code = next(leaf.leaf.code for leaf in scored.hand.cards["SYT"].leaves() if leaf.points and leaf.points < 1)
    cards = scored.hand.with_leaf(agency, code, given(Fraction(0)))
    found = of_rows(scored, rows_of(in_order(scored.hand.ranked(cards)), areas=True))
    cause = found.groups[0].causes[0]
    assert (cause.key, cause.complete, "SYT" in cause.explained) == ("edited", True, True)
    edits = [{name: str(value) for name, value in each} for each in (cause.facts, *cause.alike)]
    assert {"code": code, "now": "0", "name": "Sở Y tế", "value": "edited.zero"}.items() <= edits[0].items()


def test_self_assessed_points_of_one_leaf(scored: Scored) -> None:
    """Of SNNMT several leaves were lowered; one of them at its self-assessed points comes before any other edit."""
    card = scored.hand.cards["SNNMT"]
    leaf = next(leaf for leaf in card.leaves() if leaf.self_points != leaf.points and leaf.self_points is not None)
    cards = scored.hand.with_leaf(card.agency, leaf.leaf.code, given(leaf.self_points or Fraction(0)))
    found = of_rows(scored, rows_of(in_order(scored.hand.ranked(cards)), areas=True))
    cause, told, complete = first(found)
    assert (cause, complete, told["code"]) == ("edited", True, leaf.leaf.code)
    assert told["value"] not in ("edited.zero", "edited.maximum")


def edited(scored: Scored, **cells: tuple[int, object]) -> Published:
    """The clean table with a cell of an agency's row changed: column and new content."""
    rows = rows_of(scored.result.groups[0].standings)
    names = {agency.id: agency.name for agency in scored.hand.group.agencies}
    for agency, (column, content) in cells.items():
        row = next(row for row in rows if row[1] == names[agency])
        row[column] = content
    return of_rows(scored, rows)


def test_swapped_rows(scored: Scored) -> None:
    rows = rows_of(scored.result.groups[0].standings)
    rows[3][1], rows[5][1] = rows[5][1], rows[3][1]
    found = of_rows(scored, rows)
    cause, told, complete = first(found)
    assert (cause, complete) == ("swapped", True)
    assert set(told.values()) == {str(rows[3][1]), str(rows[5][1])}


def test_slips_of_the_hand(scored: Scored) -> None:
    """SVHTTDL has 84.05 points."""
    for slip, text in {"typo_swap": "48,05", "typo_shift": "840,5", "typo_digit": "84,75"}.items():
        found = edited(scored, SVHTTDL=(2, text))
        cause, told, complete = first(found)
        assert (cause, complete, told["found"], told["wanted"]) == (slip, True, text, "1681/20")


def test_two_agencies_with_causes_of_their_own(scored: Scored) -> None:
    found = edited(scored, SVHTTDL=(2, "48,05"), SCT=(3, "68,33"))
    causes = found.groups[0].causes
    assert [cause.key for cause in causes] == ["typo_swap", "typo_swap"]
    assert not any(cause.complete for cause in causes)
    assert {agency for cause in causes for agency in cause.explained} == {"SVHTTDL", "SCT"}


def test_what_nothing_explains(scored: Scored) -> None:
    found = edited(scored, SVHTTDL=(2, "12,34"))
    assert (codes(found), found.groups[0].causes) == (["PS847"], ())


# --- whose row ---------------------------------------------------------------------------------------------------


def test_agencies_of_either_side_alone(scored: Scored) -> None:
    rows = rows_of(scored.result.groups[0].standings)
    rows[1][1] = "Sở Nội  VỤ"
    rows[2][1] = "Sở Tư phá"
    found = of_rows(scored, rows)
    assert codes(found) == ["PS846", "PS845"]
    assert facts(found.problems[0])["agencies"] == "Sở Tư pháp"
    assert facts(found.problems[1])["nearest"].startswith("Sở Tư pháp")
    assert "SNV" in found.groups[0].comparison.equal, "blanks and capitals do not count"


def test_an_agency_outside_the_ranking_need_not_be_published(scored: Scored) -> None:
    rows = rows_of(scored.result.groups[0].standings)
    assert rows[-1][1] == "Văn phòng Ủy ban nhân dân tỉnh"
    found = of_rows(scored, rows[:-1])
    assert (codes(found), [agency.id for agency in found.groups[0].comparison.missing]) == ([], ["VPUB"])


@pytest.mark.parametrize(
    ("kept", "end"), [(2, "(BQLKCN); Văn phòng Ủy ban nhân dân tỉnh (VPUB)"), (1, "(BQLKCN) và 1 đơn vị khác")]
)
def test_up_to_twelve_missing_agencies_are_named(scored: Scored, kept: int, end: str) -> None:
    found = of_rows(scored, rows_of(scored.result.groups[0].standings)[: 1 + kept])
    (finding,) = found.groups
    assert len(finding.comparison.missing) == 14 - kept
    assert missing_text(finding, Words("vi")).endswith(end)
