"""One received file: opened once, its agency found, its form read. Pure but for reading the file."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import normalize

from parscore.engine.variants import leaves_for
from parscore.model.criteria import CriteriaSet
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.model.submission import Submission
from parscore.season.copies import digest_of
from parscore.viet import nearest, normal_form, show, written_alike
from parscore.workbooks.documents import read_documents
from parscore.workbooks.identity import Identity, identity_of
from parscore.workbooks.legacy import in_unicode
from parscore.workbooks.ooxml import Workbook, read_file
from parscore.workbooks.read import FormReading, covers, read_form
from parscore.workbooks.stamp import Stamp, read_stamp
from parscore.workbooks.table import Table, find_tables

ReadBook = Callable[[Path, str], tuple[Workbook | None, tuple[Problem, ...]]]
"""Reads a workbook from a file, whose path for people it is told, as ``ooxml.read_file`` does."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file. ``submission`` is ``None`` where the file could not be used; ``agency`` may be known."""

    file: str
    digest: str
    size: int
    agency: str
    submission: Submission | None
    problems: tuple[Problem, ...]


def receive(path: Path, shown_as: str, season: Season, stage: str, *, read: ReadBook = read_file) -> Received:
    """Read one file of the inbox for a stage; ``read`` is the reader of workbooks."""
    book, problems = read(path, shown_as)
    guess = agency_of_name(shown_as, season)
    if book is None:
        agency = guess.id if guess else ""
        return Received(shown_as, "", 0, agency, None, tuple(replace(found, agency=agency) for found in problems))
    agency, submission, found = _of_workbook(book, shown_as, season, stage, guess)
    about = (*(replace(note, agency=agency) for note in problems), *found)
    # What is read of a package that contradicts itself cannot be trusted, whatever it says.
    usable = not any(note.severity == "error" for note in problems)
    return Received(shown_as, book.digest, book.size, agency, submission if usable else None, about)


def _of_workbook(
    book: Workbook, file: str, season: Season, stage: str, guess: Agency | None
) -> tuple[str, Submission | None, list[Problem]]:
    if book.own_report:
        return "", None, [problem("PS157", Place(file))]
    book, converted = _in_unicode(book, file)
    tables, problems = find_tables(book, file, guess.id if guess else "")
    read = {table.sheet.name for table in tables}
    problems += (note for note in converted if not read or note.place.sheet in read)
    if not tables:
        return guess.id if guess else "", None, problems
    main = tables[0].sheet.name
    place = Place(file, main)
    stamp, damaged = read_stamp(book)
    identities = {table.sheet.name: identity_of(table) for table in tables}
    agency, found = _whose(identities, guess, season, file, stamp)
    if agency is None:
        return "", None, [*(replace(note, agency="") for note in problems), *found]
    problems = [replace(note, agency=agency.id) for note in problems]
    problems += [problem("PS191", place, agency=agency.id)] if damaged else []
    for sheet, identity in identities.items():
        at = Place(file, sheet)
        if normal_form(identity.name) == normal_form(agency.name) and not written_alike(identity.name, agency.name):
            problems.append(problem("PS111", at, agency=agency.id, count=1))
        problems += _other_year(identity, stamp if at == place else None, season, agency, at)
    if any(found.severity == "error" for found in problems):
        return agency.id, None, problems
    criteria = season.group_of(agency).criteria
    reading = read_form(
        tables,
        file,
        agency.id,
        criteria,
        leaves=leaves_for(criteria, agency)[0],
        documents=read_documents(book),
        uncalculated_zeros=book.full_calc_on_load,
        date1904=book.date1904,
    )
    other = _other_group(tables, reading, season, agency, place)
    if other:
        return agency.id, None, [*problems, other]
    problems += _other_set(stamp, agency, criteria, place)
    if not reading.answers:
        return agency.id, None, [*problems, *reading.problems]
    if not reading.filled_in:
        return agency.id, None, [*problems, problem("PS133", place, agency=agency.id, name=agency.name)]
    said = digest_of(reading.answers)
    submission = Submission(agency.id, stage, file, main, book.digest, book.size, reading.answers, said)
    return agency.id, submission, [*problems, *reading.problems]


def _in_unicode(book: Workbook, file: str) -> tuple[Workbook, list[Problem]]:
    """Put the texts of every sheet into Unicode where they are not; a book without such texts comes back as it is."""
    read = [in_unicode(sheet, file) for sheet in book.sheets]
    notes = [note for _, found in read for note in found]
    return (replace(book, sheets=tuple(sheet for sheet, _ in read)), notes) if notes else (book, [])


