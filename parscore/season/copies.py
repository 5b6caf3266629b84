"""Forms that are copies of one another: the same answers, documents and explanations from two agencies."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from parscore.model.cell import Answer, AnswerState, Value
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency
from parscore.model.submission import LeafAnswers, Submission

_TELLING: Final = 3
"""More different texts than these have to be the same: two agencies may well have the same few figures."""


def copies(submissions: Mapping[str, Submission], agencies: Mapping[str, Agency]) -> Iterator[Problem]:
    """Yield a warning for each agency whose form says the same as that of an agency before it."""
    first: dict[bytes, Submission] = {}
    for agency_id in agencies:
        found = submissions.get(agency_id)
        other = first.setdefault(found.said, found) if found and found.said else found
        if found and other and other is not found:
            names = {"other": agencies[other.agency].name, "files": f"{other.file}, {found.file}"}
            yield problem("PS160", Place(found.file, found.sheet), agency=agency_id, **names)


def digest_of(answers: Mapping[str, LeafAnswers]) -> bytes:
    """Return a digest of what a form says, wherever its cells stand; empty where it says too little to tell."""
    rows = sorted(answers.items())
    if len({text for _, row in rows for text in (row.evidence, row.reason)}) <= _TELLING:
        return b""
    said = [(code, *_meanings(row.claimed, *row.inputs.values()), row.evidence, row.reason) for code, row in rows]
    return sha256(repr(said).encode("utf-8", "backslashreplace")).digest()


def _meanings(*answers: Answer) -> Iterator[tuple[AnswerState, Value | None]]:
    for answer in answers:
        yield answer.state, answer.value if answer.state is AnswerState.GIVEN else None
