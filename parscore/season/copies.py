"""Forms that are copies of one another: the same answers, documents and explanations from two agencies."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from parscore.model.cell import Answer, AnswerState
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency
from parscore.model.submission import Submission

_TELLING: Final = 3
"""Texts (documents, explanations) that have to be the same: two agencies may well have the same few figures."""

Content = tuple[tuple[str, tuple[object, ...], str, str], ...]


def copies(submissions: Mapping[str, Submission], agencies: Mapping[str, Agency]) -> Iterator[Problem]:
    """Yield a warning for each agency whose form says the same as that of an agency before it."""
    first: dict[Content, Submission] = {}
    for agency_id in agencies:
        found = submissions.get(agency_id)
        if found is None or not _tells(found):
            continue
        other = first.setdefault(_content(found), found)
        if other is not found:
            names = {"other": agencies[other.agency].name, "files": f"{other.file}, {found.file}"}
            yield problem("PS160", Place(found.file, found.sheet), agency=agency_id, **names)


def _tells(submission: Submission) -> bool:
    """Whether a form has texts enough that another could only have them by copying."""
    texts = {text for row in submission.answers.values() for text in (row.evidence, row.reason) if text}
    return len(texts) >= _TELLING


def _content(submission: Submission) -> Content:
    """What a form says, wherever its cells stand."""
    return tuple(
        (code, tuple(_meanings(row.claimed, *row.inputs.values())), row.evidence, row.reason)
        for code, row in sorted(submission.answers.items())
    )


def _meanings(*answers: Answer) -> Iterable[object]:
    for answer in answers:
        yield answer.state, answer.value if answer.state is AnswerState.GIVEN else None
