"""Which of several different forms counts: the one that was chosen, by its bytes; nothing is scored in its place."""

from fractions import Fraction
from hashlib import sha256
from itertools import permutations
from pathlib import Path

import pytest
from folders import form_of, forms, make, opened, scored
from forms import Form
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parscore.model.problem import Problem
from parscore.model.ranking import SeasonResult
from parscore.season.checked import checked_files, returned_to_agencies
from parscore.season.choices import COLUMNS, Choice, with_choice
from parscore.season.record import body, written
from parscore.season.run import score_season
from parscore.season.snapshot import inputs_of

HEADER = ",".join(COLUMNS) + "\n"
OLD = form_of("SYT").content()
NEW = form_of("SYT").put("1.1", points="0,5").content()
NEWEST = form_of("SYT").put("1.1", points="0,25").content()
SNV = forms()["2025_SNV.xlsx"]
POINTS = {OLD: Fraction(1), NEW: Fraction(1, 2), NEWEST: Fraction(1, 4)}
"""What 1.1 comes to by each form."""


def digest(form: bytes) -> str:
    return sha256(form).hexdigest()


def row(
    form: bytes, *, agency: str = "SYT", who: str = "Trần B", why: str = "Công văn 12", when: str = "2026-01-20"
) -> str:
    return f"{agency},inbox/cu.xlsx,{digest(form)},{when},{who},{why}\n"


def season(path: Path, inbox: dict[str, bytes], *rows: str) -> Path:
    folder = make(path, inbox={"2025_SNV.xlsx": SNV, **inbox})
    if rows:
        (folder / "choices.csv").write_text(HEADER + "".join(rows), encoding="utf-8-sig")
    return folder


def points(result: SeasonResult) -> Fraction | None:
    """What 1.1 of SYT came to, where its form counts."""
    (card,) = (one.scorecard for one in result.groups[0].standings if one.scorecard.agency.id == "SYT")
    (leaf,) = (score for score in card.leaves() if score.leaf.code == "1.1")
    return leaf.points if card.submission else None


def about(result: SeasonResult) -> list[tuple[str, str, int]]:
    """Code, file and line of what is said of SYT's forms and of the register."""
    told = [found for found in result.problems if found.code in ("PS109", "PS131", "PS132", "PS167", "PS168", "PS169")]
    return [(found.code, found.place.file, found.place.line) for found in told]


def only(result: SeasonResult, code: str) -> Problem:
    (found,) = (found for found in result.problems if found.code == code)
    return found


TWO = {"a.xlsx": OLD, "b.xlsx": NEW}


# --- the chosen form counts ---------------------------------------------------------------------------------------


def test_without_a_choice_different_forms_are_held_back(tmp_path: Path) -> None:
    result = scored(season(tmp_path, TWO))
    assert (points(result), about(result)) == (None, [("PS109", "inbox/a.xlsx", 0), ("PS109", "inbox/b.xlsx", 0)])
    assert not result.final


@pytest.mark.parametrize(("form", "counts", "aside"), [(OLD, "a", "b"), (NEW, "b", "a")])
def test_the_chosen_form_counts_and_the_other_is_told(tmp_path: Path, form: bytes, counts: str, aside: str) -> None:
    result = scored(season(tmp_path, TWO, row(form)))
    assert (points(result), about(result)) == (POINTS[form], [("PS167", f"inbox/{aside}.xlsx", 0)])
    assert result.final
    note = only(result, "PS167")
    assert (note.agency, note.severity, dict(note.facts)) == ("SYT", "note", {
        "chosen": f"inbox/{counts}.xlsx", "left": "", "who": "Trần B", "when": "2026-01-20", "why": "Công văn 12",
    })  # fmt: skip


def test_the_same_as_if_the_other_form_had_never_come(tmp_path: Path) -> None:
    chosen = scored(season(tmp_path / "a", TWO, row(NEW)))
    alone = scored(season(tmp_path / "b", {"b.xlsx": NEW}))
    assert chosen.groups == alone.groups


