"""Formulas of cells as text, and worked out as they are worded: exact numbers, brackets, boundaries, rounding."""

from datetime import date
from fractions import Fraction

import pytest

from parscore.model.criteria import RoundingMode
from parscore.model.formula import (
    NO_CASE,
    Call,
    Column,
    Constant,
    Day,
    Expression,
    Ref,
    Text,
    added,
    equal,
    if_,
    is_whole,
    rounded,
    same,
)
from parscore.rules.excel import Excel, Span, Spot
from parscore.rules.worded import Held, serial, value_of

A, B, C = Ref("a", given=True), Ref("b", given=True), Ref("c")
SPOTS = {"a": Spot("Bảng", 0, 0), "b": Spot("Bảng", 1, 0), "c": Spot("Bảng", 2, 0), "far": Spot("Dữ liệu's", 9, 27)} | {
    "fixed": Spot("Bảng", 8, 3, fixed=True), "under": Spot("Bảng", 9, 3, fixed=True),
    "away": Spot("Dữ liệu's", 9, 27, fixed=True), "span": Span(Spot("Bảng", 8, 3), Spot("Bảng", 8, 10)),
}  # fmt: skip


def text(formula: Expression) -> str:
    return Excel("Bảng", SPOTS.__getitem__, lambda key: f"<{key}>").formula(formula)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (A + B - C, "=A1+A2-A3"),
        (A - (B - C), "=A1-(A2-A3)"),
        ((A + B) * C, "=(A1+A2)*A3"),
        (A / (B * C), "=A1/(A2*A3)"),
        (A * B / C, "=A1*A2/A3"),
        (-A + B, "=-A1+A2"),
        (A - -B, "=A1-(-A2)"),
        (-(A + B), "=-(A1+A2)"),
        (A * Fraction(1, 3), "=A1*(1/3)"),
        (A * Fraction(-1, 4), "=A1*(-0.25)"),
        (A + Fraction("0.1"), "=A1+0.1"),
        (Fraction(9, 10) > A, "=A1<0.9"),
        (Fraction(9, 10) > C, "=ROUND(A3-0.9,12)<0"),
        (C >= 20000, "=ROUND(A3-20000,8)>=0"),
        (equal(C, 0), "=ROUND(A3,12)=0"),
        (A + B <= C, "=ROUND(A1+A2-A3,12)<=0"),
        (is_whole(C), "=ROUND(A3,11)=ROUND(A3,0)"),
        (if_(same(C, NO_CASE), 0, C), '=IF(A3="<no_case>",0,A3)'),
        (same(A, Text('nói "có"')), '=A1="nói ""có"""'),
        (A - Day(date(2025, 1, 31)), "=A1-DATE(2025,1,31)"),
        (Ref("far") * 2, "='Dữ liệu''s'!AB10*2"),
        (added([A, B, C]), "=SUM(A1:A3)"),
        (added([A, C]), "=SUM(A1,A3)"),
        (added([A, B, Ref("far")]), "=SUM(A1:A2,'Dữ liệu''s'!AB10)"),
        (Call("above", (Column((A, B)), C)) + 1, "=SUMPRODUCT(--(ROUND(A1:A2-A3,10)>0))+1"),
        (Call("below", (Column((Ref("span"),)), Ref("fixed"))), "=SUMPRODUCT((D9:K9<$D$9)/COUNTIF(D9:K9,D9:K9))"),
        (added([Ref("fixed"), Ref("under"), A]), "=SUM($D$9:$D$10,A1)"),
        (Ref("away") * 2, "='Dữ liệu''s'!$AB$10*2"),
        (Call("between", (A, B, Column((C,)))), '=COUNTIFS(A3,">"&A1,A3,"<="&A2)'),
        (rounded(C, 2, "half_up"), "=ROUND(ROUND(A3*100,10),0)/100"),
        (rounded(C, 0, "half_up"), "=ROUND(ROUND(A3,12),0)"),
        (rounded(A / B * 100, 1, "down"), "=TRUNC(ROUND(A1/A2*100*10,11))/10"),
        (
            rounded(C, 0, "half_even"),
            "=IF(ROUND(A3,12)-INT(ROUND(A3,12))=0.5,2*ROUND(ROUND(A3,12)/2,0),ROUND(ROUND(A3,12),0))",
        ),
    ],
)
def test_formulas_are_written_for_every_program(formula: Expression, expected: str) -> None:
    assert text(formula) == expected


