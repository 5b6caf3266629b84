"""What a rule family takes and gives: the seam between the criteria sets and the engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, Protocol

from parscore.model.cell import Value
from parscore.model.formula import Cells, Expression
from parscore.model.problem import Facts, facts_of

CLAIMED = "points"
"""Name of the value that every leaf has: the points written in the form's score column."""


class Phrase(NamedTuple):
    """Words for people as data: a key of the message catalogue and the facts of its placeholders."""

    key: str
    facts: Facts = ()


def phrase(key: str, **facts: object) -> Phrase:
    """Make a phrase; the keyword arguments become its facts, in sorted order."""
    return Phrase(key, facts_of(facts))


class Step(NamedTuple):
    """One line of arithmetic as data: what was computed, from which numbers, and its exact value.

    ``given`` holds the number of each name in the formula; ``rules.arithmetic.with_numbers`` writes them in.
    ``branch`` is set on the line that ends a part of a composed rule: which branch of the part's rule applied.
    """

    formula: str
    given: tuple[tuple[str, Fraction], ...]
    value: Fraction
    branch: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that the rule cannot accept: a problem code and its facts; the engine adds the place.

    ``at`` is the position in a column of values, from 0; ``None`` where the value is a single one.
    """

    code: str
    name: str
    facts: Facts = ()
    at: int | None = None


class Judgement(NamedTuple):
    """What a rule says of one leaf.

    Exactly one of three: ``points`` is set; ``no_case`` is true (a zero denominator: the leaf's own key decides);
    or ``faults`` is not empty. ``branch`` says which part of the rule applied, ``steps`` how it was computed.
    """

    points: Fraction | None
    branch: Phrase
    steps: tuple[Step, ...] = ()
    no_case: bool = False
    faults: tuple[Fault, ...] = ()


BEST = "group_best"
MEAN = "group_mean"
"""Values that a pooled rule gets besides the agency's own, once everybody's data are in."""


class Rule(Protocol):
    """One rule of one leaf, checked and ready; made by the registry from a criteria set."""

    @property
    def family(self) -> str:
        """The family's name as written in the criteria set."""

    @property
    def wants(self) -> tuple[str, ...]:
        """Names of the values the rule needs, in order; ``points`` is the score column."""

    @property
    def pooled(self) -> bool:
        """Whether the rule compares an agency with its group: it then also wants ``BEST`` and ``MEAN``."""

    def own(self, values: Mapping[str, Value]) -> Fraction | None:
        """The agency's own value that a pooled rule compares; ``None`` where it has none."""

    @property
    def least(self) -> Fraction:
        """The fewest points that the leaf can come to, by the rule or by hand: 0, or less where the rule goes below."""

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Judge one leaf; ``values`` holds every wanted name."""

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The same rule as a formula of a spreadsheet over cells: points, or the word ``NO_CASE`` or ``REFUSED``."""

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The rule in words, one phrase a line, for guides and traces."""
