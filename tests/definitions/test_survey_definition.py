"""survey.yaml: what is read, and every fault with its code, line and reason."""

from fractions import Fraction
from pathlib import Path

import pytest
from folders import opened
from surveys import LONG, PEOPLE, WIDE, make

from parscore.definitions.survey import load_survey
from parscore.messages import LANGUAGES, Words
from parscore.model.problem import Problem
from parscore.model.survey import Columns, Feed, Option, Respondents
from parscore.survey.bind import misfits, surveyed


def faults(text: str) -> list[tuple[str, int, str]]:
    survey, problems = load_survey(text.encode(), "survey.yaml")
    assert (survey is None) == bool(problems)
    return [_told(problem) for problem in problems]


def _told(problem: Problem) -> tuple[str, int, str]:
    assert problem.place.file == "survey.yaml"
    reason = str(dict(problem.facts).get("reason", ""))
    messages = [Words(language).problem(problem).message for language in LANGUAGES]
    assert not reason or not any(reason in message for message in messages)
    return problem.code, problem.place.line, reason.removeprefix("survey.")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_what_is_declared_is_what_the_model_holds() -> None:
    survey, problems = load_survey(PEOPLE.encode(), "survey.yaml")
    assert survey is not None and problems == ()
    (one,) = survey.questionnaires
    assert (one.id, one.wide, one.weighted, one.about, one.files) == ("phieu", True, True, ("so",), ("*",))
    assert one.columns == Columns("Cơ quan", "Số phiếu", "Người trả lời")
    assert one.respondents[0] == Respondents("tinh", "Lãnh đạo sở", ("LĐ sở",), Fraction(3, 4))
    question = one.questions[1]
    assert (question.code, question.column, question.scale.percent) == ("C2", "C2", True)
    assert question.scale.options[1:] == (
        Option("B", "Hài lòng", Fraction(3, 5)),
        Option("C", "Không hài lòng", Fraction(0)),
        Option("K", "Không có ý kiến", None),
    )
    assert one.feeds[0] == Feed("1.1", ("C1",), "mean", origin=one.feeds[0].origin)
    assert one.feeds[0].inputs == ("mean",)


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        (WIDE, "layout: wide", "layout: broad", ("PS505", "layout: broad", "")),
        (WIDE, "title: Khảo sát thử", "titel: Khảo sát thử", ("PS503", "titel", "")),
        (WIDE, "    about: [so]\n", "", ("PS504", "- id: phieu", "")),
        (WIDE, "weight: 60%", "weight: nhiều", ("PS505", "weight: nhiều", "")),
        (WIDE, "weight: 60%", "weight: 60", ("PS641", "weight: 60}", "mixed")),
        (WIDE, "code: B", "code: a", ("PS515", "code: a", "")),
        (WIDE, "label: Hài lòng", "label: rhl", ("PS515", "label: rhl", "")),
        (WIDE, "scale: thang-5", "scale: thang-4", ("PS641", "scale: thang-4", "scale")),
        (WIDE, "code: C2", "code: C1", ("PS515", "{code: C1, ask: Mức", "")),
        (WIDE, "questions: [C1]", "questions: [C9]", ("PS641", "questions: [C9]", "question")),
        (WIDE, "questions: [C1]", "questions: [C1, C1]", ("PS515", "questions: [C1, C1]", "")),
        (WIDE, "questions: [C1]", "questions: [C1, C2]", ("PS641", "questions: [C1, C2]", "mixed")),
        (WIDE, ", input: mean}", "}", ("PS641", '{leaf: "1.1"', "input_or_counts")),
        (WIDE, "input: mean}", "input: mean, counts: {A: good}}", ("PS641", '{leaf: "1.1"', "input_or_counts")),
        (WIDE, "input: mean}", "counts: {Z: good}}", ("PS641", "counts: {Z", "option")),
        (WIDE, "agency: Cơ quan}", "agency: Cơ quan, question: Câu}", ("PS641", "columns:", "wide")),
        (WIDE, "agency: Cơ quan}", "agency: C1}", ("PS515", "{code: C1", "")),
        (WIDE, "agency: Cơ quan}", "agency: Cơ quan, respondents: Ai}", ("PS641", "columns:", "respondents")),
        (LONG, ", answer: Trả lời", "", ("PS641", "columns:", "no_column")),
        (LONG, "ballot: Số phiếu, ", "", ("PS641", "columns:", "no_column")),
        (PEOPLE, "weight: 25%", "weight: 20%", ("PS641", "respondents:\n", "weights")),
        (PEOPLE, ", weight: 25%", "", ("PS641", "respondents:\n", "weights")),
        (PEOPLE, "weight: 25%", "weight: 0.25", ("PS505", "weight: 0.25", "")),
        (PEOPLE, "id: xa", "id: tinh", ("PS515", "{id: tinh, name: Lãnh đạo xã", "")),
        (PEOPLE, "input: share}", "counts: {A: good}}", ("PS641", "counts: {A", "weighted_counts")),
        (PEOPLE, ", respondents: Người trả lời}", "}", ("PS641", "columns:", "respondents")),
    ],
)
def test_a_fault_with_its_line(text: str, old: str, new: str, expected: tuple[str, str, str]) -> None:
    assert old in text
    changed = text.replace(old, new, 1)
    code, part, reason = expected
    line = line_of(changed, part)
    if part == "respondents:\n":  # a list stands where its first entry does
        line += 1
    found = faults(changed)
    assert (code, line, reason) in found
    assert len(found) <= 2  # at most one more, of whatever uses what is at fault


