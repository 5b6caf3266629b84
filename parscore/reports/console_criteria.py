"""The screen of a criteria set."""

from collections.abc import Iterable

from rich.console import Console

from parscore.messages import Words
from parscore.model.criteria import CriteriaSet, Leaf, Level, Source
from parscore.reports.console_tables import INDENT, heading_of, indented, lay_out, literal, plain_line, table_of
from parscore.reports.leaf_words import source_and_rule
from parscore.reports.left_out import source_lines
from parscore.reports.printing import SCREEN, date_words, printer


def print_criteria(console: Console, criteria: CriteriaSet, words: Words, *, plain: bool = False) -> None:
    """Print a criteria set: its decision and validity, then every item with its maximum, rule and source."""
    write = printer(words, criteria.rounding)
    items = list(criteria.items())
    if plain:
        columns = ("level", "code", "item", "maximum", "source", "rule")
        plain_line(console, *(heading_of(words, column) for column in columns))
        for item in items:
            level = words.text(SCREEN, f"level.{item.level}")
            maximum = write.exact(item.maximum)
            plain_line(console, level, item.code, item.name, maximum, *source_and_rule(item, words, criteria))
        return
    for line in _criteria_lines(criteria, words):
        console.print(literal(line))
    console.print()
    table = table_of(words, "code", "item", "maximum>", "rule")
    for item in items:
        source, rule = source_and_rule(item, words, criteria)
        style = "bold" if item.level is Level.AREA else ""
        name = indented(literal(item.name), INDENT[item.level])
        foreign = isinstance(item, Leaf) and item.sources != (Source.SELF,)
        told = f"{source}; {rule}" if foreign else rule
        table.add_row(literal(item.code), name, write.exact(item.maximum), literal(told, "dim"), style=style)
    lay_out(console, table)


def _criteria_lines(criteria: CriteriaSet, words: Words) -> Iterable[str]:
    yield words.text(SCREEN, "criteria", title=criteria.title, id=criteria.id, version=criteria.version)
    decision = criteria.decision
    if decision is not None:
        told = {"number": decision.number, "issuer": decision.issuer}
        if decision.date is None:
            yield words.text(SCREEN, "criteria.decision.undated", **told)
        else:
            yield words.text(SCREEN, "criteria.decision", **told, date=date_words(words, decision.date))
    valid = {"first": date_words(words, criteria.valid_from), "last": date_words(words, criteria.valid_to)}
    maximum = printer(words, criteria.rounding).exact(criteria.maximum)
    yield words.text(SCREEN, "criteria.validity", **valid, maximum=maximum)
    yield from source_lines(criteria, words)
    if criteria.totals.optional:
        optional = ", ".join(words.text(SCREEN, f"source.{source}") for source in criteria.totals.optional)
        yield words.text(SCREEN, "criteria.optional", sources=optional)
    if criteria.illustrative:
        yield words.text(SCREEN, "illustrative")
