"""``audit sample``: only of recorded results; what is drawn, written, read back, refused and weighed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from calls import Call, Done
from folders import form_of, make
from openpyxl import load_workbook
from samples import CHECKED, SEED, edited, fill, fill_file

from parscore.workbooks.layout import STAMP_SHEET
from parscore.workbooks.ooxml import read_file
from parscore.workbooks.sample_layout import FILLED, HEADINGS, VERDICTS, read_mark

INBOX = {"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV").put("1.1", points="0,25")}


@pytest.fixture
def season(tmp_path: Path, call: Call) -> Path:
    folder = make(tmp_path / "season", inbox=INBOX)
    call("score", "-C", folder)
    return folder


@pytest.fixture
def sheet(season: Path, call: Call) -> Path:
    """The worksheet of a sample."""
    path = season / "mau.xlsx"
    assert call("audit", "sample", "-C", season, "--seed", SEED, "-o", path).code == 0
    return path


def weighed(call: Call, sheet: Path, *options: object) -> tuple[Done, dict[str, Any]]:
    done = call("audit", "sample", "-C", sheet.parent, "--evaluate", sheet, "--json", "--lang", "en", *options)
    return done, json.loads(done.out)


def found(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["code"], one["cell"]) for one in document["problems"]]


# --- drawing ------------------------------------------------------------------------------------------------------


def test_no_sample_of_a_result_that_is_not_recorded(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path / "season")
    done = call("audit", "sample", "-C", folder, "--seed", SEED, "--json")
    assert (done.code, [one["code"] for one in json.loads(done.out)["problems"]]) == (3, ["PS860"])


def test_no_sample_where_the_inputs_are_not_those_of_the_record(season: Path, call: Call) -> None:
    figures = season / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("80", "81"), encoding="utf-8")
    done = call("audit", "sample", "-C", season, "--seed", SEED, "--json")
    assert (done.code, [one["code"] for one in json.loads(done.out)["problems"]]) == (3, ["PS802", "PS860"])


def test_no_sample_where_scoring_gives_something_else(
    season: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parscore.season.keep.body", lambda *_: iter([b"other\n"]))
    done = call("audit", "sample", "-C", season, "--seed", SEED, "--json")
    assert (done.code, [one["code"] for one in json.loads(done.out)["problems"]]) == (3, ["PS860"])


def test_no_sample_of_a_record_that_was_changed(season: Path, call: Call) -> None:
    (record,) = (season / "records").glob("*.jsonl")
    record.write_bytes(record.read_bytes() + b"\n")
    done = call("audit", "sample", "-C", season, "--seed", SEED, "--json")
    assert (done.code, [one["code"] for one in json.loads(done.out)["problems"]]) == (3, ["PS809", "PS860"])


@pytest.mark.parametrize("options", [(), ("--seed", ""), ("--seed", "  ")])
def test_a_seed_is_needed(season: Path, call: Call, options: tuple[str, ...]) -> None:
    done = call("audit", "sample", "-C", season, *options)
    assert done.code == 2 and "--seed" in done.err


@pytest.mark.parametrize(("seed", "codes"), [("1" * 19, ["PS861"]), ("1" * 20, []), ("1-2" * 10, [])])
def test_a_short_seed_is_warned_of(season: Path, call: Call, seed: str, codes: list[str]) -> None:
    done = call("audit", "sample", "-C", season, "--seed", seed, "--json")
    assert (done.code, [one["code"] for one in json.loads(done.out)["problems"]]) == (0, codes)
    assert call("audit", "sample", "-C", season, "--seed", seed, "--strict").code == (1 if codes else 0)


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--confidence", "95%", 0), ("--confidence", "95", 2), ("--confidence", "0.95", 2), ("--confidence", "100%", 2),
        ("--tolerable", "0,5%", 0), ("--tolerable", "0%", 2), ("--risk", "10 %", 0), ("--risk", "x", 2),
        ("--group", "so", 0), ("--group", "xa", 2),
    ],
)  # fmt: skip
def test_shares_and_groups(season: Path, call: Call, option: str, value: str, code: int) -> None:
    done = call("audit", "sample", "-C", season, "--seed", SEED, option, value)
    assert done.code == code
    assert code == 0 or value in done.err


def test_the_digest_of_the_record_stands_beside_the_seed(season: Path, sheet: Path, call: Call) -> None:
    digest = json.loads((season / "records" / "head.json").read_bytes())["body"]
    done = call("audit", "sample", "-C", season, "--seed", SEED)
    assert digest in done.err and SEED in done.err
    texts = [str(cell.value) for row in load_workbook(sheet).worksheets[0].iter_rows(max_row=8) for cell in row]
    assert any(digest in text and SEED in text for text in texts)


def test_another_process_writes_the_same_worksheet(season: Path, sheet: Path) -> None:
    other = season / "khac.xlsx"
    command = [sys.executable, "-m", "parscore", "audit", "sample", "-C", season, "--seed", SEED, "-o", other]
    environment = {"PYTHONHASHSEED": "77", "PYTHONPATH": ":".join(sys.path), "LC_ALL": "C"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    assert other.read_bytes() == sheet.read_bytes()


def test_the_worksheet_asks_for_the_cells_that_are_due(season: Path, sheet: Path, call: Call) -> None:
    done = call("audit", "sample", "-C", season, "--seed", SEED, "--json")
    document = json.loads(done.out)
    book = load_workbook(sheet)
    page = book.worksheets[0]
    header = next(row for row in range(1, 30) if page.cell(row, 1).value == "Mã đơn vị")
    assert [page.cell(header, at).value for at in range(1, len(HEADINGS) + 1)] == list(HEADINGS.values())
    rows = [
        [page.cell(row, at).value for at in range(1, len(HEADINGS) + 1)] for row in range(header + 1, page.max_row + 1)
    ]
    assert [(row[0], row[2]) for row in rows] == [(cell["agency"], cell["code"]) for cell in document["cells"]]
    told = dict(zip(HEADINGS, next(row for row in rows if (row[0], row[2]) == ("SYT", "1.2")), strict=True))
    assert told["points"] == pytest.approx(float(told["maximum"]) * 12 / 13)
    assert "inbox/2025_SYT.xlsx › " in told["source"] and "Số nhiệm vụ hoàn thành: 12" in told["source"]
    assert "Mẫu phát hiện, lượt" in told["chosen"]
    columns = {role: at for at, role in enumerate(HEADINGS, 1)}
    for role in HEADINGS:
        cell = page.cell(header + 1, columns[role])
        assert cell.protection.locked is (role not in FILLED), role
        assert role not in FILLED or (cell.value is None and cell.fill.start_color.rgb != "00000000")
    assert page.protection.sheet and not page.protection.password
    lists = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) == 1 and str(lists[0].sqref).startswith("K")
    assert {rule.type for rule in page.data_validations.dataValidation} >= {"list", "decimal"}
    assert book[STAMP_SHEET].sheet_state == "veryHidden"


def test_plain_lines(season: Path, call: Call) -> None:
    done = call("audit", "sample", "-C", season, "--seed", SEED, "--plain", "--lang", "en")
    header, *lines = done.out.splitlines()
    assert header.split("\t")[:2] == ["Statement", "Margin"]
    assert lines[0].startswith("Fewer than 1 % of the scores are wrong (1 of 12)\t\tsimple random sample\t12\t12")
    assert len(lines) == 2


def test_a_worksheet_that_cannot_be_written(season: Path, call: Call) -> None:
    done = call("audit", "sample", "-C", season, "--seed", SEED, "-o", season / "season.yaml" / "mau.xlsx")
    assert done.code == 3


def test_a_worksheet_that_is_there_is_never_overwritten(season: Path, sheet: Path, call: Call) -> None:
    fill_file(sheet, {"SYT/1.1": CHECKED})
    before = sheet.read_bytes()
    for options in (("--seed", SEED), ("--evaluate", sheet)):
        done = call("audit", "sample", "-C", season, *options, "-o", sheet)
        assert done.code == 2 and "không ghi đè" in done.err
        assert sheet.read_bytes() == before


@pytest.mark.parametrize("option", [("--seed", SEED), ("--group", "so")])
def test_a_filled_worksheet_brings_its_own_terms(
    season: Path, sheet: Path, call: Call, option: tuple[str, str]
) -> None:
    assert call("audit", "sample", "-C", season, "--evaluate", sheet, *option).code == 2


# --- weighing -----------------------------------------------------------------------------------------------------


def test_a_worksheet_without_anything_says_nothing(sheet: Path, call: Call) -> None:
    done, document = weighed(call, sheet)
    assert (done.code, document["checked"], document["reached"]) == (1, 0, False)
    assert [one["code"] for one in document["problems"]] == ["PS862", "PS867"]


def test_a_worksheet_that_confirms_everything_reaches_the_risk(sheet: Path, call: Call) -> None:
    fill_file(sheet, {}, CHECKED)
    done, document = weighed(call, sheet)
    assert (done.code, document["checked"], document["reached"], document["problems"]) == (0, 12, True, [])
    assert document["discovery"]["state"] == "reached"


def test_a_discrepancy_is_told_with_sign_size_and_effect(sheet: Path, call: Call) -> None:
    wrong = {"verdict": "Sai", "found": 0, "value": "không có", "remark": "thiếu văn bản"}
    fill_file(sheet, {"SYT/1.1": wrong}, CHECKED)
    done, document = weighed(call, sheet)
    (one,) = document["discrepancies"]
    assert (one["agency"], one["code"], one["recorded"], one["verified"], one["size"]) == ("SYT", "1.1", "1", "0", "1")
    assert (one["who"], one["when"], one["value"], one["remark"]) == (
        "Trần B",
        "2026-03-01",
        "không có",
        "thiếu văn bản",
    )
    assert one["rank"][0] is not None and one["index"][0] != one["index"][1]
    assert "PS866" in [problem["code"] for problem in document["problems"]]
    screen = call("audit", "sample", "-C", sheet.parent, "--evaluate", sheet, "--lang", "en")
    assert screen.code == done.code and "+1" in screen.out and "thiếu văn bản" in screen.out


def test_the_next_worksheet_keeps_what_was_filled_in(sheet: Path, call: Call) -> None:
    wrong = {"verdict": "Sai", "found": 0.5, "value": "=1+1", "remark": "sai"}
    fill_file(sheet, {"SYT/1.1": {**CHECKED, **wrong, "value": "chữ"}})
    following = sheet.with_name("tiep.xlsx")
    weighed(call, sheet, "-o", following)
    one, other = weighed(call, sheet)[1], weighed(call, following)[1]
    assert one["discrepancies"] == other["discrepancies"] and one["checked"] == other["checked"] == 1
    assert {(cell["agency"], cell["code"]) for cell in one["cells"]} <= {
        (cell["agency"], cell["code"]) for cell in other["cells"]
    }


def test_a_file_that_is_no_worksheet(season: Path, call: Call) -> None:
    done = call("audit", "sample", "-C", season, "--evaluate", "inbox/2025_SYT.xlsx", "--json")
    assert (done.code, [one["code"] for one in json.loads(done.out)["problems"]]) == (3, ["PS863"])
    done = call("audit", "sample", "-C", season, "--evaluate", season / "inbox" / "2025_SY.xlsx")
    assert done.code == 3 and "Không có tệp" in done.err


def test_a_worksheet_of_another_record_or_season_is_refused(sheet: Path, call: Call, tmp_path: Path) -> None:
    folder = make(tmp_path / "khac", inbox={**INBOX, "2025_SNV.xlsx": form_of("SNV").put("1.1", points=1)})
    call("score", "-C", folder)
    done = call("audit", "sample", "-C", folder, "--evaluate", sheet, "--lang", "en")
    assert done.code == 3 and "Worksheet drawn from the record with the digest" in done.err
    folder = make(
        tmp_path / "nam", inbox={}, season=(sheet.parent / "season.yaml").read_text().replace("2025\n", "2026\n")
    )
    call("score", "-C", folder)
    done = call("audit", "sample", "-C", folder, "--evaluate", sheet, "--lang", "en")
    assert done.code == 3 and "Worksheet of the year" in done.err


def hidden(book: Any) -> Any:
    return book[STAMP_SHEET]


def _seed(book: Any) -> None:
    hidden(book)["B4"] = "1" * 20


def _row(book: Any) -> None:
    page = hidden(book)
    page.delete_rows(page.max_row - 1)


def _more(book: Any) -> None:
    page = hidden(book)
    page.append(["row", "SYT", "1.1"])


@pytest.mark.parametrize("edit", [_seed, _row, _more])
def test_a_mark_that_was_changed_is_refused(sheet: Path, call: Call, edit: Any) -> None:
    sheet.write_bytes(edited(sheet.read_bytes(), edit))
    done = call("audit", "sample", "-C", sheet.parent, "--evaluate", sheet, "--lang", "en")
    assert done.code == 3 and "hidden part" in done.err


def test_the_mark_is_read_back_as_it_was_written(sheet: Path) -> None:
    book, _ = read_file(sheet, "mau.xlsx")
    assert book is not None
    mark, whole = read_mark(book)
    assert mark is not None and whole and (mark.seed, mark.confidence, mark.group) == (SEED, "0.95", "")
    assert len(mark.rows) == 12


def _without_heading(book: Any) -> None:
    page = book.worksheets[0]
    for row in page.iter_rows():
        for cell in row:
            if cell.value == HEADINGS["found"]:
                cell.value = "Điểm"


def _renamed_row(book: Any) -> None:
    page = book.worksheets[0]
    page.cell(page.max_row, 3).value = "9.9"


def _doubled_row(book: Any) -> None:
    page = book.worksheets[0]
    page.cell(page.max_row, 1).value = page.cell(page.max_row - 1, 1).value
    page.cell(page.max_row, 3).value = page.cell(page.max_row - 1, 3).value


def _shown(book: Any) -> None:
    page = book.worksheets[0]
    page.cell(page.max_row, 7).value = 1.75


def _no_points(book: Any) -> None:
    page = book.worksheets[0]
    page.cell(page.max_row, 7).value = None


@pytest.mark.parametrize(
    ("edit", "codes"),
    [
        (_without_heading, ["PS863"]),
        (_renamed_row, ["PS864", "PS864"]),
        (_doubled_row, ["PS864", "PS864"]),
        (_shown, ["PS864"]),
        (_no_points, ["PS864"]),
    ],
)
def test_a_table_that_is_not_as_it_was_made(sheet: Path, call: Call, edit: Any, codes: list[str]) -> None:
    sheet.write_bytes(edited(fill(sheet.read_bytes(), {}, CHECKED), edit))
    done, document = weighed(call, sheet)
    assert [one["code"] for one in document["problems"] if one["code"] not in ("PS862", "PS867")] == codes
    assert (done.code, document["reached"]) == (1, False)


def test_of_a_doubled_row_none_counts(sheet: Path, call: Call) -> None:
    sheet.write_bytes(edited(fill(sheet.read_bytes(), {}, CHECKED), _doubled_row))
    assert weighed(call, sheet)[1]["checked"] == 10  # of twelve one is overwritten, one stands twice


SAI = {"verdict": "Sai", "remark": "sai"}
KDG = {"verdict": "Không đánh giá", "remark": "không áp dụng"}


def cases() -> Iterator[Any]:
    for row, given, column in (
        ("SYT/1.1", {}, None),
        ("SYT/1.1", {"verdict": "đúng "}, None),
        ("SYT/1.1", {"verdict": None}, "K"),
        ("SYT/1.1", {"verdict": "Có lẽ"}, "K"),
        ("SYT/1.1", {**SAI, "found": 0}, None),
        ("SYT/1.1", {**SAI, "found": 1}, None),
        ("SYT/1.1", {**SAI, "found": "0,5"}, None),
        ("SYT/1.1", {**SAI, "found": 1.01}, "M"),
        ("SYT/1.1", {**SAI, "found": -0.01}, "M"),
        ("SYT/1.1", {**SAI, "found": "nửa"}, "M"),
        ("SYT/1.1", SAI, "M"),
        ("SYT/1.1", {**SAI, "found": "KĐG"}, "M"),
        ("SYT/1.1", {"found": 1}, "M"),
        ("SYT/1.1", {**SAI, "found": 0, "remark": None}, "N"),
        ("SYT/1.1", KDG, None),
        ("SYT/1.1", {**KDG, "found": 0}, "M"),
        ("SYT/1.1", {**KDG, "remark": " "}, "N"),
        ("SYT/1.10", KDG, "K"),
        ("SYT/1.1", {"who": None}, "O"),
        ("SYT/1.1", {"when": None}, "P"),
        ("SYT/1.1", {"when": "tháng 3"}, "P"),
        ("SYT/1.1", {"when": "2026-03-01"}, None),
    ):
        yield pytest.param(row, given, column, id=f"{row} {given}")


@pytest.mark.parametrize(("row", "given", "column"), list(cases()))
def test_each_filled_cell_is_checked(
    sheet: Path, call: Call, row: str, given: dict[str, Any], column: str | None
) -> None:
    fill_file(sheet, {row: given}, CHECKED)
    _, document = weighed(call, sheet)
    about = [one for one in document["problems"] if one["code"] not in ("PS862", "PS866", "PS867", "PS868", "PS142")]
    assert {one["cell"][0] for one in about} == ({column} if column else set())
    assert document["checked"] == (11 if column else 12)


def test_what_the_drop_down_offers_is_what_is_read() -> None:
    assert [verdict.value for verdict in VERDICTS.values()] == ["Đúng", "Sai", "Không đánh giá"]
