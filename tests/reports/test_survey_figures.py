"""What a survey says of agencies and groups: counts worked out by hand, and whether these ballots were scored."""

from fractions import Fraction
from pathlib import Path

import pytest
from folders import opened
from surveys import HEADER, LONG, PEOPLE, WIDE, csv_of, make, taken, taken_in

from parscore.messages import Words
from parscore.reports.content import Paragraph
from parscore.reports.material import material
from parscore.reports.narrative import report_paper
from parscore.reports.survey_figures import Ballots, SurveyFigures, survey_figures, survey_of
from parscore.season.run import score_season
from parscore.season.survey_figures import SURVEY_FIGURES
from parscore.survey.write import survey_csv

SAMPLE = Path(__file__).parents[2] / "sample_data" / "tinh-mau-2025"
ROWS = [
    ("1", "SYT", "5", "A"), ("2", "SYT", "4", "A"), ("3", "SYT", "4", "C"), ("4", "SNV", "1", "K"),
    ("5", "SNV", "2", "B"), ("6", "XYZ", "3", "B"),
]  # fmt: skip
SMALL = WIDE.replace("layout:", "minimum: 3\n    layout:")


def figures(folder: Path, survey: str = SMALL, rows: list[tuple[str, ...]] | None = None) -> SurveyFigures:
    return survey_figures(taken_in(folder, survey, [HEADER, *(ROWS if rows is None else rows)]))


def test_ballots_means_and_errors_of_each_agency(tmp_path: Path) -> None:
    (group,) = figures(tmp_path).of_group("so")
    assert [(one.agency.id, one.whole.ballots, one.groups) for one in group.agencies] == [
        ("SYT", 3, ()), ("SNV", 2, ()), ("STP", 0, ()),
    ]  # fmt: skip
    first, second = group.agencies[0].questions
    assert (first.question.code, first.sample.mean, first.sample.error) == ("C1", Fraction(13, 3), Fraction(1, 9))
    assert (second.question.code, second.sample.answers, second.sample.mean) == ("C2", 3, Fraction(2, 3))
    assert group.agencies[2].questions[0].sample.mean is None


def test_a_group_as_a_whole(tmp_path: Path) -> None:
    (group,) = figures(tmp_path).of_group("so")
    assert (group.ballots, group.least, group.most, group.respondents) == (5, 0, 3, ())
    first, second = group.questions
    assert (first.mean, first.best, first.least) == (Fraction(35, 12), Fraction(13, 3), Fraction(3, 2))
    assert (second.mean, second.best) == (Fraction(19, 30), Fraction(2, 3))


def test_received_is_counted_and_refused(tmp_path: Path) -> None:
    (one,) = figures(tmp_path).received
    assert (one.questionnaire.name, one.received, one.counted, one.refused) == ("Phiếu thử", 6, 5, 1)


@pytest.mark.parametrize(("minimum", "few"), [(2, ["STP"]), (3, ["SNV", "STP"]), (4, ["SYT", "SNV", "STP"])])
def test_fewer_ballots_than_the_plan_asks_for(tmp_path: Path, minimum: int, few: list[str]) -> None:
    (group,) = figures(tmp_path, WIDE.replace("layout:", f"minimum: {minimum}\n    layout:")).of_group("so")
    assert [one.agency.id for one in group.too_few] == few


def test_groups_of_respondents_have_ballots_and_minima_of_their_own(tmp_path: Path) -> None:
    survey = PEOPLE.replace("name: Lãnh đạo xã", "minimum: 2, name: Lãnh đạo xã").replace(
        "about: [so]", "about: [so]\n    without: [STP, SNV]"
    )
    header = ("Số phiếu", "Cơ quan", "Người trả lời", "C1", "C2")
    rows = [("1", "SYT", "LĐ sở", "5", "A"), ("2", "SYT", "LĐ sở", "4", "A"), ("3", "SYT", "xa", "1", "C")]
    (group,) = survey_figures(taken_in(tmp_path, survey, [header, *rows])).of_group("so")
    (agency,) = group.agencies
    assert agency.whole == Ballots("", 3, 0)
    assert agency.groups == (Ballots("Lãnh đạo sở", 2, 0), Ballots("Lãnh đạo xã", 1, 2))
    assert agency.too_few == (Ballots("Lãnh đạo xã", 1, 2),)
    assert group.respondents == (("Lãnh đạo sở", 2), ("Lãnh đạo xã", 1))
    assert group.questions[0].mean == Fraction(3, 4) * Fraction(9, 2) + Fraction(1, 4)


def test_a_questionnaire_about_several_groups_is_told_for_each(tmp_path: Path) -> None:
    rows = [*ROWS[:5], ("7", "XA1", "3", "B")]
    found = figures(tmp_path, SMALL.replace("about: [so]", "about: [so, xa]"), rows)
    assert [(group, len(one.agencies), one.ballots) for group, one in found.groups] == [("so", 3, 5), ("xa", 1, 1)]
    assert found.of_group("khac") == ()


