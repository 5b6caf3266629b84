"""The safe reader of SpreadsheetML workbooks: .xlsx, .xlsm, .xltx, .xltm, transitional and Strict.

It keeps what a score needs and other readers lose: the stored digits of a number, the name of an error, the formula
beside its cached value, the number format, what is hidden and what is merged. A file that it cannot read whole, it
refuses by name; nothing is guessed and nothing is left out in silence.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.viet import show
from parscore.workbooks.book import REPORT_MARK, Sheet, SheetState, Workbook
from parscore.workbooks.package import Limits, Package, Refused, damaged, exceeded, unsafe
from parscore.workbooks.parts import Relationship, application, cell_styles, content_type, index, relationships
from parscore.workbooks.signature import ZIP, other_content, other_package
from parscore.workbooks.texts import shared_strings
from parscore.workbooks.worksheet import read_worksheet

__all__ = ["Limits", "Sheet", "SheetState", "Workbook", "read_file", "read_workbook"]

DEFAULT_LIMITS: Final = Limits()

_KINDS: Final = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "xltx",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml": "xlsm",
    "application/vnd.ms-excel.template.macroenabled.main+xml": "xltm",
    "application/vnd.ms-excel.addin.macroenabled.main+xml": "xlam",
}
_BINARY_KIND: Final = "application/vnd.ms-excel.sheet.binary.macroenabled.main"
STATES: Final[dict[str, SheetState]] = {"hidden": "hidden", "veryHidden": "very_hidden"}
_OTHER_PROGRAMS: Final = frozenset({".ods", ".ots", ".fods", ".numbers", ".csv"})


def read_file(
    path: Path, shown_as: str, limits: Limits = DEFAULT_LIMITS
) -> tuple[Workbook | None, tuple[Problem, ...]]:
    """Read a workbook from a regular file, opened once and never through a link; see ``read_workbook``."""
    try:
        data = content_of(path, limits)
    except Refused as refusal:
        return None, (refusal_told(refusal, shown_as),)
    return read_workbook(data, shown_as, limits)


def read_workbook(
    data: bytes, file: str, limits: Limits = DEFAULT_LIMITS
) -> tuple[Workbook | None, tuple[Problem, ...]]:
    """Read a workbook from its bytes; ``file`` is its name as people see it.

    Returns the workbook, or ``None`` and one of PS113, PS115-PS122, PS153, PS154, PS156. A workbook may come with PS123
    (another kind than its name says), PS155 (read by another program) or, where a part stands twice in the package and
    the last one was read, with PS120.
    """
    try:
        return _read(data, file, limits)
    except Refused as refusal:
        if refusal.code != "PS115":
            return None, (refusal_told(refusal, file),)
        return _of_another_format(refusal, data, file, limits)


def _of_another_format(
    refusal: Refused, data: bytes, file: str, limits: Limits
) -> tuple[Workbook | None, tuple[Problem, ...]]:
    from parscore.workbooks.others import read_other

    try:
        return read_other(refusal, data, file, limits, read_workbook)
    except Refused as refused:
        return None, (refusal_told(refused, file),)


def refusal_told(refusal: Refused, file: str) -> Problem:
    """Return the problem of a refusal, at its place."""
    facts: dict[str, Any] = refusal.facts
    return problem(refusal.code, Place(file, refusal.sheet, refusal.cell), **facts)


def content_of(path: Path, limits: Limits) -> bytes:
    """Return the bytes of a regular file, at most one more than allowed; ``Refused`` (PS122, PS119) for others."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():
            raise _unopened("link")
        with os.fdopen(os.open(path, flags), "rb") as file:
            known = os.fstat(file.fileno())
            if not stat.S_ISREG(known.st_mode):
                raise _unopened("folder" if stat.S_ISDIR(known.st_mode) else "pipe or device")
            if known.st_size > limits.file_bytes:
                raise exceeded("bytes of the file", known.st_size, limits.file_bytes)
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise _unopened(_reason(error)) from None
    return data


