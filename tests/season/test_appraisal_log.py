"""The record: every row of every stage in order, what it changed, and what became of it."""

from pathlib import Path

from rounds import season

from parscore.messages import Words
from parscore.reports.appraisal_rows import log_rows
from parscore.season.appraisal_log import Entry, State, log_entries
from parscore.season.run import score_season
from parscore.season.stages_scored import after_each

HEADER = "agency,code,input,value,who,when,why,document\n"
A1 = """SYT,*,,,Trần B,2026-01-12,,
syt,1.1,points,"0,5",Trần B,12/01/2026,Chưa đủ,BB 1
SYT,1.2,done,11,Lê C,2026-01-12,Trùng,
SYT,1.2,total,14,Lê C,2026-01-12,Trùng,
SYT,1.2,done,10,Lê C,2026-01-13,Trùng nữa,
SYT,1.10,points,0,Lê C,2026-01-12,Không có,
SYT,1.10,,,Trần B,2026-01-12,,
SNV,9.9,,,Trần B,2026-01-12,,
SNV,1.1,points,1,,2026-01-12,Thiếu người,
"""
GT = "SYT,1.1,points,1,Giám đốc,2026-01-20,'=có văn bản,CV 1\n"
A2 = "SYT,1.1,,,Trần B,2026-01-25,Giữ nguyên,\n"
S = State


def entries(tmp_path: Path, **stages: str) -> list[Entry]:
    season(tmp_path)
    (tmp_path / "appraisals").mkdir()
    for stage, rows in stages.items():
        (tmp_path / "appraisals" / f"{stage}.csv").write_text(HEADER + rows, encoding="utf-8")
    folder = season(tmp_path)
    cards = after_each(folder, score_season(folder, stage="self"), folder.season.stages)
    return list(log_entries(folder.path, folder.season, cards))


def test_every_row_of_every_stage_in_order_with_its_state(tmp_path: Path) -> None:
    found = entries(tmp_path, a1=A1, gt=GT, a2=A2)
    assert [(one.stage.id, one.agency, one.code, one.state) for one in found] == [
        ("a1", "SYT", "*", S.IN_FORCE),
        ("a1", "SYT", "1.1", S.OVERRULED),
        ("a1", "SYT", "1.2", S.SUPERSEDED),
        ("a1", "SYT", "1.2", S.SUPERSEDED),
        ("a1", "SYT", "1.2", S.IN_FORCE),
        ("a1", "SYT", "1.10", S.CONTRADICTORY),
        ("a1", "SYT", "1.10", S.CONTRADICTORY),
        ("a1", "SNV", "9.9", S.UNUSABLE),
        ("a1", "SNV", "1.1", S.UNUSABLE),
        ("gt", "SYT", "1.1", S.OVERRULED),
        ("a2", "SYT", "1.1", S.IN_FORCE),
    ]
    assert [str(one.place) for one in found[:2]] == ["appraisals/a1.csv:2", "appraisals/a1.csv:3"]
    assert found[1].when == "2026-01-12" and found[9].why == "=có văn bản"


def test_what_was_before_and_what_came_after(tmp_path: Path) -> None:
    found = entries(tmp_path, a1=A1, gt=GT, a2=A2)
    folder = season(tmp_path)
    rows = [row[4:8] for row in log_rows(found, folder.season, Words("vi"))]
    assert rows[0] == ("", "", "đồng ý với mọi tiêu chí còn lại", "")
    assert rows[1] == ("điểm", "1,00", "0,5", "1,00 → 0,50")
    assert rows[4] == ("done", "12", "10", "1,85 → 1,54")
    assert rows[9] == ("điểm", "0,50", "1", "")
    assert rows[10] == ("", "", "giữ nguyên", "0,50")


def test_a_stage_without_a_file_or_with_an_unusable_one_has_no_rows(tmp_path: Path) -> None:
    season(tmp_path)
    (tmp_path / "appraisals").mkdir()
    (tmp_path / "appraisals" / "a1.csv").write_text("agency,code\nSYT,1.1\n", encoding="utf-8")
    folder = season(tmp_path)
    assert list(log_entries(folder.path, folder.season, {})) == []


def test_the_scorecards_after_each_stage_are_those_of_scoring_that_stage(tmp_path: Path) -> None:
    entries(tmp_path, a1=A1, gt=GT, a2=A2)
    folder = season(tmp_path)
    cards = after_each(folder, score_season(folder, stage="self"), folder.season.stages)
    for stage in folder.season.stages:
        result = score_season(folder, stage=stage.id)
        expected = {one.scorecard.agency.id: one.scorecard for group in result.groups for one in group.standings}
        assert cards[stage.id] == expected