def test_the_last_row_of_an_agency_counts(tmp_path: Path) -> None:
    folder = season(tmp_path, TWO, row(OLD, who="A"), row(NEW, who="B"))
    result = scored(folder)
    assert (points(result), dict(only(result, "PS167").facts)["who"]) == (POINTS[NEW], "B")
    (folder / "choices.csv").write_text(HEADER + row(NEW, who="B") + row(OLD, who="A"), encoding="utf-8")
    assert points(scored(folder)) == POINTS[OLD]


def test_of_three_forms_each_other_one_is_told(tmp_path: Path) -> None:
    result = scored(season(tmp_path, {**TWO, "c.xlsx": NEWEST}, row(NEW)))
    assert (points(result), about(result)) == (
        POINTS[NEW], [("PS167", "inbox/a.xlsx", 0), ("PS167", "inbox/c.xlsx", 0)]
    )  # fmt: skip


def test_what_stands_in_a_form_that_is_set_aside_is_counted_and_stops_nothing(tmp_path: Path) -> None:
    bad = form_of("SYT").put("1.1", points="một").put("2.1.1", a="hai").content()
    result = scored(season(tmp_path / "a", {"a.xlsx": OLD, "b.xlsx": bad}, row(OLD)))
    assert (result.final, dict(only(result, "PS167").facts)["left"]) == (True, "2")
    assert not {found.code for found in result.problems if found.severity == "error"}
    result = scored(season(tmp_path / "b", {"a.xlsx": OLD, "b.xlsx": bad}, row(bad)))
    assert {found.place.file for found in result.problems if found.code == "PS105"} == {"inbox/b.xlsx"}


def test_a_choice_where_its_form_is_the_only_one_says_nothing(tmp_path: Path) -> None:
    result = scored(season(tmp_path, {"neu.xlsx": OLD}, row(OLD)))
    assert (points(result), about(result), result.final) == (POINTS[OLD], [], True)


def test_the_same_bytes_under_two_names_are_one_form(tmp_path: Path) -> None:
    result = scored(season(tmp_path, {"a.xlsx": OLD, "b.xlsx": NEW, "c.xlsx": NEW, "d.xlsx": OLD}, row(NEW)))
    assert (points(result), about(result)) == (
        POINTS[NEW],
        [("PS167", "inbox/a.xlsx", 0), ("PS131", "inbox/c.xlsx", 0), ("PS131", "inbox/d.xlsx", 0)],
    )


def test_the_digest_counts_and_not_the_name(tmp_path: Path) -> None:
    rows = row(NEW).replace("inbox/cu.xlsx", "inbox/a.xlsx").replace(digest(NEW), digest(NEW).upper())
    assert points(scored(season(tmp_path, TWO, rows))) == POINTS[NEW]


# --- the chosen form is gone --------------------------------------------------------------------------------------


def test_several_forms_are_held_back_when_the_chosen_one_is_gone(tmp_path: Path) -> None:
    result = scored(season(tmp_path, TWO, row(OLD), row(NEWEST)))
    assert (points(result), about(result)) == (
        None, [("PS168", "choices.csv", 3), ("PS109", "inbox/a.xlsx", 0), ("PS109", "inbox/b.xlsx", 0)]
    )  # fmt: skip
    assert dict(only(result, "PS168").facts) == {
        "chosen": "inbox/cu.xlsx", "digest": digest(NEWEST)[:12], "files": "inbox/a.xlsx, inbox/b.xlsx",
        "who": "Trần B", "when": "2026-01-20", "why": "Công văn 12",
    }  # fmt: skip


def test_the_form_that_was_set_aside_is_not_scored_in_the_place_of_the_chosen_one(tmp_path: Path) -> None:
    result = scored(season(tmp_path, {"a.xlsx": OLD}, row(NEW)))
    assert (points(result), about(result), result.final) == (None, [("PS168", "inbox/a.xlsx", 0)], False)


def test_nothing_left_at_all(tmp_path: Path) -> None:
    result = scored(season(tmp_path, {}, row(NEW)))
    assert about(result) == [("PS132", "", 0), ("PS168", "choices.csv", 2)]
    assert dict(only(result, "PS168").facts)["files"] == ""


