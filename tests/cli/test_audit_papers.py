"""``parscore audit papers``: whose papers, where to, what stands in them, and what is said."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from calls import Call
from folders import TWO_GROUPS, form_of, forms, make

AGENCIES = "id,name,group\nSYT,Sở Y tế,so\nSNV,Sở Nội vụ,so\nXA1,Xã An Thịnh,xa\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "mua")


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*"))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["SYT"], ["SYT"]),
        (["so y te", "snv", "SYT"], ["SNV", "SYT"]),
        (["--group", "xa"], ["XA1"]),
        (["--all"], ["SNV", "SYT", "XA1"]),
    ],
)
def test_whose_papers(call: Call, tmp_path: Path, arguments: list[str], expected: list[str]) -> None:
    folder = make(
        tmp_path / "mua", season=TWO_GROUPS, agencies=AGENCIES, inbox={**forms(), "2025_XA1.xlsx": form_of("XA1")}
    )
    done = call("audit", "papers", *arguments, "-C", folder)
    assert (done.code, done.out) == (0, "")
    assert written(folder / "papers") == [f"2025_{agency}_giay-to-lam-viec.xlsx" for agency in expected]
    assert f"Đã ghi {len(expected)} giấy tờ làm việc" in done.err


@pytest.mark.parametrize("arguments", [[], ["SYT", "--all"], ["--all", "--group", "so"], ["--group", "s"]])
def test_exactly_one_way_to_say_whose(call: Call, folder: Path, arguments: list[str]) -> None:
    done = call("audit", "papers", *arguments, "-C", folder)
    assert done.code == 2 and not (folder / "papers").exists()


def test_an_unknown_agency_gets_the_nearest_names(call: Call, folder: Path) -> None:
    done = call("audit", "papers", "SYTE", "-C", folder)
    assert done.code == 2 and "SYT" in done.err and not (folder / "papers").exists()


def test_another_folder_and_the_same_bytes_again(call: Call, folder: Path, tmp_path: Path) -> None:
    papers = []
    for name in ("mot", "hai"):
        assert call("audit", "papers", "SYT", "-C", folder, "--output", tmp_path / name).code == 0
        papers.append((tmp_path / name / "2025_SYT_giay-to-lam-viec.xlsx").read_bytes())
    assert papers[0] == papers[1]
    assert not (folder / "papers").exists()


def test_the_document_names_the_files_and_the_problems(call: Call, folder: Path) -> None:
    done = call("audit", "papers", "SYT", "-C", folder, "--json")
    told = json.loads(done.out)
    assert told["schema"] == "parscore.papers/1" and told["problems"] == []
    assert [Path(file).name for file in told["files"]] == ["2025_SYT_giay-to-lam-viec.xlsx"]


def paper(call: Call, folder: Path, *options: str) -> dict[str, str]:
    """The texts and formulas of a paper by sheet and cell."""
    assert call("audit", "papers", "SYT", "-C", folder, *options).code == 0
    content = (folder / "papers" / "2025_SYT_giay-to-lam-viec.xlsx").read_bytes()
    book = openpyxl.load_workbook(BytesIO(content))
    found = {
        f"{sheet.title}!{cell.coordinate}": str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    with ZipFile(BytesIO(content)) as package:
        found["header"] = package.read("xl/worksheets/sheet1.xml").decode()
    return found


def test_a_paper_is_a_draft_until_the_season_is_locked(call: Call, folder: Path) -> None:
    before = paper(call, folder)
    assert "DỰ THẢO" in before["header"] and "chưa có (chạy parscore score)" in before.values()
    assert call("score", "-C", folder).code == 0
    scored = paper(call, folder)
    (head,) = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("records/*.json")]
    assert head["body"] in scored.values() and "DỰ THẢO" in scored["header"]
    assert call("lock", "-C", folder).code == 0
    locked = paper(call, folder)
    assert "KẾT QUẢ ĐÃ CHỐT" in locked.values() and "DỰ THẢO" not in locked["header"]
    assert call("audit", "papers", "SYT", "-C", folder, "--stage", "nowhere").code == 2


def test_a_record_of_other_inputs_is_not_named(call: Call, folder: Path) -> None:
    assert call("score", "-C", folder).code == 0
    (folder / "inbox" / "2025_SNV.xlsx").write_bytes(form_of("SNV").put("1.1", points="0,5").content())
    assert "chưa có (chạy parscore score)" in paper(call, folder).values()


def test_a_paper_says_every_value_with_its_cell_and_every_rule_as_a_formula(call: Call, folder: Path) -> None:
    found = paper(call, folder)
    assert "done: Số nhiệm vụ hoàn thành" in found.values()
    assert any(text.startswith("inbox/2025_SYT.xlsx › ") for text in found.values())
    formulas = [text for text in found.values() if text.startswith("=")]
    assert len(formulas) > 50
    assert any("'Dữ liệu'!" in text for text in formulas), "the survey's figure stands on the data sheet"
    english = paper(call, folder, "--lang", "en")
    assert "Points by the rule" in english.values() and "DRAFT" in english["header"]
