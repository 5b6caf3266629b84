"""Summary workbooks written in the test and read back with another library."""

import io
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from folders import opened
from openpyxl import load_workbook

from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.reports.material import Material, material
from parscore.reports.survey_figures import survey_of
from parscore.reports.xlsx import write_summary
from parscore.reports.yearly import past_of
from parscore.season.run import score_season
from parscore.yearly.agency_map import read_agency_map
from parscore.yearly.compare import YearOnYear, compare_seasons

SAMPLES = Path(__file__).parent.parent / "sample_data"
THIS_YEAR, LAST_YEAR = SAMPLES / "tinh-mau-2025", SAMPLES / "tinh-mau-2024"
VI = Words("vi")


@cache
def sample(folder: Path) -> SeasonResult:
    """A sample season, scored."""
    return score_season(opened(folder))


@cache
def sample_compared() -> YearOnYear:
    """Both sample seasons compared, by the mapping of the later one."""
    before, after = sample(LAST_YEAR), sample(THIS_YEAR)
    mapping = LAST_YEAR / "sang-2025.csv"
    lines, faults = read_agency_map(mapping, mapping.name, before.season, after.season)
    assert not faults
    return compare_seasons(before, after, lines)


def sample_material(words: Words = VI, *, public: bool = False) -> Material:
    """The sample season with the year before and its survey."""
    survey, compared = survey_of(THIS_YEAR, opened(THIS_YEAR).season), sample_compared()
    return material(sample(THIS_YEAR), words, past_of(compared), public=public, survey=survey, compared=compared)


def content(of: Material) -> bytes:
    """The bytes of a summary workbook."""
    stream = io.BytesIO()
    write_summary(of, stream)
    return stream.getvalue()


def book(of: Material) -> Any:
    """A summary workbook as openpyxl reads it."""
    return load_workbook(io.BytesIO(content(of)))


def rows(sheet: Any) -> list[list[Any]]:
    """The values of a sheet."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def texts(sheet: Any) -> list[str]:
    """Every text of a sheet."""
    return [value for row in rows(sheet) for value in row if isinstance(value, str)]


def table(sheet: Any, heading: str, key: int) -> Mapping[Any, Any]:
    """The rows of cells below the row that begins with a heading, by the value in a column; the first of each."""
    found: dict[Any, Any] = {}
    below = False
    for row in sheet.iter_rows():
        if below and row[key].value is not None:
            found.setdefault(row[key].value, row)
        below = below or row[0].value == heading
    return found


def shown(cell: Any) -> str:
    """What a spreadsheet shows of a number by its format: 15 significant digits, half away from zero.

    Of a text it is the text, of nothing nothing.
    """
    if not isinstance(cell.value, int | float):
        return cell.value or ""
    value = Decimal(f"{cell.value:.15g}")
    sections = cell.number_format.replace("General", "0").split(";")
    section = sections[0 if value > 0 or len(sections) == 1 else 1 if value < 0 else 2]
    return _FORMAT.sub(partial(_part, abs(value) if len(sections) > 1 else value), section)


_FORMAT = re.compile(r'"([^"]*)"|(?:#,##)?0(?:\.(0+))?')


def _part(value: Decimal, found: re.Match[str]) -> str:
    """A text in quotes, or the number with its decimals."""
    if found[1] is not None:
        return found[1]
    number = value.quantize(Decimal(1).scaleb(-len(found[2] or "")), ROUND_HALF_UP)
    return str(number).replace(".", ",")
