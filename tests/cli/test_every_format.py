"""One season in every format: totals, indices, ranks and classes are taken out of each file and must be the same.

What is expected is rounded here from the exact values of ``ket-qua.json``, by the decimal module.
"""

import csv
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any, Final, NamedTuple

import docx
import pytest
from calls import Call
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from pages import all_of, parsed, rows, text_of

SAMPLES: Final = Path(__file__).parents[2] / "sample_data"
PDF: Final = "PARSCORE_CI" in os.environ or bool(find_spec("typst") and shutil.which("pdftotext"))
NONE: Final = ("", "–", "-")


class Figures(NamedTuple):
    """What every format says of an agency, as printed in Vietnamese; ``areas`` are indices by code."""

    rank: str
    points: str
    maximum: str
    index: str
    class_name: str
    areas: Mapping[str, str] = {}

    def alike(self, other: "Figures") -> bool:
        """Whether two formats agree; an area that one of them does not show says nothing."""
        common = self.areas.keys() & other.areas.keys()
        return self[:5] == other[:5] and all(self.areas[code] == other.areas[code] for code in common)


Found = dict[str, Figures]
"""Figures by the name of the agency."""


def figures(*values: object, areas: Mapping[str, str] | None = None) -> Figures:
    texts = (re.sub(r"[*\s]+$", "", str(value or "")) for value in values)
    return Figures(*("" if text in NONE else text for text in texts), areas or {})


def exact(value: str | None) -> str:
    """Round an exact value to two decimals, half away from zero, as both sample sets declare."""
    if value is None:
        return ""
    fraction = Fraction(value)
    digits = Context(prec=60).divide(Decimal(fraction.numerator), Decimal(fraction.denominator))
    return str(digits.quantize(Decimal("0.01"), ROUND_HALF_UP)).replace(".", ",")


def expected(document: Any) -> Found:
    found = {}
    for group in document["groups"]:
        for one in group["agencies"]:
            started = one["complete"] or Fraction(one["points"]) > 0
            rank = "" if one["rank"] is None else f"{one['rank']}{'=' if one['tied'] else ''}"
            areas = {area["code"]: exact(area["index"]) for area in one["areas"] if area["index"] is not None}
            totals = [exact(one[key]) for key in ("points", "maximum", "index")]
            shown = totals if started else ["", totals[1], ""]
            found[one["name"]] = figures(rank, *shown, one["class"], areas=areas if one["complete"] else {})
    return found


# --- what stands in each format -------------------------------------------------------------------------------------


def of_json(document: Any) -> Found:
    """The printed values of the document."""
    found = {}
    for group in document["groups"]:
        for one in group["agencies"]:
            printed = {key: (value or "").replace(".", ",") for key, value in one["printed"].items()}
            rank = "" if one["rank"] is None else f"{one['rank']}{'=' if one['tied'] else ''}"
            areas = {area["code"]: (area["printed"]["index"] or "").replace(".", ",") for area in one["areas"]}
            started = one["complete"] or Fraction(one["points"]) > 0
            totals = [printed[key] if started or key == "maximum" else "" for key in ("points", "maximum", "index")]
            found[one["name"]] = figures(rank, *totals, one["class"], areas=areas)
    return found


def of_lines(text: str) -> Found:
    """``parscore rank --plain``: values between tabs."""
    lines = csv.DictReader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    keys = ("Hạng", "Điểm", "Tối đa", "Chỉ số (%)", "Xếp loại")
    return {line["Cơ quan, đơn vị"]: figures(*(line[key] for key in keys)) for line in lines}


def of_long_table(text: str) -> Found:
    """``parscore export``: what the leaves come to; ranks and classes are no figures of leaves."""
    sums: dict[str, list[Fraction]] = {}
    for line in csv.DictReader(StringIO(text)):
        if line["counted"] == "true":
            own = sums.setdefault(line["agency_name"], [Fraction(0), Fraction(0)])
            own[0] += Fraction(line["points_exact"] or 0)
            own[1] += Fraction(line["maximum"])
    return {
        name: figures("", exact(str(points)), exact(str(most)), exact(str(points / most * 100)), "")
        for name, (points, most) in sums.items()
    }


