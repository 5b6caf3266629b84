"""The long table: one row an agency, leaf and stage, as CSV, JSON, Parquet and a table of pandas."""

import csv
import json
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import pytest
from folders import make, opened
from records import staged

import parscore
from parscore.messages import Words
from parscore.reports.export import (
    COLUMNS,
    NUMBERS,
    ExportRow,
    export_csv,
    export_json,
    export_parquet,
    export_rows,
    plain_values,
)
from parscore.season.run import score_season
from parscore.season.stages_scored import cards_after

LEAVES = ["1.1", "1.2", "1.10", "2.1.1", "2.1.2", "2.2"]


def rows(folder: Path, *, every_stage: bool = False, language: str = "vi") -> list[ExportRow]:
    season = opened(folder)
    cards = cards_after(season, score_season(season), every_stage=every_stage)
    return list(export_rows(cards, 2025, Words(language)))  # type: ignore[arg-type]


def test_a_row_for_every_agency_and_leaf_in_official_order(tmp_path: Path) -> None:
    found = rows(make(tmp_path))
    assert [(row.agency, row.leaf) for row in found] == [(who, leaf) for who in ("SYT", "SNV") for leaf in LEAVES]
    row = found[1]
    assert (row.points, row.points_exact, row.index_exact) == (Fraction(24, 13), "24/13", "1200/13")
    assert (row.area, row.criterion, row.source, row.rule, row.status) == ("1", "1.2", "self", "proportional", "scored")
    assert (row.inputs, row.evidence) == ("done = 12; total = 13", "Báo cáo số 12")
    assert (row.file, row.sheet, row.cell) == ("inbox/2025_SYT.xlsx", "Biểu", "D6")
    assert (found[3].criterion, found[3].leaf) == ("2.1", "2.1.1")
    assert (found[5].file, found[5].cell, found[5].source) == ("figures.csv", "2:4", "survey")


def test_every_stage_stands_in_the_order_of_the_work(tmp_path: Path) -> None:
    folder = staged(tmp_path / "a")
    found = rows(folder, every_stage=True)
    assert list(dict.fromkeys(row.stage for row in found)) == ["self", "appraisal"]
    told = {row.stage: row for row in found if (row.agency, row.leaf) == ("SYT", "1.1")}
    assert (told["self"].points, told["self"].self_points, told["self"].decided_by) == (1, None, "")
    last = told["appraisal"]
    assert (last.points, last.self_points, last.gap, last.decided_by) == (
        Fraction(1, 2), 1, Fraction(1, 2), "Nguyễn Văn A",
    )  # fmt: skip
    assert {row.stage for row in rows(folder)} == {"appraisal"}


def test_the_csv_has_decimal_points_and_exact_text_beside_them(tmp_path: Path) -> None:
    found = rows(make(tmp_path))
    content = export_csv(found)
    read = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    assert list(read[0]) == list(COLUMNS)
    assert (read[1]["points"], read[1]["points_exact"]) == ("1.8461538461538463", "24/13")
    assert (read[0]["points"], read[0]["gap"], read[0]["counted"], read[0]["maximum"]) == ("1", "", "true", "1")


def test_pandas_reads_the_csv_as_it_is(tmp_path: Path) -> None:
    found = rows(make(tmp_path))
    table = pd.read_csv(BytesIO(export_csv(found)), dtype={"leaf": "str"})
    assert list(table["leaf"]) == LEAVES * 2
    assert list(table["points"]) == [float(row.points) for row in found if row.points is not None]
    assert table["counted"].dtype == bool


def test_json_holds_the_same_rows(tmp_path: Path) -> None:
    found = rows(make(tmp_path))
    document = json.loads(export_json(found, {"stage": "self", "draft": True}))
    assert [*document] == ["schema", "stage", "draft", "rows"]
    assert document["schema"] == "parscore.export/1"
    assert [tuple(row.values()) for row in document["rows"]] == list(map(plain_values, found))
    assert json.loads(export_json([], {}))["rows"] == []


def test_parquet_holds_the_same_rows(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet")
    found = rows(make(tmp_path))
    content = export_parquet(found, "chân trang")
    table = pd.read_parquet(BytesIO(content))
    assert pyarrow.parquet.read_schema(BytesIO(content)).metadata[b"parscore"].decode() == "chân trang"
    assert list(table.columns) == list(COLUMNS)
    assert {str(table[name].dtype) for name in NUMBERS} == {"float64"}
    assert list(table["points"]) == [float(row.points) for row in found if row.points is not None]
    assert list(table["leaf"]) == LEAVES * 2
    assert list(pd.read_parquet(BytesIO(export_parquet([], ""))).columns) == list(COLUMNS)


def test_words_are_those_of_the_language_and_states_are_keys(tmp_path: Path) -> None:
    folder = make(tmp_path)
    vi, en = rows(folder)[1], rows(folder, language="en")[1]
    assert vi.branch != en.branch and vi.status == en.status


# --- in notebooks -------------------------------------------------------------------------------------------------


def test_a_season_as_a_table_of_pandas(tmp_path: Path) -> None:
    season = parscore.open_season(staged(tmp_path / "a"))
    assert (season.problems, season.score().stage.id) == ((), "appraisal")
    table = season.frame(all_stages=True)
    assert len(table) == 2 * 2 * len(LEAVES)
    assert {str(table[name].dtype) for name in NUMBERS} == {"float64"}
    assert list(table["stage"].cat.categories) == ["self", "appraisal"] and table["stage"].cat.ordered
    assert (table["counted"].dtype, table["year"].dtype) == (bool, "int64")
    assert list(season.frame(stage="self")["stage"].unique()) == ["self"]
    sums = table.groupby("stage", observed=True)["points"].sum()
    assert sums["self"] - sums["appraisal"] == pytest.approx(0.5)


def test_a_season_that_cannot_be_scored_says_why(tmp_path: Path) -> None:
    season = parscore.open_season(make(tmp_path, agencies=None))
    assert (season.folder, [found.code for found in season.problems]) == (None, ["PS010"])
    with pytest.raises(ValueError, match=r"PS010 agencies\.csv"):
        season.frame()
