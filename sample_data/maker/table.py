"""CSV files as spreadsheet programs save and open them."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """UTF-8 with a byte order mark."""
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    path.write_text("\ufeff" + buffer.getvalue(), encoding="utf-8", newline="\n")
