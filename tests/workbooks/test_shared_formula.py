"""Shared formulas moved to their cell, as openpyxl moves them."""

import pytest
from openpyxl.formula.translate import Translator

from parscore.model.place import column_letters
from parscore.workbooks.shared_formula import moved

FORMULAS = [
    "A1", "$A1", "A$1", "$A$1", "A1:B2", "SUM(A1:$B$2)*C3", "IF(A1>=0.5,LOG10(B2),1E3)", "Sheet1!A1+'Tự chấm'!B2",
    "'A1''B2'!C3", '"A1"&B2&"C3 ""D4"""', "A:C", "$A:C", "SUM(2:$4)", "SUM(A:A,1:1)", "[1]Sheet1!A1", "TAX2024+AB12",
    "VLOOKUP(A1,Data!$A:$D,2,FALSE)", "A1%", "-B2^2", "{1,2;3,4}", "#REF!+A1", "INDEX(A1:C9,2,3):D4", "a1+$b2", "1+2",
    "MAX(A1,B1,C1)/SUM($D1:$F1)", "TRUE", "A1B", "A10", "IFERROR(A1/B1,\"\")",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (1, 0), (0, 1), (5, 3), (200, 30)])
def test_moved_as_openpyxl_moves_it(formula: str, rows: int, columns: int) -> None:
    target = f"{column_letters(5 + columns)}{5 + rows}"
    expected = Translator(f"={formula}", origin="E5").translate_formula(target)[1:]
    assert moved(formula, rows, columns).upper() == expected.upper()


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "result"),
    [
        ("A2", -1, 0, "A1"),
        ("A1", -1, 0, "#REF!"),
        ("B1", 0, -2, "#REF!"),
        ("$A$1", -5, -5, "$A$1"),
        ("SUM(XFD1,A1048576)", 0, 1, "SUM(#REF!,B1048576)"),
        ("SUM(XFD1,A1048576)", 1, 0, "SUM(XFD2,#REF!)"),
        ("SUM(A:B)", 0, -1, "SUM(#REF!)"),
        ("SUM(1:2)", -1, 0, "SUM(#REF!)"),
        ("Bảng[[#This Row],[A1]]+A1", 1, 1, "Bảng[[#This Row],[A1]]+B2"),
        ("TBL1[A1]", 1, 0, "TBL1[A1]"),
        ("Điểm1+Điểm.A1+_A1+A1_", 1, 1, "Điểm1+Điểm.A1+_A1+A1_"),
        ("S1!A1", 1, 1, "S1!B2"),
        ('"chưa đóng A1', 1, 1, '"chưa đóng B2'),
    ],
)
def test_edges(formula: str, rows: int, columns: int, result: str) -> None:
    assert moved(formula, rows, columns) == result