def test_a_scale_where_nothing_has_a_weight() -> None:
    text = WIDE.replace("weight: 100%", "weight: none").replace("60%", "none").replace("weight: 0%", "weight: none")
    assert [code for code, _, _ in faults(text)] == ["PS641"]


def test_several_agencies_a_ballot_need_ids() -> None:
    text = WIDE.replace("ballot: Số phiếu, ", "").replace("layout:", "agencies_per_ballot: several\n    layout:")
    assert [(code, reason) for code, _, reason in faults(text)] == [("PS641", "no_column")]


def test_yaml_faults_are_those_of_every_definition() -> None:
    assert [code for code, _, _ in faults(WIDE.replace("title: ", "title: !!str "))] == ["PS506"]
    assert [code for code, _, _ in faults(WIDE + "\tx: 1\n")] == ["PS501"]
    assert [code for code, _, _ in faults(WIDE.replace("title:", "title: a\ntitle:"))] == ["PS502"]


# --- against the season -------------------------------------------------------------------------------------------


def found_misfits(folder: Path, text: str) -> list[tuple[str, str, str]]:
    survey, problems = load_survey(text.encode(), "survey.yaml")
    assert survey is not None, problems
    found = misfits(survey, opened(make(folder, None)).season)
    return [(_told(one)[2], str(dict(one.facts)["found"]), str(dict(one.facts)["wanted"])) for one in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("about: [so]", "about: [ban-nganh]", ("group", "ban-nganh", "so, xa")),
        ("about: [so]", "about: [so]\n    without: [SYTE]", ("agency", "SYTE", "SYT")),
        ('leaf: "1.1"', 'leaf: "1.9"', ("leaf", "1.9", "1.1, 1.2, 1.3")),
        ('leaf: "1.1"', 'leaf: "1"', ("leaf", "1", "1.1, 1.2, 1.3")),
        ('leaf: "1.1"', 'leaf: "1.4"', ("source", "1.4", "1.1, 1.2, 1.3")),
        ("input: mean", "input: means", ("input", "means", "mean")),
        ("questions: [C1], input: mean", "questions: [C2], input: mean", ("percent", "mean", "")),
        ("input: share", "counts: {A: share}", ("not_a_count", "share", "")),
        ("weight: 5}", "weight: 6}", ("outside_input", "mean", "1 … 5")),
        ("weight: 1}", "weight: 0}", ("outside_input", "mean", "1 … 5")),
    ],
)  # fmt: skip
def test_ps641_what_the_season_does_not_have(
    tmp_path: Path, old: str, new: str, expected: tuple[str, str, str]
) -> None:
    assert old in WIDE
    assert found_misfits(tmp_path, WIDE.replace(old, new, 1)) == [expected]


def test_plain_weights_do_not_feed_a_percent(tmp_path: Path) -> None:
    changed = WIDE.replace("questions: [C2], input: share", "questions: [C1], input: share")
    assert found_misfits(tmp_path, changed) == [("number", "share", "")]


def test_an_input_is_fed_once(tmp_path: Path) -> None:
    again = '      - {leaf: "1.1", questions: [C1], input: mean}\n'
    assert found_misfits(tmp_path, WIDE + again) == [("fed_twice", "mean", "")]


def test_a_sound_survey_fits_and_is_about_the_agencies_declared(tmp_path: Path) -> None:
    assert found_misfits(tmp_path, PEOPLE) == []
    survey, _ = load_survey(WIDE.replace("about: [so]", "about: [xa, so]\n    without: [STP]").encode(), "s")
    assert survey is not None
    agencies = surveyed(survey.questionnaires[0], opened(make(tmp_path, None)).season)
    assert [agency.id for agency in agencies] == ["SYT", "SNV", "XA1"]
