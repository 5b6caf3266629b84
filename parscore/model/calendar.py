"""Working days: Monday to Friday, less the declared holidays, and the declared make-up days."""

from dataclasses import dataclass
from datetime import date
from typing import Final

WEEKEND: Final = (5, 6)
"""Saturday and Sunday, as ``date.weekday`` numbers them."""
_WEEK: Final = 7
_WORKING: Final = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a year that are not as the week has them.

    ``holidays`` are days off; one that falls on a Saturday or Sunday changes nothing. ``working`` are Saturdays and
    Sundays that are worked in exchange for a day off.
    """

    holidays: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    def days_after(self, first: date, last: date) -> int:
        """Count the working days after ``first`` up to and including ``last``; negative where ``last`` is earlier.

        From a Friday to the next Monday is 1, from a Saturday to the Sunday 0, from a Monday to the Friday before -1.
        """
        return self._until(last) - self._until(first)

    def _until(self, day: date) -> int:
        """Count the working days of the calendar up to and including a day."""
        weeks, rest = divmod(day.toordinal(), _WEEK)  # day 1 of the calendar is a Monday
        off = sum(holiday <= day and holiday.weekday() not in WEEKEND for holiday in self.holidays)
        made_up = sum(worked <= day and worked.weekday() in WEEKEND for worked in self.working)
        return weeks * _WORKING + min(rest, _WORKING) - off + made_up


EVERY_WEEK: Final = Calendar()
"""Every week as the week is: no holidays, no make-up days."""
