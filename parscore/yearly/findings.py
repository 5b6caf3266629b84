"""What has to be said of a comparison of two seasons beside its rows."""

from collections.abc import Iterator, Sequence
from typing import Final

from parscore.model.problem import Problem, problem
from parscore.model.ranking import SeasonResult
from parscore.model.season import Agency
from parscore.yearly.agencies import Kind
from parscore.yearly.compare import YearOnYear

_NAMED: Final = 20
"""Agencies that one message names; dots stand for the rest."""


def findings(compared: YearOnYear) -> tuple[Problem, ...]:
    """Years in the wrong order, totals that are not final, other names under one id, agencies without counterpart."""
    return tuple(_findings(compared))


def _findings(compared: YearOnYear) -> Iterator[Problem]:
    before, after = compared.before, compared.after
    if before.season.year >= after.season.year:
        yield problem("PS884", before=str(before.season.year), after=str(after.season.year))
    yield from (_not_final(result) for result in (before, after) if not result.final)
    for origin in compared.matched.origins:
        if origin.kind is Kind.SAME and origin.other_name and not origin.told:
            was = origin.before[0]
            yield problem("PS881", agency=origin.agency.id, name=origin.agency.name, old=was.id, was=was.name)
    came = [origin.agency for origin in compared.matched.origins if origin.kind is Kind.UNMATCHED]
    went = [one.agency for one in compared.matched.ended if one.kind is Kind.UNMATCHED]
    for side, agencies in (("after", came), ("before", went)):
        if agencies:
            yield problem("PS882", reason=f"unmatched.{side}", count=str(len(agencies)), found=_named(agencies))


def _not_final(result: SeasonResult) -> Problem:
    errors = sum(found.severity == "error" for found in result.problems)
    return problem("PS883", year=str(result.season.year), stage=result.stage.name or f"stage.{result.stage.kind}",
                   count=str(errors))  # fmt: skip


def _named(agencies: Sequence[Agency]) -> str:
    named = "; ".join(f"{agency.id} ({agency.name})" for agency in agencies[:_NAMED])
    return f"{named}; …" if len(agencies) > _NAMED else named
