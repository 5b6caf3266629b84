"""Which rows a stage asks for, of whom: all of the first round, what was explained after, what differs for agencies."""

from pathlib import Path

import pytest
from forms import SET
from rounds import OWN_CODES, STAGED, asked, by_name, card, form, made_orders, season, stage_of

from parscore.season.appraisal_orders import appraisers, due_stage, fingerprint
from parscore.season.open import SeasonFolder
from parscore.season.run import score_season

HEADER = "agency,code,input,value,who,when,why,document\n"
AGREED = "SYT,*,,,Trần B,2026-01-12,,\nSNV,*,,,Trần B,2026-01-12,,\n"
CHANGED = (
    AGREED + 'SYT,1.1,points,"0,5",Trần B,2026-01-12,Chưa đủ,\nSYT,1.10,,,Trần B,2026-01-12,Cần rút kinh nghiệm,\n'
)


def said(tmp_path: Path, **stages: str) -> SeasonFolder:
    """The season after its stages said something."""
    made = season(tmp_path)
    (made.path / "appraisals").mkdir(exist_ok=True)
    for stage, rows in stages.items():
        (made.path / "appraisals" / f"{stage}.csv").write_text(HEADER + rows, encoding="utf-8")
    return season(tmp_path)


def due(folder: SeasonFolder) -> str | None:
    found = due_stage(folder.season, folder.appraisals, lambda stage: score_season(folder, stage=stage.id))
    return found.id if found else None


def test_the_first_round_asks_each_department_for_every_leaf_of_its_areas(tmp_path: Path) -> None:
    found = by_name(season(tmp_path), "a1")
    assert list(found) == ["2025_a1_SNV_so.xlsx", "2025_a1_STP_so.xlsx", "2025_a1_chung_so.xlsx"]
    of_snv = [(agency, code) for agency in ("SYT", "SNV") for code in ("1.1", "1.2", "1.10", "1")]
    assert asked(found["2025_a1_SNV_so.xlsx"]) == of_snv
    codes = [code for agency, code in asked(found["2025_a1_STP_so.xlsx"]) if agency == "SYT"]
    assert codes == ["2.1.1", "2.1.2", "2"]  # not the survey's 2.2
    assert [code for _, code in asked(found["2025_a1_chung_so.xlsx"])] == ["3.1", "3.2", "3"] * 2


def test_departments_and_agencies_can_be_chosen(tmp_path: Path) -> None:
    found = by_name(season(tmp_path), "a1", by=["STP"], agencies=["SNV"])
    assert list(found) == ["2025_a1_STP_so.xlsx"]
    assert {agency for agency, _ in asked(found["2025_a1_STP_so.xlsx"])} == {"SNV"}
    assert appraisers(season(tmp_path).season.groups[0].criteria) == ("SNV", "STP", "chung")


def test_what_the_stage_has_said_is_asked_again_only_on_demand(tmp_path: Path) -> None:
    folder = said(tmp_path, a1="SYT,1,,,Trần B,2026-01-12,,\n")
    left = asked(by_name(folder, "a1")["2025_a1_SNV_so.xlsx"])
    assert left == [("SNV", code) for code in ("1.1", "1.2", "1.10", "1")]
    assert len(asked(by_name(folder, "a1", everything=True)["2025_a1_SNV_so.xlsx"])) == 8


def test_an_agency_without_a_form_is_appraised_all_the_same(tmp_path: Path) -> None:
    folder = season(tmp_path, inbox={"SYT.xlsx": form("SYT")})
    assert ("SNV", "1.1") in asked(by_name(folder, "a1")["2025_a1_SNV_so.xlsx"])


def test_agencies_explain_what_differs_and_what_was_remarked(tmp_path: Path) -> None:
    found = by_name(said(tmp_path, a1=CHANGED), "gt")
    assert {name: asked(order) for name, order in found.items()} == {
        "2025_gt_SYT.xlsx": [("SYT", "1.1"), ("SYT", "1.10")]
    }


