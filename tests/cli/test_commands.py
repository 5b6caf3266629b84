"""Every command: how it ends, what goes to which stream, in which language; names are suggested, never guessed."""

import json
import os
import platform
import re
from pathlib import Path
from typing import Any

import pytest
from calls import Call, Done
from folders import AGENCIES, SEASON, TWO_GROUPS, form_of, forms, make
from forms import HEADINGS, SET, Form, Stored

from parscore.messages import LANGUAGES, Words
from parscore.season.lock import LOCK_FILE, locked
from parscore.workbooks.ooxml import read_file

ROOT = Path(__file__).resolve().parents[2]
ANSI = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
TRACES = ("Traceback", "Error:")
CLEAN = {"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV")}
WARNED = {**CLEAN, "2025_SNV.xlsx": form_of("SNV").put("1.2", points=1)}
FAULTY = {**CLEAN, "2025_SNV.xlsx": form_of("SNV").put("1.1", points="một")}
SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "tinh-mau-2025"
SEASON_COMMANDS = (("score",), ("rank",), ("check",), ("explain", "SNV"))
OUTPUTS = ["bang-tong-hop.xlsx", "ket-qua.json"]


def season(folder: Path, inbox: Any = None, **files: Any) -> Path:
    return make(folder, inbox=CLEAN if inbox is None else inbox, **files)


def results(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "results").iterdir())}


# --- how commands end ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", SEASON_COMMANDS)
@pytest.mark.parametrize(
    ("inbox", "codes"), [(CLEAN, (0, 0)), (forms(), (0, 0)), (WARNED, (0, 1)), (FAULTY, (1, 1)), ({}, (1, 1))]
)
def test_clean_or_with_findings(
    tmp_path: Path, call: Call, command: tuple[str, ...], inbox: Any, codes: tuple[int, int]
) -> None:
    folder = season(tmp_path, inbox)
    done = call(*command, "-C", folder)
    assert done.code == codes[0], done.err
    assert done.out or (command, done.err) == (("check",), "2 tệp: 2 đạt · không có vấn đề nào\n")
    if command[0] != "explain":
        assert call(*command, "-C", folder, "--strict").code == codes[1]


