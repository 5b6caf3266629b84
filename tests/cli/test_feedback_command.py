"""``parscore feedback``: whose sheets, where they go, and how it ends."""

from pathlib import Path

import pytest
from calls import Call
from folders import make

from parscore.cli.feedback import SheetFormat
from parscore.reports.formats import SHEET_FORMATS


def test_every_format_can_be_asked_for() -> None:
    assert [one.value for one in SheetFormat] == list(SHEET_FORMATS)


@pytest.mark.parametrize("form", list(SheetFormat))
@pytest.mark.parametrize(("who", "agencies"), [(("so y te",), ["SYT"]), (("--all",), ["SNV", "SYT"])])
def test_one_file_an_agency(
    tmp_path: Path, call: Call, who: tuple[str, ...], agencies: list[str], form: SheetFormat
) -> None:
    folder = make(tmp_path / "a")
    done = call("feedback", *who, "-f", form.value, "-C", folder)
    assert (done.code, done.out, f"{len(agencies)} đơn vị" in done.err) == (0, "", True)
    written = sorted(path.name for path in (folder / "reports" / "phieu-ket-qua").iterdir())
    assert written == [f"2025_{agency}_phieu-ket-qua.{form.value}" for agency in agencies]


def test_elsewhere(tmp_path: Path, call: Call) -> None:
    folder = make(tmp_path / "a")
    assert call("feedback", "SYT", "-C", folder, "-o", tmp_path / "b").code == 0
    assert len(list((tmp_path / "b").iterdir())) == len(SHEET_FORMATS)
    assert not (folder / "reports").exists()


@pytest.mark.parametrize("who", [(), ("SYT", "--all"), ("SYTX",), ("--group", "x")])
def test_wrong_usage(tmp_path: Path, call: Call, who: tuple[str, ...]) -> None:
    assert call("feedback", *who, "-C", make(tmp_path / "a")).code == 2
