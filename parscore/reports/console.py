"""Screens: tables for people by rich, or plain tab-separated lines; the only modules of the views that know rich.

Each ``print_...`` writes to a console made by ``open_console``. With ``plain`` it writes tab-separated lines without
colour, wrapping or shortening, headings first; their columns and order are stable. Every text is written as literal
text: markup in a name is not obeyed, and control characters are shown, not sent to the terminal.

Each screen has a module of its own, ``console_...``; whoever prints takes it from here.
"""

from parscore.reports.console_cells import print_cells
from parscore.reports.console_criteria import print_criteria
from parscore.reports.console_explain import print_explanation, print_told
from parscore.reports.console_problems import print_counts, print_problems
from parscore.reports.console_published import print_published
from parscore.reports.console_ranking import print_ranking
from parscore.reports.console_tables import literal, open_console, print_table

__all__ = [
    "literal",
    "open_console",
    "print_cells",
    "print_counts",
    "print_criteria",
    "print_explanation",
    "print_problems",
    "print_published",
    "print_ranking",
    "print_table",
    "print_told",
]