def test_points_claimed_otherwise_than_computed_are_explained_though_the_appraiser_agreed(tmp_path: Path) -> None:
    inbox = {"SYT.xlsx": form("SYT").put("1.2", points=2), "SNV.xlsx": form("SNV").put("1.2", points="1,85")}
    season(tmp_path, inbox=inbox)
    (tmp_path / "appraisals").mkdir()
    (tmp_path / "appraisals" / "a1.csv").write_text(HEADER + AGREED, encoding="utf-8")
    found = by_name(season(tmp_path, inbox=inbox), "gt")
    # 24/13 is printed 1,85: whoever claims the printed points claims what is computed.
    assert {name: asked(order) for name, order in found.items()} == {"2025_gt_SYT.xlsx": [("SYT", "1.2")]}


def test_the_next_round_asks_for_what_was_explained_and_for_nothing_else(tmp_path: Path) -> None:
    folder = said(tmp_path, a1=CHANGED, gt="SYT,1.1,,,Lê C,2026-01-20,Có văn bản,CV 1\n")
    found = by_name(folder, "a2")
    assert {name: asked(order) for name, order in found.items()} == {
        "2025_a2_SNV_so.xlsx": [("SYT", "1.1")],
        "2025_a2_chung_so.xlsx": [("SNV", "3.2")],  # the appraiser's own figure that nobody has given
    }
    everything = asked(by_name(folder, "a2", everything=True)["2025_a2_SNV_so.xlsx"])
    assert len(everything) == 8 and ("SNV", "1") in everything


def test_the_council_gets_what_is_in_dispute_and_one_row_for_all_else(tmp_path: Path) -> None:
    folder = said(
        tmp_path, a1=CHANGED, gt="SYT,1.10,,,Lê C,2026-01-20,Đã rút,\n", a2="SYT,1.10,,,Trần B,2026-01-25,,\n"
    )
    found = by_name(folder, "hd")
    assert {name: asked(order) for name, order in found.items()} == {
        "2025_hd_so.xlsx": [("SYT", "1.1"), ("SYT", "1.10"), ("SYT", "*"), ("SNV", "*")]
    }
    assert asked(by_name(folder, "hd", by=["SNV"])["2025_hd_SNV_so.xlsx"])[-1] == ("SNV", "1")


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ({}, "a1"),
        ({"a1": "SYT,*,,,Trần B,2026-01-12,,\n"}, "a1"),
        ({"a1": AGREED + "SNV,3.2,mark,70,Trần B,2026-01-12,Họp,\n"}, "gt"),
        ({"a1": CHANGED + "SNV,3.2,mark,70,Trần B,2026-01-12,Họp,\n", "gt": "SYT,1.1,,,Lê C,2026-01-20,Có,\n"}, "a2"),
        ({"a1": AGREED, "hd": AGREED}, None),
    ],
)
def test_the_stage_that_is_due(tmp_path: Path, stages: dict[str, str], expected: str | None) -> None:
    assert due(said(tmp_path, **stages)) == expected


def test_a_season_that_is_only_self_assessed_has_no_stage_due(tmp_path: Path) -> None:
    assert due(season(tmp_path, season=STAGED.partition("stages:")[0] + "stages: [self]\n" + _groups())) is None


def _groups() -> str:
    return STAGED[STAGED.index("groups:") :]


def test_a_fingerprint_changes_with_every_value_below_its_code_and_with_no_other(tmp_path: Path) -> None:
    inboxes = [
        {"SYT.xlsx": made} for made in (form("SYT"), form("SYT").put("1.2", a=11), form("SYT").put("1.2", a="x"))
    ]
    cards = [
        card(score_season(season(tmp_path / str(at), inbox=inbox), stage="self")) for at, inbox in enumerate(inboxes)
    ]
    for code, differ in (("1.2", True), ("1", True), ("*", True), ("1.1", False), ("2", False)):
        prints = [fingerprint(found, code) for found in cards]
        assert (len(set(prints)) == 3) is differ, code
        assert differ or len(set(prints)) == 1


def test_leaves_of_the_survey_are_never_asked(tmp_path: Path) -> None:
    found = made_orders(season(tmp_path), "a1", everything=True)
    rows = {code for order in found for _, code in asked(order)}
    assert rows == {*OWN_CODES, "3.2", "1", "2", "3"}
    assert "2.2" in SET and stage_of(season(tmp_path), "a1").name == "Thẩm định lần 1"