def shown(cell: Cell) -> str:
    """What a spreadsheet shows: 15 significant digits, half away from zero, decimals and signs of the format."""
    if not isinstance(cell.value, int | float):
        return str(cell.value or "")
    pattern = re.fullmatch(r'(?:General|(?:#,##)?0\.?(0*))(?:"([^"]*)")?', cell.number_format)
    assert pattern, cell.number_format
    step = Decimal(1).scaleb(-len(pattern[1] or ""))
    number = Decimal(f"{cell.value:.15g}").quantize(step, ROUND_HALF_UP)
    return f"{number}{pattern[2] or ''}".replace(".", ",")


def of_workbook(path: Path) -> Found:
    """The sheets of rankings, and the areas' indices on those of the areas."""
    book = load_workbook(path, data_only=True)
    found: Found = {}
    for sheet in book.worksheets:
        if sheet.title.startswith("Xếp hạng"):
            for row in table(sheet, "Hạng"):
                totals = (shown(row[key]) for key in ("Hạng", "Điểm", "Điểm tối đa", "Chỉ số (%)", "Xếp loại"))
                found[str(row["Cơ quan, đơn vị"].value)] = figures(*totals)
    for sheet in book.worksheets:
        if sheet.title.startswith("Tổng hợp lĩnh vực"):
            for name, areas in areas_of(sheet):
                found[name] = found[name]._replace(areas=areas)
    return found


def table(sheet: Any, first: str) -> Iterator[dict[str, Cell]]:
    """The rows below the headings of which the first is this, until the first row without an id."""
    every = list(sheet.iter_rows())
    at = next(at for at, row in enumerate(every) if row[0].value == first)
    titles = [str(cell.value or "") for cell in every[at]]
    for row in every[at + 1 :]:
        if not isinstance(row[1].value, str):
            return
        yield dict(zip(titles, row, strict=True))


