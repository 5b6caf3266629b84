"""``appraisals/<stage>.csv``: what each stage after the self-assessment says, in the order in which it was said.

Columns ``agency,code,input,value,who,when,why`` and optionally ``document``, UTF-8, comma or semicolon. Rows of one
agency and code by the same person at the same time are one act. ``input`` is ``points`` (set by hand; ``KĐG`` is "not
assessed") or the name of an input that is corrected; left blank with ``value``, the row agrees with what stands, and
its ``code`` may then be a heading's, or ``*`` for the whole set: it speaks for every leaf of the agency's own below
that no other row of the stage names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parscore.model.cell import Answer, AnswerState, Cell
from parscore.model.criteria import CriteriaSet, Leaf, Source
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.rule import CLAIMED
from parscore.model.season import Agency, Season
from parscore.model.stage import Act, Acts, Stage, StageKind
from parscore.season.csv_rows import CsvRow, CsvRows, parted, read_rows, unshielded
from parscore.viet import nearest, normal_form, show
from parscore.workbooks.days import moment_of_text
from parscore.workbooks.values import POINTS, Asking, read_answer

FOLDER: Final = "appraisals"
COLUMNS: Final = ("agency", "code", "input", "value", "who", "when", "why")
WHOLE_SET: Final = "*"


@dataclass(frozen=True, slots=True)
class Appraisals:
    """The acts of every agency, and the last stage whose file has a row, usable or not; empty while none has."""

    acts: Mapping[str, Acts]
    latest: str = ""


@dataclass(slots=True)
class _Reading:
    """One stage's file on its way to acts."""

    season: Season
    stage: Stage
    file: str
    table: CsvRows
    agencies: Mapping[str, Agency]
    acts: dict[tuple[str, str], Act] = field(default_factory=dict)
    whole: list[tuple[Agency, str, Act]] = field(default_factory=list)
    """Agreement with everything below a heading."""
    refused: set[tuple[str, str]] = field(default_factory=set)
    """Leaves of which the stage says contradictory things: it has then said nothing."""
    problems: list[Problem] = field(default_factory=list)

    def row(self, row: CsvRow) -> None:
        cells = {column: unshielded(text) for column, text in row.cells.items()}
        if row.overlong or (self.table.delimiter == "," and parted(cells)):
            return self.fault(row.line, "value", cells["value"], "fields")
        agency = self.agencies.get(cells["agency"].casefold())
        if agency is None:
            near = nearest(cells["agency"], [known.id for known in self.agencies.values()])
            return self.fault(row.line, "agency", cells["agency"], "agency", "; ".join(near))
        moment = moment_of_text(cells["when"])
        if not normal_form(cells["who"]) or moment is None:
            column = "when" if normal_form(cells["who"]) else "who"
            return self.fault(row.line, column, cells[column], column)
        act = Act(
            stage=self.stage,
            who=cells["who"],
            when=moment,
            why=cells["why"],
            document=cells.get("document", ""),
            place=self.place(row.line, "code"),
        )
        if not cells["why"] and (cells["input"] or not self.stage.judges):
            return self.fault(row.line, "why", "", "why")
        return self.said(row.line, cells, agency, act)

    def said(self, line: int, cells: Mapping[str, str], agency: Agency, act: Act) -> None:
        """Take what a row says of its leaf, or of everything below its heading."""
        criteria = self.season.group_of(agency).criteria
        code, name = cells["code"], cells["input"]
        item = criteria.index.get(code)
        if not isinstance(item, Leaf):
            if (item is None and code != WHOLE_SET) or name or not self.stage.judges:
                return self.fault(line, "code", code, "code")
            self.whole.append((agency, code, act))
            return None
        if bool(name) != bool(cells["value"]):
            return self.fault(line, "value", cells["value"], "value")
        # The values of subordinate units are no single value that could be corrected here; points are.
        known = (POINTS, *(asked for asked in item.inputs if item.source_of(asked.name) is not Source.UNITS))
        asked = next((asked for asked in known if asked.name == name), None)
        if name and asked is None:
            wanted = "; ".join(one.name for one in known)
            return self.fault(line, "input", name, "input", wanted)
        if asked is not None:
            place = self.place(line, "value")
            cell = Cell("", line, place.column, "text", cells["value"], None, "General")
            answer, problems = read_answer(cell, Asking(asked, agency.id, item.code, place))
            self.problems += (found for found in problems if found.code != "PS142")
            if answer.state is AnswerState.NOT_APPLICABLE and name != CLAIMED:
                return self.fault(line, "value", cells["value"], "mark")
            act = act._replace(values={name: answer})
        return self.act((agency.id, item.code), act)

    def act(self, key: tuple[str, str], act: Act) -> None:
        """Add an act to what the stage has said of the leaf before.

        The same person at the same time goes on; the same person at another time corrects what was said; another
        person may only say the same.
        """
        before = self.acts.get(key)
        if before is None or before.who != act.who:
            if before is not None and _said(before) != _said(act):
                self.contradiction(key, before, act)
            self.acts.setdefault(key, act)
        elif before.when == act.when:
            both = {**before.values, **act.values}
            mixed = not before.values or not act.values or (CLAIMED in both and len(both) > 1)
            if before.values.keys() & act.values.keys() or mixed:
                self.contradiction(key, before, act)
            self.acts[key] = before._replace(values=both)
        else:
            told = {"first": str(before.place.line), "stage": self.stage.id}
            self.problems.append(problem("PS606", act.place, agency=key[0], criterion=key[1], **told))
            self.acts[key] = act

    def contradiction(self, key: tuple[str, str], before: Act, act: Act) -> None:
        agency, code = key
        told = {"first": before.place.line, "who": before.who, "found": act.who, "stage": self.stage.id}
        self.problems.append(problem("PS605", act.place, agency=agency, criterion=code, **told))
        self.refused.add(key)

    def fault(self, line: int, column: str, found: str, reason: str, wanted: str = "") -> None:
        facts = {"column": column, "found": show(found), "reason": f"appraisals.{reason}", "wanted": wanted}
        self.problems.append(problem("PS604", self.place(line, column), **facts))

    def place(self, line: int, column: str) -> Place:
        return Place(self.file, line=line, column=self.table.position(column))

    def settled(self) -> dict[tuple[str, str], Act]:
        """The acts by agency and leaf, agreement by headings put on the leaves below them."""
        acts = {key: act for key, act in self.acts.items() if key not in self.refused}
        for agency, code, act in self.whole:
            for leaf in _own_leaves(self.season.group_of(agency).criteria, code):
                if (agency.id, leaf.code) not in self.refused:
                    acts.setdefault((agency.id, leaf.code), act)
        return acts


