"""``parscore appraise``: workbooks out, back in, and the record; how each ends and what it says."""

import json
from pathlib import Path

import pytest
from calls import Call
from rounds import STAGED, by_name, fill, season

HEADER = "agency,code,input,value,who,when,why,document\n"
AGREE = {"decision": "Đồng ý"}
ALL = "SYT,*,,,Trần B,2026-01-12,,\nSNV,*,,,Trần B,2026-01-12,,\nSNV,3.2,mark,70,Trần B,2026-01-12,Họp,\n"


def say(folder: Path, stage: str, rows: str) -> None:
    (folder / "appraisals").mkdir(exist_ok=True)
    (folder / "appraisals" / f"{stage}.csv").write_text(HEADER + rows, encoding="utf-8")


def test_out_back_in_and_the_record(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    done = call("appraise", "export", "-C", tmp_path)
    assert done.code == 0 and "2025_a1_SNV_so.xlsx" in done.out and "đã ghi 3 phiếu (20 dòng)" in done.err
    out = tmp_path / "appraisals" / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "2025_a1_SNV_so.xlsx", "2025_a1_STP_so.xlsx", "2025_a1_chung_so.xlsx"
    ]  # fmt: skip
    filled = out / "2025_a1_SNV_so.xlsx"
    filled.write_bytes(fill(by_name(folder, "a1")[filled.name], {("SYT", "1"): AGREE, ("SNV", "1"): AGREE}))
    done = call("appraise", "import", "appraisals/out/2025_a1_SNV_so.xlsx", "-C", tmp_path)
    assert done.code == 0 and "Đọc lại appraisals/a1.csv: 6 tiêu chí đã có ý kiến, 0 lỗi" in done.err
    done = call("appraise", "import", filled, "-C", tmp_path)
    assert done.code == 0 and "Không có gì thay đổi." in done.err
    done = call("appraise", "log", "-C", tmp_path, "--plain")
    assert done.code == 0
    assert [line.split("\t")[1:3] for line in done.out.splitlines()[1:]] == [["SYT", "1"], ["SNV", "1"]]


def test_a_workbook_that_is_there_is_kept_unless_forced(tmp_path: Path, call: Call) -> None:
    season(tmp_path)
    kept = tmp_path / "o" / "2025_a1_STP_so.xlsx"
    kept.parent.mkdir()
    kept.write_bytes(b"filled in")
    done = call("appraise", "export", "-C", tmp_path, "--by", "stp", "--out", kept.parent)
    assert done.code == 0 and "PS623" in done.err and kept.read_bytes() == b"filled in"
    done = call("appraise", "export", "-C", tmp_path, "--by", "stp", "--out", kept.parent, "--force")
    assert "PS623" not in done.err and kept.read_bytes() != b"filled in"


def test_the_stage_that_is_due_follows_the_work(tmp_path: Path, call: Call) -> None:
    season(tmp_path)
    say(tmp_path, "a1", ALL + "SYT,1.10,,,Trần B,2026-01-12,Xem lại,\n")
    done = call("appraise", "export", "-C", tmp_path, "--json")
    told = json.loads(done.out)
    assert told["schema"] == "parscore.appraise.export/1" and told["stage"] == "gt"
    assert [(file["by"], file["rows"], file["written"]) for file in told["files"]] == [
        ("SYT", 1, True), ("SNV", 1, True)
    ]  # fmt: skip
    assert call("appraise", "export", "-C", tmp_path, "--stage", "hd", "-a", "so y te", "--json").code == 0


def test_nothing_to_explain_is_said(tmp_path: Path, call: Call) -> None:
    season(tmp_path)
    say(tmp_path, "a1", ALL)
    done = call("appraise", "export", "-C", tmp_path, "-a", "SYT")
    assert (done.code, done.out) == (0, "") and "không có tiêu chí nào" in done.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("export", "--stage", "a9"), "a1"),
        (("export", "--stage", "self"), "a1; gt; a2; hd"),
        (("export", "--by", "STC"), "SNV; STP; chung"),
        (("export", "--stage", "gt", "--by", "SNV"), "--agency"),
        (("export", "-a", "XYZ"), "SYT"),
        (("import", "a.xlsx", "--stage", "a9"), "a1"),
        (("log", "--stage", "self"), "a1"),
    ],
)
def test_names_that_name_nothing(tmp_path: Path, call: Call, arguments: tuple[str, ...], told: str) -> None:
    season(tmp_path)
    done = call("appraise", *arguments, "-C", tmp_path, COLUMNS="200")
    assert done.code == 2 and told in done.err


def test_a_season_without_further_stages(tmp_path: Path, call: Call) -> None:
    only_self = STAGED.partition("stages:")[0] + "stages: [self]\n" + STAGED[STAGED.index("groups:") :]
    season(tmp_path, season=only_self)
    assert call("appraise", "export", "-C", tmp_path).code == 2
    done = call("appraise", "log", "-C", tmp_path)
    assert (done.code, done.out) == (0, "") and "Chưa có ý kiến nào" in done.err


def test_a_file_with_errors_ends_with_findings_and_changes_nothing(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    order = by_name(folder, "a1")["2025_a1_SNV_so.xlsx"]
    (tmp_path / "a.xlsx").write_bytes(fill(order, {("SYT", "1.1"): {"decision": "Sửa điểm"}}))
    (tmp_path / "b.xlsx").write_bytes(fill(order, {("SNV", "1.1"): AGREE}))
    done = call("appraise", "import", "a.xlsx", "b.xlsx", "missing.xlsx", "-C", tmp_path, "--json", "--lang", "en")
    told = json.loads(done.out)
    assert done.code == 1 and told["schema"] == "parscore.appraise.import/1"
    assert [(file["file"], file["taken"], file["added"]) for file in told["files"]] == [
        ("a.xlsx", False, 0), ("b.xlsx", True, 1), ("missing.xlsx", False, 0)
    ]  # fmt: skip
    assert {found["code"] for found in told["problems"]} == {"PS616", "PS617", "PS624", "PS122"}
    assert (tmp_path / "appraisals" / "a1.csv").read_text(encoding="utf-8-sig").count("\n") == 2


def test_the_record_as_json_names_contradictions(tmp_path: Path, call: Call) -> None:
    season(tmp_path)
    say(tmp_path, "a1", 'SYT,1.1,points,"0,5",Trần B,2026-01-12,Thiếu,\nSYT,1.1,,,Lê C,2026-01-12,,\n')
    done = call("appraise", "log", "-C", tmp_path, "--json", "-a", "SYT", "--stage", "a1")
    told = json.loads(done.out)
    assert done.code == 1 and told["schema"] == "parscore.appraise.log/1"
    assert [entry["state"] for entry in told["entries"]] == ["contradictory", "contradictory"]
    first = told["entries"][0]
    assert (first["before"], first["value"], first["points_before"]) == ("1", "0,5", "1")
    assert (first["file"], first["line"]) == ("appraisals/a1.csv", 2)
    assert [found["code"] for found in told["problems"]] == ["PS605"]
