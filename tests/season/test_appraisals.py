"""appraisals/<stage>.csv: who says what, when and why; every fault of every row; what a run makes of it."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from folders import SEASON, forms, make, opened
from forms import Form

from parscore.model.cell import AnswerState
from parscore.model.criteria import Source
from parscore.model.problem import Problem
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import LeafScore, Scorecard, Status
from parscore.season.run import score_season

STAGES = (
    "stages: [self, {id: a1, kind: appraisal, name: Thẩm định lần 1}, explanation, {id: a2, kind: appraisal}, council]"
)
STAGED = SEASON.replace("stages: [self]", STAGES)
HEADER = "agency,code,input,value,who,when,why,document\n"


def folder(tmp_path: Path, inbox: Mapping[str, Form | bytes] | None = None, **stages: str) -> Path:
    """A season whose stages say what is given, a row a line, the header added."""
    made = make(tmp_path, season=STAGED, inbox=inbox)
    (made / "appraisals").mkdir()
    for stage, rows in stages.items():
        (made / "appraisals" / f"{stage}.csv").write_text(HEADER + rows, encoding="utf-8")
    return made


def found_in(tmp_path: Path, rows: str, **others: str) -> list[Problem]:
    """The problems of the files of the stages."""
    season = opened(folder(tmp_path, a1=rows, **others))
    return [found for found in season.problems if found.code.startswith("PS6") or found.place.file.startswith("app")]


def result_of(tmp_path: Path, stage: str | None = None, **stages: str) -> SeasonResult:
    return score_season(opened(folder(tmp_path, **stages)), stage=stage)


def card(result: SeasonResult, agency: str = "SYT") -> Scorecard:
    standings = [standing for group in result.groups for standing in group.standings]
    return next(standing.scorecard for standing in standings if standing.scorecard.agency.id == agency)


def errors(result: SeasonResult) -> list[str]:
    return [found.code for found in result.problems if found.criterion == "1.1" and found.severity == "error"]


def leaf(result: SeasonResult, code: str = "1.1") -> LeafScore:
    item = card(result).find(code)
    assert isinstance(item, LeafScore)
    return item


AGREED = "SYT,*,,,Trần B,2026-02-01,\nSNV,*,,,Trần B,2026-02-01,\n"


# --- what rows say --------------------------------------------------------------------------------------------------


def test_a_season_without_appraisals_is_self_assessed(tmp_path: Path) -> None:
    result = score_season(opened(make(tmp_path, season=STAGED)))
    assert (result.stage.id, result.final) == ("self", False)


def test_the_last_stage_that_has_said_anything_is_scored(tmp_path: Path) -> None:
    season = opened(folder(tmp_path, a1=AGREED, explanation=""))
    assert (season.appraisals.latest, score_season(season).stage.id) == ("a1", "a1")
    assert score_season(season, stage="self").stage.id == "self"
    with pytest.raises(KeyError):
        score_season(season, stage="b")


def test_agreement_with_the_whole_set(tmp_path: Path) -> None:
    before = score_season(opened(make(tmp_path / "x", season=STAGED)))
    result = result_of(tmp_path, a1=AGREED)
    assert card(result).complete
    assert (card(result).points, card(result).gap) == (card(before).points, 0)
    judged = leaf(result).judged
    assert judged is not None
    assert (judged.who, judged.when, judged.stage.name) == ("Trần B", "2026-02-01", "Thẩm định lần 1")


def test_agreement_with_an_area_is_for_its_leaves_alone(tmp_path: Path) -> None:
    result = result_of(tmp_path, a1="SYT,1,,,Trần B,1/2/2026,\n")
    awaiting = {item.leaf.code for item in card(result).leaves() if item.status is Status.AWAITING}
    own = {item.leaf.code for item in card(result).leaves() if item.leaf.source is Source.SELF}
    assert awaiting == {code for code in own if not code.startswith("1.")} != set()
    assert any(found.code == "PS601" and found.agency == "SYT" for found in result.problems)


def test_a_row_of_its_own_goes_before_agreement_with_everything(tmp_path: Path) -> None:
    rows = AGREED + 'SYT,1.1,points,"0,5",Lê C,2026-02-02,Thiếu văn bản,BB 3\n'
    result = result_of(tmp_path, a1=rows)
    act = leaf(result).judged
    assert (leaf(result).points, act and act.who, act and act.document) == (Fraction(1, 2), "Lê C", "BB 3")
    assert (act.place.file, act.place.line) == ("appraisals/a1.csv", 4) if act else False


def test_the_stages_follow_each_other(tmp_path: Path) -> None:
    stages = {
        "a1": AGREED + "SYT,1.1,points,0,Lê C,2026-02-02,Thiếu văn bản,\n",
        "explanation": "SYT,1.1,,,Sở Y tế,2026-02-05,Văn bản gửi kèm,CV 9\n",
        "a2": 'SYT,1.1,points,"0,75",Lê C,2026-02-10,Chấp nhận một phần,\n',
        "council": "SYT,1.1,points,1,Hội đồng,2026-02-20T08:30,Kết luận phiên họp,\n",
    }
    season = opened(folder(tmp_path, **stages))
    totals = {stage: leaf(score_season(season, stage=stage)).points for stage in ("a1", "explanation", "a2", "council")}
    assert totals == {"a1": 0, "explanation": 0, "a2": Fraction(3, 4), "council": 1}
    last = score_season(season)
    assert (last.stage.id, [act.stage.id for act in leaf(last).acts]) == ("council", list(stages))
    assert last.final


def test_corrected_inputs_and_marks(tmp_path: Path) -> None:
    inputs = [item for item in opened(make(tmp_path / "x")).season.groups[0].criteria.leaves() if len(item.inputs) == 2]
    code, names = inputs[0].code, [asked.name for asked in inputs[0].inputs]
    rows = "".join(f"SYT,{code},{name},1,Lê C,2026-02-02,Đếm lại,\n" for name in names)
    result = result_of(tmp_path, a1=AGREED + rows)
    judged = leaf(result, code).judged
    assert judged is not None
    assert {name: given.value for name, given in judged.values.items()} == dict.fromkeys(names, 1)
    marked = result_of(tmp_path / "y", a1=AGREED + f"SYT,{code},points,KĐG,Lê C,2026-02-02,Không có việc,\n")
    judged = leaf(marked, code).judged
    assert judged is not None
    assert judged.values["points"].state is AnswerState.NOT_APPLICABLE


# --- corrections and contradictions ---------------------------------------------------------------------------------


def test_who_corrects_himself_at_another_time_is_believed(tmp_path: Path) -> None:
    rows = "SYT,1.1,points,0,Lê C,2026-02-02,a,\nSYT,1.1,points,1,Lê C,2026-02-02 10:05,b,\n"
    (found,) = found_in(tmp_path, rows)
    assert (found.code, found.place.line, dict(found.facts)["first"]) == ("PS606", 3, "2")
    assert leaf(score_season(opened(tmp_path)), "1.1").points == 1


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        ("points,1,Trần B,2026-02-02,", ["PS605"]),
        ("points,0,Trần B,2026-02-02,", []),
        (",,Trần B,2026-02-02,", ["PS605"]),
        ("points,1,Lê C,2026-02-02,", ["PS605"]),
        (",,Lê C,2026-02-02,", ["PS605"]),
    ],
)
def test_two_statements_of_one_stage(tmp_path: Path, second: str, codes: list[str]) -> None:
    rows = f"SYT,1.1,points,0,Lê C,2026-02-02,a,\nSYT,1.1,{second}b,\n"
    assert [found.code for found in found_in(tmp_path, rows)] == codes
    scored_leaf = leaf(score_season(opened(tmp_path)), "1.1")
    assert (scored_leaf.status is Status.AWAITING) is bool(codes)


def test_points_and_inputs_at_once_contradict_each_other(tmp_path: Path) -> None:
    leaves = opened(make(tmp_path / "x")).season.groups[0].criteria.leaves()
    one = next(item for item in leaves if len(item.inputs) == 2)
    rows = f"SYT,{one.code},points,0,Lê C,2026-02-02,a,\nSYT,{one.code},{one.inputs[0].name},1,Lê C,2026-02-02,a,\n"
    assert [found.code for found in found_in(tmp_path, rows)] == ["PS605"]


def test_agreement_by_heading_does_not_settle_a_contradiction(tmp_path: Path) -> None:
    rows = AGREED + "SYT,1.1,points,0,Lê C,2026-02-02,a,\nSYT,1.1,points,1,Trần B,2026-02-02,b,\n"
    assert leaf(result_of(tmp_path, a1=rows)).status is Status.AWAITING


# --- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("SXT,1.1,,,A,2026-02-01,", "agency", "agency"),
        ("SYT,9.9,,,A,2026-02-01,", "code", "code"),
        ("SYT,1,points,1,A,2026-02-01,x", "code", "code"),
        ("SYT,*,points,1,A,2026-02-01,x", "code", "code"),
        ("SYT,1.1,done,1,A,2026-02-01,x", "input", "input"),
        ("SYT,1.1,points,,A,2026-02-01,x", "value", "value"),
        ("SYT,1.1,,1,A,2026-02-01,x", "value", "value"),
        ("SYT,1.1,,,,2026-02-01,", "who", "who"),
        ("SYT,1.1,,,A,,", "when", "when"),
        ("SYT,1.1,,,A,31/2/2026,", "when", "when"),
        ("SYT,1.1,,,A,2026-02-01 25:00,", "when", "when"),
        ("SYT,1.1,points,1,A,2026-02-01,", "why", "why"),
        ("SYT,1.1,points,0,5,A,2026-02-01,", "value", "fields"),
        ("SYT,1.1,,,A,2026-02-01,,d,x", "value", "fields"),
    ],
)
def test_a_fault_of_a_row_has_its_line_and_column(tmp_path: Path, row: str, column: str, reason: str) -> None:
    (found,) = found_in(tmp_path, row + "\n")
    facts = dict(found.facts)
    assert (found.code, found.place.line) == ("PS604", 2)
    assert (facts["column"], facts["reason"]) == (column, f"appraisals.{reason}")
    assert found.place.column == HEADER.strip().split(",").index(column) + 1


def test_an_explanation_says_why_and_is_for_one_leaf(tmp_path: Path) -> None:
    rows = "SYT,1.1,,,A,2026-02-01,\nSYT,1,,,A,2026-02-01,Giải trình\n"
    found = found_in(tmp_path, "", explanation=rows)
    assert [dict(fault.facts)["column"] for fault in found] == ["why", "code"]


def test_a_value_that_cannot_be_read_is_named_at_its_place(tmp_path: Path) -> None:
    (found,) = found_in(tmp_path, "SYT,1.1,points,một,A,2026-02-01,x\n")
    assert (found.code, found.place.file, found.place.line, found.place.column) == ("PS105", "appraisals/a1.csv", 2, 4)


def test_files_that_cannot_be_read_lack_columns_or_belong_to_no_stage(tmp_path: Path) -> None:
    made = folder(tmp_path, a1=AGREED)
    (made / "appraisals" / "a2.csv").write_bytes(b"\xff\xfe")
    (made / "appraisals" / "council.csv").write_text("agency,code\n", encoding="utf-8")
    (made / "appraisals" / "a9.csv").write_text(HEADER, encoding="utf-8")
    found = [(one.code, one.place.file) for one in opened(made).problems if one.code.startswith("PS60")]
    assert sorted(set(found)) == [
        ("PS604", "appraisals/a2.csv"),
        ("PS604", "appraisals/council.csv"),
        ("PS607", "appraisals/a9.csv"),
    ]


# --- faults of forms that are past ----------------------------------------------------------------------------------


def test_a_fault_of_a_form_is_settled_by_a_later_judgement(tmp_path: Path) -> None:
    inbox = {**forms(), "2025_SYT.xlsx": forms()["2025_SYT.xlsx"].put("1.1", points="một")}  # type: ignore[union-attr]
    rows = AGREED + "SYT,1.1,points,0,Lê C,2026-02-02,Không có văn bản,\n"
    season = opened(folder(tmp_path, inbox=inbox, a1=rows))
    before = score_season(season, stage="self")
    assert errors(before) == ["PS105"]
    (note,) = [found for found in score_season(season).problems if found.code == "PS603"]
    assert (note.code, dict(note.facts)["found"], note.place.cell) == ("PS603", "PS105", note.place.cell)
    agreed = opened(folder(tmp_path / "y", inbox=inbox, a1=AGREED))
    assert errors(score_season(agreed)) == ["PS105"]


def test_an_absent_agency_can_be_judged_to_the_end(tmp_path: Path) -> None:
    inbox = {"2025_SNV.xlsx": forms()["2025_SNV.xlsx"]}
    codes = [item.code for item in opened(make(tmp_path / "x")).season.groups[0].criteria.leaves()]
    rows = AGREED + "".join(f"SYT,{code},points,0,Lê C,2026-02-02,Không nộp,\n" for code in codes)
    result = score_season(opened(folder(tmp_path, inbox=inbox, a1=rows)))
    assert (card(result).complete, card(result).points) == (True, 0)
    assert [found.code for found in result.problems if found.agency == "SYT"] == ["PS603"]
    partly = score_season(opened(folder(tmp_path / "y", inbox=inbox, a1=AGREED)))
    assert "PS132" in [found.code for found in partly.problems if found.agency == "SYT"]
