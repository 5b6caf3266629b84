"""Workbooks that are no .xlsx: read by the program that knows their format, where it is installed."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.workbooks.book import Workbook
from parscore.workbooks.converted import as_xlsx
from parscore.workbooks.package import Limits, Refused
from parscore.workbooks.xls import read_xls

ReadXlsx = Callable[[bytes, str, Limits], tuple[Workbook | None, tuple[Problem, ...]]]

_SUFFIX: Final = re.compile(r"\((\.[a-z]+)\)$")
_CONVERTED: Final = frozenset({".ods", ".xlsb"})


def read_other(
    refusal: Refused, data: bytes, file: str, limits: Limits, read_xlsx: ReadXlsx
) -> tuple[Workbook, tuple[Problem, ...]]:
    """Read what the reader of .xlsx has refused as another format; the refusal itself goes on where nobody can.

    Comes with the note PS155, which says what read the file, and PS123 where its name says another format.
    ``read_xlsx`` reads what a conversion has made.
    """
    content = str(refusal.facts.get("content", ""))
    named = _SUFFIX.search(content)
    suffix = named[1] if refusal.code == "PS115" and named else ""
    digest = hashlib.sha256(data).hexdigest()
    if suffix == ".xls":
        book, by = read_xls(data, content, digest, limits), "reader.xlrd"
    elif suffix in _CONVERTED:
        found, problems = read_xlsx(as_xlsx(data, suffix, content, limits), f"form{suffix}.xlsx", limits)
        if found is None:
            raise Refused("PS156", reason="child.unreadable", detail=problems[0].code)
        book, by = replace(found, kind=suffix[1:], digest=digest, size=len(data)), "reader.libreoffice"
    else:
        raise refusal
    notes = [problem("PS155", Place(file), content=content, by=by)]
    given = PurePosixPath(file).suffix.lower()
    if given != suffix:
        notes.append(problem("PS123", Place(file), extension=given or "-", found=suffix))
    return book, tuple(notes)
