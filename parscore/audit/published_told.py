"""What a check of a published table comes to: how much was checked, how much held, and what is to be told of it."""

from typing import NamedTuple

from parscore.model.problem import Facts, Problem, facts_of


class Check(NamedTuple):
    """One check of one block. ``facts`` fill the words ``check.<key>`` of the report."""

    key: str
    block: str
    checked: int
    held: int
    facts: Facts


class Found(NamedTuple):
    """What one check has to say, and what is wrong."""

    checks: tuple[Check, ...] = ()
    problems: tuple[Problem, ...] = ()


def check(key: str, block: str, checked: int, held: int, **facts: object) -> Check:
    """Make a check's result; the keyword arguments become its facts."""
    return Check(key, block, checked, held, facts_of(facts))
