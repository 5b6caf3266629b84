"""Formulas: what they give, where they are faulty, how they are written, and an independent evaluation."""

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parscore.rules.arithmetic import (
    MAX_DEPTH,
    MAX_LENGTH,
    Expression,
    FormulaError,
    Name,
    Number,
    Operation,
    ZeroDenominatorError,
    evaluate,
    names,
    parse,
    write,
)

VALUES = {"a": Fraction(12), "b": Fraction(180), "c": Fraction(-5), "zero": Fraction(0)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1", "1"),
        ("0.25", "1/4"),
        ("95%", "19/20"),
        ("100%", "1"),
        ("2.5%", "1/40"),
        ("007", "7"),
        ("a", "12"),
        ("a / b", "1/15"),
        ("a/b", "1/15"),
        ("  a  /  b  ", "1/15"),
        ("a\n/\tb", "1/15"),
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("10 - (4 - 3)", "9"),
        ("48 / 4 / 3", "4"),
        ("48 / (4 / 3)", "36"),
        ("2 * 3 / 4", "3/2"),
        ("1 / 3 * 3", "1"),
        ("-a", "-12"),
        ("--a", "12"),
        ("---a", "-12"),
        ("-(-a)", "12"),
        ("2 - -3", "5"),
        ("2 * -3", "-6"),
        ("-2 * 3", "-6"),
        ("a - -c", "7"),
        ("min(a, b)", "12"),
        ("max(a, b)", "180"),
        ("min(a)", "12"),
        ("max(1, 2, 3, 2)", "3"),
        ("min(a, max(c, 0)) + 1", "1"),
        ("min (a, b)", "12"),
        ("zero / a", "0"),
        ("(a - c) / b * 100", "85/9"),
        ("((((a))))", "12"),
    ],
)
def test_a_formula_has_its_exact_value(formula: str, value: str) -> None:
    assert evaluate(parse(formula), VALUES) == Fraction(value)


@pytest.mark.parametrize(
    "formula", ["a / zero", "a / (b - b)", "zero / zero", "1 + a / 0", "min(1, a / zero)", "1 / 0%"]
)
def test_a_zero_divisor_means_that_no_case_arose(formula: str) -> None:
    with pytest.raises(ZeroDenominatorError):
        evaluate(parse(formula), VALUES)


@pytest.mark.parametrize(
    ("formula", "what", "position"),
    [
        ("", "unexpected", 1),
        ("   ", "unexpected", 1),
        ("a +", "unexpected", 4),
        ("a + ", "unexpected", 4),
        ("+ a", "unexpected", 1),
        ("a b", "unexpected", 3),
        ("1 2", "unexpected", 3),
        ("2a", "unexpected", 2),
        ("a (b)", "unexpected", 3),
        ("a + * b", "unexpected", 5),
        ("()", "unexpected", 2),
        ("a)", "unexpected", 2),
        ("a, b", "unexpected", 2),
        ("min(a,)", "unexpected", 7),
        ("min()", "unexpected", 5),
        ("1e5", "unexpected", 2),
        ("95%%", "character", 4),
        ("95 %", "character", 4),
        ("(a", "expected )", 3),
        ("((a)", "expected )", 5),
        ("(a b)", "expected )", 4),
        ("min(a; b)", "character", 6),
        ("min(a b)", "expected )", 7),
        ("min", "expected (", 4),
        ("min + 1", "expected (", 5),
        ("max a", "expected (", 5),
        ("a $ b", "character", 3),
        ("a   $ b", "character", 5),
        ("1.", "character", 2),
        (".5", "character", 1),
        ("1.2.3", "character", 4),
        ("0,5", "unexpected", 2),
        ("A", "character", 1),
        ("số / b", "character", 2),
        ("_a", "character", 1),
        ("a ** b", "unexpected", 4),
        ("a // b", "unexpected", 4),
        ("a ^ b", "character", 3),
        ("a.b", "character", 2),
        ("__import__('os')", "character", 1),
        ("a[0]", "character", 2),
        ("a if b else c", "unexpected", 3),
        ("lambda: 0", "character", 7),
        ("٣", "character", 1),
        ("a = b", "character", 3),
        ("a < b", "character", 3),
    ],
)
def test_a_faulty_formula_says_what_and_where(formula: str, what: str, position: int) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    assert (caught.value.what, caught.value.position) == (what, position)


