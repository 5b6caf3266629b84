"""Ballots in, figures out: known answers worked out by hand, in every layout and dress that files come in."""

from fractions import Fraction
from pathlib import Path
from unicodedata import normalize

import pytest
from surveys import (
    HEADER,
    LONG,
    LONG_HEADER,
    PEOPLE,
    WIDE,
    csv_of,
    make,
    refused,
    taken,
    taken_in,
    xlsx_of,
)

from parscore.survey.run import Taken
from parscore.survey.write import survey_csv

ROWS = [
    ("1", "SYT", "5", "A"), ("2", "SYT", "4", "A"), ("3", "SYT", "4", "C"), ("4", "SNV", "1", "K"),
    ("5", "SNV", "2", "B"), ("6", "STP", "3", "B"),
]  # fmt: skip
MEANS = {"SYT": Fraction(13, 3), "SNV": Fraction(3, 2), "STP": Fraction(3)}
SHARES = {"SYT": Fraction(2, 3), "SNV": Fraction(3, 5), "STP": Fraction(3, 5)}


def values(found: Taken, leaf: str) -> dict[str, Fraction]:
    return {one.agency.id: one.values[0][1] for one in found.figures if one.leaf.code == leaf}


def points(found: Taken, leaf: str) -> dict[str, Fraction | None]:
    return {one.agency.id: one.points for one in found.figures if one.leaf.code == leaf}


def test_means_shares_and_points_by_hand(tmp_path: Path) -> None:
    found = taken_in(tmp_path, WIDE, [HEADER, *ROWS])
    assert found.problems == ()
    assert values(found, "1.1") == MEANS
    assert values(found, "1.2") == SHARES  # no opinion is no part of the mean
    assert points(found, "1.1") == {"SYT": Fraction(25, 6), "SNV": Fraction(5, 8), "STP": Fraction(5, 2)}
    assert points(found, "1.2") == {"SYT": Fraction(8, 3), "SNV": Fraction(12, 5), "STP": Fraction(12, 5)}
    line = next(line for line in found.lines if line.agency.id == "SNV" and line.question.code == "C2")
    assert (line.ballots, line.sample.answers, line.blanks) == (2, 2, 0)
    assert dict(line.sample.counts) == {"A": 0, "B": 1, "C": 0, "K": 1}
    assert line.sample.error is None  # one answer with a weight


def test_standard_error_by_hand(tmp_path: Path) -> None:
    found = taken_in(tmp_path, WIDE, [HEADER, *ROWS])
    errors = {line.agency.id: line.sample.error for line in found.lines if line.question.code == "C1"}
    assert errors == {"SYT": Fraction(1, 9), "SNV": Fraction(1, 4), "STP": None}  # sqrt(1/3 / 3), sqrt(1/2 / 2)


def test_the_figures_are_written_exactly(tmp_path: Path) -> None:
    found = taken_in(tmp_path, WIDE, [HEADER, *ROWS])
    rows = survey_csv(found).decode("utf-8-sig").splitlines()
    assert rows[0] == "agency,code,input,value,document,made_from"
    assert rows[1] == f"SYT,1.1,mean,13/3,Khảo sát thử; survey/phieu.csv; n = 3,{found.origin}"
    assert rows[2] == f"SYT,1.2,share,2/3,Khảo sát thử; survey/phieu.csv; n = 3,{found.origin}"
    assert len(found.origin) == 64


LONG_ROWS = [
    (ballot, agency, question, answer)
    for ballot, agency, *answers in ROWS
    for question, answer in zip(("C1", "C2"), answers, strict=True)
]


@pytest.mark.parametrize("layout", ["wide", "long"])
@pytest.mark.parametrize("kind", ["comma", "semicolon", "xlsx"])
def test_every_layout_and_kind_of_file_gives_the_same(tmp_path: Path, layout: str, kind: str) -> None:
    rows = [HEADER, *ROWS] if layout == "wide" else [LONG_HEADER, *LONG_ROWS]
    content = xlsx_of(rows, above=3) if kind == "xlsx" else csv_of(rows, ";" if kind == "semicolon" else ",")
    name = "phieu.xlsx" if kind == "xlsx" else "phieu.csv"
    found = taken(make(tmp_path, WIDE if layout == "wide" else LONG, {name: content}))
    assert found.problems == ()
    assert (values(found, "1.1"), values(found, "1.2")) == (MEANS, SHARES)
    assert [(one.received, len(one.counted)) for one in found.judged] == [(6, 6)]


