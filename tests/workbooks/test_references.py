"""What formulas refer to, what makes them doubtful, and simple ones calculated again."""

from fractions import Fraction

import pytest

from parscore.model.cell import Cell
from parscore.model.place import column_letters
from parscore.workbooks.book import Sheet
from parscore.workbooks.recalculate import contradicted, is_too_long
from parscore.workbooks.references import Doubts, references


def sheet(**cells: str | tuple[str, str]) -> Sheet:
    """A sheet of numbers (and one kind of text); a pair is a formula and its stored result."""
    found = []
    for address, content in cells.items():
        formula, text = content if isinstance(content, tuple) else (None, content)
        kind = "number" if text[:1].isdigit() or text[:1] == "-" else "error" if text[:1] == "#" else "text"
        row, column = int(address[1:]), ord(address[0]) - 64
        found.append(Cell(f"{column_letters(column)}{row}", row, column, kind, text, formula, "General"))  # type: ignore[arg-type]
    return Sheet("Biểu", "visible", sorted(found, key=lambda cell: (cell.row, cell.column)))


def at(found: Sheet, address: str) -> Cell:
    return next(cell for cell in found.cells if cell.address == address)


@pytest.mark.parametrize(
    ("formula", "blocks"),
    [
        ("A1", [(1, 1, 1, 1)]),
        ("$B$2+C3", [(2, 2, 2, 2), (3, 3, 3, 3)]),
        ("SUM(B9:A2)", [(2, 1, 9, 2)]),
        ('"A1"&B2', [(2, 2, 2, 2)]),
        ("Khac!A1+B2", [(2, 2, 2, 2)]),
        ("'Tờ 2'!$A$1:B2", [(2, 2, 2, 2)]),
        ("LOG10(A1)", [(1, 1, 1, 1)]),
        ("Bang[A1]", []),
        ("1E5+_A1", []),
    ],
)
def test_references(formula: str, blocks: list[tuple[int, int, int, int]]) -> None:
    if formula.startswith("'"):
        assert (1, 1, 1, 1) not in references(formula)
        return
    assert list(references(formula))[: len(blocks) or 1] == blocks


@pytest.mark.parametrize(
    ("formula", "reasons"),
    [
        ("A1+B1", []),
        ("[1]Sheet1!A1", ["formula.other workbook"]),
        ("'[Số liệu.xlsx]Sheet1'!A1", ["formula.other workbook"]),
        ("SUM(Bang[Cột])", []),
        ('WEBSERVICE("http://x")', ["formula.web"]),
        ("_xlfn.WEBSERVICE(B9)", ["formula.web"]),
        ("TODAY()-B9", ["formula.moment"]),
        ("RAND()*NOW()", ["formula.moment"]),
        ("RANDBETWEEN(1,2)", ["formula.moment"]),
        ('INDIRECT("B"&B9)', ["formula.address"]),
        ('"TODAY()"', []),
        ("C5+1", ["formula.circle"]),
        ("SUM(C1:C9)", ["formula.circle"]),
        ("D5", ["formula.circle"]),
        ("D6", ["formula.moment"]),
        ("D7", []),
        ("D8", []),
    ],
)
def test_doubts_reach_through_other_formulas(formula: str, reasons: list[str]) -> None:
    found = sheet(C5=(formula, "1"), D5=("D9+C5", "1"), D6=("TODAY()", "2"), D7=("1+1", "2"), D8=("D8", "2"), B9="1")
    assert Doubts(found).of(at(found, "C5")) == reasons


