"""How far a season is: the state of each step on both sides of each boundary; the day counts for nothing else."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import pytest
from folders import AGENCIES, FIGURES, SEASON, form_of, forms, make, opened
from forms import Form

from parscore.model.criteria import Source
from parscore.model.stage import Stage, StageKind
from parscore.season.progress import (
    Arrival,
    Deadline,
    Figures,
    Forms,
    Freshness,
    Progress,
    Provided,
    Results,
    StageWork,
    StepState,
    progress_of,
)
from parscore.season.run import score_season

STAGES = (
    "stages: [{id: self, kind: self, due: 2026-01-15}, {id: a1, kind: appraisal, due: 2026-02-10}, explanation, "
    "{id: a2, kind: appraisal}, council]"
)
STAGED = SEASON.replace("stages: [self]", STAGES)
HEADER = "agency,code,input,value,who,when,why,document\n"
AGREED = "SYT,*,,,Trần B,2026-02-01,\nSNV,*,,,Trần B,2026-02-01,\n"
EXPLAINED = "SYT,1.1,,,Lê C,2026-02-11,Có văn bản\nSYT,1.2,,,Lê C,2026-02-11,Có văn bản\n"
DUE = date(2026, 1, 15)
DONE, PARTLY, ATTENTION, OPEN = StepState.DONE, StepState.PARTLY, StepState.ATTENTION, StepState.OPEN
NONE = Results(Freshness.NONE)


def progress(
    tmp_path: Path,
    *,
    today: date = DUE,
    inbox: Mapping[str, Form | bytes] | None = None,
    figures: str = FIGURES,
    made: Collection[str] = (),
    season: str = STAGED,
    results: Results = NONE,
    **stages: str,
) -> Progress:
    folder = make(tmp_path, season=season, inbox=inbox, figures=figures)
    (folder / "appraisals").mkdir(exist_ok=True)
    for stage, rows in stages.items():
        (folder / "appraisals" / f"{stage}.csv").write_text(HEADER + rows, encoding="utf-8")
    found = opened(folder)
    return progress_of(found, score_season(found), made, results, today)


def ids(found: Progress, arrival: Arrival) -> list[str]:
    return [agency.id for agency in found.reception.those(arrival)]


# --- received -----------------------------------------------------------------------------------------------------


def test_everybody_has_sent(tmp_path: Path) -> None:
    found = progress(tmp_path, today=date(2027, 1, 1))
    assert found.reception.state is DONE
    assert ids(found, Arrival.RECEIVED) == ["SYT", "SNV"]


@pytest.mark.parametrize(
    ("today", "state", "days"),
    [(date(2026, 1, 14), PARTLY, 1), (DUE, PARTLY, 0), (date(2026, 1, 16), ATTENTION, -1)],
)
def test_one_is_missing_before_and_after_the_day(tmp_path: Path, today: date, state: StepState, days: int) -> None:
    found = progress(tmp_path, today=today, inbox={"2025_SYT.xlsx": form_of("SYT")})
    assert (found.reception.state, found.reception.deadline) == (state, Deadline(DUE, days))
    assert (ids(found, Arrival.MISSING), ids(found, Arrival.UNUSABLE)) == (["SNV"], [])


def test_nobody_has_sent_and_no_day_is_set(tmp_path: Path) -> None:
    found = progress(tmp_path, inbox={}, season=SEASON, today=date(2099, 1, 1))
    assert (found.reception.state, found.reception.deadline) == (OPEN, None)
    assert found.checked.state is OPEN


def test_what_cannot_be_used_is_not_missing(tmp_path: Path) -> None:
    found = progress(tmp_path, inbox={**forms(), "2025_SNV.xlsx": b"<html>"}, today=date(2099, 1, 1))
    assert (ids(found, Arrival.UNUSABLE), found.reception.state, found.checked.state) == (["SNV"], DONE, ATTENTION)


# --- forms --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "needed", "state"), [(0, True, OPEN), (1, True, PARTLY), (2, True, DONE), (0, False, DONE)]
)
def test_forms(made: int, needed: bool, state: StepState) -> None:
    assert Forms(made, 2, needed).state is state


def test_forms_are_needed_until_the_first_comes_back(tmp_path: Path) -> None:
    assert progress(tmp_path / "a", inbox={}, made={"SYT"}).forms == Forms(1, 2, True)
    assert progress(tmp_path / "b", inbox={"2025_SYT.xlsx": form_of("SYT")}).forms == Forms(0, 2, False)


# --- figures ------------------------------------------------------------------------------------------------------


def test_figures_are_counted_by_source(tmp_path: Path) -> None:
    found = progress(tmp_path, figures="".join(FIGURES.splitlines(keepends=True)[:2]))
    assert found.figures.provided == (Provided(Source.SURVEY, 1, 2),)
    assert (found.figures.state, found.figures.awaited(Source.SURVEY)) == (PARTLY, 1)
    assert found.figures.awaited(Source.STATISTICS) == 0


@pytest.mark.parametrize(("present", "state"), [(0, OPEN), (1, PARTLY), (2, DONE)])
def test_the_state_of_figures(present: int, state: StepState) -> None:
    assert Figures((Provided(Source.SURVEY, present, 2),)).state is state


def test_a_set_that_asks_nobody_else_has_no_such_step(tmp_path: Path) -> None:
    found = progress(tmp_path)
    assert found.figures in found.steps
    assert Figures(()).state is DONE


def test_errors_of_other_files_are_named(tmp_path: Path) -> None:
    found = progress(tmp_path, figures=FIGURES + "SXX,2.2,sipas,80,\nSXY,2.2,sipas,80,\n")
    assert (found.checked.others, found.checked.state) == ((("figures.csv", 2),), ATTENTION)


def test_what_is_missing_is_no_error_of_a_file(tmp_path: Path) -> None:
    found = progress(tmp_path, figures=FIGURES.splitlines()[0] + "\n", inbox={"2025_SYT.xlsx": form_of("SYT")})
    assert (found.checked.others, found.checked.state) == ((), DONE)


# --- stages -------------------------------------------------------------------------------------------------------


def works(found: Progress) -> dict[str, tuple[int, int, StepState]]:
    return {work.stage.id: (work.said, work.owed, work.state) for work in found.stages}


def test_before_the_first_appraisal_everything_is_owed(tmp_path: Path) -> None:
    told = works(progress(tmp_path))
    assert told["a1"] == (0, 10, OPEN)
    assert (told["explanation"], told["council"]) == ((0, 0, OPEN), (0, 0, OPEN))


def test_an_appraisal_under_way_and_overdue(tmp_path: Path) -> None:
    rows = AGREED.splitlines()[0] + "\n"
    found = progress(tmp_path / "a", a1=rows, today=date(2026, 2, 10))
    assert works(found)["a1"] == (5, 5, PARTLY)
    assert found.stages[0].agencies == 1
    assert works(progress(tmp_path / "b", a1=rows, today=date(2026, 2, 11)))["a1"] == (5, 5, ATTENTION)


def test_a_whole_appraisal_is_done_whatever_the_day(tmp_path: Path) -> None:
    found = progress(tmp_path, a1=AGREED, today=date(2099, 1, 1))
    assert works(found)["a1"] == (10, 0, DONE)
    assert works(found)["a2"] == (0, 0, OPEN)


def test_the_next_appraisal_owes_what_was_explained(tmp_path: Path) -> None:
    told = works(progress(tmp_path / "a", a1=AGREED, explanation=EXPLAINED))
    assert (told["explanation"], told["a2"]) == ((2, 0, DONE), (0, 2, OPEN))
    answered = "SYT,1.1,,,Trần B,2026-02-12,\n"
    assert works(progress(tmp_path / "b", a1=AGREED, explanation=EXPLAINED, a2=answered))["a2"] == (1, 1, PARTLY)


def test_a_stage_that_was_passed_over_is_over(tmp_path: Path) -> None:
    told = works(progress(tmp_path, a1=AGREED, council="SYT,*,,,Hội đồng,2026-02-20,\n"))
    assert (told["explanation"], told["a2"], told["council"]) == ((0, 0, DONE), (0, 0, DONE), (5, 0, DONE))


def test_an_overdue_stage_without_anything_owed_needs_nobody() -> None:
    late = Deadline(DUE, -1)
    assert StageWork(Stage("x", StageKind.COUNCIL), 0, 0, 0, False, late).state is OPEN
    assert StageWork(Stage("x", StageKind.APPRAISAL), 0, 0, 1, False, late).state is ATTENTION


# --- the whole ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "state"),
    [
        (NONE, OPEN),
        (Results(Freshness.OLDER), ATTENTION),
        (Results(Freshness.OTHER_STAGE), ATTENTION),
        (Results(Freshness.UNKNOWN), ATTENTION),
        (Results(Freshness.CURRENT), PARTLY),
        (Results(Freshness.CURRENT, final=True), DONE),
    ],
)
def test_results(results: Results, state: StepState) -> None:
    assert results.state is state


def test_the_season_is_at_its_first_open_step(tmp_path: Path) -> None:
    found = progress(tmp_path / "a", inbox={})
    assert found.at is found.forms
    found = progress(tmp_path / "b")
    assert found.at is found.stages[0]
    whole = Results(Freshness.CURRENT, final=True)
    assert progress(tmp_path / "c", season=SEASON, results=whole).at is None


def test_warnings_of_a_set_are_counted(tmp_path: Path) -> None:
    assert progress(tmp_path / "a").sets.warnings == 0
    assert progress(tmp_path / "b", season=SEASON.replace("year: 2025", "year: 2024")).sets.warnings == 1


def test_order_is_official(tmp_path: Path) -> None:
    assert AGENCIES.index("SYT") < AGENCIES.index("SNV")
    found = progress(tmp_path, inbox={})
    assert ids(found, Arrival.MISSING) == ["SYT", "SNV"]
