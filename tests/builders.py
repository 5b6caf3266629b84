"""Short ways to make rules, leaves, sets, answers, submissions and scorecards in memory."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.cell import Answer, AnswerState, Value
from parscore.model.criteria import (
    ClassRule,
    CriteriaSet,
    Heading,
    Input,
    InputType,
    Item,
    Leaf,
    Level,
    RankRule,
    Rounding,
)
from parscore.model.place import Place
from parscore.model.rule import CLAIMED, Step
from parscore.model.scorecard import Scorecard
from parscore.model.season import Agency, Group
from parscore.model.submission import LeafAnswers, Submission
from parscore.rules.arithmetic import with_numbers
from parscore.rules.registry import families
from parscore.rules.spec import RuleSpec

FORM = "inbox/a.xlsx"
NANO = Fraction(1, 10**9)
PRINT_2, BY_INDEX = Rounding(), RankRule()


def spec(family: str, **parameters: object) -> RuleSpec:
    """A rule as a criteria set would give it; ``from_`` stands for the key ``from``."""
    return families()[family].model_validate({name.rstrip("_"): value for name, value in parameters.items()})


CLAIM = spec("claim", step="0.01")
RATE = spec("proportional", of="done / total")


def leaf(code: str = "1.1", maximum: object = 1, rule: RuleSpec = CLAIM, **others: Any) -> Leaf:
    """A leaf; it asks for every name its rule wants, as counts unless ``inputs`` says otherwise."""
    asked = (
        Input(name, f"Số liệu {name}", InputType.COUNT)
        for name in rule.wants
        if name != CLAIMED and "inputs" not in others
    )
    given = {"inputs": tuple(asked), **others}
    return Leaf(Level.SUBCRITERION, code, f"Tiêu chí {code}", Fraction(str(maximum)), rule, **given)


def heading(code: str, children: Sequence[Item], level: Level = Level.AREA) -> Heading:
    """An area (or criterion) whose maximum is the sum of its children's."""
    maximum = sum((child.maximum for child in children), Fraction(0))
    return Heading(level, code, f"Mục {code}", maximum, tuple(children))


def criteria(*areas: Heading, rounding: Rounding = PRINT_2) -> CriteriaSet:
    """A set of areas."""
    year = (date(2025, 1, 1), date(2025, 12, 31))
    return CriteriaSet("thu", "2025.1", "Bộ chỉ số thử", None, *year, areas, rounding)


def answer(value: object = None, state: AnswerState | None = None, cell: str = "") -> Answer:
    """An answer: blank for ``None``; yes or no; or a number, exact as written."""
    place = Place(FORM, "Biểu", cell)
    if state or value is None:
        return Answer(state or AnswerState.BLANK, place=place)
    exact: Value = value if isinstance(value, bool) else Fraction(str(value))
    return Answer(AnswerState.GIVEN, exact, place)


UNUSABLE, NOT_APPLICABLE = AnswerState.UNUSABLE, AnswerState.NOT_APPLICABLE


def row(claimed: object = None, *, evidence: str = "", reason: str = "", **inputs: object) -> LeafAnswers:
    """The answers on one row, each in a cell of its own: the score in E7, inputs in F7, G7... the code in A7."""
    return LeafAnswers(
        _in_cell(claimed, "E7"),
        {name: _in_cell(value, f"{chr(70 + at)}7") for at, (name, value) in enumerate(inputs.items())},
        Place(FORM, "Biểu", "A7"),
        evidence,
        reason,
    )


def _in_cell(value: object, cell: str) -> Answer:
    return answer(state=value, cell=cell) if isinstance(value, AnswerState) else answer(value, cell=cell)


def submission(agency: str, answers: Mapping[str, LeafAnswers]) -> Submission:
    """A workbook that was read."""
    return Submission(agency, "self", FORM, "Biểu", "0" * 64, 1, answers)


def agency(name: str, order: int = 0, *, ranked: bool = True) -> Agency:
    """An agency of the group ``so``."""
    return Agency(name, f"Sở {name}", "so", ranked, order)


def group(
    cards: Sequence[Scorecard], ranking: RankRule = BY_INDEX, classes: ClassRule | None = None
) -> tuple[Group, dict[str, Scorecard]]:
    """A group in the order of the cards, and the cards by agency."""
    agencies = tuple(card.agency for card in cards)
    return Group("so", "Sở", cards[0].criteria, ranking, classes, agencies), {card.agency.id: card for card in cards}


def card(who: str | Agency, points: Sequence[object], maxima: Sequence[object], **others: Any) -> Scorecard:
    """A scorecard with one leaf an area: its points, ``None`` for not handed in, of its maximum; the grid is fine."""
    rule = spec("claim", step="1/3000000000000")
    areas = [heading(str(at), [leaf(f"{at}.1", most, rule)]) for at, most in enumerate(maxima, 1)]
    who = agency(who) if isinstance(who, str) else who
    answers = {f"{at}.1": row(value) for at, value in enumerate(points, 1)}
    return score(Case(who, submission(who.id, answers), {}), criteria(*areas, **others))[0]


def written(steps: Sequence[Step]) -> tuple[tuple[str, str, Fraction], ...]:
    """Steps of a trace as they are read: formula, the same with its numbers, value."""
    return tuple((step.formula, with_numbers(step), step.value) for step in steps)
