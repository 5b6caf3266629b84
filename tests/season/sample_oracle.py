"""A second scorer, short and apart: openpyxl and fractions, no code of parscore; for the sound sample forms only."""

import ast
import csv
import operator
import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

Values = Mapping[str, Any]
POINTS = {"điểm tự đánh giá", "điểm tự chấm", "tự đánh giá", "tự chấm"}
NOT_ASSESSED = {"kđg", "không đánh giá"}
SIGNS: Mapping[Any, Any] = {ast.Add: operator.add, ast.Mult: operator.mul, ast.Div: operator.truediv}
COMPARE = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "=": operator.eq}


def plain(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", "" if text is None else str(text)).lower().split())


def exact(text: str) -> Fraction:
    return Fraction(text.rstrip("% ").replace(",", ".")) / (100 if text.endswith("%") else 1)


def number(cell: Any, kind: str) -> Fraction:
    text = cell.value if isinstance(cell.value, str) else format(cell.value, ".15g")
    return exact(text) / (100 if kind == "percent" and "%" not in text + cell.number_format else 1)


@cache
def opened(path: Path, name: str) -> tuple[Any, dict[str, int], dict[str, int]]:
    """A sheet, its score and data columns by the texts of its first rows, and its rows by the texts in them."""
    sheet: Any = openpyxl.load_workbook(path, data_only=True)[name]
    at: dict[str, int] = {}
    for cell in (cell for row in sheet.iter_rows(max_row=15) for cell in row):
        if plain(cell.value) in POINTS:
            at["points"] = cell.column
        elif re.fullmatch(r"((số|dữ) liệu )?[a-f]", plain(cell.value)):
            at[plain(cell.value)[-1]] = cell.column
    rows = {plain(cell.value): cell.row for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    return sheet, at, rows


def from_form(path: Path, sheet_name: str, leaf: Mapping[str, Any]) -> Values | None:
    """The values of a leaf's row; ``None`` where it is marked as not assessed."""
    sheet, at, rows = opened(path, sheet_name)
    row = rows[plain(leaf["name"])]
    claimed = sheet.cell(row, at["points"])
    if plain(claimed.value) in NOT_ASSESSED:
        return None
    values: dict[str, Any] = {} if claimed.value in (None, "") else {"points": number(claimed, "number")}
    for letter, (name, asked) in zip("abcdef", leaf.get("inputs", {}).items(), strict=False):
        cell = sheet.cell(row, at[letter])
        texts = {"yes_no": plain(cell.value) == "có", "choice": plain(cell.value)}
        values[name] = texts[asked["type"]] if asked["type"] in texts else number(cell, asked["type"])
    return values


@cache
def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def from_figures(season: Path, agency: str, code: str) -> Values | None:
    """The same of a leaf that others provide for: the survey's ballots, or whoever figures.csv names."""
    rows = rows_of(season / "figures.csv") + rows_of(season / "survey.csv")
    given = {row["input"]: row["value"] for row in rows if (row["agency"], row["code"]) == (agency, code)}
    if any(plain(value) in NOT_ASSESSED for value in given.values()):
        return None
    return {name: exact(value) for name, value in given.items()}


def work_out(node: Any, values: Values) -> Any:
    """The value of a formula; ``None`` where it divides by zero."""
    if isinstance(node, ast.BinOp):
        one, other = work_out(node.left, values), work_out(node.right, values)
        none = one is None or other is None or (isinstance(node.op, ast.Div) and other == 0)
        return None if none else SIGNS[type(node.op)](one, other)
    return values[node.id] if isinstance(node, ast.Name) else Fraction(node.value)


def fits(value: Any, part: Any) -> bool:
    if "label" in part:
        return bool(plain(part["label"]) == value)
    parts = (bound.split() for bound in part["when"].split(" and "))
    return all(COMPARE[sign](value, exact(bound)) for sign, bound in parts)


def judged(family: str, rule: Any, top: Fraction, values: Values) -> Any:
    """The points of a rule; ``None`` where no case arose."""
    value = work_out(ast.parse(rule.get("of", "points"), mode="eval").body, values)
    if value is None or family == "claim" or (family in ("choose", "yes_no") and "of" not in rule):
        return value
    if family in ("tiers", "choose"):
        points = next(part["points"] for part in rule.get("steps", rule.get("options")) if fits(value, part))
        return top if points == "full" else Fraction(points)
    if family == "deduct":
        return max(top - exact(rule["per_case"]) * value, Fraction(0))
    if family in ("yes_no", "proportional", "index"):
        return top * value / exact(rule.get("scale", "100" if family == "index" else "1"))
    low, high = exact(rule.get("zero_below", rule.get("from", "0"))), exact(rule.get("to", "1"))
    between = {"share": value / high, "span": (value - low) / (high - low)}[rule.get("line", "share")]
    return top * (0 if value < low else 1 if value >= high else between)


def score_leaf(season: Path, agency: str, form: Path, sheet: str, leaf: Any) -> tuple[Fraction | None, Fraction]:
    """Points (``None`` where left out) and applicable maximum of one leaf of one agency."""
    (family, rule), top = next(iter(leaf["rule"].items())), Fraction(leaf["max"])
    own = leaf.get("source", "self") == "self"
    values = from_form(form, sheet, leaf) if own else from_figures(season, agency, leaf["code"])
    points = None if values is None else judged(family, rule, top, values)
    if points is not None:
        return points, top
    treatment = leaf["not_applicable" if values is None else "no_case"]
    return {"exclude": (None, Fraction(0)), "full": (top, top), "zero": (Fraction(0), top)}[treatment]