def _said(act: Act) -> dict[str, Answer]:
    """What an act says, wherever it stands."""
    return {name: Answer(answer.state, answer.value) for name, answer in act.values.items()}


def _own_leaves(criteria: CriteriaSet, code: str) -> Iterator[Leaf]:
    """The leaves of the agency's own below a heading."""
    item = criteria.index.get(code)
    leaves = criteria.leaves() if item is None or isinstance(item, Leaf) else item.leaves()
    return (leaf for leaf in leaves if leaf.source is Source.SELF)


def read_appraisals(folder: Path, season: Season) -> tuple[Appraisals, tuple[Problem, ...]]:
    """Read the files of all stages; a stage without a file has said nothing yet."""
    acts: dict[str, dict[str, tuple[Act, ...]]] = {}
    problems: list[Problem] = list(_strays(folder / FOLDER, season.stages))
    latest = ""
    for stage in season.stages[1:]:
        shown = f"{FOLDER}/{stage.id}.csv"
        table = read_rows(folder / shown)
        if isinstance(table, str):
            problems += () if table == "absent" else (_unreadable(shown),)
            continue
        latest = stage.id if table.rows else latest
        said, found = read_stage(table, shown, season, stage)
        problems += found
        for (agency, code), act in said.items():
            own = acts.setdefault(agency, {})
            own[code] = (*own.get(code, ()), act)
    return Appraisals(acts, latest), tuple(problems)


def _unreadable(shown_as: str) -> Problem:
    facts = {"column": "", "found": "", "reason": "agencies.unreadable", "wanted": ""}
    return problem("PS604", Place(shown_as), **facts)


def read_stage(
    table: CsvRows, shown_as: str, season: Season, stage: Stage
) -> tuple[dict[tuple[str, str], Act], list[Problem]]:
    """Read the rows of one stage: the acts by agency and leaf, and every fault by its line."""
    agencies = {agency.id.casefold(): agency for agency in season.agencies.values()}
    reading = _Reading(season, stage, shown_as, table, agencies)
    missing = [column for column in COLUMNS if table.columns.count(column) != 1]
    for column in missing:
        reading.fault(1, column, "", "column", ", ".join(COLUMNS))
    for row in () if missing else table.rows:
        reading.row(row)
    return reading.settled(), reading.problems


def _strays(folder: Path, stages: Sequence[Stage]) -> Iterator[Problem]:
    """A CSV file that belongs to no stage is named: what it says counts for nothing."""
    known = [stage.id for stage in stages if stage.kind is not StageKind.SELF]
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        if path.stem not in known:
            wanted = "; ".join(f"{stage}.csv" for stage in known) or "(nothing)"
            yield problem("PS607", Place(f"{FOLDER}/{path.name}"), found=path.name, wanted=wanted)
