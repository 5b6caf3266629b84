"""A filled worksheet against the season that it was drawn from: it has to be of this record, and as it was made."""

from dataclasses import dataclass
from pathlib import Path

from parscore.audit.recorded import Recorded
from parscore.audit.sample_plan import Plan, Terms, plan_of
from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.numbers import parse_exact
from parscore.workbooks.ooxml import read_file
from parscore.workbooks.sample_layout import Mark, read_mark
from parscore.workbooks.sample_read import Filled, read_sample

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Opened:
    """A worksheet that belongs to the season: what was to be checked, and what was found."""

    plan: Plan
    filled: Filled


def open_sample(path: Path, shown: str, recorded: Recorded) -> tuple[Opened | None, tuple[Problem, ...]]:
    """Read a filled worksheet; ``None`` where it is none, was changed, or is of another season or record (PS863)."""
    book, problems = read_file(path, shown)
    if book is None:
        return None, tuple(problems)
    mark, whole = read_mark(book)
    if mark is None or not whole:
        reason = "sample.unmarked" if mark is None else "sample.changed"
        return None, (problem("PS863", Place(shown), reason=reason),)
    odd = _not_of(mark, shown, recorded)
    if odd:
        return None, odd
    confidence, tolerable, risk = (parse_exact(share) for share in (mark.confidence, mark.tolerable, mark.risk))
    plan = plan_of(recorded.result, Terms(mark.seed, confidence, tolerable, risk, mark.group))
    filled = read_sample(book, shown, mark, {cell.id: cell.score for cell in plan.cells.values()})
    return Opened(plan, filled), ()


def _not_of(mark: Mark, shown: str, recorded: Recorded) -> tuple[Problem, ...]:
    """Whether a worksheet was drawn from another season or another record."""
    told = (("season", mark.season, str(recorded.result.season.year)),
            ("record", mark.record[:_SHOWN], recorded.head.body[:_SHOWN]))  # fmt: skip
    return tuple(
        problem("PS863", Place(shown), reason=f"sample.of.{key}", found=found, wanted=wanted)
        for key, found, wanted in told
        if found != wanted
    )
