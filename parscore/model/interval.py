"""A range of values whose ends say whether they belong to it."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of values; each end states whether it belongs to the range. ``None`` is an open end."""

    low: Fraction | None
    low_closed: bool
    high: Fraction | None
    high_closed: bool
    text: str

    def __contains__(self, value: Fraction) -> bool:
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return above and below

    @property
    def empty(self) -> bool:
        """Whether no value at all lies inside."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))
