"""``parscore form``: which agencies, which files, what is kept, last year beside it."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from calls import Call
from folders import TWO_GROUPS, make

from parscore.season.lock import locked

AGENCIES = "id,name,group\nSYT,Sở Y tế,so\nSNV,Sở Nội vụ,so\nXA1,Xã An Thịnh,xa\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "mua", season=TWO_GROUPS, agencies=AGENCIES, figures=None, inbox={})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*"))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["SYT"], ["2025_SYT_tucham.xlsx"]),
        (["so y te", "snv", "SYT"], ["2025_SNV_tucham.xlsx", "2025_SYT_tucham.xlsx"]),
        (["--group", "xa"], ["2025_XA1_tucham.xlsx"]),
        (["--all"], ["2025_SNV_tucham.xlsx", "2025_SYT_tucham.xlsx", "2025_XA1_tucham.xlsx"]),
    ],
)
def test_whose_forms(call: Call, folder: Path, arguments: list[str], expected: list[str]) -> None:
    done = call("form", *arguments, "-C", folder)
    assert (done.code, done.out) == (0, "")
    assert names(folder / "forms") == expected
    assert f"Đã ghi {len(expected)} biểu" in done.err and "parscore check" in done.err


@pytest.mark.parametrize("arguments", [[], ["SYT", "--all"], ["--all", "--group", "so"]])
def test_exactly_one_way_to_say_whose(call: Call, folder: Path, arguments: list[str]) -> None:
    done = call("form", *arguments, "-C", folder)
    assert done.code == 2 and not (folder / "forms").exists()


def test_an_unknown_agency_gets_the_nearest_names(call: Call, folder: Path) -> None:
    done = call("form", "SYTE", "-C", folder)
    assert done.code == 2 and "SYT" in done.err and not (folder / "forms").exists()
    assert call("form", "--group", "s", "-C", folder).code == 2


def test_a_file_that_is_there_is_kept_without_force(call: Call, folder: Path) -> None:
    target = folder / "forms" / "2025_SYT_tucham.xlsx"
    target.parent.mkdir()
    target.write_bytes(b"filled in")
    done = call("form", "--group", "so", "-C", folder)
    assert done.code == 1 and "PS192" in done.err
    assert target.read_bytes() == b"filled in" and names(target.parent) == ["2025_SNV_tucham.xlsx", target.name]
    assert call("form", "SYT", "-C", folder, "--force").code == 0
    assert target.read_bytes() != b"filled in"


def test_another_folder_and_json(call: Call, folder: Path, tmp_path: Path) -> None:
    done = call("form", "SYT", "-C", folder, "--out", tmp_path / "di", "--json")
    document = json.loads(done.out)
    assert document == {
        "schema": "parscore.form/1",
        "forms": [{"agency": "SYT", "name": "Sở Y tế", "file": (tmp_path / "di/2025_SYT_tucham.xlsx").as_posix(),
                   "state": "written"}],
        "problems": [],
    }  # fmt: skip
    plain = call("form", "SYT", "-C", folder, "--out", tmp_path / "di", "--plain")
    assert plain.code == 1 and "giữ tệp cũ" in plain.out


def test_a_folder_that_cannot_be_written(call: Call, folder: Path) -> None:
    (folder / "forms").write_text("in the way")
    done = call("form", "SYT", "-C", folder)
    assert done.code == 3 and "PS006" in done.err


def previous(call: Call, tmp_path: Path) -> Path:
    """A season of the year before with two forms handed in."""
    folder = make(tmp_path / "truoc")
    assert call("score", "-C", folder).code in (0, 1)
    return folder


def grey(folder: Path, agency: str) -> list[object]:
    book = openpyxl.load_workbook(folder / "forms" / f"2025_{agency}_tucham.xlsx")
    sheet = book["Tự chấm điểm"]
    column = next(cell.column for cell in sheet[7] if cell.value == "Điểm năm trước")
    return [
        sheet.cell(row, column).value for row in range(8, sheet.max_row) if sheet.cell(row, column).value is not None
    ]


def test_last_year_beside_and_never_as_an_answer(call: Call, folder: Path, tmp_path: Path) -> None:
    last = previous(call, tmp_path)
    done = call("form", "SYT", "XA1", "-C", folder, "--prefill", last)
    assert done.code == 0 and "PS195" in done.err
    assert grey(folder, "SYT") and grey(folder, "XA1") == []
    shutil.copy(folder / "forms" / "2025_SYT_tucham.xlsx", folder / "inbox")
    assert "PS133" in call("check", "-C", folder).out


def test_a_mapping_of_codes(call: Call, folder: Path, tmp_path: Path) -> None:
    last = previous(call, tmp_path)
    mapping = tmp_path / "ma.csv"
    mapping.write_text("old_code,new_code,change\n1.1,1.1,unchanged\n", encoding="utf-8")
    assert call("form", "SYT", "-C", folder, "--prefill", last, "--map", mapping).code == 0
    assert len(grey(folder, "SYT")) == 1
    mapping.write_text("old_code,new_code,change\n9.9,1.1,unchanged\n,8.8,added\n", encoding="utf-8")
    done = call("form", "SNV", "-C", folder, "--prefill", last, "--map", mapping)
    assert done.code == 3 and done.err.count("PS194") == 2
    mapping.write_text("old,new\n", encoding="utf-8")
    assert call("form", "SNV", "-C", folder, "--prefill", last, "--map", mapping).err.count("PS194") == 2
    assert call("form", "SNV", "-C", folder, "--prefill", last, "--map", tmp_path / "nil.csv").code == 3


def test_a_mapping_needs_a_previous_season(call: Call, folder: Path, tmp_path: Path) -> None:
    assert call("form", "SYT", "-C", folder, "--map", tmp_path / "ma.csv").code == 2
    assert call("form", "SYT", "-C", folder, "--prefill", tmp_path / "nil").code == 3


def test_forms_are_not_written_into_a_season_that_another_run_writes_in(
    call: Call, folder: Path, tmp_path: Path
) -> None:
    with locked(folder, "parscore score"):
        done = call("form", "--all", "-C", folder, "--json")
        assert (done.code, [one["code"] for one in json.loads(done.out)["problems"]]) == (3, ["PS011"])
        assert not (folder / "forms").exists()
        assert call("form", "--all", "-C", folder, "-o", tmp_path / "b").code == 0, "elsewhere needs no lock"
    assert call("form", "--all", "-C", folder).code == 0
