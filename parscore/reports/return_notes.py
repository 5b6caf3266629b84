"""The return note of one agency (phiếu gửi trả): what was found in the file it sent, and what it has to do about it."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from parscore.messages import Words
from parscore.model.problem import Problem, Severity
from parscore.model.season import Agency, Season
from parscore.reports.check import TOPIC
from parscore.reports.printing import SCREEN, date_words
from parscore.season.checked import Returned
from parscore.viet import safe_name

DIGEST_SHOWN: Final = 12
"""Hex digits of a file's digest on a note: enough to tell two files apart over the telephone."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One finding of a note. ``item`` names the criterion, or says that the sheet or file as a whole is meant."""

    file: str
    sheet: str
    cell: str
    code: str
    item: str
    found: str
    remedy: str
    severity: str
    error: bool


def note_name(season: Season, agency: Agency) -> str:
    """Return the name of an agency's note, in ASCII as ids are: ``2025_SYT_phieu-gui-tra.xlsx``."""
    return f"{season.year}_{safe_name(agency.id)}_phieu-gui-tra.xlsx"


def note_rows(season: Season, returned: Returned, words: Words) -> tuple[NoteRow, ...]:
    """The findings of a note with their words, errors first."""
    index = season.group_of(returned.agency).criteria.index
    rows = []
    for found in returned.problems:
        item = index.get(found.criterion)
        rows.append(
            NoteRow(
                file=PurePosixPath(found.place.file).name,
                sheet=found.place.sheet,
                cell=found.place.cell,
                code=found.criterion,
                item=item.name if item else _whole(found, words),
                found=words.problem(found).message,
                remedy=_remedy(found, words),
                severity=words.text(SCREEN, f"severity.{found.severity}"),
                error=found.severity is Severity.ERROR,
            )
        )
    return tuple(rows)


def _whole(found: Problem, words: Words) -> str:
    if found.criterion or found.place.cell:
        return ""
    return words.text(TOPIC, "whole.sheet" if found.place.sheet else "whole.file")


def _remedy(found: Problem, words: Words) -> str:
    """What to do: where the remedy of a code speaks to whoever keeps the season, the words for the agency instead."""
    own = f"remedy.{found.code}"
    return words.text(TOPIC, own) if words.has(TOPIC, own) else words.problem(found).remedy


def note_opening(returned: Returned, words: Words) -> tuple[str, ...]:
    """The lines above the table: the files with the start of their digests, the counts, and what the grades mean."""
    files = [
        words.text(TOPIC, "note.file", file=PurePosixPath(file.file).name, digest=file.digest[:DIGEST_SHOWN])
        if file.digest
        else PurePosixPath(file.file).name
        for file in returned.files
    ]
    severities = [found.severity for found in returned.problems]
    counts = [
        words.text(TOPIC, f"count.{severity}", count=severities.count(severity))
        for severity in (Severity.ERROR, Severity.WARNING)
        if severity in severities
    ]
    return (
        words.text(TOPIC, "note.files", files="; ".join(files)),
        words.text(TOPIC, "note.result", counts=", ".join(counts)),
        words.text(TOPIC, "note.grades"),
    )


def note_closing(season: Season, returned: Returned, words: Words) -> str:
    """The line below the table: what the agency does now, and until when."""
    due = season.stages[0].due
    until = words.text(TOPIC, "note.due", day=date_words(words, due)) if due else words.text(TOPIC, "note.undated")
    return words.text(TOPIC, _asked(returned), agency=returned.agency.name, until=until)


def _asked(returned: Returned) -> str:
    """The key of what is asked for: a file mended in place, or another file where a whole one cannot be used."""
    errors = [found for found in returned.problems if found.severity is Severity.ERROR]
    if not errors:
        return "note.look"
    return "note.mend" if all(found.place.cell or found.criterion for found in errors) else "note.replace"
