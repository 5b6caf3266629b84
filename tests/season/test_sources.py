"""Sheets that others fill in: figures for everybody, findings of inspections, values of subordinate units."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from folders import form_of, make, opened, scored
from forms import SET

from parscore.messages import LANGUAGES, Words
from parscore.model.cell import Answer, AnswerState
from parscore.model.problem import Problem
from parscore.model.scorecard import LeafScore, Status
from parscore.reports.explain import explain_item
from parscore.reports.leaf_words import source_and_rule
from parscore.reports.printing import printer
from parscore.reports.trace import item_document
from parscore.season.sources import SHEETS

MORE = (
    SET.replace("max: 6\n", "max: 12\n")
    + """\
      - {code: "2.3", name: Tồn tại qua kiểm tra, max: 2, source: inspection,
         inputs: {findings: {ask: Số tồn tại, type: count}, handled: {ask: Đã xử lý, type: count}},
         rule: {proportional: {of: handled / findings}}, no_case: full, not_applicable: zero}
      - code: "2.4"
        name: Hồ sơ của các xã
        max: 2
        source: units
        not_applicable: exclude
        inputs: {on_time: {ask: Đúng hạn, type: count}, settled: {ask: Đã giải quyết, type: count}}
        rule: {unit_mean: {rule: {proportional: {of: on_time / settled}}}}
      - {code: "2.5", name: So với cả nước, max: 2,
         inputs: {national: {ask: Cả nước, type: percent, source: statistics}, own: {ask: Của đơn vị, type: percent}},
         rule: {relative: {of: own, to: national}}}
