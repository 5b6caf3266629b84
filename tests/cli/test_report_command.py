"""``parscore report``: every format it knows, into the season or elsewhere, with the inputs and results untouched."""

import os
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import pytest
from calls import Call
from folders import make
from openpyxl import load_workbook
from records import recorded

from parscore.cli.report import ReportFormat
from parscore.reports.formats import FORMATS
from parscore.season.lock import locked

PDF = pytest.mark.skipif(
    "PARSCORE_CI" not in os.environ and find_spec("typst") is None, reason="typst is not installed: parscore[pdf]"
)
FORMS = [pytest.param(one, marks=PDF if one is ReportFormat.PDF else ()) for one in ReportFormat]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_format_can_be_asked_for() -> None:
    assert [one.value for one in ReportFormat] == list(FORMATS)
    assert len({one.file for one in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("form", FORMS)
def test_a_format_is_written_whole_and_the_same_again(tmp_path: Path, call: Call, form: ReportFormat) -> None:
    folder = recorded(tmp_path / "a")
    before = files(folder)
    done = call("report", "-f", form.value, "-C", folder)
    assert (done.code, done.out) == (0, "")
    assert FORMATS[form.value].file in done.err
    written = {name: content for name, content in files(folder).items() if name not in before}
    assert list(written) == [f"reports/{FORMATS[form.value].file}"]
    assert files(folder) == before | written
    call("report", "-f", form.value, "-C", folder)
    assert files(folder) == before | written


def test_agency_sheets_on_request(tmp_path: Path, call: Call) -> None:
    folder, out = make(tmp_path / "a"), tmp_path / "b"
    for choice, own in ((), False), (("--agency-sheets",), True), (("--agency-sheets", "--lang", "en"), True):
        assert call("report", "-f", "xlsx", *choice, "-C", folder, "-o", out).code == 0
        names = load_workbook(out / FORMATS["xlsx"].file).sheetnames
        assert ({"SYT", "SNV"} <= set(names)) is own


@PDF
def test_elsewhere_and_all_at_once(tmp_path: Path, call: Call) -> None:
    folder, out = make(tmp_path / "a"), tmp_path / "b" / "c"
    assert call("report", "-C", folder, "-o", out).code == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(one.file for one in FORMATS.values())
    assert not (folder / "reports").exists()


def test_another_format_is_refused(tmp_path: Path, call: Call) -> None:
    done = call("report", "-f", "odt", "-C", make(tmp_path / "a"))
    assert (done.code, "xlsx" in done.err) == (2, True)


def test_reports_are_not_written_into_a_season_that_another_run_writes_in(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path / "a")
    with locked(folder, "parscore score"):
        done = call("report", "-f", "xlsx", "-C", folder)
        assert (done.code, "PS011" in done.err, (folder / "reports").exists()) == (3, True, False)
        assert call("report", "-f", "xlsx", "-C", folder, "-o", tmp_path / "b").code == 0


def test_a_format_that_cannot_be_made_is_refused_or_left_out(tmp_path: Path, call: Call) -> None:
    folder, out = make(tmp_path / "a"), tmp_path / "b"
    with patch("parscore.reports.pdf.find_spec", lambda _: None):
        done = call("report", "-f", "pdf", "-f", "xlsx", "-C", folder, "-o", out)
        assert (done.code, "parscore[pdf]" in done.err, out.exists()) == (3, True, False)
        done = call("report", "-C", folder, "-o", out)
    assert (done.code, "parscore[pdf]" in done.err) == (0, True)
    assert {path.name for path in out.iterdir()} == {FORMATS[one].file for one in ReportFormat if one.value != "pdf"}


@pytest.mark.parametrize("forms", [("-f", "docx"), ()])
def test_a_template_that_cannot_be_used_stops_the_report(tmp_path: Path, call: Call, forms: tuple[str, ...]) -> None:
    folder, out = make(tmp_path / "a"), tmp_path / "b"
    done = call("report", *forms, "--template", "agencies.csv", "-C", folder, "-o", out)
    assert (done.code, "PS891" in done.err, out.exists()) == (3, True, False)


def test_a_public_version_never_takes_the_place_of_the_other(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path / "a")
    assert call("report", "-f", "html", "-C", folder).code == 0
    before = files(folder)
    assert call("report", "-f", "html", "--public", "-C", folder).code == 0
    assert call("feedback", "SYT", "-f", "xlsx", "--public", "-C", folder).code == 0
    written = files(folder)
    assert sorted(set(written) - set(before)) == [
        "reports/cong-khai/bao-cao.html",
        "reports/cong-khai/phieu-ket-qua/2025_SYT_phieu-ket-qua.xlsx",
    ]
    assert before.items() <= written.items()
