"""What is put on a shelf comes back equal, with the season's own parts in it, and goes when the run goes."""

import gc
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pytest
from folders import make, opened

from parscore.engine.score import score_group
from parscore.model.scorecard import HeadingScore, Scorecard
from parscore.model.season import Season
from parscore.season import shelf as module
from parscore.season.open import open_folder
from parscore.season.run import score_group_until, score_season
from parscore.season.shelf import Shelf, pack

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "tinh-mau-2025"


@pytest.fixture(scope="module")
def season() -> Season:
    folder, _ = open_folder(SAMPLE)
    assert folder is not None
    return folder.season


@pytest.fixture(scope="module")
def cards() -> tuple[list[Scorecard], list[Scorecard]]:
    """Cards of the sample after its last stage as they were scored, and as they come from a shelf."""
    folder, _ = open_folder(SAMPLE)
    assert folder is not None
    result = score_season(folder)
    forms = {
        one.scorecard.agency.id: one.scorecard.submission
        for ranking in result.groups
        for one in ranking.standings
        if one.scorecard.submission
    }
    shelf, whole, kept = Shelf(folder.season), list[Scorecard](), list[Scorecard]()

    def keep(card: Scorecard) -> Scorecard:
        whole.append(card)
        kept.append(shelf.scorecard(card))
        return card

    for group in folder.season.groups:
        score_group_until(group, folder, forms, folder.season.stages, keep)
    return whole, kept


def test_a_card_comes_back_equal(cards: tuple[list[Scorecard], list[Scorecard]]) -> None:
    whole, kept = cards
    assert len(kept) == 38
    for one, other in zip(whole, kept, strict=True):
        assert one == other
        assert list(one.items()) == list(other.items())
        assert [len(area.children) for area in one.areas] == [len(area.children) for area in other.areas]
        assert one.areas[0].children[-1] == other.areas[0].children[-1]
        assert one.areas[0].children[:1] == other.areas[0].children[:1]
        assert one.find("3.4.1") == other.find("3.4.1")


def test_the_parts_of_the_season_are_the_very_same(cards: tuple[list[Scorecard], list[Scorecard]]) -> None:
    _, kept = cards
    own = {id(item) for card in kept for item in card.criteria.items()}
    assert all(
        id(item.heading if isinstance(item, HeadingScore) else item.leaf) in own
        for card in kept
        for item in card.items()
    )


def test_a_leaf_that_was_made_for_one_agency_goes_in_as_it_is(season: Season) -> None:
    leaf = next(season.groups[0].criteria.leaves())
    own = replace(leaf, maximum=leaf.maximum + 1)
    shelf = Shelf(season)
    found, other = shelf.put(pack((own, leaf), shelf._reducers)).take()
    assert (found, found.rule) == (own, leaf.rule)
    assert found.rule is leaf.rule
    assert other is leaf


def test_another_card_is_not_equal(cards: tuple[list[Scorecard], list[Scorecard]]) -> None:
    _, kept = cards
    assert kept[0].areas[0].children != kept[1].areas[0].children
    assert kept[0].areas[0].children != 1


def test_what_was_looked_at_last_is_at_hand(season: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, opened_ = Shelf(season), list[bytes]()

    def counted(content: bytes, parts: Sequence[object]) -> object:
        opened_.append(content)
        return tuple(content)

    monkeypatch.setattr(module, "_unpacked", counted)
    slips = [shelf.put(bytes([at])) for at in range(4)]
    for at in (0, 1, 2, 0, 1, 2):
        assert slips[at].take() == (at,)
    assert len(opened_) == 3
    assert slips[3].take() == (3,)
    assert slips[2].take() == (2,)
    assert len(opened_) == 4
    assert slips[0].take() == (0,), "the one that nobody looked at for longest was closed"
    assert len(opened_) == 5


def test_every_kind_of_value_comes_back(season: Season) -> None:
    tree = ((Fraction(12, 13), Fraction(-1)), MappingProxyType({"a": Fraction(0)}), season.stages[0], {"ă": None})
    shelf = Shelf(season)
    found = shelf.put(pack(tree, shelf._reducers)).take()
    assert found == tree
    assert type(found[1]) is MappingProxyType
    assert found[2] is season.stages[0]


def test_more_than_fits_in_memory_is_there_all_the_same(season: Season) -> None:
    shelf = Shelf(season)
    slips = [shelf.put(pack("x" * 700_000 + str(at))) for at in range(5)]
    assert [slip.take()[-1] for slip in slips] == list("01234")


def test_the_file_goes_with_the_shelf(season: Season) -> None:
    shelf = Shelf(season)
    shelf.put(b"x")
    file = shelf._file
    del shelf
    gc.collect()
    assert file.closed


def test_a_run_keeps_no_tree(tmp_path: Path) -> None:
    folder = opened(make(tmp_path))
    result = score_season(folder)
    gc.collect()
    kept = [one.scorecard for one in result.groups[0].standings]
    assert all(isinstance(area.children, module.KeptItems) for card in kept for area in card.areas)
    assert all(isinstance(card.submission.answers, module.KeptAnswers) for card in kept if card.submission)


def test_scoring_by_itself_needs_no_shelf(cards: tuple[list[Scorecard], list[Scorecard]]) -> None:
    whole, _ = cards
    assert all(isinstance(area.children, tuple) for card in whole for area in card.areas)
    assert score_group([], whole[0].criteria)[0] == {}


@pytest.mark.skipif(sys.platform == "win32", reason="files that are open have names there")
def test_nothing_is_left_in_the_folder_for_temporary_files(tmp_path: Path) -> None:
    season, scratch = make(tmp_path / "season"), tmp_path / "scratch"
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "parscore", "score", "-C", str(season)],
        env={"TMPDIR": str(scratch), "PATH": "", "PYTHONPATH": ":".join(sys.path)},
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not list(scratch.iterdir())