def test_a_chosen_form_that_cannot_be_used_any_more_is_no_form(tmp_path: Path) -> None:
    other_year = form_of("SYT")
    other_year.above[1] = ["NĂM 2024"]
    bad = other_year.content()
    result = scored(season(tmp_path, {"a.xlsx": OLD, "b.xlsx": bad}, row(bad)))
    assert (points(result), about(result)) == (None, [("PS168", "inbox/a.xlsx", 0)])
    assert only(result, "PS110").place.file == "inbox/b.xlsx"


def test_a_choice_of_another_agencys_form_chooses_none(tmp_path: Path) -> None:
    snv = SNV.content() if isinstance(SNV, Form) else SNV
    result = scored(season(tmp_path, {"a.xlsx": OLD}, row(snv)))
    assert (points(result), about(result)) == (None, [("PS168", "inbox/a.xlsx", 0)])


def test_what_was_decided_here_is_not_returned_to_the_agency(tmp_path: Path) -> None:
    folder = season(tmp_path, {"a.xlsx": OLD}, row(NEW))
    result = scored(folder)
    files = checked_files(result, result.problems)
    assert [(file.file, file.agency, file.errors) for file in files if file.errors] == [("inbox/a.xlsx", "SYT", 1)]
    assert returned_to_agencies(result.season, files, result.problems) == ()


# --- files from elsewhere -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("inbox", [TWO, {"a.xlsx": OLD}])
def test_a_newer_file_from_elsewhere_is_checked_without_the_choice(tmp_path: Path, inbox: dict[str, bytes]) -> None:
    folder = season(tmp_path / "s", inbox, row(NEW))
    (tmp_path / "moi.xlsx").write_bytes(NEWEST)
    result = score_season(opened(folder), instead=[(tmp_path / "moi.xlsx", "moi.xlsx")])
    assert (points(result), about(result), result.final) == (POINTS[NEWEST], [], True)


def test_of_two_files_from_elsewhere_the_chosen_bytes_count(tmp_path: Path) -> None:
    folder = season(tmp_path / "s", TWO, row(NEW))
    for name, form in TWO.items():
        (tmp_path / name).write_bytes(form)
    result = score_season(opened(folder), instead=[(tmp_path / name, name) for name in TWO])
    assert (points(result), about(result)) == (POINTS[NEW], [("PS167", "a.xlsx", 0)])


def test_the_choice_of_another_agency_stands_beside_a_file_from_elsewhere(tmp_path: Path) -> None:
    folder = season(tmp_path / "s", TWO, row(NEW))
    form_of("SNV").save(tmp_path / "moi.xlsx")
    result = score_season(opened(folder), instead=[(tmp_path / "moi.xlsx", "moi.xlsx")])
    assert (points(result), about(result)) == (POINTS[NEW], [("PS167", "inbox/a.xlsx", 0)])


# --- faults of the register ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ((digest(NEW), ""), 3, "choices.digest"),
        ((digest(NEW), digest(NEW)[:-1]), 3, "choices.digest"),
        ((digest(NEW), digest(NEW) + "0"), 3, "choices.digest"),
        ((digest(NEW), "g" + digest(NEW)[1:]), 3, "choices.digest"),
        (("2026-01-20", "20/01"), 4, "choices.date"),
        (("2026-01-20", "2026-02-30"), 4, "choices.date"),
        (("inbox/cu.xlsx", ""), 2, "choices.blank"),
        (("Trần B", " "), 5, "choices.blank"),
        (("Công văn 12", ""), 6, "choices.blank"),
        (("Công văn 12", "Công văn 12, mục 3"), 6, "agencies.fields"),
    ],
)
@pytest.mark.parametrize("inbox", [TWO, {"b.xlsx": NEW}], ids=["two", "one"])
def test_a_faulty_row_chooses_nothing_and_neither_does_what_stood_before_it(
    tmp_path: Path, inbox: dict[str, bytes], changed: tuple[str, str], column: int, reason: str
) -> None:
    result = scored(season(tmp_path, inbox, row(NEW), row(NEW).replace(*changed)))
    fault = only(result, "PS169")
    assert (fault.place.file, fault.place.line, fault.place.column) == ("choices.csv", 3, column)
    assert (fault.agency, dict(fault.facts)["reason"]) == ("SYT", reason)
    assert points(result) is None
    assert {"PS168"} < {code for code, *_ in about(result)} <= {"PS109", "PS168", "PS169"}


