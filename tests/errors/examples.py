"""Bad examples, one of each problem code: made from ``<code>/example.yaml``, run, and cut down to what is frozen.

An example is a sound season (``tests/folders.py``) with one thing wrong; ``README.md`` here lists the words of the
file. ``tools/freeze_errors.py`` writes what the runs say; ``test_errors.py`` compares it.
"""

import base64
import io
import os
import re
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest
import xlwt  # type: ignore[import-untyped]
import yaml
from folders import form_of, make, opened
from forms import HEADINGS, Form, Stored, item, written
from records import first, forge
from rounds import fill, made_orders
from samples import fill_file
from surveys import xlsx_of

from parscore.cli.app import main
from parscore.messages import LANGUAGES
from parscore.model.ranking import SeasonResult
from parscore.season import run as run_module
from parscore.season.lock import locked

HERE: Final = Path(__file__).parent
STOCK: Final = {"bo.yaml": HERE.parent / "definitions" / "good.yaml", "survey.yaml": HERE / "survey.yaml"}
"""Files that a season has only where an example edits them."""
HOST, PROCESS = "may-tinh", 4321
WHEN: Final = time.mktime((2026, 1, 5, 8, 30, 0, 0, 0, -1))
"""When every file of an example was changed last, by the clock on the wall."""
KEYS: Final = {
    "before", "command", "copy", "edit", "files", "forge", "forms", "hold", "machine", "meanwhile", "rounds", "samples",
}  # fmt: skip
PYTHON: Final = "3.12.0"
DIGEST: Final = "0123456789abcdef" * 4


def codes() -> list[str]:
    """The codes that have a folder here."""
    return sorted(path.name for path in HERE.iterdir() if re.fullmatch("PS[0-9]{3}", path.name))


def read(code: str) -> dict[str, Any]:
    """The description of an example."""
    described: dict[str, Any] = yaml.safe_load((HERE / code / "example.yaml").read_text(encoding="utf-8"))
    assert described.keys() <= KEYS, f"{code}: unknown words {described.keys() - KEYS}"
    return described


def build(code: str, folder: Path) -> Path:
    """Make the season of an example in a folder."""
    told = read(code)
    make(folder)
    for name, described in told.get("forms", {}).items():
        (folder / "inbox" / name).write_bytes(form(described))
    for command in told.get("before", ()):
        said(command, folder)
    for name, described in told.get("samples", {}).items():
        rows = {row.replace(" ", "/"): cells for row, cells in described.get("fill", {}).items()}
        fill_file(folder / name, rows, described.get("every"))
    if "forge" in told:
        forge(folder, lambda lines: put_into(first(lines, told["forge"].pop("kind")), told["forge"]))
    for name, content in told.get("files", {}).items():
        put(folder / name, content)
    for name, original in told.get("copy", {}).items():
        put(folder / name, (folder / original).read_text(encoding="utf-8"))
    for name, changes in told.get("edit", {}).items():
        if name in STOCK:
            put(folder / name, STOCK[name].read_text(encoding="utf-8"))
        (path,) = folder.glob(name)
        path.write_text(changed(path.read_text(encoding="utf-8"), changes), encoding="utf-8", newline="")
    for name, described in told.get("rounds", {}).items():
        (folder / name).write_bytes(round_of(folder, described))
    for path in folder.rglob("*"):
        os.utime(path, (WHEN, WHEN), follow_symlinks=False)
    return folder


def put(path: Path, content: Any) -> None:
    """Write a file: text, ``{base64: ...}``, ``{link: ...}``, ``{rows: [...]}`` as a workbook, ``{folder: yes}``, or
    ``null`` for none at all.
    """
    if path.is_dir() and content is None:
        for inner in path.iterdir():
            inner.unlink()
        path.rmdir()
        return
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8", newline="")
    elif content is not None and "base64" in content:
        path.write_bytes(base64.b64decode(content["base64"]))
    elif content is not None and "rows" in content:
        path.write_bytes(xlsx_of(**content))
    elif content is not None and "link" in content:
        path.symlink_to(content["link"])
    elif content is not None:
        path.mkdir()