def test_people_write_agencies_and_options_in_many_ways(tmp_path: Path) -> None:
    rows = [
        (1, "syt", 5, "Rất hài lòng"), (2, " SỞ  Y TẾ ", "4 ", "rhl"), (3, normalize("NFD", "Sở Y tế"), 4.0, " c"),
        (4, "Sở Nội vụ", "Kém", normalize("NFD", "Không có ý kiến")), (5, "SNV", "2,0", "HÀI LÒNG"),
        (6, "Sở Tư\u00a0pháp", "3", "b\u200b"),
    ]  # fmt: skip
    found = taken(make(tmp_path, WIDE, {"phieu.xlsx": xlsx_of([tuple(map(str.upper, HEADER)), *rows])}))
    assert found.problems == ()
    assert (values(found, "1.1"), values(found, "1.2")) == (MEANS, SHARES)


def test_a_question_of_a_long_file_by_what_it_asks(tmp_path: Path) -> None:
    named = {"C1": "chất lượng tham mưu", "C2": "Mức độ hài lòng"}
    rows = [(ballot, agency, named[code], answer) for ballot, agency, code, answer in LONG_ROWS]
    assert values(taken_in(tmp_path, LONG, [LONG_HEADER, *rows]), "1.1") == MEANS


def test_several_files_and_sheets_are_one_survey(tmp_path: Path) -> None:
    book = xlsx_of([HEADER, *ROWS[:2]], sheets={"Sheet 2": [HEADER, *ROWS[2:4]], "Ghi chú": [("Người nhập", "A")]})
    found = taken(make(tmp_path, WIDE, {"b.xlsx": book, "a.csv": csv_of([HEADER, *ROWS[4:]]), "doc.txt": b"x"}))
    assert values(found, "1.1") == MEANS
    assert [(one.code, one.place.file, one.place.sheet) for one in found.problems] == [
        ("PS644", "survey/b.xlsx", "Ghi chú"),
        ("PS644", "survey/doc.txt", ""),
    ]


def test_hidden_rows_count_and_are_told(tmp_path: Path) -> None:
    found = taken(make(tmp_path, WIDE, {"phieu.xlsx": xlsx_of([HEADER, *ROWS], hidden=[3, 4])}))
    assert values(found, "1.1") == MEANS
    (note,) = found.problems
    assert (note.code, dict(note.facts)["rows"]) == ("PS645", "2")


# --- respondent groups --------------------------------------------------------------------------------------------

MIXED = [
    ("Số phiếu", "Cơ quan", "Người trả lời", "C1", "C2"),
    (1, "SYT", "LĐ sở", 5, "A"), (2, "SYT", "lãnh đạo sở", 4, "B"), (3, "SYT", "xa", 1, "C"), (4, "SYT", "xa", 2, "C"),
    (5, "SNV", "tinh", 3, "A"),
]  # fmt: skip


def test_weighted_groups_by_hand(tmp_path: Path) -> None:
    found = taken_in(tmp_path, PEOPLE.replace("about: [so]", "about: [so]\n    without: [STP]"), MIXED)
    assert values(found, "1.1") == {"SYT": Fraction(3, 4) * Fraction(9, 2) + Fraction(1, 4) * Fraction(3, 2)}
    whole, tinh, xa = (line.sample for line in found.lines if (line.agency.id, line.question.code) == ("SYT", "C1"))
    assert (tinh.mean, xa.mean, tinh.error, xa.error) == (
        Fraction(9, 2),
        Fraction(3, 2),
        Fraction(1, 4),
        Fraction(1, 4),
    )
    assert whole.error == Fraction(9, 16) * Fraction(1, 4) + Fraction(1, 16) * Fraction(1, 4)
    assert [(one.code, one.agency, one.criterion) for one in found.problems] == [
        ("PS657", "SNV", "1.1"),
        ("PS657", "SNV", "1.2"),
    ]


def test_an_absent_group_may_leave_the_weights(tmp_path: Path) -> None:
    survey = PEOPLE.replace("layout:", "without: [STP]\n    absent_respondents: excluded\n    layout:")
    found = taken_in(tmp_path, survey, MIXED)
    assert values(found, "1.1") == {"SYT": Fraction(15, 4), "SNV": Fraction(3)}
    assert found.problems == ()


def test_without_weights_every_ballot_counts_the_same(tmp_path: Path) -> None:
    survey = PEOPLE.replace(", weight: 75%", "").replace(", weight: 25%", "")
    found = taken_in(tmp_path, survey.replace("about: [so]", "about: [so]\n    without: [STP, SNV]"), MIXED[:-1])
    assert values(found, "1.1") == {"SYT": Fraction(3)}


def test_a_small_sample_is_warned_of_by_agency_and_group(tmp_path: Path) -> None:
    survey = PEOPLE.replace("layout:", "without: [STP, SNV]\n    minimum: 4\n    layout:").replace(
        "name: Lãnh đạo xã", "minimum: 3, name: Lãnh đạo xã"
    )
    found = taken_in(tmp_path, survey, MIXED[:-1])
    (warning,) = found.problems
    facts = dict(warning.facts)
    assert (warning.code, warning.agency, facts["group"], facts["found"], facts["wanted"]) == (
        "PS656", "SYT", "Lãnh đạo xã", Fraction(2), Fraction(3),
    )  # fmt: skip


