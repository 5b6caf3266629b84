"""``parscore audit published``: how it ends, what it prints on every kind of stream, how columns are named."""

import json
import shutil
from pathlib import Path

import pytest
from calls import Call
from folders import form_of, make

DATA = Path(__file__).parents[1] / "audit" / "published"
HEAD = "Hạng;Đơn vị;Tổng điểm;Chỉ số (%)\n"
CLEAN = HEAD + "1;Sở Y tế;8,25;82,46\n2;Sở Nội vụ;8,16;81,61\n"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """A season of two agencies, SYT with 8.246 and SNV with 8.161 of 10 points."""
    inbox = {"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV").put("1.1", points="0,75")}
    folder = make(tmp_path / "season", inbox=inbox)
    (folder / "bang.csv").write_text(CLEAN, encoding="utf-8")
    return folder


def test_all_equal_ends_with_0_and_writes_nothing(season: Path, call: Call) -> None:
    before = {path: path.read_bytes() for path in season.rglob("*") if path.is_file()}
    done = call("audit", "published", "bang.csv", "-C", season)
    assert (done.code, "2 đơn vị khớp, 0 khác" in done.out) == (0, True)
    assert {path: path.read_bytes() for path in season.rglob("*") if path.is_file()} == before


def test_a_difference_ends_with_1_and_says_why(season: Path, call: Call) -> None:
    (season / "bang.csv").write_text(CLEAN.replace("8,25", "2,85"), encoding="utf-8")
    done = call("audit", "published", season / "bang.csv", "-C", season)
    assert done.code == 1
    assert "đảo hai chữ số liền nhau (2,85, đúng là 8,25)" in done.out
    assert "giải thích được cả 1 đơn vị khác" in done.out
    english = call("audit", "published", season / "bang.csv", "-C", season, "--lang", "en")
    assert "two neighbouring digits in each other's place (2,85, should be 8.25)" in english.out
    plain = call("audit", "published", season / "bang.csv", "-C", season, "--plain").out.splitlines()
    assert "khác\tso\tSYT\tTổng điểm\t2,85\t8,25\t-5,40\t2:3\tSở Y tế" in plain
    assert any(line.startswith("nguyên nhân\tso\t") for line in plain)
    assert any(line.startswith("khớp\tso\tSNV\t") for line in plain)


def test_agencies_that_the_table_does_not_have_are_named(season: Path, call: Call) -> None:
    told = {"vi": "không có trong bảng: Sở Nội vụ (SNV)", "en": "not in the table: Sở Nội vụ (SNV)"}
    for language, line in told.items():
        assert line not in call("audit", "published", "bang.csv", "-C", season, "--lang", language).out
    (season / "bang.csv").write_text("".join(CLEAN.splitlines(keepends=True)[:2]), encoding="utf-8")
    for language, line in told.items():
        assert line in call("audit", "published", "bang.csv", "-C", season, "--lang", language).out.splitlines()


def test_the_document(season: Path, call: Call) -> None:
    (season / "bang.csv").write_text(CLEAN.replace("8,25", "2,85"), encoding="utf-8")
    done = call("audit", "published", "bang.csv", "-C", season, "--json")
    told = json.loads(done.out)
    assert (told["schema"], told["season"], told["stage"]) == ("parscore.published/1", 2025, "self")
    assert (told["equal"], told["tables"][0]["columns"]["total"]) == (False, "3")
    (group,) = told["groups"]
    assert (group["equal"], group["different"], group["missing"]) == (["SNV"], ["SYT"], [])
    (difference,) = group["differences"]
    assert (difference["column"], difference["published"], difference["recomputed"]) == ("total", "2.85", "8.25")
    (cause,) = group["causes"]
    assert (cause["cause"], cause["complete"], cause["explains"], cause["breaks"]) == ("typo_swap", True, ["SYT"], [])
    assert [problem["code"] for problem in told["problems"]] == ["PS847"]


def test_a_table_by_itself_needs_no_season(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(DATA / "thanh_hoa_2024.csv", tmp_path / "a.csv")
    monkeypatch.chdir(tmp_path)
    done = call("audit", "published", "a.csv")
    assert (done.code, "PS839" in done.out, "Trung bình" in done.out) == (0, True, True)
    told = json.loads(call("audit", "published", "a.csv", "--json", "--lang", "en").out)
    assert (told["season"], told["groups"], told["equal"]) == (None, [], True)
    assert {check["check"] for check in told["checks"]} >= {"ranks", "order", "means", "range"}


def test_a_season_may_be_left_aside(season: Path, call: Call) -> None:
    (season / "bang.csv").write_text(CLEAN.replace("Sở Y tế", "Sở khác"), encoding="utf-8")
    assert call("audit", "published", "bang.csv", "-C", season).code == 1
    assert call("audit", "published", "bang.csv", "-C", season, "--alone").code == 0


def test_warnings_count_where_they_are_asked_to(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.csv").write_text("Đơn vị;Chỉ số\nSở A;100,5\n", encoding="utf-8")
    assert call("audit", "published", tmp_path / "a.csv", "--alone").code == 0
    assert call("audit", "published", tmp_path / "a.csv", "--alone", "--strict").code == 1


def test_what_cannot_be_read_ends_with_3(tmp_path: Path, call: Call) -> None:
    (tmp_path / "bang.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    done = call("audit", "published", tmp_path / "bang.csv", "--alone")
    assert (done.code, "PS831" in done.err) == (3, True)
    done = call("audit", "published", tmp_path / "bangg.csv", "--alone")
    assert (done.code, "PS122" in done.err, "bang.csv" in done.err) == (3, True, True)
    done = call("audit", "published", tmp_path / "bang.csv", "-C", tmp_path)
    assert (done.code, "PS001" in done.err) == (3, True)


def test_wrong_usage_ends_with_2(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.csv").write_text(CLEAN, encoding="utf-8")
    for wrong in ("agency", "=B", "tên=B", "total=9"):
        done = call("audit", "published", tmp_path / "a.csv", "--alone", "--column", wrong)
        assert (wrong, done.code) == (wrong, 2)
    assert "rank" in call("audit", "published", tmp_path / "a.csv", "--alone", "--column", "tên=B").err
    assert call("audit", "published", tmp_path / "a.csv", "--alone", "--decimal", "dot").code == 2


def test_columns_and_the_decimal_sign_can_be_named(tmp_path: Path, call: Call) -> None:
    (tmp_path / "a.csv").write_text("Thứ;Ai;Bao nhiêu\n1;Sở A;91.651\n2;Sở B;90\n", encoding="utf-8")
    named = ("--column", "rank=Thứ", "--column", "agency=2", "--column", "index=bao nhiêu")
    done = call("audit", "published", tmp_path / "a.csv", "--alone", *named)
    assert (done.code, "PS834" in done.out) == (1, True)
    done = call("audit", "published", tmp_path / "a.csv", "--alone", *named, "--decimal", "point")
    assert (done.code, "2/2" in done.out) == (0, True)