def test_a_faulty_row_is_told_even_where_a_later_one_counts(tmp_path: Path) -> None:
    result = scored(season(tmp_path, TWO, row(OLD).replace(digest(OLD), "x"), row(NEW)))
    assert (points(result), about(result), result.final) == (
        POINTS[NEW], [("PS169", "choices.csv", 2), ("PS167", "inbox/a.xlsx", 0)], False
    )  # fmt: skip


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    result = scored(season(tmp_path, TWO, row(NEW, agency="SYX"), "SNV,,x,y,,,z\n", row(NEW)))
    faults = [(found.place.line, dict(found.facts)["column"]) for found in result.problems if found.code == "PS169"]
    assert faults == [(2, "agency"), (3, "file"), (3, "sha256"), (3, "when"), (3, "who"), (3, "why"), (3, "why")]
    assert "SYT" in dict(only_first(result, "PS169").facts)["wanted"]
    assert points(result) == POINTS[NEW]


def only_first(result: SeasonResult, code: str) -> Problem:
    return next(found for found in result.problems if found.code == code)


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [(b"agency,file,sha256,when,who\n", 1, "why"), (HEADER.encode().replace(b"why", b"why,why"), 1, "why"),
     ("đ".encode("utf-16"), 0, ""), (b"", 1, "agency")],
)  # fmt: skip
def test_a_register_that_cannot_be_used(tmp_path: Path, content: bytes, line: int, column: str) -> None:
    folder = season(tmp_path, TWO)
    (folder / "choices.csv").write_bytes(content)
    result = scored(folder)
    first = only_first(result, "PS169")
    assert (first.place.file, first.place.line, dict(first.facts)["column"]) == ("choices.csv", line, column)
    assert points(result) is None


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    folder = season(tmp_path, TWO)
    (folder / "choices.csv").mkdir()
    assert dict(only(scored(folder), "PS169").facts)["reason"] == "agencies.unreadable"


def test_as_a_spreadsheet_saves_it_again(tmp_path: Path) -> None:
    """Semicolons, other line ends, columns in another order, days as people write them, more columns."""
    folder = season(tmp_path, TWO)
    told = f"why;who;agency;sha256;when;file;ghi chú\r\n'=12;B;syt;{digest(NEW)};20/1/2026;x;y\r\n"
    (folder / "choices.csv").write_bytes(told.encode())
    result = scored(folder)
    assert (points(result), dict(only(result, "PS167").facts)["why"]) == (POINTS[NEW], "=12")
    assert dict(only(result, "PS167").facts)["when"] == "2026-01-20"


# --- adding a row -------------------------------------------------------------------------------------------------

CHOICE = Choice("SYT", "inbox/b.xlsx", digest(NEW), "2026-01-20", "Trần B", "=Công văn 12, mục\r\n3")
WRITTEN = f'SYT,inbox/b.xlsx,{digest(NEW)},2026-01-20,Trần B,"\'=Công văn 12, mục\n3"\n'


def added(content: bytes, choice: Choice = CHOICE) -> bytes:
    longer = with_choice(content, choice)
    assert isinstance(longer, bytes)
    return longer


def test_a_new_register_has_a_mark_and_a_header_and_shields_formulas() -> None:
    assert added(b"") == ("\ufeff" + HEADER + WRITTEN).encode()


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_row_is_added_below_what_is_there(end: str) -> None:
    before = (HEADER + row(OLD).rstrip("\n") + end).encode()
    longer = added(before)
    assert longer.startswith(before)
    assert longer == (HEADER + row(OLD) + WRITTEN).encode()


def test_a_row_goes_into_the_columns_that_are_there() -> None:
    before = b"why;x;who;agency;sha256;when;file\r\n"
    longer = added(before, Choice("SYT", "b", digest(NEW), "2026-01-20", "B", "C;D"))
    assert longer == before + f'"C;D";;B;SYT;{digest(NEW)};2026-01-20;b\r\n'.encode()


