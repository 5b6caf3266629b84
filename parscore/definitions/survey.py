"""survey.yaml to the model, with every fault at once."""

import hashlib
from collections.abc import Iterable, Iterator

from parscore.definitions.document import near, validate
from parscore.definitions.marks import Document, Path, parse_yaml
from parscore.definitions.survey_shapes import OptionShape, QuestionnaireShape, SurveyShape
from parscore.model.problem import Problem, Severity, problem
from parscore.model.survey import Columns, Feed, Option, Question, Questionnaire, Respondents, Scale, Survey
from parscore.viet import normal_form

Named = tuple[Path, tuple[str, ...]]
"""Where something is declared, and the texts by which it is known."""


def load_survey(data: bytes, shown_as: str) -> tuple[Survey | None, tuple[Problem, ...]]:
    """Read survey.yaml from its bytes; ``None`` where any problem is an error.

    Whether the season has the groups, agencies, leaves and inputs that it names is for ``survey.bind`` to check.
    """
    document, problems = parse_yaml(data, shown_as)
    if document is None:
        return None, problems
    checked = validate(document, (), SurveyShape)
    faults: tuple[Problem, ...] = checked.problems
    if checked.model is not None:
        faults = tuple(_faults(document, checked.model))
    found = tuple(sorted(dict.fromkeys((*problems, *faults)), key=lambda one: one.sort_key))
    if checked.model is None or any(one.severity is Severity.ERROR for one in found):
        return None, found
    return _survey(document, checked.model, hashlib.sha256(data).hexdigest()), found


def unfit(document: Document, path: Path, reason: str, found: object, known: Iterable[str] = ()) -> Problem:
    """Make the problem of something in survey.yaml that does not fit the rest of it: PS641."""
    listed = list(known)
    meant = near(str(found), listed)
    wanted = meant if meant in listed else ", ".join(listed)
    return problem("PS641", document.place(path), reason=f"survey.{reason}", found=found, wanted=wanted)


def _faults(document: Document, shape: SurveyShape) -> Iterator[Problem]:
    for name, options in shape.scales.items():
        yield from _scale(document, ("scales", name), options)
    ids = [(("questionnaires", at, "id"), (one.id,)) for at, one in enumerate(shape.questionnaires)]
    yield from _twice(document, ids)
    for at, questionnaire in enumerate(shape.questionnaires):
        path: Path = ("questionnaires", at)
        yield from _columns(document, path, questionnaire)
        yield from _people(document, path, questionnaire)
        yield from _questions(document, path, questionnaire, shape)
        yield from _feeds(document, path, questionnaire, shape)


def _twice(document: Document, named: Iterable[Named]) -> Iterator[Problem]:
    """A text by which two things of a kind would be known (PS515), compared as data files are."""
    first: dict[str, Path] = {}
    for path, texts in named:
        for text in texts:
            known = first.setdefault(normal_form(text), path)
            if known != path:
                yield problem("PS515", document.place(path), found=text, first=document.place(known).line)


def _scale(document: Document, path: Path, options: tuple[OptionShape, ...]) -> Iterator[Problem]:
    """Options are told apart by code, label and other writings; weights are all percentages or all plain numbers."""
    yield from _twice(
        document, [((*path, at), (option.code, option.label, *option.written)) for at, option in enumerate(options)]
    )
    weights = [(at, option.weight.text) for at, option in enumerate(options) if option.weight]
    if not weights:
        yield unfit(document, path, "unweighted", path[-1])
    for at, text in weights:
        if text.endswith("%") != weights[0][1].endswith("%"):
            yield unfit(document, (*path, at, "weight"), "mixed", text)


def _columns(document: Document, path: Path, shape: QuestionnaireShape) -> Iterator[Problem]:
    """One row an answer needs ballot ids and columns of question and answer; one row a ballot has neither of these."""
    columns, where = shape.columns, (*path, "columns")
    if shape.layout == "long":
        missing = [name for name in ("ballot", "question", "answer") if not getattr(columns, name)]
    else:
        missing = []
        for name in ("question", "answer"):
            if getattr(columns, name):
                yield unfit(document, (*where, name), "wide", name)
    if shape.agencies_per_ballot == "several" and not columns.ballot:
        missing.append("ballot")
    for name in dict.fromkeys(missing):
        yield unfit(document, where, "no_column", "", [name])
    named = [((*where, name), (heading,)) for name, heading in columns if heading]
    if shape.layout == "wide":
        named += [((*path, "questions", at), (one.column or one.code,)) for at, one in enumerate(shape.questions)]
    yield from _twice(document, named)


