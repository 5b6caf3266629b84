"""``parscore report --set``: which reports, in which formats, where they go, and what is refused."""

import os
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import pytest
from calls import Call
from folders import FIGURES, SET, make
from records import recorded
from surveys import HEADER, WIDE, csv_of
from surveys import make as make_survey

from parscore.reports.formats import SET_FORMATS
from parscore.reports.standard import STANDARD

PDF = pytest.mark.skipif(
    "PARSCORE_CI" not in os.environ and find_spec("typst") is None, reason="typst is not installed: parscore[pdf]"
)
WITHOUT_BALLOTS = sorted(name for name, report in STANDARD.items() if report.needs != "ballots")


def written(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_all_reports_but_those_without_their_survey(tmp_path: Path, call: Call) -> None:
    folder = recorded(tmp_path / "a")
    before = written(folder)
    done = call("report", "--set", "all", "-f", "xlsx", "-C", folder)
    assert (done.code, done.out) == (0, "")
    assert set(written(folder)) - set(before) == {f"reports/bo-bao-cao/{name}.xlsx" for name in WITHOUT_BALLOTS}
    for name in ("sipas-nguoi-tra-loi", "sipas-chi-tiet"):
        assert f"Bỏ qua {name}: Chưa lập được báo cáo" in done.err
    assert f"{len(WITHOUT_BALLOTS)} tệp" in done.err


@pytest.mark.parametrize("names", ["tong-hop,ket-qua", " Tong-Hop , ket-qua,tong-hop"])
def test_reports_by_name(tmp_path: Path, call: Call, names: str) -> None:
    folder = make(tmp_path / "a")
    assert call("report", "--set", names, "-f", "docx", "-f", "html", "-C", folder).code == 0
    found = [f"reports/bo-bao-cao/{name}.{form}" for name in ("ket-qua", "tong-hop") for form in ("docx", "html")]
    assert [name for name in written(folder) if name.startswith("reports")] == found


@PDF
def test_every_format_unless_some_are_named(tmp_path: Path, call: Call) -> None:
    folder, out = make(tmp_path / "a"), tmp_path / "b"
    assert call("report", "--set", "tong-hop", "--set", "chi-tiet-don-vi", "-C", folder, "-o", out).code == 0
    each = [f"chi-tiet-don-vi/{one}.{form}" for one in ("SNV", "SYT") for form in ("docx", "html", "pdf")]
    assert written(out) == sorted([*each, "chi-tiet-don-vi.xlsx", *(f"tong-hop.{form}" for form in SET_FORMATS)])
    assert not (folder / "reports").exists()


def test_without_the_part_for_pdf_the_others_are_written(tmp_path: Path, call: Call) -> None:
    folder, out = make(tmp_path / "a"), tmp_path / "b"
    with patch("parscore.reports.pdf.find_spec", lambda _: None):
        assert call("report", "--set", "tong-hop", "-C", folder, "-o", out).code == 0
        done = call("report", "--set", "tong-hop", "-f", "pdf", "-C", folder, "-o", tmp_path / "c")
    assert written(out) == ["tong-hop.docx", "tong-hop.html", "tong-hop.xlsx"]
    assert (done.code, "parscore[pdf]" in done.err) == (3, True)


def test_public_reports_have_a_folder_of_their_own(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path / "a")
    assert call("report", "--set", "tong-hop", "-f", "xlsx", "--public", "-C", folder).code == 0
    assert (folder / "reports" / "cong-khai" / "bo-bao-cao" / "tong-hop.xlsx").is_file()


@pytest.mark.parametrize(
    ("name", "first"),
    [("tong-hpo", "tong-hop;"), ("tong-hop,sipas-bieudo", "sipas-bieu-do;"), ("xyz", "tong-hop;"), ("", "tong-hop;")],
)
def test_a_misspelt_name_lists_the_names_the_nearest_first(tmp_path: Path, call: Call, name: str, first: str) -> None:
    done = call("report", "--set", name, "-C", make(tmp_path / "a"))
    said = " ".join(done.err.replace("│", " ").split())
    assert done.code == 2
    assert said.partition("Các tên: ")[2].startswith(first)
    assert all(one in said for one in STANDARD)
    assert not (tmp_path / "a" / "reports").exists()


@pytest.mark.parametrize(
    "options", [("--set",), ("--set", "all", "-f", "annex"), ("--set", "all", "--template", "a.docx")]
)
def test_wrong_usage(tmp_path: Path, call: Call, options: tuple[str, ...]) -> None:
    assert call("report", "-C", make(tmp_path / "a"), *options).code == 2


def test_a_survey_report_that_is_named_needs_the_survey(tmp_path: Path, call: Call) -> None:
    done = call("report", "--set", "tong-hop,sipas-chi-tiet", "-f", "xlsx", "-C", make(tmp_path / "a"))
    assert (done.code, "PS896" in done.err, (tmp_path / "a" / "reports").exists()) == (3, True, False)


def test_without_any_survey_all_of_its_reports_are_left_out(tmp_path: Path, call: Call) -> None:
    folder = make(
        tmp_path / "a", sets={"thu/2025.1": SET.replace("source: survey", "source: statistics")}, figures=FIGURES
    )
    done = call("report", "--set", "all", "-f", "html", "-C", folder)
    assert done.code == 0
    assert not [name for name in written(folder) if "sipas" in name]
    assert done.err.count("Bỏ qua sipas-") == 4


def test_with_ballots_there_are_all(tmp_path: Path, call: Call) -> None:
    folder = make_survey(tmp_path / "a", WIDE, {"phieu.csv": csv_of([HEADER, ("1", "SYT", "5", "A")])})
    call("survey", "import", "-C", folder)
    done = call("report", "--set", "all", "-f", "xlsx", "-C", folder)
    assert "Bỏ qua" not in done.err
    assert {Path(name).stem for name in written(folder) if "bo-bao-cao" in name} == set(STANDARD)
