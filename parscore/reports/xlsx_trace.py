"""The last sheet of the summary: what the result was made of, by digests, and how anybody can recheck it."""

from collections.abc import Iterator
from typing import Final

from parscore.reports.marks import inputs_digest, release
from parscore.reports.material import Material
from parscore.reports.method import Fact, season_facts
from parscore.reports.xlsx_method import FactSheet
from parscore.reports.xlsx_sheet import HEADING, Book, Look

_WIDTHS: Final = (30, 62, 72)
_FILES: Final = ("kind", "file", "digest")
_LEFT: Final[Look] = {"align": "left"}
_WAYS: Final = ("verify", "recheck", "explain", "tool", "digest")


def write_trace(book: Book, of: Material) -> None:
    """Record and program, criteria sets, ways to recheck and, but for the public, every file with its digest."""
    page = FactSheet(book, "trace", _WIDTHS, 0)
    page.section(page.text("trace.run"), _run(page, of))
    page.section(page.text("trace.sets"), _sets(of))
    page.section(page.text("trace.ways"), _ways(page, of))
    page.section(page.text("method.inputs"))
    if of.public:
        page.sheet.line(page.text("trace.public", count=len(of.result.inputs) + len(of.result.sources)))
        return
    sheet, first = page.sheet, page.sheet.row
    sheet.cells([page.text(f"column.{column}") for column in _FILES], HEADING)
    sheet.worksheet.repeat_rows(first)
    for kind, file, digest in _files(of):
        sheet.cells((page.text(f"trace.{kind}"), file, digest), _LEFT)
    sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)


def _run(page: FactSheet, of: Material) -> Iterator[Fact]:
    yield from season_facts(of.result, page.words, release())
    if not of.result.record:
        yield Fact(page.text("method.record"), page.text("trace.no_record"))
    if digest := inputs_digest(of.result):
        yield Fact(page.text("trace.inputs"), page.text("trace.inputs.how", digest=digest))


def _sets(of: Material) -> Iterator[Fact]:
    """Every criteria set once, with its digest."""
    sets = (ranking.group.criteria for ranking in of.result.groups)
    yield from dict.fromkeys(Fact(f"{one.id}@{one.version}", f"SHA-256 {one.digest}") for one in sets)


def _ways(page: FactSheet, of: Material) -> Iterator[Fact]:
    record = of.result.record or page.text("trace.record")
    for way in _WAYS:
        yield Fact(page.text(f"trace.{way}"), page.text(f"trace.{way}.how", record=record))


def _files(of: Material) -> Iterator[tuple[str, str, str]]:
    """Kind, path and digest of every file that was read; of the ballots all together."""
    for kind, files in (("form", of.result.inputs), ("source", of.result.sources)):
        yield from ((kind, file, digest) for file, digest in files)
    if of.survey is not None and of.survey.origin:
        yield "ballots", "survey.yaml, survey/", of.survey.origin
