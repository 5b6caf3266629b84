"""From rows to ballots: what belongs to one ballot is brought together, whatever the layout of the file.

Nothing is judged here but identity: a ballot that stands twice, one without an id, rows about no question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.survey import Columns, Questionnaire
from parscore.survey.tables import DataTable, Row
from parscore.viet import nearest, normal_form, show


class Written(NamedTuple):
    """A text of a data file and the fault of its cell; where it stands is only worked out where it is told."""

    text: str
    fault: str
    table: DataTable
    row: int
    heading: str

    @property
    def place(self) -> Place:
        """Where the text stands."""
        return self.table.place(self.row, self.heading)


@dataclass(slots=True)
class RawBallot:
    """A ballot as it stands in the rows of a file, with every text of every part of it."""

    id: str
    place: Place
    agency: list[Written] = field(default_factory=list)
    respondents: list[Written] = field(default_factory=list)
    answers: dict[str, list[Written]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    """Why it is refused, as far as that is known."""

    @property
    def content(self) -> tuple[object, ...]:
        """What it says, for telling copies from ballots that contradict each other."""
        texts = ({normal_form(one.text) for one in given} for given in (self.agency, self.respondents))
        answers = {code: {normal_form(one.text) for one in given} for code, given in self.answers.items()}
        return (*texts, answers)


def headings(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The headings that a data file of a questionnaire has to have."""
    named = [heading for heading in questionnaire.columns if heading]
    return (*named, *(question.column for question in questionnaire.questions)) if questionnaire.wide else tuple(named)


def raw_ballots(tables: Sequence[DataTable], questionnaire: Questionnaire) -> list[RawBallot]:
    """Return every ballot received, in the order of files and rows, ballots that stand twice told as such."""
    if questionnaire.wide:
        found = _of_rows(tables, questionnaire)
        _tell_twins(found, questionnaire)
        return found
    return _of_answers(tables, questionnaire)


def refuse(ballot: RawBallot, code: str, place: Place, /, **facts: object) -> None:
    """Note why a ballot cannot be counted."""
    ballot.problems.append(problem(code, place, agency="", criterion="", ballot=show(ballot.id), **facts))


# --- one row a ballot ------------------------------------------------------------------------------------------


def _of_rows(tables: Sequence[DataTable], questionnaire: Questionnaire) -> list[RawBallot]:
    columns = _keys(questionnaire)
    questions = [(question.code, normal_form(question.column)) for question in questionnaire.questions]
    found = []
    for table, row in _rows(tables):
        ballot = RawBallot(row.texts.get(columns.ballot, "").strip(), table.place(row.number))
        ballot.agency.append(_cell(table, row, columns.agency))
        if columns.respondents:
            ballot.respondents.append(_cell(table, row, columns.respondents))
        ballot.answers = {code: [_cell(table, row, heading)] for code, heading in questions}
        _tell_faults(ballot, table, row)
        found.append(ballot)
    return found


def _rows(tables: Sequence[DataTable]) -> Iterator[tuple[DataTable, Row]]:
    return ((table, row) for table in tables for row in table.rows)


def _keys(questionnaire: Questionnaire) -> Columns:
    """The headings in normal form, as rows have them."""
    return Columns(*map(normal_form, questionnaire.columns))


def _cell(table: DataTable, row: Row, heading: str) -> Written:
    return Written(row.texts.get(heading, ""), row.faults.get(heading, ""), table, row.number, heading)


def _tell_faults(ballot: RawBallot, table: DataTable, row: Row) -> None:
    for heading, fault in row.faults.items():
        where = "" if fault == "overlong" else heading
        found = show(row.texts.get(where, ""))
        refuse(ballot, "PS654", table.place(row.number, where), reason=f"survey.{fault}", found=found)


def _tell_twins(ballots: Sequence[RawBallot], questionnaire: Questionnaire) -> None:
    """Copies of a ballot count once, by the first of them; ballots of one id that differ do not count at all."""
    if not questionnaire.columns.ballot:
        return
    by_id: dict[tuple[str, str], list[RawBallot]] = {}
    for ballot in ballots:
        if normal_form(ballot.id):
            by_id.setdefault(_key(ballot.id, ballot.agency[0].text, questionnaire), []).append(ballot)
        else:
            refuse(ballot, "PS652", ballot.place)
    for twins in (each for each in by_id.values() if len(each) > 1):
        alike = all(one.content == twins[0].content for one in twins)
        for one in twins[1:] if alike else twins:
            other = twins[0] if one is not twins[0] else twins[-1]
            if one is not other:
                at = {"file": other.place.file, "sheet": other.place.sheet, "cell": other.place.cell}
                at["line"] = str(other.place.line or "")
                refuse(one, "PS650", one.place, reason="survey.copy" if alike else "survey.differs", **at)


def _key(ballot: str, agency: str, questionnaire: Questionnaire) -> tuple[str, str]:
    """What tells ballots apart: the id, and the agency too where one ballot judges several."""
    return normal_form(ballot), normal_form(agency) if questionnaire.several else ""


# --- one row an answer -----------------------------------------------------------------------------------------


def _of_answers(tables: Sequence[DataTable], questionnaire: Questionnaire) -> list[RawBallot]:
    columns, found = _keys(questionnaire), dict[tuple[str, str], RawBallot]()
    nameless: list[RawBallot] = []
    codes, unscored = _question_codes(questionnaire), set(map(normal_form, questionnaire.unscored))
    for table, row in _rows(tables):
        ballot_id, agency = _cell(table, row, columns.ballot), _cell(table, row, columns.agency)
        ballot = RawBallot(ballot_id.text.strip(), table.place(row.number))
        if normal_form(ballot.id):
            ballot = found.setdefault(_key(ballot.id, agency.text, questionnaire), ballot)
        else:
            nameless.append(ballot)
            refuse(ballot, "PS652", ballot.place)
        _tell_faults(ballot, table, row)
        ballot.agency.append(agency)
        if columns.respondents:
            ballot.respondents.append(_cell(table, row, columns.respondents))
        asked = _cell(table, row, columns.question)
        code = codes.get(normal_form(asked.text))
        if code is None and normal_form(asked.text) not in unscored:
            near = dict.fromkeys(codes[known] for known in nearest(asked.text, list(codes))) or questionnaire.by_code
            refuse(ballot, "PS653", asked.place, found=show(asked.text), nearest="; ".join(near))
        elif code is not None:
            ballot.answers.setdefault(code, []).append(_cell(table, row, columns.answer))
    return [*found.values(), *nameless]


def _question_codes(questionnaire: Questionnaire) -> dict[str, str]:
    """Questions by their code, their column and what they ask."""
    named = ((text, question.code) for question in questionnaire.questions for text in (question.ask, question.column))
    codes = {question.code: question.code for question in questionnaire.questions}
    return {normal_form(text): code for text, code in (*named, *codes.items())}
