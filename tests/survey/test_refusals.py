"""Every reason to refuse a ballot, beside the same ballot that counts."""

from pathlib import Path

import pytest
from surveys import HEADER, LONG, LONG_HEADER, PEOPLE, WIDE, csv_of, make, refused, taken, taken_in, xlsx_of

from parscore.messages import LANGUAGES, Words
from parscore.model.place import Place

GOOD = ("1", "SYT", "5", "A")


@pytest.mark.parametrize(
    ("row", "code", "place"),
    [
        (("2", "Sở Y tê", "5", "A"), "PS646", 2),
        (("2", "", "5", "A"), "PS646", 2),
        (("2", "Xã Hòa An", "5", "A"), "PS646", 2),
        (("2", "SYT", "6", "A"), "PS648", 3),
        (("2", "SYT", "4,5", "A"), "PS648", 3),
        (("2", "SYT", "5%", "A"), "PS648", 3),
        (("2", "SYT", "5", "Rất hài lòn"), "PS648", 4),
        (("2", "SYT", "", "A"), "PS649", 3),
        (("2", "SYT", "", " \u200b"), "PS649", 0),
        (("", "SYT", "5", "A"), "PS652", 0),
    ],
)
def test_a_ballot_that_cannot_count(tmp_path: Path, row: tuple[str, ...], code: str, place: int) -> None:
    found = taken_in(tmp_path, WIDE, [HEADER, GOOD, row])
    (judged,) = found.judged
    assert (judged.received, len(judged.counted)) == (2, 1)
    assert refused(judged) == {row[0]: [code]}
    problem = judged.refused[0].problems[0]
    assert problem.severity == "warning"
    assert problem.place == Place("survey/phieu.csv", line=3, column=place)
    for language in LANGUAGES:
        assert str(dict(problem.facts).get("reason", "no reason")) not in Words(language).problem(problem).message


def test_a_near_name_is_named_and_not_chosen(tmp_path: Path) -> None:
    found = taken_in(tmp_path, WIDE, [HEADER, GOOD, ("2", "Sở Y tê", "5", "A")])
    told = Words("vi").problem(found.judged[0].refused[0].problems[0])
    assert "Sở Y tế" in told.message
    assert [one.agency for one in found.judged[0].counted] == ["SYT"]


def test_every_fault_of_a_ballot_is_told_and_it_is_refused_once(tmp_path: Path) -> None:
    found = taken_in(tmp_path, WIDE, [HEADER, GOOD, ("2", "SYY", "6", "Z")])
    assert refused(found.judged[0]) == {"2": ["PS646", "PS648", "PS648"]}
    assert found.judged[0].received == 2


def test_an_unknown_respondent_group(tmp_path: Path) -> None:
    header = ("Số phiếu", "Cơ quan", "Người trả lời", "C1", "C2")
    found = taken_in(tmp_path, PEOPLE, [header, (1, "SYT", "LĐ sở", 5, "A"), (2, "SYT", "người dân", 5, "A")])
    assert refused(found.judged[0]) == {"2": ["PS647"]}


def test_a_partly_blank_ballot_counts_where_the_plan_says_so(tmp_path: Path) -> None:
    skipped = WIDE.replace("layout:", "blank_answers: skipped\n    layout:")
    rows = [HEADER, GOOD, ("2", "SYT", "", "B"), ("3", "SYT", "", "")]
    (judged,) = taken_in(tmp_path, skipped, rows).judged
    assert [(one.answers, one.blanks) for one in judged.counted] == [
        ((("C1", "5"), ("C2", "A")), ()),
        ((("C2", "B"),), ("C1",)),
    ]
    assert refused(judged) == {"3": ["PS649"]}


# --- the same id twice --------------------------------------------------------------------------------------------


def test_of_exact_copies_one_counts(tmp_path: Path) -> None:
    rows = [HEADER, GOOD, ("2", "SNV", "5", "B"), ("1", " syt", "5", "a")]
    (judged,) = taken_in(tmp_path, WIDE, rows).judged
    assert (judged.received, len(judged.counted)) == (3, 2)
    assert judged.refused[0].place == Place("survey/phieu.csv", line=4)
    facts = dict(judged.refused[0].problems[0].facts)
    assert (facts["file"], facts["line"]) == ("survey/phieu.csv", "2")


def test_of_ballots_with_one_id_that_differ_none_counts(tmp_path: Path) -> None:
    (judged,) = taken_in(tmp_path, WIDE, [HEADER, GOOD, ("1", "SYT", "5", "B")]).judged
    assert (judged.received, judged.counted) == (2, [])
    assert [refusal.problems[0].code for refusal in judged.refused] == ["PS650", "PS650"]


