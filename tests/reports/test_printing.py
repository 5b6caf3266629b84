"""Values, formulas and rules as people read them, in both languages."""

from datetime import date
from fractions import Fraction

import pytest

from parscore.messages import Words
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import InputType, Rounding, RoundingLevel, RoundingMode
from parscore.model.rule import phrase
from parscore.model.stage import SELF_ASSESSMENT, Stage, StageKind
from parscore.reports.printing import date_words, printer, reading_words, rounding_words, stage_name

VI = printer(Words("vi"), Rounding(points=3, index=1))
EN = printer(Words("en"), Rounding(points=3, index=1))


def test_declared_decimals_and_the_sign_of_the_language():
    assert (VI.points(Fraction(18, 13)), VI.index(Fraction(1645, 20))) == ("1,385", "82,3")
    assert (EN.points(Fraction(18, 13)), EN.index(Fraction(1645, 20))) == ("1.385", "82.3")
    assert (VI.points(None), VI.index(None)) == ("", "")


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("min(a, 10.5) * 0.5", "min(a; 10,5) × 0,5"),
        ("max(points, 1) * maximum", "max(điểm; 1) × điểm tối đa"),
        ("value * maximum", "giá trị × điểm tối đa"),
        ("(21/34) * 1.5", "(21/34) × 1,5"),
        ("max / value_2", "max / value_2"),
    ],
)
def test_formulas(formula, shown):
    assert VI.formula(formula) == shown


def test_formulas_in_english_keep_point_and_comma():
    assert EN.formula("min(a, 10.5) * maximum") == "min(a, 10.5) × maximum"


def test_phrases_write_numbers_in_ranges_but_leave_labels_alone():
    assert VI.phrase(phrase("tiers.tier", when="≥ 99.5%, < 100%")) == "Bậc ≥ 99,5%, < 100%"
    assert VI.phrase(phrase("choose.option", label="Mức 1.5")) == "Phương án: Mức 1.5"
    assert VI.phrase(phrase("value.words", formula="a * 0.5")) == "Giá trị = a × 0,5"
    assert EN.phrase(phrase("value.words", formula="a * 0.5")) == "Value = a × 0.5"


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (Fraction(19, 20), InputType.PERCENT, "95 %"),
        (Fraction(1, 3), InputType.PERCENT, "33,3333333 %"),
        (Fraction(18, 13), None, "1,3846153…"),
        (True, InputType.YES_NO, "Có"),
        (False, InputType.YES_NO, "Không"),
        ("Trước hạn", InputType.CHOICE, "Trước hạn"),
    ],
)
def test_values(value, kind, shown):
    assert VI.value(value, kind) == shown
    assert VI.answer(Answer(AnswerState.GIVEN, value), kind) == shown


def test_the_other_states_of_an_answer_are_words():
    states = (AnswerState.BLANK, AnswerState.NOT_APPLICABLE, AnswerState.UNUSABLE)
    shown = [VI.answer(Answer(state)) for state in states]
    assert shown == ["(để trống)", "(không đánh giá)", "(không dùng được)"]


def test_readings_stages_and_dates(vi):
    assert reading_words(vi, "decimal comma, percent") == "dấu phẩy thập phân, dấu phần trăm"
    assert reading_words(vi, "") == ""
    assert stage_name(vi, SELF_ASSESSMENT[0]) == "tự đánh giá"
    assert stage_name(vi, Stage("vong-2", StageKind.APPRAISAL)) == "thẩm định (vong-2)"
    assert stage_name(vi, Stage("vong-2", StageKind.APPRAISAL, "Thẩm định lần 2")) == "Thẩm định lần 2"
    assert date_words(vi, date(2025, 3, 5)) == "05/03/2025"


@pytest.mark.parametrize("mode", list(RoundingMode))
@pytest.mark.parametrize("level", list(RoundingLevel))
def test_every_rounding_has_words(words, mode, level):
    assert rounding_words(words, Rounding(level, 2, 3, mode)).count("2") == 1
