"""What is found of a published table, as rows for every view and as a JSON document; nothing is computed here."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from parscore.audit.published import GroupFinding, Published
from parscore.audit.published_compare import Difference, Value
from parscore.audit.published_replay import Cause
from parscore.audit.published_table import Printed, Table
from parscore.audit.published_told import Check
from parscore.messages import FACT_TOPIC, Words
from parscore.model.place import Place
from parscore.model.problem import Facts
from parscore.numbers import decimal_text, printed
from parscore.reports.document import problem_document
from parscore.reports.trace import Document

TOPIC: Final = "audit_published"
SCHEMA: Final = "parscore.published/1"
_ALIKE: Final = 4
_NAMED: Final = 12
"""Agencies that are named where they are not in the table."""
"""Changes of one kind with the same effect that are named."""


class DifferenceRow(NamedTuple):
    """One value that differs, in words."""

    group: str
    agency: str
    name: str
    heading: str
    published: str
    recomputed: str
    gap: str
    place: str


def table_line(table: Table, words: Words) -> str:
    """One table: where it stands, how many agencies it has, and which column is which."""
    grid, columns = table.grid, table.columns
    roles = "; ".join(f"{role_name(role, words)} {grid.column(at)}" for role, at in columns.roles.items())
    told = words.text(TOPIC, "table", place=str(table.place), count=len(table.agencies), columns=roles)
    return f"{told} · {words.text(TOPIC, 'unused', columns='; '.join(columns.unused))}" if columns.unused else told


def role_name(role: str, words: Words) -> str:
    """A role in words; an area with its code, and what of it where that is not its points."""
    head, *rest = role.split(":")
    name = words.text(FACT_TOPIC, f"role.{head}")
    if not rest:
        return name
    kind = f" {words.text(FACT_TOPIC, f'role.{rest[1]}')}" if len(rest) > 1 else ""
    return f"{name} {rest[0]}{kind}"


def check_row(check: Check, words: Words) -> tuple[str, str, str, str]:
    """A check: its name, its block, how much of it held, and what it says."""
    told = words.filled(TOPIC, f"told.{check.key}", check.facts) if check.checked else ""
    return words.text(TOPIC, f"check.{check.key}"), check.block, f"{check.held}/{check.checked}", told


def difference_rows(finding: GroupFinding, words: Words) -> Iterator[DifferenceRow]:
    """The values of a group that differ."""
    for each in finding.comparison.differences:
        yield _difference(each, finding.comparison.group.id, words)


def _difference(each: Difference, group: str, words: Words) -> DifferenceRow:
    claim, comma = each.claim, words.language == "vi"
    recomputed = words.text(TOPIC, "no_value") if each.recomputed is None else str(each.recomputed)
    published, gap = claim.text, ""
    if isinstance(claim.value, Printed) and isinstance(each.recomputed, Fraction):
        digits = claim.value.digits
        recomputed = printed(each.recomputed, digits, comma=comma)
        published = printed(claim.value.value, digits, comma=comma)
        gap = printed(claim.value.value - each.recomputed, digits, comma=comma)
    elif isinstance(claim.value, int) and isinstance(each.recomputed, int):
        gap = str(claim.value - each.recomputed)
    spot = spot_of(claim.place)
    return DifferenceRow(group, each.agency.id, each.agency.name, claim.heading, published, recomputed, gap, spot)


def spot_of(place: Place) -> str:
    """Where in the file: sheet and cell, or line and column."""
    where = place.cell or (f"{place.line}:{place.column}" if place.line else "")
    return " › ".join(part for part in (place.sheet, where) if part)


def cause_text(cause: Cause, words: Words) -> str:
    """What was changed, and what else would do the same."""
    text = words.filled(TOPIC, f"how.{cause.key}", cause.facts)
    if not cause.alike or not words.has(TOPIC, f"alike.{cause.key}"):
        return text
    others = "; ".join(words.filled(TOPIC, f"alike.{cause.key}", facts) for facts in cause.alike[:_ALIKE])
    told = words.text(TOPIC, "cause.alike", others=others)
    rest = len(cause.alike) - _ALIKE
    return f"{text} ({told} {words.text(TOPIC, 'cause.more', count=rest)})" if rest > 0 else f"{text} ({told})"


def explained_text(cause: Cause, finding: GroupFinding, words: Words) -> str:
    """How much of the group's differences a change explains."""
    count, everybody = len(cause.explained), len(finding.comparison.differing)
    told = words.text(TOPIC, "cause.all" if count == everybody else "cause.some", count=count, all=everybody)
    return f"{told}, {words.text(TOPIC, 'cause.broken', count=len(cause.broken))}" if cause.broken else told