def test_ids_are_one_across_files(tmp_path: Path) -> None:
    ballots = {"a.csv": csv_of([HEADER, GOOD]), "b.csv": csv_of([HEADER, ("1", "SNV", "5", "B")])}
    (judged,) = taken(make(tmp_path, WIDE, ballots)).judged
    assert (judged.received, judged.counted) == (2, [])


def test_a_ballot_on_several_agencies_where_that_is_declared(tmp_path: Path) -> None:
    several = WIDE.replace("layout:", "agencies_per_ballot: several\n    layout:")
    rows = [HEADER, GOOD, ("1", "SNV", "5", "B"), ("1", "SNV", "5", "C")]
    (judged,) = taken_in(tmp_path, several, rows).judged
    assert ([one.agency for one in judged.counted], len(judged.refused)) == (["SYT"], 2)


def test_without_a_column_of_ids_rows_are_ballots(tmp_path: Path) -> None:
    nameless = WIDE.replace("ballot: Số phiếu, ", "")
    (judged,) = taken_in(tmp_path, nameless, [HEADER[1:], GOOD[1:], GOOD[1:]]).judged
    assert (judged.received, len(judged.counted)) == (2, 2)


# --- one row an answer --------------------------------------------------------------------------------------------

ANSWERS = [("1", "SYT", "C1", "5"), ("1", "SYT", "C2", "A")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("2", "SYT", "C1", "5"), ("2", "SNV", "C2", "A")], "PS651"),
        ([("2", "SYT", "C1", "5"), ("2", "SYT", "C1", "4"), ("2", "SYT", "C2", "A")], "PS651"),
        ([("2", "SYT", "C1", "5"), ("2", "SYT", "C3", "A"), ("2", "SYT", "C2", "A")], "PS653"),
        ([("2", "SYT", "C1", "5")], "PS649"),
        ([("2", "SYT", "C1", "5"), ("2", "SYT", "C2", "")], "PS649"),
    ],
)
def test_a_ballot_of_rows_that_cannot_count(tmp_path: Path, rows: list[tuple[str, ...]], code: str) -> None:
    (judged,) = taken_in(tmp_path, LONG, [LONG_HEADER, *ANSWERS, *rows]).judged
    assert (judged.received, len(judged.counted), refused(judged)) == (2, 1, {"2": [code]})


def test_rows_without_an_id_are_told_one_by_one(tmp_path: Path) -> None:
    (judged,) = taken_in(tmp_path, LONG, [LONG_HEADER, *ANSWERS, ("", "SYT", "C1", "5"), ("", "SYT", "C2", "A")]).judged
    assert (judged.received, len(judged.counted)) == (3, 1)
    assert all("PS652" in [found.code for found in one.problems] for one in judged.refused)


def test_repeated_rows_count_once_and_are_noted(tmp_path: Path) -> None:
    found = taken_in(tmp_path, LONG, [LONG_HEADER, *ANSWERS, ANSWERS[0], ("1", "syt", "C1", "Rất tốt")])
    assert len(found.judged[0].counted) == 1
    (note,) = [one for one in found.problems if one.code == "PS655"]
    assert dict(note.facts)["count"] == "2"


def test_questions_that_are_not_for_scoring_are_passed_over(tmp_path: Path) -> None:
    survey = LONG.replace("    figures:", "    unscored: [Góp ý]\n    figures:")
    (judged,) = taken_in(tmp_path, survey, [LONG_HEADER, *ANSWERS, ("1", "SYT", "góp ý", "Cần nhanh hơn")]).judged
    assert len(judged.counted) == 1


# --- cells of workbooks -------------------------------------------------------------------------------------------


def test_cells_that_hold_no_answer(tmp_path: Path) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(xlsx_of([HEADER, GOOD, ("2", "SYT", "5", "A"), ("3", "SYT", "5", "A")])))
    sheet = book.worksheets[0]
    sheet["C3"] = "=2+3"  # openpyxl stores no result
    sheet["C4"] = "#N/A"
    sheet["C4"].data_type = "e"
    sheet.append(["4", "SYT", 45000, "A"])
    sheet["C5"].number_format = "dd/mm/yyyy"
    buffer = io.BytesIO()
    book.save(buffer)
    (judged,) = taken(make(tmp_path, WIDE, {"phieu.xlsx": buffer.getvalue()})).judged
    assert refused(judged) == {"2": ["PS654"], "3": ["PS654"], "4": ["PS654"]}
    reasons = [dict(one.problems[0].facts)["reason"] for one in judged.refused]
    assert reasons == ["survey.uncalculated", "survey.error", "survey.date"]
    assert judged.refused[0].problems[0].place.cell == "C3"


def test_a_row_with_more_values_than_columns(tmp_path: Path) -> None:
    content = csv_of([HEADER, GOOD]) + b"2,SYT,4,5,A\n"
    (judged,) = taken(make(tmp_path, WIDE, {"phieu.csv": content})).judged
    assert "PS654" in refused(judged)["2"]