def put_into(line: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Put values into a line of a record by their paths (``versions.python``)."""
    for path, value in values.items():
        outer, _, name = path.rpartition(".")
        (line[outer] if outer else line)[name] = value


def changed(text: str, changes: Mapping[str, Any]) -> str:
    """A text with changes, each at its one place."""
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new if isinstance(new, str) else new["repeat"] * new["times"])
    return text


# --- forms --------------------------------------------------------------------------------------------------------


def form(described: Mapping[str, Any]) -> bytes:
    """A filled form with something wrong."""
    told = dict(described)
    made = form_of(told.pop("agency"))
    parts, cut, twice = told.pop("parts", {}), told.pop("cut", None), told.pop("twice", None)
    binary = told.pop("binary", False)
    sheets = [made]
    for word, value in told.items():
        if word == "second":
            sheets.append(form_of(value, name="Biểu 2"))
        elif word == "stamp":
            above = [list(row) for row in value.items()]
            sheets.append(Form(rows=[], columns=[], header=[], above=above, name="_parscore", state="hidden"))
        else:
            CHANGES[word](made, value)
    content = old_binary(made) if binary else packed(written(*sheets), parts, twice)
    return content if cut is None else content[:cut]


def old_binary(made: Form) -> bytes:
    """A form as a binary workbook."""
    book, stream = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet(made.name)
    for (row, column), one in made.grid().items():
        value = float(one.text) if one.kind == "number" else one.text
        sheet.write(row - 1, column - 1, value, xlwt.easyxf(num_format_str=one.format))
    book.save(stream)
    return stream.getvalue()


def _put(made: Form, value: Mapping[str, Mapping[str, Any]]) -> None:
    for code, cells in value.items():
        made.put(code, **{column: stored(content) for column, content in cells.items()})


def _drop(made: Form, value: Sequence[str]) -> None:
    made.rows = [row for row in made.rows if row["key"] not in value]


def _add(made: Form, value: Sequence[Mapping[str, Any]]) -> None:
    made.rows += (item(**{key: stored(content) for key, content in row.items()}) for row in value)


def _fill(made: Form, value: Any) -> None:
    for row in made.rows:
        row.update(dict.fromkeys(set(row) - {"key", "code", "name", "maximum"}, value))


def _columns(made: Form, value: Sequence[str]) -> None:
    made.columns = value if isinstance(value, list) else list(value)


def _header(made: Form, value: Mapping[str, str]) -> None:
    made.header = [{**HEADINGS, **value}]


def _above(made: Form, value: list[Any]) -> None:
    made.above = value


def _hidden(made: Form, value: Sequence[str]) -> None:
    made.hidden_rows = frozenset(made.row(code) for code in value)


CHANGES: Final = {
    "put": _put,
    "drop": _drop,
    "add": _add,
    "fill": _fill,
    "columns": _columns,
    "header": _header,
    "above": _above,
    "hidden": _hidden,
}


def stored(content: Any) -> Any:
    """The content of a cell; ``{text: ..., kind: ..., format: ..., formula: ...}`` says exactly how it is stored."""
    return Stored(**{"kind": "text", "text": "", **content}) if isinstance(content, dict) else content


def packed(content: bytes, parts: Mapping[str, Mapping[str, Any]], twice: str | None) -> bytes:
    """A package with changes in the text of its parts, or with one of them twice."""
    if not parts and twice is None:
        return content
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = changed(old.read(entry).decode(), parts.get(entry.filename, {}))
            new.writestr(zipfile.ZipInfo(entry.filename), text)
        if twice is not None:
            with pytest.warns(UserWarning, match="Duplicate name"):
                new.writestr(zipfile.ZipInfo(twice), new.read(twice) + b" ")
    return stream.getvalue()


# --- workbooks of appraisals and explanations ---------------------------------------------------------------------


def round_of(folder: Path, described: Mapping[str, Any]) -> bytes:
    """An exported workbook of a stage, filled in, with something wrong."""
    forms = {folder / "inbox" / name: form(told) for name, told in described.get("forms", {}).items()}
    kept = {path: path.read_bytes() for path in forms}
    for path, content in forms.items():
        path.write_bytes(content)
    (order,) = made_orders(opened(folder), described["stage"])
    for path, content in kept.items():
        path.write_bytes(content)
    rows = {tuple(row.split()): cells for row, cells in described.get("fill", {}).items()}
    who, when = described.get("who", "Trần B"), described.get("when", "12/01/2026")
    return fill(order, rows, who, when, header=described.get("header", {}))


# --- running ------------------------------------------------------------------------------------------------------


def run(code: str, folder: Path, language: str) -> str:
    """Run the command of an example in its folder; what it says on both streams, as in a pipe."""
    told = read(code)
    with ExitStack() as around:
        around.enter_context(machine(**told.get("machine", {})))
        if "meanwhile" in told:
            around.enter_context(writing_meanwhile(folder, told["meanwhile"]))
        text = said(f"{told.get('command', 'check')} --lang {language}", folder, told.get("hold", ""))
    return masked(text) if "before" in told else text


def masked(text: str) -> str:
    """A text with the same digests for every version of a library: a record says which one wrote the outputs."""
    return re.sub(r"\b([0-9a-f]{64}|[0-9a-f]{12})\b", lambda found: DIGEST[: len(found[0])], text)


def said(command: str, folder: Path, hold: str = "") -> str:
    """What a command says in a season's folder, on both streams; ``hold``: which command has its lock."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    with ExitStack() as around:
        around.enter_context(standing_in(folder))
        if hold:
            around.enter_context(locked(Path(), hold))
            os.utime(folder / ".parscore.lock", (WHEN, WHEN))
        for name, value in (("argv", ["parscore", *command.split()]), ("stdout", streams[0]), ("stderr", streams[1])):
            around.enter_context(patch.object(sys, name, value))
        with suppress(SystemExit):
            main()
    return "".join(stream.buffer.getvalue().decode() for stream in streams)  # type: ignore[attr-defined]


@contextmanager
def writing_meanwhile(folder: Path, files: Mapping[str, str]) -> Iterator[None]:
    """Let files be written by somebody else while a season is scored."""
    real = run_module.score_season

    def score_season(*arguments: Any, **options: Any) -> SeasonResult:
        for name, content in files.items():
            put(folder / name, content)
        return real(*arguments, **options)

    with patch.object(run_module, "score_season", score_season):
        yield


@contextmanager
def standing_in(folder: Path) -> Iterator[None]:
    """Stand in the season's folder, on a machine and in a process of fixed names."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        with (
            patch("platform.node", lambda: HOST),
            patch("os.getpid", lambda: PROCESS),
            patch("platform.python_version", lambda: PYTHON),
        ):
            yield
    finally:
        os.chdir(before)


@contextmanager
def machine(**programs: str | None) -> Iterator[None]:
    """A machine whose programs for other formats are these (``libreoffice``: its path, or none), or its own."""
    with ExitStack() as around:
        if "xlrd" in programs:
            around.enter_context(patch("parscore.workbooks.xls.find_spec", lambda _: programs["xlrd"]))
        if "pyarrow" in programs:
            around.enter_context(patch("parscore.cli.export.find_spec", lambda _: programs["pyarrow"]))
        if "typst" in programs:
            around.enter_context(patch("parscore.reports.pdf.find_spec", lambda _: programs["typst"]))
        if "libreoffice" in programs:
            around.enter_context(patch("parscore.workbooks.converted.office", lambda: programs["libreoffice"]))
        yield


def told_of(code: str, said: str) -> tuple[str, str, str] | None:
    """The place, severity and message, and remedy of a code where a command has said it for the first time."""
    where, lines = "", [*said.splitlines(), ""]
    for line, after in pairwise(lines):
        if not line.startswith(" "):
            where = line
        if match := re.match(rf"  (\S.*?)?\s*\b{code}  (.*)", line):
            place = " › ".join(part for part in (where, (match[1] or "").strip()) if part)
            remedy = "" if re.search(r"\bPS[0-9]{3}  ", after) else after.strip()
            return place, re.sub(" {2,}", " · ", match[2]), remedy
    return None


def frozen(code: str, folder: Path) -> str:
    """What is kept of an example: the command, and in both languages place, severity, message and remedy."""
    pages = [f"$ parscore {read(code).get('command', 'check')}"]
    for language in LANGUAGES:
        problem = told_of(code, run(code, build(code, folder / language), language))
        assert problem is not None and all(problem), f"{code}: the example does not lead to it"
        pages.append("\n".join(problem))
    return "\n\n".join(pages) + "\n"


def expected(code: str) -> dict[str, tuple[str, str, str]]:
    """The frozen place, message and remedy of an example, by language; the message without its severity."""
    _, *pages = (HERE / code / "expected.txt").read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    told = [page.split("\n") for page in pages]
    return {
        language: (place, message.partition(" · ")[2], remedy.partition(": ")[2])
        for language, (place, message, remedy) in zip(LANGUAGES, told, strict=True)
    }