def areas_of(sheet: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Agencies with the index of every area: the last column below its heading."""
    every = list(sheet.iter_rows())
    at = next(at for at, row in enumerate(every) if row[0].value == "Hạng")
    codes: dict[int, str] = {}
    code = ""
    for column, cell in enumerate(every[at]):
        heading = re.match(r"(\d+)\. ", str(cell.value or ""))
        code = heading[1] if heading else code if cell.value is None else ""
        if code and "hỉ số" in str(every[at + 1][column].value):
            codes[column] = code
    assert codes
    for row in every[at + 2 :]:
        if not isinstance(row[1].value, str):
            return
        yield str(row[2].value), {codes[at]: shown(row[at]) for at in codes}


def of_word(path: Path) -> Found:
    """The tables that begin with a rank: of the ranking, and in the annexes with the areas."""
    found: Found = {}
    areas: dict[str, dict[str, str]] = {}
    for each in docx.Document(str(path)).tables:
        lines = [[cell.text for cell in row.cells] for row in each.rows]
        titles = lines[0]
        if titles[:2] != ["Hạng", "Cơ quan, đơn vị"]:
            continue
        for line in lines[1:]:
            row = dict(zip(titles, line, strict=True))
            own = {title.removeprefix("LV "): value for title, value in row.items() if title.startswith("LV ")}
            if own:
                areas[line[1]] = {code: value for code, value in own.items() if value not in NONE}
            elif "Điểm tối đa" in row:
                keys = ("Hạng", "Điểm", "Điểm tối đa", "Chỉ số (%)", "Xếp loại")
                found[line[1]] = figures(*(row[key] for key in keys))
    return {name: one._replace(areas=areas.get(name, {})) for name, one in found.items()}


def of_page(path: Path) -> Found:
    """The ranking and the heat table of the page."""
    root = parsed(path.read_text(encoding="utf-8"))
    found: Found = {}
    for one in all_of(root, "table", class_="ranking"):
        titles = [text_of(cell) for cell in one.iterfind(".//thead/tr/th")]
        for line in rows(one):
            row = dict(zip(titles, line, strict=True))
            keys = ("Hạng", "Điểm", "Điểm tối đa", "Chỉ số (%)", "Xếp loại")
            found[row["Cơ quan, đơn vị"].rpartition(" ")[0]] = figures(*(row[key] for key in keys))
    for one in all_of(root, "table", class_="heat"):
        titles = [text_of(cell).split(".")[0] for cell in one.iterfind(".//thead/tr/th")]
        for line in rows(one):
            name = next(name for name in found if re.fullmatch(rf"{re.escape(name)}( \d+=?)?", line[0]))
            row = {code: re.sub(r"\*$", "", value) for code, value in zip(titles, line, strict=True) if code.isdigit()}
            found[name] = found[name]._replace(areas={code: value for code, value in row.items() if value not in NONE})
    return found


def of_paper(path: Path) -> list[Figures]:
    """The lines of the rankings of a PDF, in their order; long names take lines of their own."""
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    amount = r"(\d+,\d\d)\*?"
    line = re.compile(rf"\s*(\d+=?|–)\s.*?\s{amount}\s+{amount}\s+{amount}\s+([^\W\d]\S*(?: \S+)?|–)\s*")
    return [figures(*match.groups()) for one in text.splitlines() if (match := line.fullmatch(one))]


# --- the tests ------------------------------------------------------------------------------------------------------


MADE: Final[dict[str, Path]] = {}
"""Seasons that were scored, with their reports beside them; tests write nothing into a season."""


@pytest.fixture(params=["tinh-mau-2025", "tinh-mau-2025-loi"])
def season(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, call: Call) -> Path:
    name: str = request.param
    if name not in MADE:
        folder = tmp_path_factory.mktemp(name) / "season"
        shutil.copytree(SAMPLES / name, folder)
        call("score", "-C", folder)
        formats = ("-f", "xlsx", "-f", "docx", "-f", "annex", "-f", "html", "-f", "pdf")[: None if PDF else -2]
        call("report", *formats, "-C", folder, "-o", folder.parent / "out")
        MADE[name] = folder
    return MADE[name]


def check(found: Found, wanted: Found, *, least: int) -> None:
    assert found.keys() == wanted.keys()
    differing = {name: (found[name], wanted[name]) for name in wanted if not found[name].alike(wanted[name])}
    assert not differing
    assert sum(bool(one.areas) for one in found.values()) >= least


def test_every_format_says_the_same(season: Path, call: Call) -> None:
    document = json.loads((season / "results/ket-qua.json").read_text(encoding="utf-8"))
    wanted = expected(document)
    complete = sum(bool(one.areas) for one in wanted.values())
    assert complete, "nothing to compare"
    check(of_json(document), wanted, least=complete)
    check(of_lines(call("rank", "--plain", "-C", season).out), wanted, least=0)
    check(of_workbook(season / "results/bang-tong-hop.xlsx"), wanted, least=complete)
    out = season.parent / "out"
    check(of_workbook(out / "bang-tong-hop.xlsx"), wanted, least=complete)
    check(of_word(out / "bao-cao.docx"), wanted, least=complete)
    check(of_word(out / "phu-luc-quyet-dinh.docx"), wanted, least=0)
    check(of_page(out / "bao-cao.html"), wanted, least=complete)
    leaves = of_long_table(call("export", "-C", season).out)
    for name, one in wanted.items():
        if one.areas:
            assert leaves[name][1:4] == one[1:4], name


LACKING: Final = (
    "CHƯA ĐẦY ĐỦ: 11 trên 12 đơn vị chưa xếp hạng; chưa có biểu dùng được: STP, SCT, SXD, SKHCN, SVHTTDL, SGDDT, TTT, "
    "BQLKCN"
)
"""What every ranking of the season of faults bears."""


def test_every_ranking_that_is_not_whole_says_so_and_no_other(season: Path, call: Call) -> None:
    whole = not season.joinpath("expected.json").exists()
    group, *others = json.loads((season / "results/ket-qua.json").read_text(encoding="utf-8"))["groups"]
    waiting = [one["agency"] for one in group["agencies"] if one["ranked"] and one["rank"] is None]
    assert (group["complete"], len(group["not_ranked_yet"]), len(waiting)) == (whole, *([0, 0] if whole else [11, 11]))
    assert group["not_ranked_yet"] == waiting
    assert group["without_form"] == ([] if whole else LACKING.rpartition(": ")[2].split(", "))
    assert all(one["complete"] for one in others)
    out = season.parent / "out"
    book = load_workbook(out / "bang-tong-hop.xlsx")
    texts = {
        "screen": call("rank", "-C", season).out,
        "docx": "\n".join(each.text for each in docx.Document(str(out / "bao-cao.docx")).paragraphs),
        "annex": "\n".join(each.text for each in docx.Document(str(out / "phu-luc-quyet-dinh.docx")).paragraphs),
        "html": text_of(parsed((out / "bao-cao.html").read_text(encoding="utf-8"))),
        "xlsx": "\n".join(
            str(cell.value)
            for sheet in book.worksheets
            if sheet.title.startswith("Xếp hạng")
            for row in sheet.iter_rows()
            for cell in row
        ),
    }
    assert {form: (LACKING in text, "CHƯA ĐẦY ĐỦ" in text) for form, text in texts.items()} == dict.fromkeys(
        texts, (not whole, not whole)
    )


@pytest.mark.skipif(not PDF, reason="needs typst (parscore[pdf]) and pdftotext (poppler-utils)")
def test_the_pdf_says_the_same(season: Path) -> None:
    document = json.loads((season / "results/ket-qua.json").read_text(encoding="utf-8"))
    wanted = [one[:5] for one in expected(document).values() if one.points]
    found = [one[:5] for one in of_paper(season.parent / "out/bao-cao.pdf")]
    assert [one for one in found if one in wanted][: len(wanted)] == wanted


def test_the_sheet_of_each_agency_says_the_same(season: Path, call: Call) -> None:
    document = json.loads((season / "results/ket-qua.json").read_text(encoding="utf-8"))
    wanted = expected(document)
    out = season.parent / "sheets"
    call("feedback", "--all", "-f", "xlsx", "-C", season, "-o", out)
    ids = {one["agency"]: one["name"] for group in document["groups"] for one in group["agencies"]}
    assert len(list(out.iterdir())) == len(ids)
    for agency, name in ids.items():
        (path,) = out.glob(f"*_{agency}_phieu-ket-qua.xlsx")
        sheet = load_workbook(path, data_only=True).worksheets[0]
        lines = [" ".join(shown(cell) for cell in row if cell.value is not None) for row in sheet.iter_rows()]
        one = wanted[name]
        said = next((line for line in lines if "Chỉ số" in line and "%" in line), "")
        assert (f"Chỉ số {one.index}%" in said) is bool(one.index), (name, lines[:8])
        if one.areas:
            codes = one.areas
            areas = {line.split(" ")[0]: line for line in lines if line.split(" ")[0] in codes}
            assert all(f" {index} " in f" {areas[code]} " for code, index in codes.items()), name


def test_a_figure_that_differs_is_found(season: Path) -> None:
    """The comparison itself can fail: one hundredth, one rank, one class, one area."""
    wanted = expected(json.loads((season / "results/ket-qua.json").read_text(encoding="utf-8")))
    name, one = next((name, one) for name, one in wanted.items() if one.areas)
    code = next(iter(one.areas))
    for wrong in (
        one._replace(points="0,01"),
        one._replace(rank=f"{one.rank}="),
        one._replace(class_name="Kém"),
        one._replace(areas={**one.areas, code: "0,00"}),
    ):
        with pytest.raises(AssertionError):
            check({**wanted, name: wrong}, wanted, least=1)
    with pytest.raises(AssertionError):
        check({other: each for other, each in wanted.items() if other != name}, wanted, least=1)
