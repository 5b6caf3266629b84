"""Taking filled appraisal and explanation workbooks into ``appraisals/<stage>.csv``.

A workbook is taken whole or not at all: while one of its rows has an error, nothing of it is written, so that what
is in the season is what its author handed in. What is there already is not written again; what contradicts it is named
with both places and not written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from parscore.model.criteria import Leaf
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.rule import CLAIMED
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.season import Season
from parscore.model.stage import Stage
from parscore.season.appraisal_judged import faults_of
from parscore.season.appraisal_ledger import Ledger, open_ledger
from parscore.season.appraisal_orders import Before, fingerprint, previous_stage
from parscore.season.appraisals import WHOLE_SET
from parscore.workbooks.appraisal_layout import POINTS, Stamp, input_role, letters, read_stamp
from parscore.workbooks.appraisal_read import Statement, read_rows
from parscore.workbooks.appraisal_sheet import Key, Table, find_table, rows_asked
from parscore.workbooks.ooxml import Workbook, read_file


@dataclass(slots=True)
class Taken:
    """What became of one file: the statements read, the rows added to its stage, rows that said nothing.

    ``known`` counts the rows that were there already.
    """

    file: str
    stage: str = ""
    statements: tuple[Statement, ...] = ()
    added: int = 0
    known: int = 0
    blank: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether nothing of the file was taken."""
        return any(found.severity == "error" for found in self.problems)


def import_files(
    files: Sequence[tuple[Path, str]], folder: Path, season: Season, before: Before, stage: str | None = None
) -> tuple[list[Taken], dict[Path, bytes]]:
    """Read filled workbooks; return what became of each, and the new content of the files of the stages.

    Nothing is written here. ``stage`` is the only one that the files may be of; ``before`` gives the result whose
    values the workbooks were made from: a row whose values have changed since is not taken (PS619).
    """
    ledgers: dict[str, Ledger] = {}
    results: dict[str, Mapping[str, Scorecard]] = {}
    taken = []
    for path, shown in files:
        book, problems = read_file(path, shown)
        one = Taken(shown, problems=list(problems))
        taken.append(one)
        if book is None:
            continue
        stamp = read_stamp(book)
        if stamp is None:
            one.problems.append(problem("PS610", Place(shown)))
            continue
        one.stage = stamp.stage
        found = _not_of(stamp, shown, season, stage)
        one.problems += found
        if found:
            continue
        wanted = next(known for known in season.stages if known.id == stamp.stage)
        if wanted.id not in results:
            result = before(previous_stage(season, wanted))
            results[wanted.id] = {
                standing.scorecard.agency.id: standing.scorecard
                for ranking in result.groups
                for standing in ranking.standings
            }
        _read(one, book, stamp, wanted, results[wanted.id])
        if one.refused:
            continue
        if wanted.id not in ledgers:
            ledger, found = open_ledger(folder, season, wanted)
            one.problems += found
            if ledger is None:
                continue
            ledgers[wanted.id] = ledger
        one.added, one.known, found = ledgers[wanted.id].add(one.statements)
        one.problems += found
    outputs = {folder / ledger.shown: ledger.content for ledger in ledgers.values() if ledger.places}
    return taken, outputs


def _not_of(stamp: Stamp, shown: str, season: Season, stage: str | None) -> list[Problem]:
    """A workbook of another season, stage, group or criteria set (PS611), each difference by itself."""
    stages = [known.id for known in season.stages[1:] if stage in (None, known.id)]
    group = next((known for known in season.groups if known.id == stamp.group), None)
    pairs = [("season", stamp.season, [str(season.year)]), ("stage", stamp.stage, stages),
             ("group", stamp.group, [known.id for known in season.groups])]  # fmt: skip
    if group:
        criteria = group.criteria
        pairs.append(("criteria", stamp.criteria, [f"{criteria.id}@{criteria.version}"]))
        pairs.append(("digest", stamp.digest[:12], [criteria.digest[:12]]))
    return [
        problem("PS611", Place(shown), reason=f"appraise.of.{key}", found=found, wanted="; ".join(wanted))
        for key, found, wanted in pairs
        if found not in wanted
    ]


def _read(taken: Taken, book: Workbook, stamp: Stamp, stage: Stage, cards: Mapping[str, Scorecard]) -> None:
    """Read the table of a workbook against the agencies as they stand."""
    table, problems = find_table(book, taken.file, stage.kind)
    taken.problems += problems
    if table is None:
        return
    rows, problems = rows_asked(table, stamp)
    taken.problems += problems
    leaves = {key: _leaf(cards[key[0]], key[1]) for key in rows if key[0] in cards}
    gone = [key for key in rows if key not in leaves or not _known(cards[key[0]], key[1])]
    for agency, code in gone:
        place = table.place(rows[agency, code], "code")
        taken.problems.append(problem("PS613", place, agency=agency, criterion=code, found=f"{agency} {code}"))
    filled = read_rows(table, {key: row for key, row in rows.items() if key not in gone}, leaves)
    taken.blank = filled.blank
    taken.problems += filled.problems
    if filled.blank:
        taken.problems.append(problem("PS624", Place(taken.file, table.sheet.name), count=filled.blank))
    taken.statements = tuple(filled.statements)
    stated: dict[Key, str] = {(row.agency, row.code): row.shown for row in stamp.rows}
    for said in filled.statements:
        if fingerprint(cards[said.agency], said.code) != stated[said.agency, said.code]:
            taken.problems.append(problem("PS619", said.place, agency=said.agency, criterion=said.code))
            continue
        row, leaf = rows[said.agency, said.code], leaves[said.agency, said.code]
        taken.problems += faults_of(said, cards[said.agency], stage, _places(table, row, leaf))


def _places(table: Table, row: int, leaf: Leaf | None) -> dict[str, Place]:
    """The cell of each value that a row can state, by its name; of a column that is not there the caller knows."""
    roles = {CLAIMED: POINTS, **{name: input_role(letter) for name, letter in (letters(leaf) if leaf else {}).items()}}
    return {name: table.place(row, role) for name, role in roles.items() if role in table.columns}


def _known(card: Scorecard, code: str) -> bool:
    return code == WHOLE_SET or code in card.criteria.index


def _leaf(card: Scorecard, code: str) -> Leaf | None:
    """The leaf as it is for the agency; ``None`` for a heading or the whole set."""
    found = card.find(code) if isinstance(card.criteria.index.get(code), Leaf) else None
    return found.leaf if isinstance(found, LeafScore) else None
