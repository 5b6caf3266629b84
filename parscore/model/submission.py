"""What an agency handed in: the answers of one workbook with the address of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from parscore.model.cell import Answer
from parscore.model.place import NOWHERE, Place


class LeafAnswers(NamedTuple):
    """The answers on one leaf's row.

    ``claimed`` is the score column (điểm tự đánh giá); ``inputs`` holds the data columns by input name. ``row`` is
    the place of the row's code cell. ``evidence`` and ``reason`` are the texts of those columns, empty when blank.
    """

    claimed: Answer
    inputs: Mapping[str, Answer] = MappingProxyType({})
    row: Place = NOWHERE
    evidence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One agency's workbook of one stage. Leaves absent from ``answers`` had no usable row; a problem says why."""

    agency: str
    stage: str
    file: str
    sheet: str
    digest: str
    size: int
    answers: Mapping[str, LeafAnswers]
    said: bytes = b""
    """The same for forms that say the same, wherever; empty for one that says too little to be told from others."""
