"""The house rules that a machine can check: which part may know which, what is kept out of exact code, sizes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import parscore

PACKAGE = Path(parscore.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
KNOWS = {
    "model": (),
    "numbers": ("model",),
    "syllable": (),
    "legacy_text": ("syllable",),
    "viet": ("model",),
    "messages": ("model", "numbers"),
    "rules": ("model", "numbers", "viet"),
    "definitions": ("model", "numbers", "viet", "rules"),
    "engine": ("model", "numbers", "viet", "rules", "definitions"),
    "workbooks": ("model", "numbers", "viet", "legacy_text", "rules", "definitions", "engine", "messages"),
    "season": ("model", "numbers", "viet", "rules", "definitions", "engine", "workbooks", "messages"),
    "survey": ("model", "numbers", "viet", "rules", "definitions", "engine", "workbooks", "season"),
    "audit": ("model", "numbers", "viet", "rules", "definitions", "engine", "workbooks", "season"),
    "yearly": ("model", "numbers", "viet", "rules", "definitions", "engine", "season"),
}
KNOWS["reports"] = (*KNOWS["survey"], "survey", "audit", "yearly", "messages")
KNOWS["cli"] = (*KNOWS["reports"], "reports")
"""Imports go one way: each part and those it may import."""
EXACT = ("model", "numbers", "definitions", "rules", "engine", "survey", "yearly")
"""Parts where every number is exact."""
PURE = (*EXACT, "viet", "messages", "season", "audit", "reports")
"""Parts whose results depend on no clock, chance, locale or environment."""
CLOCK = "cli/status.py"
"""The one module that looks at the day: ``status`` counts the days a stage is late."""
ONLY_IN = {
    "typer": ("cli/",),
    "rich": ("cli/", "reports/console"),
    "xlsxwriter": ("reports/xlsx", "workbooks/form"),
    "openpyxl": ("workbooks/second_reader",),
    "typst": ("reports/pdf",),
    "python_calamine": (),
    "docx": ("audit/published_docx", "reports/docx"),
    "pandas": ("survey/", "reports/frame", "__init__.py"),
    "numpy": (),
    "pyarrow": ("reports/export",),
    "yaml": ("definitions/", "messages/"),
    "jinja2": ("reports/html",),
}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    return name_of(path).split("/")[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere, inside functions and for types only too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inexact(tree: ast.AST) -> Iterator[str]:
    """Names and literals of binary floating point (but for how alike two words are), and what runs text as code."""
    likeness = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "cutoff"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in ("float", "eval", "exec", "compile", "complex"):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, float | complex) and id(node) not in likeness:
            yield repr(node.value)


def long_functions(tree: ast.AST, limit: int) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > limit:
                yield f"{node.name}: {lines}"


def test_the_checks_see_what_they_look_for() -> None:
    tree = ast.parse("import a.b\ndef f():\n    from c import d\n    return float('1') + 0.5 + eval('1')\n")
    assert list(imported(tree)) == ["a.b", "c", "c.d"]
    assert sorted(inexact(tree)) == ["0.5", "eval", "float"]
    assert list(long_functions(tree, 2)) == ["f: 3"]
    assert {part_of(path) for path in MODULES} == {*KNOWS, "__init__", "__main__"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    part = part_of(path)
    if part.startswith("__"):
        return
    known = {name.split(".")[1] for name in imported(tree_of(path)) if name.startswith("parscore.")}
    assert known - {part} <= set(KNOWS[part])


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_stay_where_they_belong(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(tree_of(path))}
    strays = [library for library in sorted(roots & ONLY_IN.keys()) if not name_of(path).startswith(ONLY_IN[library])]
    assert strays == []


@pytest.mark.parametrize("path", [path for path in MODULES if part_of(path) in EXACT], ids=name_of)
def test_exact_parts_know_no_floating_point_and_run_no_text(path: Path) -> None:
    assert list(inexact(tree_of(path))) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_results_depend_on_no_clock_chance_or_locale(path: Path) -> None:
    tree = tree_of(path)
    assert not {"random", "locale", "getpass", "socket", "urllib.request", "http"} & set(imported(tree))
    moments = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & {"now", "today", "utcnow"}
    assert moments == ({"today"} if name_of(path) == CLOCK else set())
    if part_of(path) in PURE:
        assert "time" not in set(imported(tree))
        assert not any(isinstance(node, ast.Attribute) and node.attr == "environ" for node in ast.walk(tree))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert list(long_functions(tree_of(path), 60)) == []