def test_400_characters_are_a_formula_and_401_are_not() -> None:
    longest = "1" + "+1" * 199 + " "
    assert len(longest) == MAX_LENGTH == 400
    assert evaluate(parse(longest), {}) == 200
    with pytest.raises(FormulaError) as caught:
        parse(longest + " ")
    assert (caught.value.what, caught.value.position) == ("length", 401)


@pytest.mark.parametrize("opening", ["(", "min(", "-(", "1+("])
def test_20_levels_of_brackets_are_a_formula_and_21_are_not(opening: str) -> None:
    assert MAX_DEPTH == 20
    deepest = opening * 20 + "a" + ")" * 20
    assert evaluate(parse(deepest), VALUES) in (12, 32)
    with pytest.raises(FormulaError) as caught:
        parse(opening * 21 + "a" + ")" * 21)
    assert (caught.value.what, caught.value.position) == ("depth", 21 * len(opening) + 1)


def test_brackets_beside_each_other_are_not_depth() -> None:
    assert evaluate(parse("+".join(["(1)"] * 100)), {}) == 100
    beside = "(1)+((1))+"
    assert evaluate(parse(beside + "(" * 20 + "1" + ")" * 20), {}) == 3
    with pytest.raises(FormulaError, match="depth"):
        parse(beside + "(" * 21 + "1" + ")" * 21)


def test_a_million_brackets_are_refused_at_once() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("(" * 1_000_000)
    assert caught.value.what == "length"


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("1", ()),
        ("b + a", ("b", "a")),
        ("a / (a + b) - b", ("a", "b")),
        ("min(c, max(b, -a)) * 95%", ("c", "b", "a")),
        ("minimum + maximum", ("minimum", "maximum")),
    ],
)
def test_names_come_once_in_order_of_appearance(formula: str, found: tuple[str, ...]) -> None:
    assert names(parse(formula)) == found


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("a/b", "a / b"),
        ("((a))/(b)", "a / b"),
        ("(a+b)*c", "(a + b) * c"),
        ("a+(b*c)", "a + b * c"),
        ("(a+b)+c", "a + b + c"),
        ("a-(b-c)", "a - (b - c)"),
        ("a/(b/c)", "a / (b / c)"),
        ("a/(b*c)", "a / (b * c)"),
        ("-(a+b)", "-(a + b)"),
        ("- a*b", "-a * b"),
        ("-(-a)", "-(-a)"),
        ("min( a ,b,1 )", "min(a, b, 1)"),
        ("95%*a", "95% * a"),
        ("a - -b", "a - -b"),
    ],
)
def test_a_formula_is_written_in_its_plainest_form(formula: str, written: str) -> None:
    assert write(parse(formula)) == written


@pytest.mark.parametrize(
    ("formula", "shown", "written"),
    [
        ("a / b", {"a": "12", "b": "180"}, "12 / 180"),
        ("a / b", {"a": "12"}, "12 / b"),
        ("a - b", {"a": "1", "b": "-2"}, "1 - (-2)"),
        ("a * b", {"a": "-1", "b": "-2"}, "(-1) * (-2)"),
        ("-a", {"a": "-2"}, "-(-2)"),
        ("a / b", {"a": "1", "b": "1/3"}, "1 / (1/3)"),
        ("a / b", {"a": "1/3", "b": "2"}, "(1/3) / 2"),
        ("min(a, b)", {"a": "-1/3", "b": "-2"}, "min(-1/3, -2)"),
    ],
)
def test_numbers_take_the_place_of_names(formula: str, shown: Mapping[str, str], written: str) -> None:
    assert write(parse(formula), {name: Fraction(text) for name, text in shown.items()}) == written