def _people(document: Document, path: Path, shape: QuestionnaireShape) -> Iterator[Problem]:
    """Respondent groups and their column come together; every group has a weight, or none has."""
    where = (*path, "respondents")
    if bool(shape.respondents) != bool(shape.columns.respondents):
        yield unfit(document, (*path, "columns"), "respondents", shape.columns.respondents or shape.id)
    yield from _twice(
        document, [((*where, at), (one.id, one.name, *one.written)) for at, one in enumerate(shape.respondents)]
    )
    weights = [one.weight for one in shape.respondents if one.weight is not None]
    if weights and (len(weights) < len(shape.respondents) or sum(weights) != 1):
        yield unfit(document, where, "weights", shape.id)


def _questions(document: Document, path: Path, shape: QuestionnaireShape, survey: SurveyShape) -> Iterator[Problem]:
    where = (*path, "questions")
    names = [((*where, at), (one.code, one.ask)) for at, one in enumerate(shape.questions)]
    yield from _twice(document, names)
    for at, question in enumerate(shape.questions):
        if question.scale not in survey.scales:
            yield unfit(document, (*where, at, "scale"), "scale", question.scale, survey.scales)


def _feeds(document: Document, path: Path, shape: QuestionnaireShape, survey: SurveyShape) -> Iterator[Problem]:
    """What feeds a leaf is asked, and its questions have weights of one kind; counts are of options that there are."""
    scales = {question.code: question.scale for question in shape.questions}
    for at, feed in enumerate(shape.figures):
        where = (*path, "figures", at)
        if bool(feed.input) == bool(feed.counts):
            yield unfit(document, where, "input_or_counts", feed.leaf)
        for number, code in enumerate(feed.questions):
            if code not in scales:
                yield unfit(document, (*where, "questions", number), "question", code, scales)
        yield from _twice(document, [((*where, "questions", at), (code,)) for at, code in enumerate(feed.questions)])
        options = [survey.scales[scales[code]] for code in feed.questions if scales.get(code) in survey.scales]
        signs = {option.weight.text.endswith("%") for each in options for option in each if option.weight}
        if len(signs) > 1 and not feed.counts:
            yield unfit(document, (*where, "questions"), "mixed", ", ".join(feed.questions))
        if feed.counts and any(group.weight is not None for group in shape.respondents):
            yield unfit(document, (*where, "counts"), "weighted_counts", feed.leaf)
        for code in feed.counts:
            for each in options:
                known = [option.code for option in each]
                if code not in known:
                    yield unfit(document, (*where, "counts", code), "option", code, known)


def _survey(document: Document, shape: SurveyShape, digest: str) -> Survey:
    scales = {name: _built_scale(name, options) for name, options in shape.scales.items()}
    built = (
        _questionnaire(document, ("questionnaires", at), one, scales) for at, one in enumerate(shape.questionnaires)
    )
    return Survey(shape.title, shape.document, tuple(built), digest)


def _built_scale(name: str, options: tuple[OptionShape, ...]) -> Scale:
    percent = any(option.weight and option.weight.text.endswith("%") for option in options)
    built = (Option(one.code, one.label, one.weight.value if one.weight else None, one.written) for one in options)
    return Scale(name, tuple(built), percent)


def _questionnaire(
    document: Document, path: Path, shape: QuestionnaireShape, scales: dict[str, Scale]
) -> Questionnaire:
    columns = shape.columns
    return Questionnaire(
        id=shape.id,
        name=shape.name,
        about=shape.about,
        without=shape.without,
        files=shape.files,
        wide=shape.layout == "wide",
        columns=Columns(columns.agency, columns.ballot, columns.respondents, columns.question, columns.answer),
        respondents=tuple(
            Respondents(one.id, one.name, one.written, one.weight, one.minimum) for one in shape.respondents
        ),
        questions=tuple(
            Question(one.code, one.ask, one.column or one.code, scales[one.scale]) for one in shape.questions
        ),
        feeds=tuple(
            Feed(one.leaf, one.questions, one.input, tuple(one.counts.items()), document.place((*path, "figures", at)))
            for at, one in enumerate(shape.figures)
        ),
        unscored=shape.unscored,
        minimum=shape.minimum,
        several=shape.agencies_per_ballot == "several",
        skip_blanks=shape.blank_answers == "skipped",
        reweigh=shape.absent_respondents == "excluded",
        origin=document.place(path),
    )
