"""``parscore compare``, ``history``, ``export``, and last year's results in ``report``: what they print and write."""

import json
import shutil
from pathlib import Path

import pytest
from calls import Call
from folders import AGENCIES, SEASON, form_of, make
from forms import Form
from openpyxl import load_workbook

from parscore.cli import report
from parscore.reports.material import Material, Past

HISTORY = 'year,index_name,unit,score,rank,of\n2023,PAR INDEX,Mẫu,"84,05",1,63\n2025,PAR INDEX,Mẫu,"85,5",3,34\n'


def before() -> dict[str, Form | bytes]:
    """The inbox of the year before, in which SYT had less."""
    made = {"2024_SYT.xlsx": form_of("SYT").put("1.1", points="0,5"), "2024_SNV.xlsx": form_of("SNV")}
    for form in made.values():
        form.above[1:] = [["NĂM 2024"]]
    return dict(made)


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    """Last year's season and this year's."""
    old = make(tmp_path / "2024", season=SEASON.replace("2025\n", "2024\n", 1), inbox=before())
    return old, make(tmp_path / "2025")


def test_both_years_side_by_side(years: tuple[Path, Path], call: Call) -> None:
    done = call("compare", years[0], "-C", years[1], "--plain")
    header, *rows = [line.split("\t") for line in done.out.splitlines()]
    found = {row[1]: dict(zip(header, row, strict=True)) for row in rows}
    assert done.code == 0
    assert found["SYT"]["Thay đổi (điểm %)"] == "+5,00"
    assert found["SNV"]["Thay đổi (điểm %)"] == "-2,50"
    assert [found["SYT"][f"Hạng năm {year}"] for year in ("trước", "nay")] == ["2", "1"]


def test_the_screen_says_rises_in_words(years: tuple[Path, Path], call: Call) -> None:
    done = call("compare", years[0], "-C", years[1])
    assert "So sánh năm 2025 (tự đánh giá) với năm 2024 (tự đánh giá)" in done.out
    (line,) = [line for line in done.out.splitlines() if "(SYT)" in line]
    assert "+5,00" in line and "2 → 1" in line and "tăng 1 bậc" in line
    assert "do bộ tiêu chí" not in done.out


def test_a_mapping_says_what_became_of_agencies(years: tuple[Path, Path], tmp_path: Path, call: Call) -> None:
    mapping = tmp_path / "map.csv"
    mapping.write_text("old,new,basis,why\nSNV,SYT,mean,NQ 7\n,SNV,,\n", encoding="utf-8")
    document = json.loads(call("compare", years[0], "--map", mapping, "-C", years[1], "--json").out)
    found = {row["agency"]: row for row in document["groups"][0]["agencies"]}
    assert (found["SYT"]["kind"], found["SYT"]["mean_of_predecessors"], found["SYT"]["why"]) == (
        "merged", True, ["NQ 7"],
    )  # fmt: skip
    assert (found["SNV"]["kind"], found["SNV"]["comparable"]) == ("new", False)


def test_a_faulty_mapping_ends_the_command_with_every_fault(
    years: tuple[Path, Path], tmp_path: Path, call: Call
) -> None:
    mapping = tmp_path / "map.csv"
    mapping.write_text("old,new,why\nX,SYT,\nSNV,Y,\n", encoding="utf-8")
    done = call("compare", years[0], "--map", mapping, "-C", years[1])
    assert (done.code, done.out, done.err.count("PS880")) == (3, "", 2)


def test_a_previous_season_that_is_none(years: tuple[Path, Path], tmp_path: Path, call: Call) -> None:
    done = call("compare", tmp_path, "-C", years[1])
    assert (done.code, "PS001" in done.err) == (3, True)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_tables_are_written_to_files(years: tuple[Path, Path], tmp_path: Path, call: Call, ending: str) -> None:
    out = tmp_path / f"so-sanh.{ending}"
    done = call("compare", years[0], "-C", years[1], "-o", out)
    assert (done.code, done.out, out.stat().st_size > 500) == (0, "", True)


def test_wrong_usage(years: tuple[Path, Path], call: Call) -> None:
    assert call("compare", years[0], "-C", years[1], "-o", "x.pdf").code == 2
    done = call("compare", years[0], "-C", years[1], "--group", "soo")
    assert (done.code, "so" in done.err) == (2, True)


def test_one_group_of_two(years: tuple[Path, Path], call: Call) -> None:
    done = call("compare", years[0], "-C", years[1], "--group", "so", "--json")
    assert [group["group"] for group in json.loads(done.out)["groups"]] == ["so"]


def test_an_agency_that_is_no_more_stands_below(years: tuple[Path, Path], call: Call) -> None:
    (years[1] / "agencies.csv").write_text(AGENCIES.replace("SNV,Sở Nội vụ,so\n", ""), encoding="utf-8")
    (years[1] / "inbox" / "2025_SNV.xlsx").unlink()
    (years[1] / "figures.csv").write_text("agency,code,input,value\nSYT,2.2,sipas,80\n", encoding="utf-8")
    done = call("compare", years[0], "-C", years[1])
    assert "Sở Nội vụ (SNV): không so sánh: mùa này không còn đơn vị này" in done.out
    assert (done.code, done.err.count("PS882")) == (0, 1)


# --- report -------------------------------------------------------------------------------------------------------