# --- against an independent evaluation --------------------------------------------------------------------------

Thunk = Callable[[Mapping[str, Fraction]], Fraction]
_DIGITS = st.from_regex(r"\A(0|[1-9][0-9]{0,3})(\.[0-9]{1,3})?%?\Z")


def _number(text: str) -> tuple[Expression, Thunk]:
    digits, share = text.removesuffix("%"), text.endswith("%")
    whole, _, decimals = digits.partition(".")
    value = Fraction(int(whole + decimals), 10 ** (len(decimals) + (2 if share else 0)))
    return Number(value, text), lambda _: value


def _name(name: str) -> tuple[Expression, Thunk]:
    return Name(name), lambda values: values[name]


def _operation(
    operator: str, left: tuple[Expression, Thunk], right: tuple[Expression, Thunk]
) -> tuple[Expression, Thunk]:
    (one, first), (two, second) = left, right
    done: Mapping[str, Thunk] = {
        "+": lambda values: first(values) + second(values),
        "-": lambda values: first(values) - second(values),
        "*": lambda values: first(values) * second(values),
        "/": lambda values: first(values) / second(values),
        "min": lambda values: first(values) if first(values) < second(values) else second(values),
        "max": lambda values: first(values) if first(values) > second(values) else second(values),
        "negate": lambda values: Fraction(0) - first(values),
    }
    return Operation(operator, (one,) if operator == "negate" else (one, two)), done[operator]


_LEAVES = st.one_of(_DIGITS.map(_number), st.sampled_from(["a", "b", "c", "zero", "x1_y"]).map(_name))
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.builds(_operation, st.sampled_from(["+", "-", "*", "/", "min", "max", "negate"]), inner, inner),
    max_leaves=9,
)
_WORTH = st.fixed_dictionaries(
    {name: st.fractions(-1000, 1000, max_denominator=100) for name in ("a", "b", "c", "x1_y")}
).map(lambda values: {**values, "zero": Fraction(0)})


def _outcome(work: Callable[[], Fraction]) -> Fraction | str:
    try:
        return work()
    except ZeroDivisionError:
        return "no case"
    except ZeroDenominatorError:
        return "no case"


@given(_TREES, _WORTH)
def test_the_value_is_that_of_an_independent_evaluation(
    tree: tuple[Expression, Thunk], values: Mapping[str, Fraction]
) -> None:
    expression, thunk = tree
    assert _outcome(lambda: evaluate(expression, values)) == _outcome(lambda: thunk(values))


@given(_TREES, _WORTH)
def test_what_is_written_is_parsed_to_the_same_value(
    tree: tuple[Expression, Thunk], values: Mapping[str, Fraction]
) -> None:
    expression, thunk = tree
    again = parse(write(expression))
    assert write(again) == write(expression)
    assert names(again) == names(expression)
    assert _outcome(lambda: evaluate(again, values)) == _outcome(lambda: thunk(values))


@given(_TREES, _WORTH)
def test_what_is_written_with_numbers_has_the_same_value(
    tree: tuple[Expression, Thunk], values: Mapping[str, Fraction]
) -> None:
    expression, thunk = tree
    shown = write(expression, values)
    assert _outcome(lambda: evaluate(parse(shown), {})) == _outcome(lambda: thunk(values))


@given(st.one_of(st.text(max_size=410), st.text(alphabet="ab1.%+-*/(), min", max_size=60)))
def test_any_text_is_a_formula_or_a_fault_with_a_position(text: str) -> None:
    try:
        expression = parse(text)
    except FormulaError as error:
        assert 1 <= error.position <= len(text) + 1
        assert error.what in {"length", "depth", "character", "unexpected", "expected (", "expected )"}
        return
    values = dict.fromkeys(names(expression), Fraction(1))
    assert _outcome(lambda: evaluate(parse(write(expression)), values)) == _outcome(
        lambda: evaluate(expression, values)
    )