# --- feeding leaves -----------------------------------------------------------------------------------------------


def test_counts_feed_a_rule_of_ballots(tmp_path: Path) -> None:
    feed = '      - {leaf: "1.3", questions: [C2], counts: {A: good, B: other, C: other}}\n'
    found = taken_in(tmp_path, WIDE + feed, [HEADER, *ROWS])
    figures = {one.agency.id: (dict(one.values), one.points) for one in found.figures if one.leaf.code == "1.3"}
    assert figures["SYT"] == ({"good": 2, "other": 1}, Fraction(2))
    assert figures["SNV"] == ({"good": 0, "other": 1}, Fraction(0))


def test_a_figure_of_several_questions_is_the_mean_of_their_means(tmp_path: Path) -> None:
    survey = (
        WIDE.replace("scale: hai-long", "scale: thang-5").replace("questions: [C1]", "questions: [C1, C2]")
        .replace('      - {leaf: "1.2", questions: [C2], input: share}\n', "")
        .replace("about: [so]", "about: [so]\n    without: [STP, SNV]\n    blank_answers: skipped")
    )  # fmt: skip
    rows = [(1, "SYT", 5, 3), (2, "SYT", 4, ""), (3, "SYT", 3, 2)]
    found = taken_in(tmp_path, survey, [HEADER, *rows])
    assert values(found, "1.1") == {"SYT": (Fraction(4) + Fraction(5, 2)) / 2}
    assert [line.blanks for line in found.lines] == [0, 1]


def test_points_wait_for_what_the_survey_does_not_give(tmp_path: Path) -> None:
    feed = '      - {leaf: "1.3", questions: [C2], counts: {A: good}}\n'
    found = taken_in(tmp_path, WIDE + feed, [HEADER, *ROWS])
    assert points(found, "1.3") == {"SYT": None, "SNV": None, "STP": None}


# --- files --------------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_used_is_an_error_and_nothing_is_whole(tmp_path: Path) -> None:
    bad = {
        "a.csv": csv_of([HEADER, *ROWS]),
        "b.csv": csv_of([("Số phiếu", "Cơ quan", "C1"), *ROWS]),
        "c.csv": "Số phiếu".encode("utf-16"),
        "d.xlsx": b"not a workbook",
        "e.csv": csv_of([("Số phiếu", "Cơ quan", "C1", "C2", "C1")]),
        "g.xlsx": xlsx_of([("Số phiếu", "C1", "C2")]),
    }
    found = taken(make(tmp_path, WIDE, bad))
    assert not found.whole
    assert sorted((one.place.file, one.code) for one in found.problems) == [
        ("survey/b.csv", "PS643"), ("survey/c.csv", "PS642"), ("survey/d.xlsx", "PS116"), ("survey/e.csv", "PS643"),
        ("survey/g.xlsx", "PS643"),
    ]  # fmt: skip


def test_files_belong_to_the_questionnaire_that_names_them(tmp_path: Path) -> None:
    second = WIDE[WIDE.index("  - id: phieu") :].replace("id: phieu", "id: hai").replace("about: [so]", "about: [xa]")
    survey = WIDE.replace("layout:", 'files: ["phieu-so*"]\n    layout:')
    survey += second.replace("layout:", 'files: ["phieu-*"]\n    layout:')
    ballots = {
        "phieu-xa.csv": csv_of([HEADER, (1, "XA1", 2, "B")]),
        "phieu-so.csv": csv_of([HEADER, *ROWS]),
        "k.csv": b"",
    }
    found = taken(make(tmp_path, survey, ballots))
    assert not found.whole
    assert [(one.code, one.place.file) for one in found.problems] == [
        ("PS640", "survey.yaml"),
        ("PS642", "survey/k.csv"),
        ("PS642", "survey/phieu-so.csv"),
    ]
    assert values(found, "1.1") == {"XA1": Fraction(2)}


def test_without_ballots_or_definition_there_is_nothing_to_take_in(tmp_path: Path) -> None:
    from folders import opened

    from parscore.survey.run import take

    for at, survey in enumerate((WIDE, None, WIDE.replace("schema:", "scheme:"))):
        folder = make(tmp_path / str(at), survey, {"phieu.csv": csv_of([HEADER, *ROWS])} if survey != WIDE else {})
        found, problems = take(folder, opened(folder).season)
        assert found is None
        assert {one.code for one in problems} == {0: {"PS640"}, 1: {"PS640"}, 2: {"PS503"}}[at]


def test_refusals_do_not_keep_the_others_from_counting(tmp_path: Path) -> None:
    found = taken_in(tmp_path, WIDE, [HEADER, *ROWS, (7, "SYT", 6, "A"), ("", "SYT", 5, "A")])
    assert values(found, "1.1") == MEANS
    assert refused(found.judged[0]) == {"7": ["PS648"], "": ["PS652"]}
    assert found.whole
