"""How far a season is, in words and as a document; whether written results still hold; screens at any width."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from folders import AGENCIES, FIGURES, SEASON, form_of, forms, make, opened
from forms import Form
from rich.console import Console

from parscore.messages import LANGUAGES, Words
from parscore.reports.console import open_console
from parscore.reports.console_status import print_missing, print_status
from parscore.reports.document import dump, score_document
from parscore.reports.status import missing_rows, next_commands, status_title, step_rows
from parscore.reports.status_document import status_document, written_results
from parscore.season.progress import Freshness, Progress, Results, StepState, progress_of
from parscore.season.run import score_season

STAGES = (
    "stages: [{id: self, kind: self, due: 2026-01-15}, {id: a1, kind: appraisal, name: Thẩm định lần 1}, explanation, "
    "{id: a2, kind: appraisal}, council]"
)
STAGED = SEASON.replace("stages: [self]", STAGES)
HEADER = "agency,code,input,value,who,when,why,document\n"
TODAY = date(2026, 1, 18)
VI = Words("vi")
MANY = AGENCIES + "".join(f"X{number},Xã {number},so\n" for number in range(1, 13))


def found(
    tmp_path: Path,
    *,
    today: date = TODAY,
    made: tuple[str, ...] = (),
    inbox: Mapping[str, Form | bytes] | None = None,
    season: str = STAGED,
    agencies: str = AGENCIES,
    figures: str = FIGURES,
    results: Results | None = None,
    **stages: str,
) -> Progress:
    folder = make(tmp_path, season=season, inbox=inbox, agencies=agencies, figures=figures)
    (folder / "appraisals").mkdir(exist_ok=True)
    for stage, rows in stages.items():
        (folder / "appraisals" / f"{stage}.csv").write_text(HEADER + rows, encoding="utf-8")
    season_folder = opened(folder)
    result = score_season(season_folder)
    return progress_of(season_folder, result, made, results or Results(Freshness.NONE), today)


def lines_of(progress: Progress, name: str, words: Words = VI) -> tuple[str, ...]:
    return next(row.lines for row in step_rows(progress, words) if row.name == name)


def piped(print_it: Callable[..., None], *arguments: Any, **options: Any) -> str:
    stream = io.StringIO()
    print_it(open_console(stream), *arguments, **options)
    return stream.getvalue()


# --- words --------------------------------------------------------------------------------------------------------


def test_title(tmp_path: Path) -> None:
    title, below = status_title(found(tmp_path), VI)
    assert (title, below) == ("Mùa đánh giá 2025 · Mùa thử", "2 Sở · ngày 18/01/2026")


def test_steps_are_numbered_and_the_first_open_one_is_marked(tmp_path: Path) -> None:
    rows = step_rows(found(tmp_path), VI)
    assert [row.number for row in rows] == list(range(1, 11))
    assert [row.name for row in rows if row.here] == ["Thẩm định lần 1"]


def test_the_set_with_what_it_holds(tmp_path: Path) -> None:
    assert lines_of(found(tmp_path), "Bộ tiêu chí") == ("thu@2025.1: 2 lĩnh vực, 6 TCTP, 10 điểm",)


def test_who_is_missing_and_how_late(tmp_path: Path) -> None:
    progress = found(tmp_path, inbox={"2025_SYT.xlsx": form_of("SYT"), "2025_X1.xlsx": b"<html>"}, agencies=MANY)
    assert lines_of(progress, "Tự chấm nhận về") == (
        "2/14 đơn vị đã gửi · hạn 15/01/2026, quá hạn 3 ngày",
        "chưa gửi 12: SNV, X2, X3, X4, X5, X6, X7, X8 … (+4)",
        "gửi rồi nhưng chưa dùng được 1: X1",
    )


@pytest.mark.parametrize(("day", "told"), [(15, "còn 0 ngày"), (10, "còn 5 ngày"), (16, "quá hạn 1 ngày")])
def test_days(tmp_path: Path, day: int, told: str) -> None:
    progress = found(tmp_path, inbox={}, today=date(2026, 1, day))
    assert lines_of(progress, "Tự chấm nhận về")[0] == f"0/2 đơn vị đã gửi · hạn 15/01/2026, {told}"


def test_once_all_have_sent_the_day_is_only_named(tmp_path: Path) -> None:
    assert lines_of(found(tmp_path), "Tự chấm nhận về") == ("2/2 đơn vị đã gửi · hạn 15/01/2026",)


def test_what_the_check_found(tmp_path: Path) -> None:
    assert lines_of(found(tmp_path / "a"), "Kiểm tra biểu") == ("2 tệp, không có lỗi và cảnh báo",)
    assert lines_of(found(tmp_path / "b", inbox={}), "Kiểm tra biểu") == ("chưa có tệp nào",)
    inbox = {**forms(), "2025_SYT.xlsx": form_of("SYT").put("1.1", points="một"), "la.xlsx": b"<html>"}
    progress = found(tmp_path / "c", inbox=inbox, figures=FIGURES + "SXX,2.2,sipas,80,\n")
    assert lines_of(progress, "Kiểm tra biểu") == (
        "2 lỗi, 0 cảnh báo ở 2/3 tệp",
        "1 tệp chưa rõ của đơn vị nào: inbox/la.xlsx",
        "1 lỗi ở các tệp khác: figures.csv (1)",
    )


def test_stages(tmp_path: Path) -> None:
    agreed = "SYT,*,,,Trần B,2026-02-01,\n"
    progress = found(tmp_path, a1=agreed, explanation="SYT,1.1,,,Lê C,2026-02-11,Có\n")
    assert lines_of(progress, "Thẩm định lần 1") == ("5/10 TCTP đã thẩm định, 1 đơn vị",)
    told = [row.lines[0] for row in step_rows(progress, VI)]
    assert "giải trình 1 TCTP, 1 đơn vị" in told
    assert told.count("chưa bắt đầu") == 2


# --- what comes next ----------------------------------------------------------------------------------------------


def commands(progress: Progress) -> list[str]:
    return [command.removeprefix("parscore ") for command, _ in next_commands(progress, VI)]


def test_next_after_nothing_came(tmp_path: Path) -> None:
    assert commands(found(tmp_path / "a", inbox={}, made=("SYT", "SNV"))) == ["status --missing"]
    progress = found(tmp_path / "b", inbox={}, made=("SYT",))
    assert next_commands(progress, VI) == [("parscore form --all", "làm biểu cho 1 đơn vị")]


def test_next_with_one_faulty_file_and_with_two(tmp_path: Path) -> None:
    bad = form_of("SYT").put("1.1", points="một")
    progress = found(tmp_path / "a", inbox={**forms(), "2025_SYT.xlsx": bad})
    assert commands(progress) == ["check inbox/2025_SYT.xlsx", "check --write-notes tra-lai", "score"]
    other = form_of("SNV").put("1.1", points="hai")
    progress = found(tmp_path / "b", inbox={"2025_SYT.xlsx": bad, "2025_SNV.xlsx": other})
    assert commands(progress)[0] == "check"


def test_a_file_name_with_blanks_is_not_put_into_a_command(tmp_path: Path) -> None:
    inbox = {"2025 SYT.xlsx": form_of("SYT").put("1.1", points="một"), "2025_SNV.xlsx": form_of("SNV")}
    assert commands(found(tmp_path, inbox=inbox))[0] == "check"


def test_next_where_forms_are_held_back(tmp_path: Path) -> None:
    sent = {**forms(), "sua.xlsx": form_of("SYT").put("1.1", points=0)}
    progress = found(tmp_path / "a", inbox=sent)
    wanted = "choose FILE --by NAME --reason TEXT"
    assert commands(progress) == ["status --missing", wanted, "check", "check --write-notes tra-lai"]
    assert next_commands(progress, VI)[1][1] == "1 đơn vị có biểu tạm giữ: chọn biểu được tính"
    assert wanted not in commands(found(tmp_path / "b"))


def test_next_where_others_owe(tmp_path: Path) -> None:
    progress = found(tmp_path / "a", figures=FIGURES.splitlines()[0] + "\n")
    assert commands(progress) == ["check --only PS216", "appraise export --stage a1", "score"]
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / "survey.yaml").write_text("{}")
    assert commands(found(folder, figures=FIGURES.splitlines()[0] + "\n"))[0] == "survey import"
    progress = found(tmp_path / "c", a1="SYT,*,,,Trần B,2026-02-01,\n")
    assert commands(progress) == ["check --only PS601,PS602", "score"]
    progress = found(tmp_path / "d", figures=FIGURES + "SXX,2.2,sipas,80,\n")
    assert commands(progress)[0] == "check"


@pytest.mark.parametrize(
    ("freshness", "told"),
    [(Freshness.NONE, "score"), (Freshness.OLDER, "score"), (Freshness.OTHER_STAGE, "score"),
     (Freshness.UNKNOWN, "score"), (Freshness.CURRENT, "rank")],
)  # fmt: skip
def test_next_by_the_results(tmp_path: Path, freshness: Freshness, told: str) -> None:
    assert commands(found(tmp_path, results=Results(freshness))) == ["appraise export --stage a1", told]


def test_next_after_every_stage_has_spoken(tmp_path: Path) -> None:
    agreed = "SYT,*,,,Trần B,2026-02-01,\nSNV,*,,,Trần B,2026-02-01,\n"
    assert commands(found(tmp_path / "a", a1=agreed))[0] == "appraise export --stage explanation"
    assert commands(found(tmp_path / "b", a1=agreed, council=agreed)) == ["score"]


def test_never_more_than_four(tmp_path: Path) -> None:
    inbox = {"2025_SYT.xlsx": form_of("SYT").put("1.1", points="một")}
    assert len(commands(found(tmp_path, inbox=inbox, figures=FIGURES.splitlines()[0] + "\n"))) == 4


# --- results ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_hold_in_whatever_language_they_were_written(tmp_path: Path, language: Any) -> None:
    result = score_season(opened(make(tmp_path)))
    content = dump(score_document(result, Words(language))).encode()
    assert written_results(content, result) == Results(Freshness.CURRENT, result.stage, True)


def test_results_are_older_by_what_they_say_and_not_by_their_date(tmp_path: Path) -> None:
    folder = make(tmp_path)
    content = dump(score_document(score_season(opened(folder)), VI)).encode()
    form_of("SYT").put("1.1", points=0).save(folder / "inbox" / "2025_SYT.xlsx")
    result = score_season(opened(folder))
    assert written_results(content, result).freshness is Freshness.OLDER


def test_results_of_another_stage_are_not_compared(tmp_path: Path) -> None:
    folder = make(tmp_path, season=STAGED)
    content = dump(score_document(score_season(opened(folder)), VI)).encode()
    (folder / "appraisals").mkdir()
    (folder / "appraisals" / "a1.csv").write_text(HEADER + "SYT,*,,,Trần B,2026-02-01,\n", encoding="utf-8")
    told = written_results(content, score_season(opened(folder)))
    assert (told.freshness, told.stage and told.stage.id) == (Freshness.OTHER_STAGE, "self")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"stage": "x", "final": true}', b'{"stage": "self"}',
                                     b'{"stage": [], "final": true}', b"\xff\xfe"])  # fmt: skip
def test_results_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    result = score_season(opened(make(tmp_path)))
    assert written_results(content, result) == Results(Freshness.UNKNOWN)
    assert written_results(None, result) == Results(Freshness.NONE)


# --- the document -------------------------------------------------------------------------------------------------


def test_the_document(tmp_path: Path) -> None:
    progress = found(tmp_path, inbox={"2025_SYT.xlsx": form_of("SYT")})
    told: Any = status_document(progress, VI, " -C x")
    assert list(told) == ["schema", "season", "title", "today", "stage", "final", "at", "steps", "missing", "next"]
    assert (told["schema"], told["today"], told["stage"], told["at"]) == (
        "parscore.status/1", "2026-01-18", "self", "reception",
    )  # fmt: skip
    steps = {step["step"]: step for step in told["steps"]}
    assert list(steps) == [
        "sets", "forms", "reception", "checked", "figures", "a1", "explanation", "a2", "council", "results",
    ]  # fmt: skip
    assert steps["reception"] == {
        "step": "reception", "name": "Tự chấm nhận về", "state": "attention", "received": 1, "unusable": 0,
        "missing": 1, "agencies": 2, "due": "2026-01-15", "days_left": -3,
    }  # fmt: skip
    assert steps["figures"]["sources"] == [{"source": "survey", "present": 2, "expected": 2}]
    assert steps["a1"]["due"] is None and steps["a1"]["owed"] == 10
    assert steps["results"] == {
        "step": "results", "name": "Kết quả", "state": "open", "freshness": "none", "stage": None, "final": False,
    }  # fmt: skip
    assert told["missing"] == [{"agency": "SNV", "name": "Sở Nội vụ", "group": "so", "state": "missing", "files": []}]
    assert told["next"][0]["command"] == "parscore status --missing -C x"
    assert dump(told) == dump(status_document(progress, VI, " -C x"))


def test_the_document_has_every_key_that_the_guide_names(tmp_path: Path) -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    told: Any = status_document(found(tmp_path), VI, "")
    about = guide.split("## `parscore.status/1`")[1].split("\n## ")[0]
    for step in told["steps"]:
        assert all(f"`{key}`" in about or f'"{key}"' in about for key in step), step


# --- screens ------------------------------------------------------------------------------------------------------


def test_in_a_pipe_nothing_is_cut_or_padded(tmp_path: Path, words: Words) -> None:
    progress = found(tmp_path, inbox={"2025_SYT.xlsx": form_of("SYT")}, agencies=MANY)
    text = piped(print_status, progress, words, " -C x")
    assert "…" in text and "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())
    for row in step_rows(progress, words):
        assert all(line in text for line in row.lines)
    marks = [line.strip()[:3] for line in text.splitlines() if line.strip().startswith("[")]
    assert {"[x]", "[!]", "[ ]"} <= set(marks)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_on_a_narrow_screen_commands_stay_whole(tmp_path: Path, words: Words, width: int) -> None:
    progress = found(tmp_path, inbox={"2025_SYT.xlsx": form_of("SYT").put("1.1", points="một")}, agencies=MANY)
    stream = io.StringIO()
    print_status(Console(file=stream, width=width), progress, words, " -C mua/2025")
    text = stream.getvalue()
    for command, why in next_commands(progress, words):
        assert f"{command} -C mua/2025" in text
        assert why in text
    if width >= 80:
        assert max(map(len, text.splitlines())) <= width


def test_plain_lines(tmp_path: Path, words: Words) -> None:
    progress = found(tmp_path)
    rows = [line.split("\t") for line in piped(print_status, progress, words, "", plain=True).splitlines()]
    assert {len(row) for row in rows} == {4}
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 11)]
    assert rows[1][2] == words.text("status", f"state.{StepState.DONE}")


def test_the_list_of_the_missing(tmp_path: Path, words: Words) -> None:
    progress = found(tmp_path, inbox={"2025_SYT.xlsx": b"<html>"})
    rows = missing_rows(progress, words)
    assert [row[0] for row in rows] == ["SYT", "SNV"]
    assert [row[4:] for row in rows] == [("inbox/2025_SYT.xlsx", "3"), ("", "3")]
    lines = piped(print_missing, progress, words, plain=True).splitlines()
    assert [len(line.split("\t")) for line in lines] == [6, 6, 6]
    assert "Sở Nội vụ" in piped(print_missing, progress, words)


def test_nobody_is_late_before_the_day(tmp_path: Path) -> None:
    progress = found(tmp_path, inbox={}, today=date(2026, 1, 15))
    assert {row[5] for row in missing_rows(progress, VI)} == {""}


def test_nobody_is_missing(tmp_path: Path, words: Words) -> None:
    progress = found(tmp_path)
    assert piped(print_missing, progress, words) == words.text("status", "nobody_missing") + "\n"
    assert len(piped(print_missing, progress, words, plain=True).splitlines()) == 1


def test_hostile_names_are_text(tmp_path: Path) -> None:
    agencies = AGENCIES + 'HACK,"[red]Sở[/red] \x1b[31m",so\n'
    progress = found(tmp_path, agencies=agencies)
    for plain in (False, True):
        text = piped(print_missing, progress, VI, plain=plain)
        assert "\x1b" not in text and "[red]Sở[/red]" in text