def _whose(
    identities: Mapping[str, Identity], guess: Agency | None, season: Season, file: str, stamp: Stamp | None
) -> tuple[Agency | None, list[Problem]]:
    """Find the agency of a form by its main sheet, the first; a further sheet may not say another one."""
    agency, found = guess, list[Problem]()
    for sheet, identity in identities.items():
        agency, found = identify(identity, agency, season, Place(file, sheet), stamp)
        if agency is None:
            break
    return agency, found


def identify(
    identity: Identity, guess: Agency | None, season: Season, place: Place, stamp: Stamp | None = None
) -> tuple[Agency | None, list[Problem]]:
    """Find the agency of a form: by its stamp and the id or name in the sheet, else by the id in the file's name.

    A name is matched by its normal form only, never by likeness. Two sources that contradict each other are refused.
    """
    by_id = {agency_id.casefold(): agency for agency_id, agency in season.agencies.items()}
    by_name = {normal_form(agency.name): agency for agency in season.agencies.values()}
    stated = by_id.get(identity.id.strip().casefold())
    named = by_name.get(normal_form(identity.name))
    stamped = by_id.get(stamp.agency.casefold()) if stamp else None
    if stamp and not stamped:
        return None, [_unknown(stamp.agency, season, place)]
    if identity.id and not stated:
        return None, [_unknown(identity.id, season, place)]
    if identity.name and not named and not stated:
        return None, [_unknown(identity.name, season, place)]
    titled = {by_name[text] for text in map(normal_form, identity.titles) if text in by_name}
    found = {agency for agency in (stated, named) if agency} or titled
    found |= {stamped} if stamped else set()
    if len(found) > 1 or (found and guess and guess not in found):
        names = " / ".join(sorted(agency.name for agency in found | ({guess} if guess else set())))
        return None, [problem("PS139", place, names=names)]
    agency = next(iter(found), guess)
    return (agency, []) if agency else (None, [_unknown("", season, place)])


def _unknown(found: str, season: Season, place: Place) -> Problem:
    known = [text for agency in season.agencies.values() for text in (agency.name, agency.id)]
    near = nearest(found, known) if found else ()
    reason = "agency.unknown" if found else "agency.unnamed"
    return problem("PS108", place, found=show(found), nearest="; ".join(near), reason=reason)


def agency_of_name(file: str, season: Season) -> Agency | None:
    """The agency whose id stands as a word in the file's name, if one does; of two ids at one place the longer."""
    ids = sorted((agency_id.casefold() for agency_id in season.agencies), key=len, reverse=True)
    words = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, ids))})(?![^\W_])")
    found = set(words.findall(normalize("NFC", Path(file).stem).casefold()))
    by_id = {agency.id.casefold(): agency for agency in season.agencies.values()}
    return by_id[found.pop()] if len(found) == 1 else None


def _other_year(identity: Identity, stamp: Stamp | None, season: Season, agency: Agency, place: Place) -> list[Problem]:
    """A form of another year, by its stamp or by what it says."""
    for years in ((stamp.season,) if stamp else (), identity.years):
        if years and str(season.year) not in years:
            return [problem("PS110", place, agency=agency.id, found=", ".join(years), wanted=season.year)]
    return []


def _other_set(stamp: Stamp | None, agency: Agency, criteria: CriteriaSet, place: Place) -> list[Problem]:
    """A form made from another version of the set, or before the set's file was changed: its guide may be another."""
    wanted = f"{criteria.id}@{criteria.version}"
    if stamp is None or (stamp.criteria == wanted and stamp.digest in ("", criteria.digest)):
        return []
    found, own = (
        f"{name} ({digest[:12]})" for name, digest in ((stamp.criteria, stamp.digest), (wanted, criteria.digest))
    )
    return [problem("PS190", place, agency=agency.id, found=found, wanted=own)]


def _other_group(
    tables: Sequence[Table], reading: FormReading, season: Season, agency: Agency, place: Place
) -> Problem | None:
    """A form that lacks most rows of the agency's criteria set and has more of another group's is the wrong form."""
    own = season.group_of(agency)
    if len(reading.answers) * 2 >= sum(1 for _ in own.criteria.leaves()):
        return None
    others = [group for group in season.groups if covers(tables, group.criteria) > covers(tables, own.criteria)]
    return problem("PS149", place, agency=agency.id, found=others[0].name, wanted=own.name) if others else None