"""
)
FIGURES = "agency,code,input,value\nSYT,2.2,sipas,80\nSNV,2.2,sipas,85\n*,2.5,national,80%\n"
INSPECTIONS = "agency,date,finding,code,handled,document\n"
UNITS = "agency,unit,code,input,value,document\n"
SEEN = "SYT,20/05/2025,,,,BB 1\n"
WHOLE = "SYT,Xã A,2.4,on_time,9,\nSYT,Xã B,2.4,on_time,10,\nSYT,Xã A,2.4,settled,10,\nSYT,Xã B,2.4,settled,10,\n"


def season(folder: Path, **sheets: str) -> Path:
    make(folder, figures=sheets.pop("figures", FIGURES), sets={"thu/2025.1": MORE})
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, name: str, text: str) -> tuple[Mapping[str, Mapping[str, Answer]], list[Problem]]:
    """The figures of SYT from one sheet, and what is wrong with it."""
    place = season(folder, **{name: text})
    figures, problems = SHEETS[f"{name}.csv"](place / f"{name}.csv", opened(place).season)
    for problem in problems:
        assert problem.place.file == f"{name}.csv" and problem.place.line
        reason = str(dict(problem.facts).get("reason", ""))
        assert not reason or all(reason not in Words(each).problem(problem).message for each in LANGUAGES)
    return figures.get("SYT", {}), list(problems)


def told(problems: list[Problem]) -> list[tuple[str, int, int, str]]:
    return [(one.code, one.place.line, one.place.column, str(dict(one.facts).get("reason", ""))) for one in problems]


def leaf(folder: Path, code: str, agency: str = "SYT") -> LeafScore:
    result = scored(folder)
    card = next(one.scorecard for one in result.groups[0].standings if one.scorecard.agency.id == agency)
    item = card.find(code)
    assert isinstance(item, LeafScore)
    return item


# --- figures for everybody ---------------------------------------------------------------------------------------


def test_a_figure_for_everybody_reaches_each_agency_once(tmp_path: Path) -> None:
    place = season(tmp_path)
    figures = opened(place).figures
    assert figures["SYT"]["2.5"]["national"] == figures["SNV"]["2.5"]["national"]
    assert (figures["SYT"]["2.5"]["national"].value, figures["SYT"]["2.5"]["national"].place.line) == (
        Fraction("0.8"),
        4,
    )


@pytest.mark.parametrize(
    "rows", ["*,2.5,national,80%\nsyt,2.5,national,70%\n", "SYT,2.5,national,70%\n*,2.5,national,80%\n"]
)
def test_an_agencys_own_figure_beside_one_for_everybody_is_a_contradiction(tmp_path: Path, rows: str) -> None:
    figures, problems = read(tmp_path, "figures", f"agency,code,input,value\n{rows}")
    assert [(one.code, one.place.line, one.agency, dict(one.facts)["wanted"]) for one in problems] == [
        ("PS147", 3, "SYT", "2")
    ]
    assert told(problems)[0][3] == "figures.everybody"
    assert figures["2.5"]["national"].place.line == 2


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        ("*,9.9,national,80%", "figures.code", 2),
        ("*,1.1,points,1", "figures.code", 2),
        ("*,2.5,own,80%", "figures.input", 3),
        ("SYT,2.5,own,80%", "figures.input", 3),
        ("*,2.5,points,1", "figures.input", 3),
        ("*,2.3,handled,1", "figures.elsewhere", 3),
        ("SYT,2.4,on_time,1", "figures.elsewhere", 3),
        ("*,2.5,national,abc", "", 4),
    ],
)
def test_a_figure_that_fits_nothing(tmp_path: Path, row: str, reason: str, column: int) -> None:
    _, problems = read(tmp_path, "figures", f"agency,code,input,value\n{row}\n")
    assert [(line, at, why) for _, line, at, why in told(problems)] == [(2, column, reason)]


# --- inspections -------------------------------------------------------------------------------------------------

ROWS = (
    "SYT,20/05/2025,Chưa niêm yết,2.3,có,\nsyt,2025-05-20,Chậm báo cáo,2.3,Chưa xử lý,\n"
    "SYT,20/05/2025,Không có kế hoạch,2.3,yes,\n"
)


def test_findings_are_counted_with_their_lines(tmp_path: Path) -> None:
    figures, problems = read(tmp_path, "inspections", INSPECTIONS + SEEN + ROWS)
    assert problems == []
    counts = figures["2.3"]
    assert {name: answer.value for name, answer in counts.items()} == {"findings": 3, "handled": 2, "unhandled": 1}
    assert [(one.name, one.answer.place.line, one.answer.value) for one in counts["findings"].entries] == [
        ("Chưa niêm yết", 3, True),
        ("Chậm báo cáo", 4, False),
        ("Không có kế hoạch", 5, True),
    ]
    assert [one.answer.place.line for one in counts["unhandled"].entries] == [4]


def test_nothing_found_is_no_findings_and_a_place_that_says_so(tmp_path: Path) -> None:
    figures, problems = read(tmp_path, "inspections", INSPECTIONS + SEEN)
    answer = figures["2.3"]["findings"]
    assert (problems, answer.value, answer.entries, answer.place.line) == ([], 0, (), 2)


def test_inspected_not_inspected_and_no_sheet_are_three_things(tmp_path: Path) -> None:
    place = season(tmp_path, inspections=INSPECTIONS + ROWS)
    assert (leaf(place, "2.3").points, leaf(place, "2.3").status) == (Fraction(4, 3), Status.SCORED)
    left_out = leaf(place, "2.3", "SNV")
    assert (left_out.status, left_out.points, left_out.maximum) == (Status.NOT_APPLICABLE, None, 0)
    (note,) = (found for found in scored(place).problems if found.code == "PS225")
    assert (note.agency, note.criterion, dict(note.facts)["effect"]) == ("SNV", "2.3", "treatment.exclude")
    (place / "inspections.csv").unlink()
    assert leaf(place, "2.3").status is Status.AWAITING


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("SYTT,20/05/2025,a,2.3,có,", 1, "figures.agency"),
        ("SYT,20/05,a,2.3,có,", 2, "inspections.date"),
        ("SYT,31/02/2025,a,2.3,có,", 2, "inspections.date"),
        ("SYT,,a,2.3,có,", 2, "inspections.date"),
        ("SYT,20/05/2025,,2.3,có,", 3, "inspections.half"),
        ("SYT,20/05/2025,a,,có,", 4, "inspections.half"),
        ("SYT,20/05/2025,a,9.9,có,", 4, "inspections.code"),
        ("SYT,20/05/2025,a,2.2,có,", 4, "inspections.code"),
        ("SYT,20/05/2025,a,2.3,,", 5, "inspections.handled"),
        ("SYT,20/05/2025,a,2.3,đang,", 5, "inspections.handled"),
        ("SYT,20/05/2025,a,2.3,có,b,c", 5, "agencies.fields"),
    ],
)
def test_a_fault_of_a_finding_is_told_and_nothing_is_counted_by_halves(
    tmp_path: Path, row: str, column: int, reason: str
) -> None:
    figures, problems = read(tmp_path, "inspections", f"{INSPECTIONS}SYT,19/05/2025,b,2.3,có,\n{row}\n")
    assert told(problems) == [("PS227", 3, column, reason)]
    state = AnswerState.GIVEN if reason == "figures.agency" else AnswerState.UNUSABLE
    assert {answer.state for answer in figures["2.3"].values()} == {state}


def test_every_fault_of_a_row_is_told_at_once(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "inspections", f"{INSPECTIONS}SYT,x,a,9.9,?,\n")
    assert [column for _, _, column, _ in told(problems)] == [2, 4, 5]


@pytest.mark.parametrize(("row", "column"), [("SYT,20/05/2025,Chưa  niêm yết,2.3,không,", 3), (SEEN.strip(), 2)])
def test_a_row_stands_once(tmp_path: Path, row: str, column: int) -> None:
    _, problems = read(tmp_path, "inspections", f"{INSPECTIONS}{SEEN}{ROWS}{row}\n")
    assert told(problems) == [("PS227", 6, column, "inspections.twice")]


@pytest.mark.parametrize(("day", "codes"), [("01/01/2025", []), ("31/12/2025", []), ("31/12/2024", ["PS228"])])
def test_a_day_outside_the_year_is_a_warning_and_counts(tmp_path: Path, day: str, codes: list[str]) -> None:
    figures, problems = read(tmp_path, "inspections", f"{INSPECTIONS}SYT,{day},a,2.3,có,\n")
    assert [found.code for found in problems] == codes
    assert figures["2.3"]["findings"].value == 1


# --- subordinate units -------------------------------------------------------------------------------------------


def test_columns_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    figures, problems = read(tmp_path, "units", UNITS + WHOLE)
    assert problems == []
    columns = figures["2.4"]
    assert (columns["on_time"].value, columns["settled"].value) == ((9, 10), (10, 10))
    assert [(one.name, one.answer.place.line) for one in columns["settled"].entries] == [("Xã A", 4), ("Xã B", 5)]


def test_the_mean_reaches_the_scorecard_and_a_refused_unit_its_line(tmp_path: Path) -> None:
    place = season(tmp_path, units=UNITS + WHOLE)
    assert leaf(place, "2.4").points == Fraction("1.9")
    assert leaf(place, "2.4", "SNV").status is Status.AWAITING
    (place / "units.csv").write_text(UNITS + WHOLE.replace("Xã B,2.4,on_time,10", "Xã B,2.4,on_time,11"))
    assert leaf(place, "2.4").status is Status.INVALID
    (found,) = (one for one in scored(place).problems if one.code == "PS205")
    assert (found.place.file, found.place.line, found.agency) == ("units.csv", 3, "SYT")


@pytest.mark.parametrize(
    ("lacking", "at"), [("", 3), ("SYT,Xã B,2.4,settled,,\n", 5), ("SYT,Xã B,2.4,settled,KĐG,\n", 5)]
)
def test_a_unit_without_a_value_is_named_and_never_dropped(tmp_path: Path, lacking: str, at: int) -> None:
    rows = WHOLE.replace("SYT,Xã B,2.4,settled,10,\n", lacking)
    figures, problems = read(tmp_path, "units", UNITS + rows)
    assert [(one.code, one.place.line, dict(one.facts)["found"], dict(one.facts)["wanted"]) for one in problems] == [
        ("PS230", at, "Xã B", "settled")
    ]
    assert {answer.state for answer in figures["2.4"].values()} == {AnswerState.UNUSABLE}


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("SYTT,Xã A,2.4,on_time,1,", 1, "figures.agency"),
        ("SYT,Xã A,9.9,on_time,1,", 3, "units.code"),
        ("SYT,Xã A,2.2,sipas,1,", 3, "units.code"),
        ("SYT,Xã A,2.4,ontime,1,", 4, "figures.input"),
        ("SYT,xã  a,2.4,on_time,1,", 4, "figures.twice"),
        ("SYT,,2.4,on_time,1,", 2, "units.unit"),
        ("SYT,,2.4,,KĐG,", 5, "units.none"),
        ("SYT,Xã C,2.4,on_time,8,5", 5, "figures.fields"),
        ("SYT,Xã C,2.4,on_time,a,", 5, ""),
    ],
)
def test_a_fault_of_a_units_row(tmp_path: Path, row: str, column: int, reason: str) -> None:
    _, problems = read(tmp_path, "units", f"{UNITS}{WHOLE}{row}\n")
    assert [(line, at, why) for code, line, at, why in told(problems) if code != "PS230"] == [(6, column, reason)]


def test_an_agency_without_units_says_so(tmp_path: Path) -> None:
    place = season(tmp_path, units=f"{UNITS}SYT,,2.4,,KĐG,\n")
    assert (leaf(place, "2.4").status, leaf(place, "2.4").maximum) == (Status.NOT_APPLICABLE, 0)
    figures, problems = read(tmp_path, "units", f"{UNITS}SYT,,2.4,,KĐG,\nSYT,Xã A,2.4,on_time,1,\n")
    assert told(problems) == [("PS229", 3, 2, "units.none")]
    assert {answer.state for answer in figures["2.4"].values()} == {AnswerState.UNUSABLE}


@pytest.mark.parametrize(("name", "code"), [("inspections", "PS227"), ("units", "PS229")])
def test_a_sheet_without_its_columns_gives_nothing(tmp_path: Path, name: str, code: str) -> None:
    figures, problems = read(tmp_path, name, "agency,code\nSYT,2.3\n")
    assert figures == {}
    assert {(one.code, dict(one.facts)["reason"]) for one in problems} == {(code, "figures.column")}


# --- a source per input ------------------------------------------------------------------------------------------


def test_the_form_is_asked_only_for_the_agencys_own_inputs(tmp_path: Path) -> None:
    place = season(tmp_path)
    form = form_of("SYT")
    form.rows.append({"key": "2.5", "code": "2.5", "name": "So với cả nước", "input:a": "60%", "input:b": "99%"})
    (place / "inbox" / "2025_SYT.xlsx").write_bytes(form.content())
    score = leaf(place, "2.5")
    assert (score.points, [used.answer.value for used in score.inputs]) == (
        Fraction("1.5"),
        [Fraction("0.8"), Fraction("0.6")],
    )
    notes = [(found.place.cell, dict(found.facts)["source"]) for found in scored(place).problems
             if (found.code, found.criterion) == ("PS146", "2.5")]  # fmt: skip
    assert [source for _, source in notes] == ["source.statistics"]


# --- what people and programs see --------------------------------------------------------------------------------


def test_units_and_findings_are_explained_with_their_lines(tmp_path: Path) -> None:
    place = season(tmp_path, units=UNITS + WHOLE, inspections=INSPECTIONS + ROWS)
    result = scored(place)
    standing = next(one for one in result.groups[0].standings if one.scorecard.agency.id == "SYT")
    lines = {
        code: [line for part in explain_item(standing, code, Words("vi")).parts for line in part.lines]
        for code in ("2.3", "2.4", "2.5")
    }
    assert "  2. Xã B: 10" in lines["2.4"]
    assert "đơn vị 1 = 1,8 (Theo tỷ lệ)" in lines["2.4"] or any("đơn vị 1 = 1,8" in line for line in lines["2.4"])
    assert any("units.csv:5:5" in line for line in lines["2.4"])
    assert "  Chậm báo cáo · đã xử lý: không" in [line.lower().replace("chậm", "Chậm") for line in lines["2.3"]]
    assert any("inspections.csv:3:5" in line for line in lines["2.3"])
    assert any("(số liệu thống kê)" in line for line in lines["2.5"])
    document = item_document(standing.scorecard.find("2.4"), printer(Words("vi"), standing.scorecard.criteria.rounding))  # type: ignore[arg-type]
    (first, _) = document["inputs"]  # type: ignore[misc]
    assert (first["source"], first["value"]) == ("units", ["9", "10"])
    assert [(entry["name"], entry["value"], entry["line"]) for entry in first["entries"]] == [
        ("Xã A", "9", 2),
        ("Xã B", "10", 3),
    ]


def test_the_tree_of_a_set_names_sources_and_what_happens_without_an_inspection(tmp_path: Path) -> None:
    criteria = opened(season(tmp_path)).season.groups[0].criteria
    told = {code: source_and_rule(criteria.index[code], Words("vi"), criteria) for code in ("2.3", "2.5")}
    assert told["2.3"][0] == "kết quả kiểm tra"
    assert told["2.3"][1].endswith("; Không được kiểm tra: loại khỏi điểm tối đa")
    assert told["2.5"][0] == "đơn vị tự đánh giá; national: số liệu thống kê"


def test_an_appraisal_corrects_a_foreign_input_but_no_column_of_units(tmp_path: Path) -> None:
    place = season(tmp_path, units=UNITS + WHOLE)
    text = (place / "season.yaml").read_text(encoding="utf-8")
    (place / "season.yaml").write_text(text.replace("[self]", "[self, appraisal]"), encoding="utf-8")
    (place / "appraisals").mkdir()
    rows = "SYT,2.4,on_time,9,Trần B,2026-02-01,sai\nSYT,2.3,findings,4,Trần B,2026-02-01,đếm lại\nSYT,2.3,handled,1,Trần B,2026-02-01,đếm lại\n"  # noqa: E501
    (place / "appraisals" / "appraisal.csv").write_text(f"agency,code,input,value,who,when,why\n{rows}", "utf-8")
    faults = [(found.code, found.place.line, dict(found.facts)["wanted"]) for found in opened(place).problems
              if found.place.file.startswith("appraisals")]  # fmt: skip
    assert faults == [("PS604", 2, "points")]
    assert leaf(place, "2.4").points == Fraction("1.9")
    assert leaf(place, "2.3").points == Fraction("0.5")