def test_reports_are_given_last_years_places(
    years: tuple[Path, Path], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Material] = []
    real = report._files

    def files(of: Material, *others: object) -> dict[Path, bytes]:
        seen.append(of)
        return real(of, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(report, "_files", files)
    assert call("report", "-f", "xlsx", "--previous", years[0], "-C", years[1]).code == 0
    past = seen[0].before["SYT"]
    assert (past.rank, past.index is not None) == (2, True)
    assert call("report", "-f", "xlsx", "-C", years[1]).code == 0
    assert seen[1].before == {}
    assert isinstance(past, Past)


def test_result_sheets_say_last_years_place(years: tuple[Path, Path], tmp_path: Path, call: Call) -> None:
    out = tmp_path / "phieu"
    assert call("feedback", "SYT", "--previous", years[0], "-C", years[1], "-o", out).code == 0
    (sheet,) = load_workbook(next(out.glob("*.xlsx"))).worksheets[:1]
    (said,) = [str(row[0]) for row in sheet.iter_rows(values_only=True) if "Năm trước" in str(row[0])]
    assert "hạng 2" in said and "+5,00 điểm %" in said


@pytest.mark.parametrize("command", [("report",), ("feedback", "SYT")])
def test_a_mapping_needs_a_previous_season(years: tuple[Path, Path], call: Call, command: tuple[str, ...]) -> None:
    done = call(*command, "--map", "x.csv", "-C", years[1])
    assert (done.code, "--previous" in done.err) == (2, True)


# --- history ------------------------------------------------------------------------------------------------------


def test_places_over_the_years(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "a.csv"
    file.write_text(HISTORY, encoding="utf-8")
    done = call("history", file)
    assert (done.code, done.err) == (0, "")
    assert "1 (2023)" in done.out and "1/63" in done.out and "3/34" in done.out and "2024" in done.out
    plain = call("history", file, "--plain").out.splitlines()
    assert plain[1:] == ["Mẫu\tPAR INDEX\t2023\t84,05\t1\t63", "Mẫu\tPAR INDEX\t2024\t\t\t",
                         "Mẫu\tPAR INDEX\t2025\t85,5\t3\t34"]  # fmt: skip
    document = json.loads(call("history", file, "--json").out)
    (series,) = document["series"]
    assert (series["missing_years"], series["mean_place"], series["ranked_units"]) == ([2024], "2", [63, 34])
    for ending in ("csv", "xlsx"):
        out = tmp_path / f"b.{ending}"
        assert (call("history", file, "-o", out).code, out.stat().st_size > 100) == (0, True)


def test_bad_rows_are_named_and_the_others_printed(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "a.csv"
    file.write_text(HISTORY + "2022,PAR INDEX,Mẫu,x,1,63\n", encoding="utf-8")
    done = call("history", file)
    assert (done.code, "PS885" in done.err, "1/63" in done.out) == (1, True, True)
    assert call("history", tmp_path / "none.csv").code == 3


def test_units_and_indices_are_chosen(tmp_path: Path, call: Call) -> None:
    file = tmp_path / "a.csv"
    file.write_text(HISTORY + "2023,SIPAS,Khác,80,1,63\n", encoding="utf-8")
    assert len(json.loads(call("history", file, "--unit", "khác", "--json").out)["series"]) == 1
    assert len(json.loads(call("history", file, "--index", "sipas", "--json").out)["series"]) == 1
    done = call("history", file, "--index", "SIPASS")
    assert (done.code, "SIPAS" in done.err) == (2, True)


# --- export -------------------------------------------------------------------------------------------------------


def test_the_long_table_goes_to_the_screen_or_to_a_file(years: tuple[Path, Path], tmp_path: Path, call: Call) -> None:
    done = call("export", "-C", years[1])
    assert (done.code, len(done.out.splitlines()), done.out.startswith("year,stage,")) == (0, 13, True)
    out = tmp_path / "a.json"
    assert call("export", "-C", years[1], "-o", out).code == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["rows"]) == 12
    assert call("export", "-f", "csv", "-C", years[1], "-o", tmp_path / "b.txt").code == 0
    assert (tmp_path / "b.txt").read_bytes().startswith(b"\xef\xbb\xbfyear,")


def test_parquet_needs_a_file_and_its_library(
    years: tuple[Path, Path], tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("export", "-f", "parquet", "-C", years[1]).code == 2
    out = tmp_path / "a.parquet"
    monkeypatch.setattr("parscore.cli.export.find_spec", lambda _: None)
    done = call("export", "-C", years[1], "-o", out)
    assert (done.code, out.exists(), "parscore[parquet]" in done.err) == (3, False, True)


def test_parquet_is_written(years: tuple[Path, Path], tmp_path: Path, call: Call) -> None:
    pytest.importorskip("pyarrow")
    out = tmp_path / "a.parquet"
    assert call("export", "-C", years[1], "-o", out).code == 0
    assert out.read_bytes()[:4] == b"PAR1"


def test_one_stage_or_all(years: tuple[Path, Path], call: Call) -> None:
    assert call("export", "--stage", "self", "--all-stages", "-C", years[1]).code == 2
    assert len(call("export", "--all-stages", "-C", years[1]).out.splitlines()) == 13


def test_a_season_that_cannot_be_scored_is_not_exported(years: tuple[Path, Path], call: Call) -> None:
    shutil.rmtree(years[1] / "inbox")
    assert call("export", "-C", years[1]).code == 1
    (years[1] / "agencies.csv").unlink()
    assert call("export", "-C", years[1]).code == 3
