"""``parscore changes``: printed, filtered, as JSON, as CSV and as a workbook."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from calls import Call
from openpyxl import load_workbook
from records import kept, recorded, staged

ROW = ["tự đánh giá", "thẩm định", "SYT", "1.1", "Ban hành kế hoạch", "điểm", "1,00", "0,50"]


def test_rows_of_the_stages(tmp_path: Path, call: Call) -> None:
    done = call("changes", "-C", staged(tmp_path / "a"), "--plain")
    header, *rows = [line.split("\t") for line in done.out.splitlines()]
    assert done.code == 0
    assert [len(row) for row in rows] == [len(header)] * len(rows)
    assert rows[0][:8] == ROW
    assert rows[0][8:11] == ["Nguyễn Văn A", "2026-01-05", "Thiếu minh chứng"]
    assert "5 thay đổi ở 1 TCTP của 2 đơn vị" in done.err


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--agency", "SYT", "--code", "1"), 1),
        (("--agency", "y te", "--code", "1.1", "--field", "points"), 1),
        (("--who", "nguyễn"), 1),
        (("--agency", "SNV", "--field", "rank"), 1),
        (("--code", "2"), 0),
        (("--stage", "self"), 0),
        (("--group", "so", "--field", "index"), 1),
    ],
)
def test_filters(tmp_path: Path, call: Call, options: tuple[str, ...], count: int) -> None:
    done = call("changes", "-C", staged(tmp_path / "a"), "--json", *options)
    assert len(json.loads(done.out)["changes"]) == count


@pytest.mark.parametrize(
    ("options", "near"),
    [
        (("--code", "1.11"), "1.10"),
        (("--stage", "apraisal"), "appraisal"),
        (("--group", "sso"), "so"),
        (("-a", "SYTT"), "SYT"),
    ],
)
def test_what_there_is_not_is_named(tmp_path: Path, call: Call, options: tuple[str, ...], near: str) -> None:
    done = call("changes", "-C", staged(tmp_path / "a"), *options)
    assert (done.code, near in done.err) == (2, True)


def test_files_hold_the_same_rows(tmp_path: Path, call: Call) -> None:
    folder = staged(tmp_path / "a")
    plain = [line.split("\t") for line in call("changes", "-C", folder, "--plain").out.splitlines()]
    table, book = tmp_path / "t.csv", tmp_path / "t.xlsx"
    assert (call("changes", "-C", folder, "-o", table).code, call("changes", "-C", folder, "-o", book).code) == (0, 0)
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == len(plain)
    assert lines[1].split(",")[2:4] == ["SYT", "1.1"]
    sheet = load_workbook(BytesIO(book.read_bytes())).active
    assert sheet is not None
    rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[2:] == plain
    first = book.read_bytes()
    call("changes", "-C", folder, "-o", book)
    assert book.read_bytes() == first
    refused = call("changes", "-C", folder, "-o", tmp_path / "t.pdf")
    assert (refused.code, ".xlsx" in refused.err) == (2, True)


def test_runs(tmp_path: Path, call: Call) -> None:
    folder = recorded(tmp_path / "a")
    done = call("changes", "--runs", "-C", folder)
    assert (done.code, done.out, "Mới có 1 hồ sơ" in done.err) == (0, "", True)
    figures = folder / "figures.csv"
    figures.write_text(
        figures.read_text(encoding="utf-8").replace("SYT,2.2,sipas,80", "SYT,2.2,sipas,90"), encoding="utf-8"
    )
    kept(folder)
    document = json.loads(call("changes", "--runs", "-C", folder, "--json").out)
    assert [record["number"] for record in document["records"]] == [1, 2]
    given = next(one for one in document["changes"] if one["field"] == "input:sipas")
    assert (given["agency"], given["code"], given["before"], given["after"]) == ("SYT", "2.2", "80", "90")
    assert "hồ sơ số 1" in call("changes", "--runs", "-C", folder).out


def test_one_stage_says_what_else_there_is(tmp_path: Path, call: Call) -> None:
    done = call("changes", "-C", recorded(tmp_path / "a"), "--lang", "en")
    assert (done.code, done.out, "--runs" in done.err) == (0, "", True)


def test_a_field_that_there_is_not_is_refused_with_the_near_ones(tmp_path: Path, call: Call) -> None:
    folder = staged(tmp_path / "a")
    done = call("changes", "-C", folder, "--field", "pionts")
    assert (done.code, "points" in done.err, done.out) == (2, True, "")
    for field in ("points", "class", "claimed", "evidence"):
        assert call("changes", "-C", folder, "--field", field).code == 0
