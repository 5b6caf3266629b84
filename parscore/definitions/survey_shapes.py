"""The shape of survey.yaml: which keys stand where, and what each may hold."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from parscore.definitions.specs import Shape
from parscore.definitions.values import Code, InputName, Slug, Text, Whole
from parscore.rules.arithmetic import Number
from parscore.rules.fields import Share, read_measure

Weight = Annotated[Number | None, BeforeValidator(lambda value: None if value == "none" else read_measure(value))]
"""A plain number, a percentage, or ``none``: the answer says nothing and stays out of the mean."""

Labels = tuple[Text, ...]


class OptionShape(Shape):
    """One option of a scale."""

    code: Text
    label: Text
    weight: Weight
    written: Labels = ()


class ColumnsShape(Shape):
    """``columns``: headings of the data file."""

    agency: Text
    ballot: Text = ""
    respondents: Text = ""
    question: Text = ""
    answer: Text = ""


class RespondentsShape(Shape):
    """One entry of ``respondents``."""

    id: Slug
    name: Text
    written: Labels = ()
    weight: Share | None = None
    minimum: Whole = 0


class QuestionShape(Shape):
    """One entry of ``questions``."""

    code: Code
    ask: Text
    scale: Slug
    column: Text = ""


class FeedShape(Shape):
    """One entry of ``figures``."""

    leaf: Code
    questions: Annotated[tuple[Code, ...], Field(min_length=1)]
    input: InputName = ""
    counts: dict[str, InputName] = Field(default={})


class QuestionnaireShape(Shape):
    """One entry of ``questionnaires``."""

    id: Slug
    name: Text
    about: Annotated[tuple[Slug, ...], Field(min_length=1)]
    without: Labels = ()
    files: Labels = ("*",)
    layout: Literal["wide", "long"]
    columns: ColumnsShape
    respondents: tuple[RespondentsShape, ...] = ()
    minimum: Whole = 0
    agencies_per_ballot: Literal["one", "several"] = "one"
    blank_answers: Literal["refused", "skipped"] = "refused"
    absent_respondents: Literal["forbidden", "excluded"] = "forbidden"
    questions: Annotated[tuple[QuestionShape, ...], Field(min_length=1)]
    unscored: Labels = ()
    figures: tuple[FeedShape, ...] = ()


class SurveyShape(Shape):
    """survey.yaml."""

    format: Literal["parscore/survey/1"] = Field(alias="schema")
    title: Text
    document: Text = ""
    scales: Annotated[dict[Slug, Annotated[tuple[OptionShape, ...], Field(min_length=2)]], Field(min_length=1)]
    questionnaires: Annotated[tuple[QuestionnaireShape, ...], Field(min_length=1)]
