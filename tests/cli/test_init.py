"""``parscore init``: a season that opens, with data on request, and nothing that exists is touched."""

from pathlib import Path

import pytest
from calls import Call
from folders import make

from parscore.season.open import open_folder


def test_a_season_that_opens_at_once(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "mua"
    done = call("init", folder)
    assert (done.code, done.out) == (0, "") and "parscore form --all" in done.err
    opened, problems = open_folder(folder)
    assert opened is not None and problems == () and opened.season.year == 2025
    assert {path.name for path in folder.iterdir()} == {"season.yaml", "agencies.csv", "README.md", "criteria", "inbox"}
    assert list((folder / "inbox").iterdir()) == []


def test_another_year_goes_through_every_file(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "mua"
    assert call("init", folder, "--year", "2027").code == 0
    opened, problems = open_folder(folder)
    assert opened is not None and problems == () and opened.season.year == 2027
    assert {group.criteria.version for group in opened.season.groups} == {"2027.1"}


def test_the_demo_scores_without_a_problem(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "mua"
    done = call("init", folder, "--demo")
    assert done.code == 0 and "parscore score" in done.err
    scored = call("score", "-C", folder)
    assert scored.code == 0 and "Không có vấn đề nào." in scored.err
    again = tmp_path / "lai"
    call("init", again, "--demo")
    for path in sorted((folder / "inbox").iterdir()):
        assert path.read_bytes() == (again / "inbox" / path.name).read_bytes()


@pytest.mark.parametrize("kind", ["file inside", "is a file"])
def test_what_is_there_is_not_touched(call: Call, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "mua"
    if kind == "is a file":
        folder.write_text("x")
    else:
        folder.mkdir()
        (folder / "a.txt").write_text("x")
    done = call("init", folder)
    assert done.code == 3 and "PS193" in done.err
    assert (folder if kind == "is a file" else folder / "a.txt").read_text() == "x"


def test_an_empty_folder_is_taken(call: Call, tmp_path: Path) -> None:
    (tmp_path / "mua").mkdir()
    assert call("init", tmp_path / "mua").code == 0


def test_from_an_earlier_season(call: Call, tmp_path: Path) -> None:
    earlier = make(tmp_path / "truoc")
    folder = tmp_path / "mua"
    assert call("init", folder, "--from", earlier).code == 0
    opened, _ = open_folder(folder)
    assert opened is not None and opened.season.year == 2026
    assert set(opened.season.agencies) == {"SYT", "SNV"} and opened.season.groups[0].criteria.id == "thu"
    assert list((folder / "inbox").iterdir()) == []
    assert call("init", tmp_path / "khac", "--from", tmp_path / "nil").code == 3
    assert not (tmp_path / "khac").exists()