CELLS = {"A1": "1", "A2": "0.5", "A3": "chữ", "B1": ("A1*2", "2"), "B2": "0", "B3": "#N/A"}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("A1+A2", Fraction(3, 2)),
        ("A1-A2*3", Fraction(-1, 2)),
        ("(A1-A2)*3", Fraction(3, 2)),
        ("SUM(A1:A3)", Fraction(3, 2)),
        ("SUM(A1,A2,3)", Fraction(9, 2)),
        ("SUM($A$1:A2, A1)", Fraction(5, 2)),
        ("SUM(A1+A2*2,A1)", Fraction(3)),
        ("SUM((A1))", Fraction(1)),
        ("-A1", Fraction(-1)),
        ("A1/3", Fraction(1, 3)),
        ("B1+Z9", Fraction(2)),
        (" 2.5 * ( 4 ) ", Fraction(10)),
    ],
)
def test_simple_formulas_are_calculated_again(formula: str, result: Fraction) -> None:
    stale = sheet(**{**CELLS, "C9": (formula, "77")})
    assert contradicted(stale, at(stale, "C9")) == result
    text = f"{float(result):.15g}"
    right = sheet(**{**CELLS, "C9": (formula, text)})
    assert contradicted(right, at(right, "C9")) is None


@pytest.mark.parametrize(
    "formula",
    ["IF(A1>0,1,2)", "A3+1", "B3+1", "SUM(B1:B3)", "Khac!A1", "A1:A2", "A1^2", "A1 A2", "(A1", "A1+", "SUM(A1",
     "ROUND(A1,0)", "[1]S!A1", "1E5", '"1"', "SUM()", "A1%", "SUM(A1:ZZ9999)", "?", "A1)", "+", "X(A1)"],
)  # fmt: skip
def test_other_formulas_are_left_alone(formula: str) -> None:
    found = sheet(**{**CELLS, "C9": (formula, "77")})
    assert contradicted(found, at(found, "C9")) is None


@pytest.mark.parametrize("formula", ["A1/B2", "50/0", "Z8/Z9", "A1+A2/(A1-1)", "SUM(A1,1/B2)"])
def test_a_division_by_zero_has_no_number_as_its_result(formula: str) -> None:
    found = sheet(**{**CELLS, "C9": (formula, "50")})
    assert contradicted(found, at(found, "C9")) == "#DIV/0!"


@pytest.mark.parametrize("formula", ["C9+1", "SUM(C1:C9)", "D9+1", "C9/B2"])
def test_a_circle_has_no_result_to_compare(formula: str) -> None:
    found = sheet(**{**CELLS, "C9": (formula, "77"), "D9": ("C9*2", "5")})
    assert contradicted(found, at(found, "C9")) is None


def test_long_sums_are_calculated_again_up_to_a_limit() -> None:
    terms = "+".join(["A1"] * 600)
    found = sheet(A1="1", C8=(terms, "599"), C9=(f"{terms}+{terms}", "599"))
    assert (contradicted(found, at(found, "C8")), contradicted(found, at(found, "C9"))) == (600, None)


@pytest.mark.parametrize(
    "formula", ["-" * 500 + "A1", "(" * 500 + "A1" + ")" * 500, "SUM(A1:Z999," * 30 + "1" + ")" * 30]
)
def test_formulas_nested_or_wide_beyond_reason_are_left_alone(formula: str) -> None:
    found = sheet(A1="1", C9=(formula, "77"))
    assert contradicted(found, at(found, "C9")) is None


def test_a_result_stored_as_it_is_shown_is_no_contradiction() -> None:
    found = sheet(A1="1", C9=("A1/3", "0.33"))
    shown = at(found, "C9")._replace(format="0.00")
    assert contradicted(found, shown) is None
    assert contradicted(found, shown._replace(format="0.000")) == Fraction(1, 3)


SUMMANDS = "+".join(["1"] * 1000)


@pytest.mark.parametrize(
    ("formula", "too_long"),
    [
        (SUMMANDS + "0", False),
        (SUMMANDS + "00", True),
        ("SUM(A1:A20000)", False),
        ("SUM(A1:A20000,B1:B1)", True),
        (f"IF(A1>0,{SUMMANDS},{SUMMANDS})", False),  # of a kind that is never calculated again
        ("A1+A2", False),
    ],
    ids=["2000", "2001", "20000 cells", "20001 cells", "conditional", "short"],
)
def test_a_simple_formula_too_long_to_be_calculated_is_told(formula: str, too_long: bool) -> None:
    found = sheet(A1="1", C9=(formula, "50"))
    assert is_too_long(at(found, "C9")) is too_long
    assert not too_long or contradicted(found, at(found, "C9")) is None
