"""Forms that are copies of one another: the same answers, documents and explanations from two agencies."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from parscore.model.cell import Answer, AnswerState
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency
from parscore.model.submission import Submission

_TELLING: Final = 3
"""More different texts than these have to be the same: two agencies may well have the same few figures."""

Content = tuple[tuple[str, tuple[object, ...], str, str], ...]


def copies(submissions: Mapping[str, Submission], agencies: Mapping[str, Agency]) -> Iterator[Problem]:
    """Yield a warning for each agency whose form says the same as that of an agency before it."""
    first: dict[tuple[str, ...], list[Submission]] = {}
    for agency_id in agencies:
        found = submissions.get(agency_id)
        if found is None or len(set(texts := _texts(found))) <= _TELLING:
            continue
        before = first.setdefault(texts, [])
        other = next((known for known in before if _content(known) == _content(found)), None)
        before.append(found)
        if other is not None:
            names = {"other": agencies[other.agency].name, "files": f"{other.file}, {found.file}"}
            yield problem("PS160", Place(found.file, found.sheet), agency=agency_id, **names)


def _texts(submission: Submission) -> tuple[str, ...]:
    """The documents and explanations of a form: quickly compared, and no two forms have the same by chance."""
    return tuple(text for _, row in sorted(submission.answers.items()) for text in (row.evidence, row.reason))


def _content(submission: Submission) -> Content:
    """What a form says, wherever its cells stand."""
    return tuple(
        (code, tuple(_meanings(row.claimed, *row.inputs.values())), row.evidence, row.reason)
        for code, row in sorted(submission.answers.items())
    )


def _meanings(*answers: Answer) -> Iterable[object]:
    for answer in answers:
        yield answer.state, answer.value if answer.state is AnswerState.GIVEN else None