def test_two_questionnaires_stand_apart(tmp_path: Path) -> None:
    one = LONG.split("questionnaires:\n")[1]
    other = one.replace("id: phieu", "id: khac").replace("Phiếu thử", "Phiếu khác").replace(
        '"1.1", questions: [C1], input: mean', '"1.3", questions: [C2], counts: {A: good, B: good, C: other}').replace(
        '      - {leaf: "1.2", questions: [C2], input: share}\n', "")  # fmt: skip
    first, second = (each.replace("layout:", f'files: ["{name}*"]\n    layout:')
                     for each, name in ((one, "a"), (other, "b")))  # fmt: skip
    header = ("Số phiếu", "Cơ quan", "Câu", "Trả lời")
    rows = [("1", "SYT", "C1", "5"), ("1", "SYT", "C2", "A")]
    files = {"a.csv": csv_of([header, *rows]), "b.csv": csv_of([header, *rows])}
    survey = LONG.split("questionnaires:")[0] + "questionnaires:\n" + first + second
    found = survey_figures(taken(make(tmp_path, survey, files)))
    assert [one.questionnaire.name for one in found.of_group("so")] == ["Phiếu thử", "Phiếu khác"]


def test_whether_the_scored_figures_were_made_of_these_ballots(tmp_path: Path) -> None:
    survey = WIDE.replace("about: [so]", "about: [so]\n    without: [STP]")
    folder = make(tmp_path, survey, {"phieu.csv": csv_of([HEADER, *ROWS[:5]])})
    season = opened(folder).season
    before = survey_of(folder, season)
    assert before is not None
    assert not before.current  # nothing was imported yet
    (folder / SURVEY_FIGURES).write_bytes(survey_csv(taken(folder)))
    current = survey_of(folder, season)
    assert current is not None
    assert current.current
    (folder / "survey" / "phieu.csv").write_bytes(csv_of([HEADER, *ROWS[:4]]))
    later = survey_of(folder, season)
    assert later is not None
    assert not later.current
    assert later.of_group("so")[0].ballots == 4


def test_a_season_without_survey_or_without_ballots(tmp_path: Path) -> None:
    without, empty = make(tmp_path / "a", None), make(tmp_path / "b", WIDE)
    assert survey_of(without, opened(without).season) is None
    assert survey_of(empty, opened(empty).season) is None


def test_the_sample_season() -> None:
    found = survey_of(SAMPLE, opened(SAMPLE).season)
    assert found is not None
    assert found.current
    assert [group for group, _ in found.groups] == ["so"]
    (group,) = found.of_group("so")
    assert {one.whole.minimum for one in group.agencies} == {100}
    assert group.ballots == found.received[0].counted
    assert sum(count for _, count in group.respondents) == group.ballots


def told(folder: Path, words: Words) -> str:
    season = opened(folder)
    of = material(score_season(season), words, survey=survey_of(folder, season.season))
    return "\n".join(block.text for block in report_paper(of).blocks if isinstance(block, Paragraph))


def test_the_report_says_how_many_ballots_there_are_of_whom(tmp_path: Path) -> None:
    """Of the sample: every number that the sentence says is counted in the figures."""
    season = opened(SAMPLE)
    counted = survey_of(SAMPLE, season.season)
    assert counted is not None
    said = told(SAMPLE, Words("vi"))
    for each in counted.received:
        assert f"thu về {each.received} phiếu, hợp lệ {each.counted} phiếu, loại {each.refused} phiếu" in said
    for _, group in counted.groups:
        assert f"có {group.ballots} lượt đánh giá, mỗi đơn vị từ {group.least} đến {group.most} phiếu" in said
        assert all(f"{name} {count} phiếu" in said for name, count in group.respondents)
    assert ("không lập từ đúng các phiếu này" in said) is not counted.current


def test_the_report_names_who_has_too_few_ballots_and_ballots_that_were_not_scored(tmp_path: Path) -> None:
    folder = make(tmp_path, SMALL, {"nguoi-dan.csv": csv_of([HEADER, *ROWS])})
    said = told(folder, Words("vi"))
    assert "Ít phiếu hơn số tối thiểu của kế hoạch: Sở Nội vụ" in said
    assert "không lập từ đúng các phiếu này" in said
    assert "Fewer ballots than the plan asks for: Sở Nội vụ" in told(folder, Words("en"))


def test_without_ballots_the_report_counts_none(tmp_path: Path) -> None:
    season = opened(SAMPLE)
    of = material(score_season(season), Words("vi"))
    assert "thu về" not in "\n".join(one.text for one in report_paper(of).blocks if isinstance(one, Paragraph))