def value(formula: Expression, **cells: Held) -> Held:
    return value_of(formula, cells.__getitem__)


@pytest.mark.parametrize(
    ("mode", "given", "expected"),
    [
        ("half_up", "2.675", "2.68"),
        ("half_up", "-0.005", "-0.01"),
        ("half_up", "2.6749", "2.67"),
        ("half_even", "2.665", "2.66"),
        ("half_even", "2.675", "2.68"),
        ("half_even", "-2.665", "-2.66"),
        ("down", "2.679", "2.67"),
        ("down", "-2.679", "-2.67"),
    ],
)
def test_every_mode_settles_a_half_as_the_engine_does(mode: str, given: str, expected: str) -> None:
    assert RoundingMode(mode)
    assert value(rounded(C, 2, mode), c=Fraction(given)) == Fraction(expected)


def test_noise_is_dropped_before_a_bound_and_nothing_else_is() -> None:
    bound = Fraction(9, 10)
    noise, near = Fraction(1, 10**13), Fraction(1, 10**11)
    assert [value(bound > C, c=bound + off) for off in (-near, -noise, Fraction(0), noise)] == [
        True,
        False,
        False,
        False,
    ]
    assert value(bound > A, a=bound - noise) is True, "what is typed in is compared as it is"


def test_only_the_branch_that_is_taken_is_worked_out() -> None:
    share = if_(equal(B, 0), NO_CASE, A / B)
    assert value(share, a=Fraction(1), b=Fraction(0)) == NO_CASE
    assert value(share, a=Fraction(1), b=Fraction(3)) == Fraction(1, 3)


def test_empty_cells_count_nothing_and_texts_are_no_numbers() -> None:
    assert value(A + B, a=None, b=Fraction(2)) == 2
    assert value(added([A, B, C]), a=Fraction(1), b="chữ", c=None) == 1
    with pytest.raises(TypeError, match="no number"):
        value(A + B, a="chữ", b=Fraction(2))
    with pytest.raises(TypeError, match="no condition"):
        value(if_(A, 1, 0), a=Fraction(1))
    with pytest.raises(ZeroDivisionError):
        value(A / B, a=Fraction(1), b=None)


def test_days_are_the_serials_of_spreadsheets() -> None:
    assert serial(date(1900, 3, 1)) == 61
    assert serial(date(2025, 1, 31)) == 45688
    assert value(Constant(Fraction(45689)) - Day(date(2025, 1, 31))) == 1


def test_what_is_no_formula_is_the_programmer_s_mistake() -> None:
    with pytest.raises(TypeError):
        text(Expression())
    assert value_of(Expression(), {}.__getitem__) is None


@pytest.mark.parametrize(("own", "place"), [("3", 0), ("2", 1), ("1.9999999999999", 1), ("1", 3)])
def test_how_many_values_stand_above(own: str, place: int) -> None:
    """A difference below what programs tell apart is none."""
    held = {"a": Fraction(own), "b": Fraction(2), "c": Fraction(3), "d": Fraction(2)}
    others = Column((Ref("b"), Ref("c"), Ref("d")))
    assert value_of(Call("above", (others, A)), held.__getitem__) == place


@pytest.mark.parametrize(("own", "places"), [("1", 0), ("2", 1), ("2.5", 2), ("4", 3)])
def test_how_many_different_values_stand_below(own: str, places: int) -> None:
    held = {"a": Fraction(own), "b": Fraction(2), "c": Fraction(3), "d": Fraction(2), "e": Fraction(1)}
    others = Column((Ref("b"), Ref("c"), Ref("d"), Ref("e")))
    assert value_of(Call("below", (others, A)), held.__getitem__) == places


def test_working_days_are_counted_forwards() -> None:
    days = {"a": serial(date(2025, 12, 16)), "b": serial(date(2025, 12, 15))}
    assert value_of(Call("workdays", (B, A)), days.__getitem__) == 2
    with pytest.raises(ValueError, match="forwards"):
        value_of(Call("workdays", (A, B)), days.__getitem__)
