"""A date against a limit: tiers of days late."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, PrivateAttr

from parscore.model.calendar import EVERY_WEEK, WEEKEND, Calendar
from parscore.model.cell import Value
from parscore.model.criteria import InputType
from parscore.model.formula import NEVER, REFUSED, Call, Cells, Expression, if_, is_number, same
from parscore.model.formula import Day as DayCell
from parscore.model.rule import Judgement, Phrase, Step, phrase
from parscore.rules.fields import Day, PlainAmount
from parscore.rules.ladder import (
    Tier,
    ascending,
    ladder_faults,
    of_whole_numbers,
    shown,
    tier_formula,
    tier_of,
    tier_points,
)
from parscore.rules.spec import RuleSpec, SpecFault, chosen, of_leaf, points_faults, refused, spec_fault

CALENDAR = "calendar"
"""Under this name the set's calendar is handed to the rules that are read."""


class Deadline(RuleSpec):
    """The number of days by which something was late falls into exactly one tier, which gives its points.

    Rule: ``of`` names an input of type ``date``. The value is the number of days after ``due`` up to and including
    that date, 0 on the day itself, negative before it; with ``days: working`` only working days count: Monday to Friday
    without the holidays and with the make-up days of the set's ``calendar``. The tiers hold every whole number of days.
    An agency may answer that there is no such document: that gives the points of ``never``.
    Boundaries: the due day itself is in time; days are whole numbers, so ``<= 0`` and ``>= 1`` leave no gap; a Sunday
    is 0 working days after the Friday before it and a Monday 1.
    Faults: PS223 nothing was issued and the rule has no ``never``.
    Source: "issued in January 0.2; from February or never 0" (Hải Phòng 3793/QĐ-UBND 2022, 1.1.1); late self-assessment
    files, a deduction per working day (shape common to provincial sets).
    """

    family: ClassVar[str] = "deadline"
    accepts: ClassVar[frozenset[InputType]] = frozenset({InputType.DATE})

    of: str
    due: Day
    days: Literal["calendar", "working"]
    steps: Annotated[tuple[Tier, ...], Field(min_length=2)]
    never: PlainAmount | None = None
    _calendar: Calendar = PrivateAttr(default=EVERY_WEEK)

    def model_post_init(self, context: Any, /) -> None:  # noqa: ANN401 - as in the base class
        """Keep the calendar of the set that the rule is read in."""
        self._calendar = (context or {}).get(CALENDAR, EVERY_WEEK)

    @property
    def wants(self) -> tuple[str, ...]:
        """The date."""
        return (self.of,)

    def check(self, maximum: Fraction) -> Iterator[SpecFault]:
        """Points in [0, maximum] and reaching it; every whole number of days belongs to exactly one tier."""
        points = dict(tier_points(self.steps, maximum))
        if self.never is not None:
            points[("never",)] = self.never
        yield from points_faults(points, maximum)
        ranges = [of_whole_numbers(tier.when) for tier in self.steps]
        yield from ladder_faults(ranges)
        order = ascending(ranges)
        if order and ranges[order[0]].low is not None:
            yield spec_fault(("steps", order[0], "when"), "PS511", lower="-∞", upper=ranges[order[0]].text)
        if order and ranges[order[-1]].high is not None:
            yield spec_fault(("steps", order[-1], "when"), "PS511", lower=ranges[order[-1]].text, upper="+∞")

    def judge(self, maximum: Fraction, values: Mapping[str, Value]) -> Judgement:
        """Count the days and find their tier."""
        sent = values[self.of]
        if not isinstance(sent, date):
            return self._never()
        late = self._late(sent)
        tier = tier_of(late.value, self.steps)
        if tier is None:
            raise ValueError(f"no tier for {late.value} days: the rule has not been checked")
        branch = phrase("deadline.tier", days=late.value, when=shown(tier))
        return Judgement(of_leaf(tier.points, maximum), branch, (late,))

    def formula(self, maximum: Expression, cells: Cells) -> Expression:
        """The days late on a line of their own, then the points of their tier."""
        sent = cells[self.of]
        late = cells.line("days", if_(is_number(sent), self._days_late(sent, cells), sent))
        missed = REFUSED if self.never is None else if_(same(late, NEVER), self.never, REFUSED)
        return if_(is_number(late), tier_formula(late, self.steps, maximum), missed)

    def words(self, maximum: Fraction) -> tuple[Phrase, ...]:
        """The due day, one line a tier, and what counts where nothing was issued."""
        due = {"day": f"{self.due.day:02}", "month": f"{self.due.month:02}", "year": self.due.year}
        lines = [phrase(f"deadline.words.{self.days}", **due)]
        lines += (
            phrase("deadline.words.tier", when=shown(tier), points=of_leaf(tier.points, maximum)) for tier in self.steps
        )
        if self.never is not None:
            lines.append(phrase("deadline.words.never", points=self.never))
        return tuple(lines)

    def _never(self) -> Judgement:
        if self.never is None:
            return refused("PS223", self.of)
        return chosen(self.never, phrase("deadline.never"))

    def _days_late(self, sent: Expression, cells: Cells) -> Expression:
        """The days from the due day on; working days are counted forwards, and taken away before the due day."""
        due = DayCell(self.due)
        if self.days == "calendar":
            return sent - due
        after = self._working(due, DayCell(self.due + timedelta(1)), sent, cells)
        before = self._working(sent, sent + 1, due, cells)
        return if_(sent > due, after, if_(sent < due, -before, 0))

    def _working(self, start: Expression, next_day: Expression, end: Expression, cells: Cells) -> Expression:
        """The working days after the one day up to the other, a later one."""
        off = sorted(self._calendar.holidays)
        made_up = sorted(day for day in self._calendar.working if day.weekday() in WEEKEND)
        days = Call("workdays", (next_day, end, *([cells.days("holidays", off)] if off else [])))
        return days + Call("between", (start, end, cells.days("working", made_up))) if made_up else days

    def _late(self, sent: date) -> Step:
        """Return the days late as a step; working days are all days less those off."""
        days = Fraction((sent - self.due).days)
        if self.days == "calendar":
            return Step("days", (("days", days),), days)
        working = Fraction(self._calendar.days_after(self.due, sent))
        return Step("days - days_off", (("days", days), ("days_off", days - working)), working)
