"""The formats of the season's report and of the agencies' result sheets, and who writes each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.model.problem import Problem
from parscore.reports.feedback import Feedback
from parscore.reports.material import Material
from parscore.reports.standard_grid import Grid, Report
from parscore.viet import safe_name


class Format(NamedTuple):
    """A format: the file's name in ``reports/`` and the function that makes its bytes.

    The same material gives the same bytes. Libraries are imported by the writer when it is called. ``refuse`` says what
    keeps the format from being written: a library that is not installed, a template that cannot be used. ``rounds``:
    whether it tells the points after each stage (``Material.after``).
    """

    file: str
    render: Callable[[Material], bytes]
    refuse: Callable[[Path | None], Problem | None] = lambda _: None
    rounds: bool = False


def _xlsx(of: Material) -> bytes:
    from parscore.reports.xlsx import write_summary

    stream = BytesIO()
    write_summary(of, stream)
    return stream.getvalue()


def _docx(of: Material) -> bytes:
    from parscore.reports.docx import docx_bytes
    from parscore.reports.docx_template import docx_from_template
    from parscore.reports.narrative import report_paper, template_values

    paper = report_paper(of)
    return docx_bytes(paper) if of.template is None else docx_from_template(paper, of.template, template_values(of))


def _no_docx(template: Path | None) -> Problem | None:
    from parscore.reports.docx_template import template_problem

    return None if template is None else template_problem(template)


def _annex(of: Material) -> bytes:
    from parscore.reports.docx import docx_bytes
    from parscore.reports.narrative import decision_paper

    return docx_bytes(decision_paper(of))


def _pdf(of: Material) -> bytes:
    from parscore.reports.narrative import report_paper
    from parscore.reports.pdf import pdf_bytes

    return pdf_bytes(report_paper(of))


def _no_pdf(_: Path | None) -> Problem | None:
    from parscore.reports.pdf import pdf_problem

    return pdf_problem()


def _html(of: Material) -> bytes:
    from parscore.reports.html import render

    return render(of)


FORMATS: Final[Mapping[str, Format]] = MappingProxyType({
    "xlsx": Format("bang-tong-hop.xlsx", _xlsx),
    "docx": Format("bao-cao.docx", _docx, _no_docx),
    "annex": Format("phu-luc-quyet-dinh.docx", _annex),
    "pdf": Format("bao-cao.pdf", _pdf, _no_pdf),
    "html": Format("bao-cao.html", _html, rounds=True),
})  # fmt: skip


def _sheet_xlsx(one: Feedback, of: Material) -> bytes:
    from parscore.reports.xlsx_feedback import feedback_workbook

    return feedback_workbook(one, of)


def _sheet_docx(one: Feedback, of: Material) -> bytes:
    from parscore.reports.docx import docx_bytes
    from parscore.reports.feedback_paper import feedback_paper

    return docx_bytes(feedback_paper(one, of))


def _sheet_html(one: Feedback, of: Material) -> bytes:
    from parscore.reports.html_sheet import sheet_page

    return sheet_page(one, of)


SHEET_FORMATS: Final[Mapping[str, Callable[[Feedback, Material], bytes]]] = MappingProxyType({
    "xlsx": _sheet_xlsx,
    "docx": _sheet_docx,
    "html": _sheet_html,
})  # fmt: skip


def _set_xlsx(report: Report, tables: Iterable[Grid], of: Material) -> bytes:
    from parscore.reports.xlsx_standard import standard_workbook

    return standard_workbook(report, tables, of)


def _set_docx(report: Report, tables: Iterable[Grid], of: Material) -> bytes:
    from parscore.reports.docx import docx_bytes
    from parscore.reports.standard_paper import standard_paper

    return docx_bytes(standard_paper(report, tables, of))


def _set_pdf(report: Report, tables: Iterable[Grid], of: Material) -> bytes:
    from parscore.reports.pdf import pdf_bytes
    from parscore.reports.standard_paper import standard_paper

    return pdf_bytes(standard_paper(report, tables, of))


def _set_html(report: Report, tables: Iterable[Grid], of: Material) -> bytes:
    from parscore.reports.html_standard import standard_html

    return standard_html(report, tables, of)


SET_FORMATS: Final[Mapping[str, Callable[[Report, Iterable[Grid], Material], bytes]]] = MappingProxyType({
    "xlsx": _set_xlsx,
    "docx": _set_docx,
    "pdf": _set_pdf,
    "html": _set_html,
})  # fmt: skip


def set_files(report: Report, form: str, of: Material) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a report of the standard set in one format: path below the folder of the set, and content."""
    render, tables = SET_FORMATS[form], report.grids(of)
    if report.apart and form != "xlsx":
        for table in tables:
            yield f"{report.name}/{safe_name(table.name)}.{form}", render(report, (table,), of)
    else:
        yield f"{report.name}.{form}", render(report, tables, of)
