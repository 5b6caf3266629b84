"""The formats of the season's report and of the agencies' result sheets, and who writes each."""

from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.reports.feedback import Feedback
from parscore.reports.material import Material


class Format(NamedTuple):
    """A format: the file's name in ``reports/`` and the function that makes its bytes.

    The same material gives the same bytes. Libraries are imported by the writer when it is called.
    """

    file: str
    render: Callable[[Material], bytes]


def _xlsx(of: Material) -> bytes:
    from parscore.reports.xlsx import write_summary

    stream = BytesIO()
    write_summary(of.result, of.words, stream)
    return stream.getvalue()


def _docx(of: Material) -> bytes:
    from parscore.reports.docx import docx_bytes
    from parscore.reports.narrative import report_paper

    return docx_bytes(report_paper(of))


def _annex(of: Material) -> bytes:
    from parscore.reports.docx import docx_bytes
    from parscore.reports.narrative import decision_paper

    return docx_bytes(decision_paper(of))


FORMATS: Final[Mapping[str, Format]] = MappingProxyType({
    "xlsx": Format("bang-tong-hop.xlsx", _xlsx),
    "docx": Format("bao-cao.docx", _docx),
    "annex": Format("phu-luc-quyet-dinh.docx", _annex),
})  # fmt: skip


def _sheet_xlsx(one: Feedback, of: Material) -> bytes:
    from parscore.reports.xlsx_feedback import feedback_workbook

    return feedback_workbook(one, of)


SHEET_FORMATS: Final[Mapping[str, Callable[[Feedback, Material], bytes]]] = MappingProxyType({
    "xlsx": _sheet_xlsx,
})  # fmt: skip