def _unopened(reason: str) -> Refused:
    return Refused("PS122", reason=f"opening.{reason}")


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "not found"
    if isinstance(error, IsADirectoryError):
        return "folder"
    if isinstance(error, PermissionError):
        return "no permission"
    return "link" if error.errno == errno.ELOOP else "read error"


def _read(data: bytes, file: str, limits: Limits) -> tuple[Workbook, tuple[Problem, ...]]:
    """Read the parts of a workbook: its index first, then styles and strings, then each worksheet."""
    if len(data) > limits.file_bytes:
        raise exceeded("bytes of the file", len(data), limits.file_bytes)
    if not data.startswith(ZIP):
        raise other_content(data)
    package = Package(data, limits)
    root = {found.kind: found.target for found in relationships(package, "", limits).values()}
    main = root.get("officeDocument", "")
    kind = _kind(package, main, limits)
    suffix = PurePosixPath(file).suffix.lower()
    if suffix in _OTHER_PROGRAMS:
        raise unsafe("name and content differ", suffix)
    found = index(package, main, limits)
    related = relationships(package, main, limits)
    sheets = tuple(_sheets(package, found.sheets, related, limits))
    if not sheets:
        raise Refused("PS121")
    app = root.get("extended-properties") or root.get("extendedProperties") or ""
    producer, company = application(package, app, limits) if app in package else ("", "")
    workbook = Workbook(
        sheets=sheets,
        kind=kind,
        strict=found.strict,
        date1904=found.date1904,
        producer=producer,
        full_calc_on_load=found.full_calc_on_load,
        external_links=sum(relationship.kind == "externalLink" for relationship in related.values()),
        has_macros=any(name.endswith("vbaproject.bin") for name in package.names()),
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        own_report=company == REPORT_MARK,
    )
    package.refuse_doctypes()
    problems = [
        problem("PS120", Place(file), reason="unsafe.part stands twice", part=show(part)) for part in package.doubled
    ]
    if suffix != f".{kind}":
        problems.append(problem("PS123", Place(file), extension=suffix or "-", found=f".{kind}"))
    return workbook, tuple(problems)


def _kind(package: Package, main: str, limits: Limits) -> str:
    """Return the kind of workbook by the content type of its main part; refuse what is not a workbook."""
    if main not in package:
        raise other_package(package)
    given = content_type(package, main, limits).lower()
    if given == _BINARY_KIND:
        raise Refused("PS115", content="Excel (.xlsb)")
    if given in _KINDS:
        return _KINDS[given]
    raise other_package(package)


def _sheets(
    package: Package, listed: Iterable[tuple[str, str, str]], related: Mapping[str, Relationship], limits: Limits
) -> Iterator[Sheet]:
    """Yield the worksheets in the order of the workbook; charts, dialogs and macro sheets have no cells."""
    parts = {relationship.kind: relationship.target for relationship in related.values()}
    styles = cell_styles(package, parts.get("styles", ""), limits)
    strings = shared_strings(package, parts.get("sharedStrings", ""), limits)
    read_so_far = 0
    names: set[str] = set()
    for name, number, state in listed:
        if number not in related:
            raise damaged("sheet without a part", name)
        if name.casefold() in names:
            raise unsafe("sheets of one name", name)
        names.add(name.casefold())
        if related[number].kind == "worksheet":
            try:
                read = read_worksheet(
                    package, related[number].target, limits, strings, styles, cells_before=read_so_far
                )
            except Refused as refusal:
                refusal.sheet = name
                raise
            read_so_far += len(read.cells)
            yield Sheet(
                name,
                STATES.get(state, "visible"),
                read.cells,
                merged=tuple(read.merged),
                hidden_rows=frozenset(read.hidden_rows),
                hidden_columns=tuple(read.hidden_columns),
                arrays=tuple(read.arrays),
                fonts=read.fonts,
                unseen=frozenset(read.unseen),
            )