def test_explain_ends_with_the_findings_of_what_it_explains(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path, FAULTY)
    codes = [call("explain", *what, "-C", folder).code for what in (("SYT",), ("SNV",), ("SNV", "1.2"), ("SNV", "1.1"))]
    assert codes == [0, 1, 0, 1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("frob",),
        ("score", "--frob"),
        ("score", "extra"),
        ("score", "--jobs", "0"),
        ("score", "--lang", "fr"),
        ("explain",),
        ("cells",),
        ("criteria", "lint"),
        ("criteria", "frob"),
        ("criteria", "show", "khong-co@1"),
        ("rank", "--group", "x"),
        ("explain", "x"),
        ("explain", "sở"),
        ("explain", "SYT", "9.9"),
        ("cells", "inbox/2025_SYT.xlsx", "--sheet", "x"),
        (),
        ("criteria",),
    ],
)
def test_usage(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.chdir(season(tmp_path))
    done = call(*arguments)
    assert done.code == 2
    assert done.err or not arguments or arguments == ("criteria",)
    assert not any(trace in done.err for trace in TRACES)


@pytest.mark.parametrize(
    "arguments",
    [
        ("score",),
        ("rank",),
        ("check",),
        ("explain", "SYT"),
        ("cells", "absent.xlsx"),
        ("cells", "."),
        ("cells", "page.xlsx"),
        ("criteria", "lint", "absent.yaml"),
        ("criteria", "lint", "good.yaml", "absent.yaml"),
        ("criteria", "show", "absent.yaml"),
        ("criteria", "show", "bad.yaml"),
    ],
)
def test_what_cannot_run(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.xlsx").write_text("<!DOCTYPE html><html>")
    Path("good.yaml").write_text(SET, encoding="utf-8")
    Path("bad.yaml").write_text(SET.replace("max: 4", "max: 5"), encoding="utf-8")
    done = call(*arguments)
    assert done.code == 3
    assert re.search("PS[0-9]{3}", done.out + done.err)
    assert not any(trace in done.err for trace in TRACES)


def test_lint_ends_by_what_the_files_hold(tmp_path: Path, call: Call) -> None:
    good, bad, warned = tmp_path / "good.yaml", tmp_path / "bad.yaml", tmp_path / "warned.yaml"
    good.write_text(SET, encoding="utf-8")
    bad.write_text(SET.replace("max: 4", "max: 5").replace("step: 0.25", "step: -1"), encoding="utf-8")
    warned.write_text(SET.replace("areas:\n", "declares: {areas: 3}\nareas:\n", 1), encoding="utf-8")
    assert call("criteria", "lint", good).code == 0
    assert (call("criteria", "lint", warned).code, call("criteria", "lint", warned, "--strict").code) == (0, 1)
    done = call("criteria", "lint", good, bad, warned)
    assert done.code == 1
    assert {"PS509", "PS510"} <= set(re.findall("PS[0-9]{3}", done.out))


def test_a_faulty_season_file_tells_everything_at_once(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path, season=SEASON.replace("2025\n", "hai\n", 1), agencies="id\n")
    done = call("score", "-C", folder)
    assert (done.code, "PS505" in done.err, done.out) == (3, True, "")
    assert not (folder / "results").exists()


# --- results ------------------------------------------------------------------------------------------------------


def test_score_writes_its_results_and_says_so(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    done = call("score", "-C", folder)
    assert list(results(folder)) == OUTPUTS
    for name in OUTPUTS:
        assert (folder / "results" / name).as_posix() in done.err
    first = results(folder)
    call("score", "-C", folder)
    assert results(folder) == first
    assert json.loads(first["ket-qua.json"])["final"] is True


@pytest.mark.parametrize("command", [("rank",), ("check",), ("explain", "SYT")])
def test_other_commands_write_nothing(tmp_path: Path, call: Call, command: tuple[str, ...]) -> None:
    folder = season(tmp_path)
    before = sorted(path for path in folder.rglob("*"))
    call(*command, "-C", folder)
    assert sorted(path for path in folder.rglob("*")) == before


def test_a_file_in_the_place_of_the_results(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    (folder / "results").write_bytes(b"mine")
    done = call("score", "-C", folder)
    assert (done.code, "PS006" in done.err) == (3, True)
    assert (folder / "results").read_bytes() == b"mine"
    done = call("score", "-C", folder, "--json")
    assert [one["code"] for one in json.loads(done.out)["problems"]] == ["PS006"]


def test_a_folder_for_results_that_cannot_be_used_is_found_before_the_work(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = season(tmp_path)
    (folder / "results").write_bytes(b"mine")
    monkeypatch.setattr("parscore.season.run.receive", None)
    assert call("score", "-C", folder).code == 3
    assert not (folder / LOCK_FILE).exists()


def test_a_season_in_which_another_run_writes_is_left_alone(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = season(tmp_path)
    with monkeypatch.context() as patched, locked(folder, "parscore khac"):
        patched.setattr("parscore.season.run.receive", None)
        done = call("score", "-C", folder, "--lang", "en")
        assert (done.code, done.out) == (3, "")
        assert "PS011" in done.err and "“parscore khac” is writing" in done.err and str(os.getpid()) in done.err
        done = call("score", "-C", folder, "--json")
        assert [one["code"] for one in json.loads(done.out)["problems"]] == ["PS011"]
        assert not (folder / "results").exists()
    with locked(folder, "parscore khac"):
        for command in SEASON_COMMANDS[1:]:
            assert call(*command, "-C", folder).code == 0, "only commands that write take the lock"
    assert call("score", "-C", folder).code == 0


def test_the_lock_of_a_killed_run_is_a_note_and_no_part_of_the_results(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    call("score", "-C", folder)
    first = results(folder)
    left = {"command": "parscore score", "host": platform.node(), "process": "7"}
    (folder / LOCK_FILE).write_text(json.dumps(left))
    done = call("score", "-C", folder)
    assert (done.code, "PS012" in done.err) == (0, True)
    assert results(folder) == first
    assert "PS012" not in call("score", "-C", folder).err


def test_results_that_cannot_be_replaced_stay_as_they_were(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    call("score", "-C", folder)
    old = results(folder)
    (folder / "results" / "bang-tong-hop.xlsx").unlink()
    (folder / "results" / "bang-tong-hop.xlsx").mkdir()
    form_of("SYT").put("1.1", points=0).save(folder / "inbox" / "2025_SYT.xlsx")
    done = call("score", "-C", folder)
    assert (done.code, "PS006" in done.err) == (3, True)
    assert sorted(path.name for path in (folder / "results").iterdir()) == OUTPUTS
    assert (folder / "results" / "ket-qua.json").read_bytes() == old["ket-qua.json"]


# --- streams ------------------------------------------------------------------------------------------------------

DOCUMENTS = [
    (("score",), "parscore.score/1", ["season", "stage", "final", "groups", "problems"]),
    (("rank",), "parscore.rank/1", ["season", "stage", "final", "groups"]),
    (("check",), "parscore.problems/1", ["counts", "problems", "files", "notes"]),
    (("explain", "SYT"), "parscore.explain/1", ["agency", "items", "problems"]),
    (("explain", "SYT", "2.1.1"), "parscore.explain/1", ["agency", "items", "problems"]),
]


@pytest.mark.parametrize(("command", "schema", "keys"), DOCUMENTS)
def test_json_stands_alone_on_standard_output(
    tmp_path: Path, call: Call, command: tuple[str, ...], schema: str, keys: list[str]
) -> None:
    done = call(*command, "-C", season(tmp_path, FAULTY), "--json")
    document = json.loads(done.out)
    assert document["schema"] == schema
    assert set(keys) <= document.keys()
    assert done.out.endswith("}\n") and "{" not in done.err


def test_an_explanation_goes_through_all_stages_in_every_format(call: Call) -> None:
    what = ("explain", "SYT", "8.1", "-C", SAMPLE)
    document = json.loads(call(*what, "--format", "json").out)
    assert call(*what, "--json").out == call(*what, "--format", "json").out
    assert [row["stage"] for row in document["stages"]] == [
        "self",
        "tham-dinh-1",
        "giai-trinh",
        "tham-dinh-2",
        "hoi-dong",
    ]
    assert document["stages"][-1]["points"] == document["items"][0]["points"]
    assert [row["code"] for row in document["lost"]] == ["8.1"]
    text, markdown = call(*what).out, call(*what, "--format", "md").out
    assert markdown.startswith("## 8.1 ")
    for said in ("Mất 2,35 điểm", "hạng 11 → 10", "Hội đồng thẩm định: "):
        assert said in text
        assert said in markdown
    assert call(*what, "--format", "xml").code == 2


def test_json_of_files(tmp_path: Path, call: Call) -> None:
    form = form_of("SYT").put("1.1", points=Stored("number", "0", formula="1-1")).save(tmp_path / "a.xlsx")
    document = json.loads(call("cells", form, "--json", "--sheet", "Biểu").out)
    assert document["schema"] == "parscore.cells/1"
    cell = next(cell for cell in document["cells"] if cell["formula"] == "1-1")
    assert (cell["kind"], cell["cached"], cell["sheet"]) == ("number", cell["text"], "Biểu")
    (tmp_path / "a.yaml").write_text(SET.replace("max: 4", "max: 5"), encoding="utf-8")
    document = json.loads(call("criteria", "lint", tmp_path / "a.yaml", "--json").out)
    assert document["counts"]["error"] == len(document["problems"]) == 1
    schema = json.loads(call("criteria", "schema").out)
    assert "json-schema.org" in schema["$schema"]


@pytest.mark.parametrize("command", [*SEASON_COMMANDS, ("cells", "absent.xlsx"), ("criteria", "lint", "absent.yaml")])
def test_json_of_what_cannot_run(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, command: Any) -> None:
    monkeypatch.chdir(tmp_path)
    done = call(*command, "--json")
    assert done.code == 3
    document = json.loads(done.out)
    assert document["schema"] == "parscore.problems/1"
    assert [one["severity"] for one in document["problems"]] == ["error"]


PLAIN = [*SEASON_COMMANDS[:3], ("cells", "inbox/2025_SYT.xlsx"), ("criteria", "show", "thu@2025.1")]


@pytest.mark.parametrize("command", [*PLAIN, ("criteria", "lint", "bad.yaml")])
def test_plain_lines_are_whole_and_separated_by_tabs(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    long = "Ban Quản lý " + "khu công nghiệp và khu kinh tế " * 20
    monkeypatch.chdir(season(tmp_path, agencies=AGENCIES.replace("Sở Nội vụ", long)))
    Path("bad.yaml").write_text(SET.replace("max: 4", "max: 5"), encoding="utf-8")
    done = call(*command, "--plain")
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "…" not in done.out and "\x1b" not in done.out
    if command in (("score",), ("rank",), ("check",)):
        assert long.strip() in done.out


@pytest.mark.parametrize("command", SEASON_COMMANDS)
def test_tables_in_a_pipe_are_not_cut(tmp_path: Path, call: Call, command: tuple[str, ...]) -> None:
    long = "Ban Quản lý " + "khu công nghiệp và khu kinh tế " * 10
    done = call(*command, "-C", season(tmp_path, agencies=AGENCIES.replace("Sở Nội vụ", long)), COLUMNS="40")
    assert long.strip() in done.out
    assert "…" not in done.out
    assert not ANSI.search(done.out + done.err)


def test_problems_and_talk_go_to_standard_error(tmp_path: Path, call: Call) -> None:
    done = call("score", "-C", season(tmp_path, FAULTY))
    assert "PS105" in done.err and "PS105" not in done.out
    assert "Sở Y tế" in done.out
    done = call("check", "-C", tmp_path)
    assert "PS105" in done.out


def test_many_problems_are_cut_on_the_screen_of_score_and_told_where_to_see_them(tmp_path: Path, call: Call) -> None:
    inbox: dict[str, Form | bytes] = {**CLEAN, **{f"x{at}.pdf": b"" for at in range(60)}}
    folder = season(tmp_path, inbox)
    assert call("score", "-C", folder).err.count("PS136") == 40
    assert "parscore check" in call("score", "-C", folder).err
    assert call("check", "-C", folder).out.count("PS136") == 60
    assert len(json.loads(call("score", "-C", folder, "--json").out)["problems"]) == 60


# --- languages ----------------------------------------------------------------------------------------------------

VI, EN = (Words(language).text("screen", "unlocked") for language in LANGUAGES)


@pytest.mark.parametrize(
    "case",
    [
        ("", None, "", "vi"),
        ("", None, "language: en\n", "en"),
        ("", None, "language: vi\n", "vi"),
        ("", "en", "", "en"),
        ("", "vi", "language: en\n", "vi"),
        ("", "en", "language: vi\n", "en"),
        ("", "", "language: en\n", "en"),
        ("", "fr", "language: en\n", "en"),
        ("", "fr", "", "vi"),
        ("--lang vi", "en", "language: en\n", "vi"),
        ("--lang en", "vi", "language: vi\n", "en"),
        ("--lang=en", None, "", "en"),
    ],
)
def test_the_language_is_the_options_then_the_variables_then_the_seasons(
    tmp_path: Path, call: Call, case: tuple[str, str | None, str, str]
) -> None:
    option, variable, own, language = case
    folder = season(tmp_path, season=SEASON.replace("stages:", f"{own}stages:"))
    environment = {} if variable is None else {"PARSCORE_LANG": variable}
    out = call("rank", "-C", folder, *option.split(), **environment).out
    assert {"vi": VI in out, "en": EN in out} == {"vi": language == "vi", "en": language == "en"}


@pytest.mark.parametrize(("language", "word"), [("vi", "Không có đơn vị"), ("en", "There is no agency")])
def test_errors_of_usage_speak_the_language_too(tmp_path: Path, call: Call, language: str, word: str) -> None:
    done = call("explain", "x", "-C", season(tmp_path), "--lang", language)
    assert word in done.err


def test_words_of_both_languages_differ_and_data_do_not(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path, FAULTY)
    vi, en = (json.loads(call("score", "-C", folder, "--json", "--lang", each).out) for each in ("vi", "en"))
    assert vi["groups"] == en["groups"]
    for one, other in zip(vi["problems"], en["problems"], strict=True):
        assert one["message"] != other["message"]
        assert one["code"] == other["code"] and one["cell"] == other["cell"]


# --- names that were meant ----------------------------------------------------------------------------------------


def suggested(done: Done) -> str:
    assert done.code in (2, 3)
    return " ".join(re.sub("[│╭╮╰╯─]", " ", done.err).split())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("explain", "SYTT"), "SYT"),
        (("explain", "soo y tee"), "Sở Y tế"),
        (("explain", "SYT", "2.1.9"), "2.1.1"),
        (("rank", "--group", "xax"), "xa"),
        (("cells", "inbox/2025_SYT.xlsx", "--sheet", "Bieu"), "Biểu"),
        (("cells", "inbox/2025_STY.xlsx"), "inbox/2025_SYT.xlsx"),
        (("criteria", "lint", "criteria/thu/2025.2.yaml"), "criteria/thu/2025.1.yaml"),
        (("criteria", "show", "criteria/thu/2025.2.yaml"), "criteria/thu/2025.1.yaml"),
        (("criteria", "show", "tho@2025.1"), "thu@2025.1"),
        (("criteria", "show", "so-ban-ngan"), "so-ban-nganh@2025.1"),
    ],
)
def test_what_was_meant_is_named(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], named: str
) -> None:
    monkeypatch.chdir(season(tmp_path, season=TWO_GROUPS, agencies=AGENCIES + "XA1,Xã An Thịnh,xa\n"))
    said = suggested(call(*arguments))
    assert re.search(rf"Có phải: .*{re.escape(named)}.*\?", said)


def test_where_nothing_is_near_there_is_no_hint_at_files(tmp_path: Path, call: Call) -> None:
    assert "Có phải" not in call("cells", tmp_path / "absent.xlsx").err
    assert "Có phải" not in call("cells", tmp_path / "no" / "folder.xlsx").err


def test_the_season_just_below_is_named(tmp_path: Path, call: Call) -> None:
    season(tmp_path / "2025")
    done = call("score", "-C", tmp_path)
    assert (done.code, "PS001" in done.err) == (3, True)
    assert (tmp_path / "2025").as_posix() in done.err


@pytest.mark.parametrize("written", ["SYT", "syt", "Sở Y tế", "so y te", "y te", "SO Y TE"])
def test_an_agency_is_found_by_id_name_or_part_of_it_without_accents(tmp_path: Path, call: Call, written: str) -> None:
    assert json.loads(call("explain", written, "-C", season(tmp_path), "--json").out)["agency"] == "SYT"


def test_several_agencies_are_listed(tmp_path: Path, call: Call) -> None:
    said = suggested(call("explain", "sở", "-C", season(tmp_path)))
    assert "SYT Sở Y tế; SNV Sở Nội vụ" in said


# --- hostile names ------------------------------------------------------------------------------------------------

EVIL = "Sở \x1b[31mY\x07 tế [red]đỏ[/red]"


@pytest.mark.parametrize(
    "command",
    [
        ("score",),
        ("score", "--json"),
        ("rank",),
        ("rank", "--plain"),
        ("check",),
        ("check", "--plain"),
        ("explain", "SYT"),
        ("explain", "x"),
        ("explain", "sở"),
    ],
)
def test_no_control_character_reaches_the_terminal(tmp_path: Path, call: Call, command: tuple[str, ...]) -> None:
    inbox = {"\x1b[2J.xlsx": b"", "2025_SNV.xlsx": form_of("SNV")}
    folder = season(tmp_path, inbox, agencies=AGENCIES.replace("Sở Y tế", EVIL))
    done = call(*command, "-C", folder)
    assert not ANSI.search(done.out.replace("\t", "") + done.err)
    assert "[red]đỏ[/red]" in re.sub(r"[\s│]+", " ", done.out + done.err)
    assert done.code in (1, 2)


def test_a_sheet_of_a_hostile_name(tmp_path: Path, call: Call) -> None:
    form = form_of("SYT").save(tmp_path / "a.xlsx")
    done = call("cells", form, "--sheet", EVIL)
    assert done.code == 2
    assert not ANSI.search(done.err)


def test_a_file_name_that_is_no_text(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    with open(os.fsencode(folder / "inbox") + b"/\xff\xfe.xlsx", "wb") as file:  # noqa: PTH123
        file.write(b"%PDF")
    for command in (("score",), ("check", "--plain"), ("score", "--json")):
        done = call(*command, "-C", folder)
        assert done.code == 1
        assert "PS116" in done.out + done.err
    assert list(results(folder)) == OUTPUTS


def test_the_tools_own_results_are_no_form(tmp_path: Path, call: Call) -> None:
    folder = season(tmp_path)
    call("score", "-C", folder)
    first = results(folder)
    (folder / "inbox" / "bang-tong-hop.xlsx").write_bytes(first["bang-tong-hop.xlsx"])
    done = call("score", "-C", folder, "--json")
    document = json.loads(done.out)
    assert document["groups"] == json.loads(first["ket-qua.json"])["groups"]
    assert {one["file"] for one in document["problems"]} == {"inbox/bang-tong-hop.xlsx"}
    assert {one["code"] for one in document["problems"]} == {"PS157"}


HOSTILE = ["=cmd|' /C calc'!A1", "a\x0bb\x1b[31m\x00", "\u202e\ufffe", "_x000D_", "x" * 32_767, "<script>&amp;"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_an_agency_stops_the_reports(tmp_path: Path, call: Call, text: str) -> None:
    """Put where a person types freely: evidence, reason, a heading, a title, and a score."""
    form = form_of("SYT", columns=[*HEADINGS, "x1"], header=[{**HEADINGS, "x1": text[:255]}])
    form.above.append([text])
    form.put("1.2", evidence=text, reason=text).put("1.1", points=text)
    folder = season(tmp_path, {**CLEAN, "2025_SYT.xlsx": form})
    for command in (("score",), ("score", "--json"), ("explain", "SYT"), ("check", "--plain")):
        done = call(*command, "-C", folder)
        assert done.code == 1
        assert not ANSI.search(done.out.replace("\t", "") + done.err)
    read, _ = read_file(folder / "results" / "bang-tong-hop.xlsx", "a.xlsx")
    assert read is not None
    typed = [cell for sheet in read.sheets for cell in sheet.cells if text[:20] in cell.text]
    assert [cell.formula for cell in typed if cell.formula is not None] == []


def test_a_fault_of_the_program_is_told_in_a_sentence(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division of \x1b[31mred")

    folder = season(tmp_path)
    monkeypatch.setattr("parscore.season.run.look_into", broken)
    done = call("score", "-C", folder)
    assert (done.code, done.out) == (3, "")
    assert "ZeroDivisionError" in done.err
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err
    with pytest.raises(ZeroDivisionError):
        call("score", "-C", folder, PARSCORE_DEBUG="1")


def test_a_file_may_be_named_from_inside_the_season(call: Call, tmp_path: Path) -> None:
    assert call("cells", "inbox/2025_SYT.xlsx", "-C", season(tmp_path)).code == 0


def test_explain_never_prints_points_that_there_are_not(tmp_path: Path, call: Call) -> None:
    form = form_of("SYT").put("2.1.1", a=None, b=None, points=None).put("2.1.2", a=None, b=None, points=None)
    folder = make(tmp_path, inbox={**forms(), "2025_SYT.xlsx": form})
    out = call("explain", "SYT", "2.1.1", "-C", folder, "--plain").out
    assert "Nằm trong\ttiêu chí 2.1: chưa có số liệu" in out
    assert ": /" not in out