def test_what_is_added_is_read_back(tmp_path: Path) -> None:
    folder = season(tmp_path, TWO)
    (folder / "choices.csv").write_bytes(added(b""))
    (choice,) = opened(folder).choices.values()
    assert choice == Choice("SYT", "inbox/b.xlsx", digest(NEW), "2026-01-20", "Trần B", "=Công văn 12, mục\n3", 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\xff\xfea", "agencies.unreadable"), (b"agency,file,sha256,when,who\n", "figures.column"),
     ((HEADER + row(OLD).replace("Công", '"Công')).encode(), "choices.quotes"),
     (HEADER.replace("why", '"why').encode(), "choices.quotes")],
)  # fmt: skip
def test_no_row_is_added_to_what_cannot_be_read_afterwards(content: bytes, reason: str) -> None:
    refused = with_choice(content, CHOICE)
    assert isinstance(refused, Problem)
    assert (refused.code, refused.place.file, dict(refused.facts)["reason"]) == ("PS169", "choices.csv", reason)


# --- the record, and what must not matter -------------------------------------------------------------------------


def test_the_register_is_an_input_and_the_record_says_why_a_form_is_not_used(tmp_path: Path) -> None:
    folder = season(tmp_path, TWO, row(NEW))
    result, listed = scored(folder), inputs_of(folder)
    assert ("choices.csv", "choices") in [(file.path, file.role) for file in listed]
    assert "choices.csv" in dict(result.sources)
    lines = set(body(result, listed, ()))
    used = {file.path: file._asdict() for file in listed}
    told = {"kind": "input", **used["inbox/a.xlsx"], "agency": "", "used": False, "codes": ["PS167"]}
    assert written(told) in lines
    assert written({"kind": "input", **used["inbox/b.xlsx"], "agency": "SYT", "used": True}) in lines


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.data(),
    names=st.permutations(["a.xlsx", "b.xlsx", "c.xlsx", "x1.xlsx", "x2.xlsx"]),
    chosen=st.sampled_from([OLD, NEW, NEWEST]),
)
def test_no_order_of_files_or_of_rows_of_different_agencies_matters(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, names: list[str], chosen: bytes
) -> None:
    snv = [form_of("SNV").content(), form_of("SNV").put("1.1", points="0,75").content()]
    contents = [OLD, NEW, NEWEST, *snv]
    queues = {"SYT": [row(OLD), row(NEW), row(chosen)], "SNV": [row(one, agency="SNV") for one in reversed(snv)]}
    turns = data.draw(st.permutations(["SYT"] * 3 + ["SNV"] * 2))
    rows = [queues[agency].pop(0) for agency in turns]
    folder = make(tmp_path_factory.mktemp("s"), inbox=dict(zip(names, contents, strict=True)))
    (folder / "choices.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    result = scored(folder)
    assert (points(result), result.final) == (POINTS[chosen], True)
    names_of = dict(zip(contents, names, strict=True))
    aside = {f"inbox/{names_of[form]}" for form in contents if form not in (chosen, snv[0])}
    assert {file for code, file, _ in about(result) if code == "PS167"} == aside
    assert {code for code, *_ in about(result)} == {"PS167"}


def test_the_order_of_the_directory_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = season(tmp_path, {**TWO, "c.xlsx": NEWEST, "d.xlsx": NEW}, row(NEW))
    before, listed = scored(folder), sorted((folder / "inbox").iterdir())
    for order in list(permutations(listed))[::17]:
        with monkeypatch.context() as patched:
            patched.setattr(Path, "iterdir", lambda _, order=order: iter(order))
            assert scored(folder) == before


@pytest.mark.parametrize("jobs", [2])
def test_the_number_of_jobs_does_not_matter(tmp_path: Path, jobs: int) -> None:
    folder = season(tmp_path, {**TWO, "c.xlsx": NEWEST}, row(NEW))
    assert scored(folder, jobs) == scored(folder)
