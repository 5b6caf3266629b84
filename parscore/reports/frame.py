"""The long table as a pandas ``DataFrame``."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from parscore.reports.export import COLUMNS, KEYS, NUMBERS, ExportRow, plain_values

if TYPE_CHECKING:
    from pandas import DataFrame


def frame(rows: Iterable[ExportRow]) -> "DataFrame":
    """Return the rows as a table: ``float64`` with NaN, ``category`` for keys, ``string`` for texts and codes.

    The categories stand in the order of the rows, so that stages, groups and areas sort as in the decision.
    """
    import pandas as pd

    table = pd.DataFrame(list(map(plain_values, rows)), columns=list(COLUMNS))
    texts = [name for name in COLUMNS if name not in (*NUMBERS, *KEYS, "year", "counted")]
    types = {**dict.fromkeys(NUMBERS, "float64"), **dict.fromkeys(texts, "string"), "year": "int64", "counted": "bool"}
    table = table.astype(types)
    for name in KEYS:
        table[name] = pd.Categorical(table[name], categories=list(dict.fromkeys(table[name])), ordered=name == "stage")
    return table
