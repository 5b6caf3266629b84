"""The inbox: every entry is either read or named, in an order that no file system has a say in."""

import os
import random
import unicodedata
from pathlib import Path

import pytest
from folders import told

from parscore.season.inbox import SPREADSHEETS, look_into


def looked(folder: Path) -> tuple[list[str], list[tuple[str, str]]]:
    found = look_into(folder, "inbox")
    return [shown for _, shown in found.files], told(found.problems)


@pytest.mark.parametrize("name", [f"a{suffix}" for suffix in sorted(SPREADSHEETS)] + ["A.XLSX", "a b.XlsX", ".an.xlsx"])
def test_spreadsheets_of_any_kind_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert looked(tmp_path) == ([f"inbox/{name}"], [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("~$a.xlsx", "PS114"),
        (".~lock.a.xlsx#", "PS114"),
        ("._a.xlsx", "PS136"),
        (".DS_Store", "PS136"),
        ("Desktop.ini", "PS136"),
        ("Thumbs.db", "PS136"),
        ("a.pdf", "PS136"),
        ("a.docx", "PS136"),
        ("a.zip", "PS136"),
        ("a.csv", "PS136"),
        ("a", "PS136"),
        ("~WRL0001.tmp", "PS136"),
        ("a.xlsx.part", "PS136"),
    ],
)
def test_what_is_no_form_is_named_and_passed_over(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).touch()
    (tmp_path / "b.xlsx").touch()
    assert looked(tmp_path) == (["inbox/b.xlsx"], [(code, f"inbox/{name}")])
    assert look_into(tmp_path, "inbox").problems[0].severity == "note"


def test_links_pipes_and_folders(tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").touch()
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "link.xlsx").symlink_to("form.xlsx")
    (tmp_path / "dangling.xlsx").symlink_to("nowhere.xlsx")
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "old.xlsx").touch()
    files, problems = looked(tmp_path)
    assert files == ["inbox/form.xlsx"]
    assert problems == [
        ("PS136", "inbox/2024"),
        *(("PS122", f"inbox/{name}.xlsx") for name in ("dangling", "folder", "link", "pipe")),
    ]


def test_a_file_that_goes_while_the_folder_is_listed_is_left_to_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").touch()
    listed = list(tmp_path.iterdir())
    monkeypatch.setattr(Path, "iterdir", lambda self: iter(listed))
    (tmp_path / "a.xlsx").unlink()
    assert looked(tmp_path) == (["inbox/a.xlsx"], [])


def test_an_empty_inbox_and_none_at_all(tmp_path: Path) -> None:
    assert looked(tmp_path) == ([], [("PS005", "inbox")])
    assert looked(tmp_path / "absent") == ([], [("PS005", "inbox")])
    (tmp_path / "file").touch()
    assert looked(tmp_path / "file") == ([], [("PS005", "inbox")])
    (tmp_path / "a.pdf").touch()
    assert looked(tmp_path) == ([], [("PS136", "inbox/a.pdf"), ("PS136", "inbox/file"), ("PS005", "inbox")])


def test_names_are_shown_and_ordered_in_one_form(tmp_path: Path) -> None:
    names = [unicodedata.normalize("NFD", "Sở B.xlsx"), "Sở A.xlsx", "Đ.xlsx", "a.xlsx", "B.xlsx"]
    for name in names:
        (tmp_path / name).touch()
    files, problems = looked(tmp_path)
    assert files == [f"inbox/{name}" for name in ("B.xlsx", "Sở A.xlsx", "Sở B.xlsx", "a.xlsx", "Đ.xlsx")]
    assert problems == []


def test_two_names_that_look_alike_are_two_files(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "Sở.xlsx")).touch()
    found = look_into(tmp_path, "inbox")
    assert [path.name for path, _ in found.files] == sorted(path.name for path, _ in found.files)
    assert len(found.files) == 2


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_the_system_lists_a_folder_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    for name in ("Sở Y tế.xlsx", "SYT.xlsx", "syt.xlsx", "Đất.xlsx", "~$SYT.xlsx", "a.pdf", "Âu.xlsx"):
        (tmp_path / name).touch()
    straight = looked(tmp_path)
    listed = list(tmp_path.iterdir())
    random.Random(seed).shuffle(listed)
    monkeypatch.setattr(Path, "iterdir", lambda self: iter(listed))
    assert looked(tmp_path) == straight
