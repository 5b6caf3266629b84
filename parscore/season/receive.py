"""One received file: opened once, its agency found, its form read. Pure but for reading the file."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.model.submission import Submission
from parscore.viet import nearest, normal_form, show
from parscore.workbooks.identity import Identity, identity_of
from parscore.workbooks.ooxml import Workbook, read_file
from parscore.workbooks.read import FormReading, covers, read_form
from parscore.workbooks.table import Table, find_table


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file. ``submission`` is ``None`` where the file could not be used; ``agency`` may be known."""

    file: str
    digest: str
    size: int
    agency: str
    submission: Submission | None
    problems: tuple[Problem, ...]


def receive(path: Path, shown_as: str, season: Season, stage: str) -> Received:
    """Read one file of the inbox for a stage."""
    book, problems = read_file(path, shown_as)
    guess = _by_file_name(shown_as, season)
    if book is None:
        agency = guess.id if guess else ""
        return Received(shown_as, "", 0, agency, None, tuple(replace(found, agency=agency) for found in problems))
    agency, submission, found = _of_workbook(book, shown_as, season, stage, guess)
    return Received(shown_as, book.digest, book.size, agency, submission, (*problems, *found))


def _of_workbook(
    book: Workbook, file: str, season: Season, stage: str, guess: Agency | None
) -> tuple[str, Submission | None, list[Problem]]:
    table, problems = find_table(book, file, guess.id if guess else "")
    if table is None:
        return guess.id if guess else "", None, problems
    identity = identity_of(table)
    agency, found = identify(identity, guess, season, Place(file, table.sheet.name))
    if agency is None:
        return "", None, found
    problems = [replace(note, agency=agency.id) for note in problems]
    problems += _other_year(identity, season, agency, Place(file, table.sheet.name))
    if any(found.severity == "error" for found in problems):
        return agency.id, None, problems
    criteria = season.group_of(agency).criteria
    reading = read_form(table, file, agency.id, criteria, uncalculated_zeros=book.full_calc_on_load)
    other = _other_group(table, reading, season, agency, Place(file, table.sheet.name))
    if other:
        return agency.id, None, [*problems, other]
    if not reading.filled_in:
        place = Place(file, table.sheet.name)
        return agency.id, None, [*problems, problem("PS133", place, agency=agency.id, name=agency.name)]
    submission = Submission(agency.id, stage, file, table.sheet.name, book.digest, book.size, reading.answers)
    return agency.id, submission, [*problems, *reading.problems]


def identify(
    identity: Identity, guess: Agency | None, season: Season, place: Place
) -> tuple[Agency | None, list[Problem]]:
    """Find the agency of a form: by the id or name stated in the sheet, else by the id in the file's name.

    A name is matched by its normal form only, never by likeness. Two sources that contradict each other are refused.
    """
    by_id = {agency_id.casefold(): agency for agency_id, agency in season.agencies.items()}
    by_name = {normal_form(agency.name): agency for agency in season.agencies.values()}
    stated = by_id.get(identity.id.strip().casefold()) if identity.id else None
    named = by_name.get(normal_form(identity.name)) if identity.name else None
    titled = {by_name[text] for text in map(normal_form, identity.titles) if text in by_name}
    found = {agency for agency in (stated, named) if agency} or titled
    if (identity.id and not stated) or (identity.name and not named and not stated):
        return None, [_unknown(identity.name or identity.id, season, place)]
    if len(found) > 1 or (found and guess and guess not in found):
        names = " / ".join(sorted(agency.name for agency in found | ({guess} if guess else set())))
        return None, [problem("PS139", place, names=names)]
    agency = next(iter(found), guess)
    return (agency, []) if agency else (None, [_unknown("", season, place)])


def _unknown(found: str, season: Season, place: Place) -> Problem:
    names = [agency.name for agency in season.agencies.values()]
    return problem("PS108", place, found=show(found), nearest="; ".join(nearest(found, names)) if found else "")


def _by_file_name(file: str, season: Season) -> Agency | None:
    """The agency whose id stands as a word in the file's name, if exactly one does."""
    words = set(re.split(r"[^0-9A-Za-z]+", Path(file).stem.casefold()))
    found = [agency for agency in season.agencies.values() if agency.id.casefold() in words]
    return found[0] if len(found) == 1 else None


def _other_year(identity: Identity, season: Season, agency: Agency, place: Place) -> list[Problem]:
    if not identity.years or str(season.year) in identity.years:
        return []
    return [problem("PS110", place, agency=agency.id, found=", ".join(identity.years), wanted=season.year)]


def _other_group(table: Table, reading: FormReading, season: Season, agency: Agency, place: Place) -> Problem | None:
    """A form that lacks most rows of the agency's criteria set and has more of another group's is the wrong form."""
    own = season.group_of(agency)
    if len(reading.answers) * 2 >= sum(1 for _ in own.criteria.leaves()):
        return None
    others = [group for group in season.groups if covers(table, group.criteria) > covers(table, own.criteria)]
    return problem("PS149", place, agency=agency.id, found=others[0].name, wanted=own.name) if others else None
