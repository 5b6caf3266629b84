"""What people see of a workbook beside the values of its cells: how they are shown, what is hidden or lies over them.

A value that is right and shown as another is as bad as a wrong one. Programs that save a workbook again write formats,
drawings and styles in their own ways; what is compared here they all keep.
"""

import io
import re
from collections import Counter
from typing import Final
from zipfile import ZipFile

from parscore.model.cell import Cell
from parscore.workbooks.book import Sheet

_SIGNS: Final = re.compile(r'\\(.)|"([^"]*)"|\[[^\]]*\]|_.|\*.')
"""What has a meaning of its own in a number format: a literal, a text in quotes, a colour or condition, blanks."""
_PLAIN: Final = ("General", "@")
_THINGS: Final = {
    "comment": rb"<(?:\w+:)?(?:comment|threadedComment)[ >]",
    "picture": rb"<(?:\w+:)?pic[ >]",
    "shape": rb"<(?:\w+:)?(?:sp|cxnSp)[ >]",
}
_PARTS: Final = re.compile(r"xl/(?:comments|threadedComments|drawings)[^_]*\.xml")


def look_of(sheet: Sheet, cell: Cell) -> str:
    """How a cell is shown where that does not go without saying: its format as it reads, and that it is not seen.

    The sheet's own state counts as well: on a hidden sheet nothing is seen.
    """
    said = "" if cell.format in _PLAIN else _SIGNS.sub(lambda found: found[1] or found[2] or "", cell.format)
    hidden = sheet.state != "visible" or sheet.hidden(cell) or (cell.row, cell.column) in sheet.unseen
    return " ".join(part for part in (said and f"[{said}]", "(hidden)" * hidden) if part)


def added_things(content: bytes) -> str:
    """Count what people lay over the cells of a workbook that could be read: comments, pictures, shapes.

    (Charts are not counted: programs drop those they do not know, and a chart that is gone misleads nobody.)
    """
    found: Counter[str] = Counter()
    with ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if _PARTS.fullmatch(name):
                data = package.read(name)
                found.update({thing: len(re.findall(pattern, data)) for thing, pattern in _THINGS.items()})
    return "; ".join(f"{thing}: {count}" for thing, count in sorted(found.items()) if count)
