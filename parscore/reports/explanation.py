"""What an explanation consists of, and what it draws on."""

from dataclasses import dataclass
from typing import Final

from parscore.model.problem import Problem
from parscore.model.scorecard import Scorecard
from parscore.reports.effects import EffectRow, Effects


@dataclass(frozen=True, slots=True)
class Part:
    """One branch of an explanation: its label, its lines, and for views what it is about (``rule``, ``acts``...)."""

    label: str
    lines: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A title and its parts; texts may hold foreign text as it was written, so views escape what they print."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Background:
    """What an explanation draws on beside the agency's standing.

    ``problems`` may be those of the whole run. With ``effects`` it is told what lost points cost. ``after`` are the
    agency's scorecards after each stage up to the one that is explained. What is ``public`` leaves out files and cells,
    evidence, remarks, who judged, and problems. ``without`` names parts that a view tells elsewhere.
    """

    problems: tuple[Problem, ...] = ()
    effects: Effects | None = None
    after: tuple[Scorecard, ...] = ()
    public: bool = False
    without: frozenset[str] = frozenset()

    def lost_rows(self, code: str | None) -> tuple[EffectRow, ...]:
        """What an item lost, or the leaves of the agency that lost most; nothing where that is not to be told."""
        return () if self.effects is None else self.effects.rows(code)


ALONE: Final = Background()
