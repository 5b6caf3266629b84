"""One form read again by the other reader, and compared cell by cell with the record and with the first reading."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from parscore.audit.inputs import SHOWN
from parscore.audit.readings import Disagreement, aligned, differences, disagreements
from parscore.audit.record_cells import RecordedCell
from parscore.model.cell import Cell
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Season
from parscore.season.receive import Received, receive
from parscore.workbooks.book import Sheet, Workbook
from parscore.workbooks.legacy import in_unicode
from parscore.workbooks.second_reader import Unread, read_both

NAMED: Final = 20
"""Cells of one form that are named with each of the two codes; all are counted."""


class Form(NamedTuple):
    """A file of the inbox, and what the record says of it; without ``agency`` nothing of it is to be rechecked."""

    path: Path
    file: str
    agency: str = ""
    sha256: str = ""
    recorded: tuple[RecordedCell, ...] = ()


class Reread(NamedTuple):
    """A file read again: what became of it, the cells that both readers were asked for, the disagreements on them.

    ``unread`` says why the other reader has not read it (a key of the facts' words); then nothing was compared.
    """

    form: Form
    received: Received
    cells: int = 0
    disagreements: int = 0
    unread: str = ""
    problems: tuple[Problem, ...] = ()


def reread(form: Form, season: Season) -> Reread:
    """Read a form with both readers and receive what the other one has read; without it, what the first has."""
    stage = season.stages[0].id
    if not form.agency:
        return Reread(form, receive(form.path, form.file, season, stage))
    first, second, problems = read_both(form.path, form.file)
    if first is None or second is None:
        return Reread(form, _received(form, season, None, problems), unread="second.refused", problems=problems)
    if isinstance(second, Unread):
        code = "PS824" if second.foreign else "PS825"
        told = problem(code, Place(form.file), agency=form.agency, reason=second.reason, detail=second.detail)
        return Reread(form, _received(form, season, first, problems), unread=second.reason, problems=(told,))
    changed = [_changed(form, first.digest)] if first.digest != form.sha256 else []
    second = _respelt(first, second)
    odd = list(_of_recorded(form, first, second))
    others = list(_of_others(form, first, second, {found.place for found in odd}))
    named = (*changed, *islice(odd, NAMED), *islice(others, NAMED))
    cells = sum(len(_addresses(book_pair)) for book_pair in _form_sheets(form, first, second))
    return Reread(form, _received(form, season, second, problems), cells, len(odd) + len(others), problems=named)


def _received(form: Form, season: Season, book: Workbook | None, problems: tuple[Problem, ...]) -> Received:
    """What is received with a form whose workbook was read elsewhere."""
    return receive(form.path, form.file, season, season.stages[0].id, read=lambda *_: (book, problems))


def _changed(form: Form, digest: str) -> Problem:
    told = {"found": digest[:SHOWN], "wanted": form.sha256[:SHOWN]}
    return problem("PS802", Place(form.file), agency=form.agency, **told)


def _respelt(first: Workbook, second: Workbook) -> Workbook:
    """The second reading, spelt like the first wherever both mean the same."""
    return replace(second, sheets=tuple(aligned(_named(first, sheet.name), sheet) for sheet in second.sheets))


def _named(book: Workbook, name: str) -> Sheet:
    return next((sheet for sheet in book.sheets if sheet.name == name), Sheet(name, "visible", []))


def _of_recorded(form: Form, first: Workbook, second: Workbook) -> Iterator[Problem]:
    """Yield PS820 for every cell that a score was made of and that the other reader reads otherwise.

    A value that the record calls blank may have the place of its row only, where the form lacks the column: its cell
    is one that is blank in the first reading.
    """
    sheets = {name: in_unicode(_named(second, name), form.file)[0] for name in _names(form)}
    for cell in form.recorded:
        if cell.stored is None and next(_read_at(_named(first, cell.place.sheet), cell.place)) is not None:
            continue
        found = [list(differences(cell.stored, other)) for other in _read_at(sheets[cell.place.sheet], cell.place)]
        if all(found):
            odd = _told(found[0])
            yield problem("PS820", cell.place, agency=cell.agency, criterion=cell.code, input=cell.name, **odd)


def _read_at(sheet: Sheet, place: Place) -> Iterator[Cell | None]:
    """The cell at a place, and the one that holds the content of a range merged downwards over it."""
    row, column = place.sort_key[2:4]
    yield sheet.at(row, column)
    for top, left, bottom, right in sheet.merged:
        if top < bottom and top <= row <= bottom and left <= column <= right:
            yield sheet.at(top, left)


def _of_others(form: Form, first: Workbook, second: Workbook, told: set[Place]) -> Iterator[Problem]:
    """Yield PS821 for every other cell of the form's sheet on which the readers disagree."""
    for ours, theirs in _form_sheets(form, first, second):
        met = set()
        for address, odd in disagreements(ours, theirs):
            place = Place(form.file, ours.name, address)
            if place not in told and address not in met:
                met.add(address)
                yield problem("PS821", place, agency=form.agency, **_told([odd]))


def _told(odd: list[Disagreement]) -> dict[str, str]:
    """The facts of the gravest disagreement on a cell."""
    return odd[0]._asdict()


def _form_sheets(form: Form, first: Workbook, second: Workbook) -> Iterator[tuple[Sheet, Sheet]]:
    """The sheets from which the record has values, as each reader has read them."""
    yield from ((_named(first, name), _named(second, name)) for name in _names(form))


def _names(form: Form) -> Iterable[str]:
    return sorted({cell.place.sheet for cell in form.recorded})


def _addresses(sheets: tuple[Sheet, Sheet]) -> set[str]:
    return {cell.address for sheet in sheets for cell in sheet.cells}
