"""Codes that YAML programs would change: they have to stand in quotes.

parscore itself takes every scalar as text, but the same file passes through editors, checkers and scripts that turn a
plain ``1.10`` into 1.1, ``012`` into 10, ``1:30`` into 90, ``no`` into false and ``2025-01-01`` into a date.
"""

import re
from collections.abc import Iterator
from typing import Final

from parscore.definitions.marks import Document
from parscore.model.problem import Problem, problem

CODE_KEYS: Final = ("code", "id", "version", "number")
"""Keys whose scalar is an identifier, in criteria sets and in season.yaml alike. (What YAML would change is no
reference to a set, which holds an ``@``.)"""

_CHANGED: Final = re.compile(
    r"""
    ~ | null | Null | NULL | = | <<
  | [yYnN] | [yY]es | YES | [nN]o | NO | [tT]rue | TRUE | [fF]alse | FALSE | [oO]n | ON | [oO]ff | OFF
  | [-+]? (?: 0b[01_]+ | 0o[0-7_]+ | 0x[0-9a-fA-F_]+ | [0-9][0-9_]* )
  | [-+]? (?: [0-9][0-9_]*\.[0-9_]* | \.[0-9_]+ | [0-9][0-9_]*(?=[eE]) ) (?: [eE][-+]?[0-9]+ )?
  | [-+]? [0-9][0-9_]* (?: :[0-5]?[0-9] )+ (?: \.[0-9_]* )?
  | [-+]? \. (?: inf | Inf | INF ) | \. (?: nan | NaN | NAN )
  | [0-9]{4} - [0-9]{1,2} - [0-9]{1,2} (?: (?: [Tt] | [ \t]+ ) [0-9:.]+ .* )?
    """,
    re.VERBOSE,
)
"""What resolves to anything but text by the implicit types of YAML 1.1 or of the YAML 1.2 core schema."""


def changed_by_yaml(text: str) -> bool:
    """Whether a plain scalar is read as a number, a truth value, a date or nothing by YAML 1.1 or YAML 1.2."""
    return _CHANGED.fullmatch(text) is not None


def unquoted_codes(document: Document) -> Iterator[Problem]:
    """Every identifier that YAML programs would change stands in quotes (PS508)."""
    for path, spot in document.spots.items():
        # An input of a worked case may have any name, also that of an identifier.
        if not spot.plain or not path or path[-1] not in CODE_KEYS or "given" in path:
            continue
        text = document.at(path)
        if changed_by_yaml(text):
            yield problem("PS508", document.place(path), found=text)
