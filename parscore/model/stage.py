"""Stages of a season's work, and what each of them says of a leaf: acts, which are kept and never overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from parscore.model.cell import Answer
from parscore.model.place import NOWHERE, Place


class StageKind(StrEnum):
    """What a stage does (tự đánh giá, thẩm định, giải trình, hội đồng).

    ``SELF``: the agencies' own assessment. ``APPRAISAL``: judges every leaf of the agencies' own, and has to.
    ``EXPLANATION``: the agency explains and may bring other figures; it decides nothing, and a later appraisal has to
    answer it. ``COUNCIL``: may judge any leaf, and need not.
    """

    SELF = "self"
    APPRAISAL = "appraisal"
    EXPLANATION = "explanation"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage as the season declares it. ``name`` is empty where the words of its kind name it well enough."""

    id: str
    kind: StageKind
    name: str = ""
    due: date | None = None

    @property
    def judges(self) -> bool:
        """Whether what the stage says decides a leaf."""
        return self.kind in (StageKind.APPRAISAL, StageKind.COUNCIL)


SELF_ASSESSMENT: Final = (Stage("self", StageKind.SELF),)
"""The stages of a season that is only self-assessed."""


class Act(NamedTuple):
    """What one stage says of one leaf of one agency.

    ``values`` holds ``points`` (set by hand), or the inputs that replace those before; empty, it leaves the leaf as it
    stands: the appraiser agrees. ``when`` is an ISO 8601 day or minute. ``why`` is the reason, or the explanation.
    """

    stage: Stage
    who: str
    when: str
    why: str = ""
    values: Mapping[str, Answer] = MappingProxyType({})
    document: str = ""
    place: Place = NOWHERE


Acts = Mapping[str, tuple[Act, ...]]
"""Leaf code to the acts on that leaf, in the order of the stages, at most one a stage."""

NO_ACTS: Final[Acts] = MappingProxyType({})