def missing_text(finding: GroupFinding, words: Words) -> str:
    """The agencies of the group that the table does not have, by name and id; of many the rest is counted."""
    missing = finding.comparison.missing
    names = "; ".join(f"{agency.name} ({agency.id})" for agency in missing[:_NAMED])
    more = len(missing) - _NAMED
    return words.text(TOPIC, "missing.more", names=names, count=more) if more > 0 else names


def published_document(found: Published, words: Words) -> Document:
    """The whole finding; exact numbers as text, roles and causes by their stable keys."""
    result = found.result
    return {
        "schema": SCHEMA,
        "file": found.read.file,
        "season": result.season.year if result else None,
        "stage": result.stage.id if result else None,
        "equal": found.equal,
        "tables": [_table(table) for table in found.read.tables],
        "checks": [_check(check) for check in found.checks],
        "groups": [_group(finding, words) for finding in found.groups],
        "problems": problem_document(found.problems, words)["problems"],
    }


def _table(table: Table) -> Document:
    columns = {role: table.grid.column(at) for role, at in table.columns.roles.items()}
    return {
        "place": str(table.place),
        "columns": columns,
        "unused": list(table.columns.unused),
        "agencies": len(table.agencies),
        "blocks": [block.name for block in table.blocks],
    }


def _check(check: Check) -> Document:
    return {
        "check": check.key,
        "block": check.block,
        "checked": check.checked,
        "held": check.held,
        "facts": facts(check.facts),
    }


def _group(finding: GroupFinding, words: Words) -> Document:
    comparison = finding.comparison
    return {
        "group": comparison.group.id,
        "name": comparison.group.name,
        "equal": list(comparison.equal),
        "different": list(comparison.differing),
        "missing": [agency.id for agency in comparison.missing],
        "differences": [_changed(each) for each in comparison.differences],
        "causes": [_cause(cause, words) for cause in finding.causes],
    }


def _changed(each: Difference) -> Document:
    claim = each.claim
    value = claim.value.value if isinstance(claim.value, Printed) else claim.value
    return {
        "agency": each.agency.id,
        "column": claim.role,
        "heading": claim.heading,
        "published": _value(value),
        "recomputed": _value(each.recomputed),
        "place": spot_of(claim.place),
    }


def _value(value: Value) -> object:
    return decimal_text(value) if isinstance(value, Fraction) else value


def _cause(cause: Cause, words: Words) -> Document:
    return {
        "cause": cause.key,
        "facts": facts(cause.facts),
        "text": cause_text(cause, words),
        "complete": cause.complete,
        "explains": list(cause.explained),
        "breaks": list(cause.broken),
        "alike": [facts(alike) for alike in cause.alike],
    }


def facts(told: Facts) -> Document:
    """Facts by name; numbers exact as text."""
    return {name: decimal_text(value) if isinstance(value, Fraction) else str(value) for name, value in told}


def equal_rows(finding: GroupFinding) -> Iterable[tuple[str, str]]:
    """Ids and names of the agencies that are equal."""
    names = {agency.id: agency.name for agency in finding.comparison.group.agencies}
    return ((agency, names[agency]) for agency in finding.comparison.equal)
