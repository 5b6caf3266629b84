"""Files named for a check: found from here, from the season and from the inbox; else the near names."""

from pathlib import Path

import pytest
from folders import form_of, forms, make, told

from parscore.season.named import named_files

INBOX = ("inbox/2025_SNV.xlsx", "inbox/2025_SYT.xlsx")


@pytest.fixture
def season(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make(Path("mua"), inbox={**forms(), "~$2025_SYT.xlsx": b""})


@pytest.mark.parametrize("name", ["mua/inbox/2025_SYT.xlsx", "inbox/2025_SYT.xlsx", "2025_SYT.xlsx"])
def test_a_file_of_the_inbox_by_any_of_its_paths(season: Path, name: str) -> None:
    named = named_files(season, [Path(name), Path(name)])
    assert (named.shown, named.elsewhere, named.unknown) == (("inbox/2025_SYT.xlsx",), (), ())


@pytest.mark.parametrize("name", ["inbox", "mua/inbox", "./mua/inbox/"])
def test_a_folder_stands_for_its_files(season: Path, name: str) -> None:
    named = named_files(season, [Path(name)])
    assert (named.shown, named.elsewhere) == (INBOX, ())


def test_a_file_from_elsewhere_is_shown_as_it_was_named(season: Path) -> None:
    file = form_of("SYT").save(Path("moi.xlsx"))
    named = named_files(season, [file])
    assert (named.shown, named.elsewhere) == (("moi.xlsx",), ((file, "moi.xlsx"),))


@pytest.mark.parametrize("name", ["mua/inbox/~$2025_SYT.xlsx", "inbox/~$2025_SYT.xlsx", "~$2025_SYT.xlsx"])
def test_what_is_no_form_is_of_the_inbox_too(season: Path, name: str) -> None:
    """The inbox itself says what it is: it is not read as if it came from elsewhere."""
    named = named_files(season, [Path(name)])
    assert (named.shown, named.elsewhere, named.problems) == (("inbox/~$2025_SYT.xlsx",), (), ())


def test_a_link_in_the_inbox_is_not_what_it_points_to(season: Path) -> None:
    (season / "inbox" / "link.xlsx").symlink_to("2025_SYT.xlsx")
    assert named_files(season, [season / "inbox" / "link.xlsx"]).shown == ("inbox/link.xlsx",)


@pytest.mark.parametrize("name", ["~$moi.xlsx", ".~lock.moi.xlsx#"])
def test_a_lock_file_from_elsewhere_is_no_damaged_form(season: Path, name: str) -> None:
    Path(name).write_bytes(b"x")
    named = named_files(season, [Path(name)])
    assert (named.shown, named.elsewhere) == ((), ())
    assert told(named.problems) == [("PS114", name)]


def test_a_folder_from_elsewhere(season: Path) -> None:
    Path("thu").mkdir()
    form_of("SYT").save(Path("thu/a.xlsx"))
    Path("thu/a.txt").write_text("x")
    assert named_files(season, [Path("thu")]).shown == ("thu/a.xlsx",)
    form_of("SYT").save(Path("b.xlsx"))
    assert named_files(season, [Path()]).shown == ("b.xlsx",)


def test_the_inbox_of_another_season_is_not_this_one(season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make(Path("khac"))
    monkeypatch.chdir(other)
    named = named_files(Path("../mua"), [Path("inbox/2025_SYT.xlsx")])
    ((path, shown),) = named.elsewhere
    assert path == Path("inbox/2025_SYT.xlsx")
    assert named.shown == (shown,) == (path.resolve().as_posix(),)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("2025_SYT.xlxs", "inbox/2025_SYT.xlsx"),
        ("thu/2025_SYT.xlsx", "inbox/2025_SYT.xlsx"),
        ("mua/inbox/2025_SNW.xlsx", "inbox/2025_SNV.xlsx"),
        ("mua/2025_SNV.xlsx", "inbox/2025_SNV.xlsx"),
        ("MOI_SYT.xlsx", "moi_syt.xlsx"),
    ],
)
def test_near_names(season: Path, name: str, near: str) -> None:
    form_of("SYT").save(Path("moi_syt.xlsx"))
    if Path(name).exists():
        pytest.skip("a file system that folds case")
    ((missing, found),) = named_files(season, [Path(name)]).unknown
    assert missing == name
    assert found[0] == near


def test_without_a_near_name_the_inbox_is_listed(season: Path) -> None:
    assert named_files(season, [Path("hoàn toàn khác")]).unknown == (("hoàn toàn khác", INBOX),)
