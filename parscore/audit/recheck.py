"""Rechecking with the other reader: every form read again by openpyxl, scored again, compared with the record."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from parscore.audit.inputs import NOTHING
from parscore.audit.lines import Key, key_of, parsed
from parscore.audit.record_cells import Line, gravest_difference, recorded_cells
from parscore.audit.reread import Form, Reread, reread
from parscore.audit.verify import HEAD, check_chain, check_inputs, lines_of
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.season.chain import RECORDS, Head, read_head
from parscore.season.inbox import look_into
from parscore.season.open import INBOX, SeasonFolder
from parscore.season.record import body
from parscore.season.run import Progress, score_season, unwatched
from parscore.season.workers import mapped

_KINDS: Final = {"leaf": "PS822", "total": "PS823"}
NO_FORM: Final = "second.no_form"


@dataclass(frozen=True, slots=True)
class RecheckedForm:
    """What rechecking one agency's form came to: the cells and scores that were compared, those that differ.

    ``unread`` says why nothing was compared (a key of the facts' words), else it is empty.
    """

    agency: str
    file: str
    cells: int
    scores: int
    disagreements: int
    unread: str


@dataclass(frozen=True, slots=True)
class Recheck:
    """What a recheck found. ``head`` is ``None`` without a record; without ``forms`` nothing could be compared:
    the record or its inputs are not what they were.
    """

    head: Head | None
    forms: tuple[RecheckedForm, ...]
    problems: tuple[Problem, ...]

    @property
    def rechecked(self) -> int:
        """The number of forms that the other reader has read."""
        return sum(not form.unread for form in self.forms)


def recheck(folder: SeasonFolder, agencies: Container[str], *, jobs: int = 1, watch: Progress = unwatched) -> Recheck:
    """Read the forms of these agencies again with openpyxl, score again, and compare with the season's last record.

    PS801: there is none; what stands against the record or its inputs comes as from ``verify``, and then nothing is
    compared. PS820: a cell that a score was made of; PS821: another cell of a form; PS822: a score; PS823: a total,
    index or rank; PS824, PS825: a form that the other reader does not know, or could not read.
    """
    head = read_head(folder.path)
    if not isinstance(head, Head):
        return Recheck(None, (), (head or problem("PS801", Place(HEAD)),))
    _, broken = check_chain(folder.path, head)
    lines = [] if broken else lines_of(folder.path / RECORDS / head.record)
    if odd := tuple(broken or check_inputs(folder.path, lines)):
        return Recheck(head, (), odd)
    told = [parsed(line) for line in lines]
    done = list(watch(*_reread(folder, told, agencies, jobs)))
    scores = list(_scores(folder, head, told, agencies, {each.form.file: each for each in done}))
    found = [each for one in done for each in one.problems]
    return Recheck(head, tuple(_forms(folder, told, agencies, done, scores)), (*found, *scores))


def _reread(
    folder: SeasonFolder, told: Sequence[Line], agencies: Container[str], jobs: int
) -> tuple[Iterator[Reread], int]:
    """Every file of the inbox read again, those that count for these agencies with both readers; and their number."""
    used = {line["path"]: line for line in told if line["kind"] == "input" and line.get("used")}
    cells = recorded_cells(told)
    forms = []
    for path, file in look_into(folder.path / INBOX, INBOX).files:
        line = used.get(file)
        if line is not None and line["agency"] in agencies:
            forms.append(Form(path, file, line["agency"], line["sha256"], tuple(cells.get(file, ()))))
        else:
            forms.append(Form(path, file))
    return mapped(partial(reread, season=folder.season), forms, jobs), len(forms)


def _scores(
    folder: SeasonFolder, head: Head, told: Sequence[Line], agencies: Container[str], done: Mapping[str, Reread]
) -> Iterator[Problem]:
    """Score from what the other reader has read; yield every score, total and rank that comes out otherwise."""
    stages = [stage.id for stage in folder.season.stages]
    stage = head.stage if head.stage in stages else None
    result = score_season(folder, stage=stage, reading=lambda _, file: done[file[1]].received)
    recorded = {key_of(line): (at, line) for at, line in enumerate(told, 1) if _about(line, agencies)}
    again = {key_of(line): line for line in map(parsed, body(result, (), ())) if _about(line, agencies)}
    for key in dict.fromkeys((*recorded, *again)):
        at, was = recorded.get(key, (0, None))
        if odd := gravest_difference(was, again.get(key)):
            yield _differs(Place(f"{RECORDS}/{head.record}", line=at), key, odd)


def _about(line: Mapping[str, Any], agencies: Container[str]) -> bool:
    return line.get("kind") in _KINDS and line.get("agency") in agencies


def _differs(place: Place, key: Key, odd: tuple[str, str, str]) -> Problem:
    kind, agency, *code = key
    field, found, other = odd
    facts = {"field": field, "found": found or NOTHING, "other": other or NOTHING}
    return problem(_KINDS[kind], place, agency=agency, criterion="".join(code), **facts)


def _forms(
    folder: SeasonFolder,
    told: Sequence[Line],
    agencies: Container[str],
    done: Sequence[Reread],
    scores: Sequence[Problem],
) -> Iterator[RecheckedForm]:
    """One row for each agency, in official order; what was not read again counts no cell and no score."""
    by_agency = {each.form.agency: each for each in done if each.form.agency}
    for agency in (found.id for group in folder.season.groups for found in group.agencies if found.id in agencies):
        one = by_agency.get(agency)
        if one is None or one.unread:
            file, why = (one.form.file, one.unread) if one else ("", NO_FORM)
            yield RecheckedForm(agency, file, 0, 0, 0, why)
            continue
        leaves = sum(line["kind"] == "leaf" and line["agency"] == agency for line in told)
        differing = one.disagreements + sum(found.agency == agency for found in scores)
        yield RecheckedForm(agency, one.form.file, one.cells, leaves, differing, "")
