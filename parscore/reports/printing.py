"""How numbers, answers, formulas and rules are written for people; every view prints through one ``Printer``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from parscore.messages import FACT_TOPIC, Words, keys
from parscore.model.cell import Answer, AnswerState, Value
from parscore.model.criteria import InputType, Leaf, Rounding
from parscore.model.problem import Fact, Problem, Severity
from parscore.model.rule import Phrase
from parscore.model.stage import Stage
from parscore.numbers import percent, printed, round_to, trimmed
from parscore.reports.tables import RankingRow

SCREEN: Final = "screen"
"""The topic of the words that screens and workbooks share: states, severities, rounding, stages."""

_DECIMAL: Final = re.compile(r"(?<![\w.])([0-9]+)\.([0-9]+)(?![\w.])")
_UNIT: Final = re.compile(r"unit_([0-9]+)")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(?!\w*\()")


@dataclass(frozen=True, slots=True)
class Printer:
    """Writes values in one language by the declared rounding of one criteria set.

    ``comma`` is the decimal comma of Vietnamese; JSON documents are written without it in every language.
    """

    words: Words
    rounding: Rounding
    comma: bool

    def points(self, value: Fraction | None) -> str:
        """Points or a maximum with all declared decimals; nothing for no value."""
        return "" if value is None else printed(value, self.rounding.points, self.rounding.mode, comma=self.comma)

    def index(self, value: Fraction | None) -> str:
        """An index (0 to 100) with all declared decimals, without a percent sign; nothing for no value."""
        return "" if value is None else printed(value, self.rounding.index, self.rounding.mode, comma=self.comma)

    def drawn(self, index: Fraction) -> Fraction:
        """An index rounded as it is printed: what a chart draws, so that it shows what its figures say."""
        return round_to(index, self.rounding.index, self.rounding.mode)

    def exact(self, value: Fraction) -> str:
        """The value itself: exactly if seven decimals suffice, else cut off and marked with dots."""
        return trimmed(value, comma=self.comma)

    def decimals(self, text: str) -> str:
        """Put the decimal sign of the language into the numbers of a rule's text."""
        return _DECIMAL.sub(r"\1,\2", text) if self.comma else text

    def formula(self, text: str) -> str:
        """A formula of a step for reading: signs as printed, the engine's own names in words."""
        named = _NAME.sub(lambda name: self._name(name[0]), text)
        if self.comma:
            named = named.replace(", ", "; ")
        return self.decimals(named.replace("*", "×"))

    def _name(self, name: str) -> str:
        if match := _UNIT.fullmatch(name):
            return self.words.text(SCREEN, "name.unit_n", number=match[1])
        return known(self.words, f"name.{name}", name)

    def phrase(self, told: Phrase) -> str:
        """A rule's phrase in words; the numbers inside its formula or range have the decimal sign of the language."""
        return self.words.phrase(Phrase(told.key, tuple((name, self._fact(name, fact)) for name, fact in told.facts)))

    def _fact(self, name: str, fact: Fact) -> Fact:
        if not isinstance(fact, str):
            return fact
        return {"formula": self.formula, "when": self.decimals}.get(name, str)(fact)

    def value(self, value: Value, kind: InputType | None = None) -> str:
        """A given value: a percent as such, yes and no in words, an option by its label, a day as the language does.

        The values of a column stand side by side.
        """
        if isinstance(value, tuple):
            return "; ".join(self.value(one, kind) for one in value)
        if isinstance(value, bool):
            return self.words.text(SCREEN, "value.yes" if value else "value.no")
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return date_words(self.words, value)
        if kind is InputType.PERCENT:
            return percent(value, 7, comma=self.comma)
        return self.exact(value)

    def answer(self, answer: Answer, kind: InputType | None = None) -> str:
        """An answer in words: its value, or which of the other three states it is in."""
        if answer.state is AnswerState.GIVEN and answer.value is not None:
            return self.value(answer.value, kind)
        return self.words.text(SCREEN, f"answer.{answer.state}")


def printer(words: Words, rounding: Rounding) -> Printer:
    """The printer of a language: decimal comma in Vietnamese, decimal point in English."""
    return Printer(words, rounding, comma=words.language == "vi")


def kind_of(leaf: Leaf, name: str) -> InputType | None:
    """Type of a leaf's input; ``None`` for a name that is no input (the claimed points)."""
    return next((asked.type for asked in leaf.inputs if asked.name == name), None)


def known(words: Words, key: str, otherwise: str) -> str:
    """The text of a screen key, or the given text where there is none (a stage of the season's own naming)."""
    return words.text(SCREEN, key) if key in keys(words.language, SCREEN) else otherwise


def stage_name(words: Words, stage: Stage) -> str:
    """A stage by the name the season gives it, or else by what it does, with its id where that says more."""
    if stage.name:
        return stage.name
    does = words.text(FACT_TOPIC, f"stage.{stage.kind}")
    return does if stage.id == stage.kind.value else f"{does} ({stage.id})"


def reading_words(words: Words, reading: str) -> str:
    """The normalisations applied to a cell's text, in words."""
    told = keys(words.language, FACT_TOPIC)
    parts = [part for part in reading.split(", ") if part]
    return ", ".join(words.text(FACT_TOPIC, part) if part in told else part for part in parts)


def counts(problems: Iterable[Problem], words: Words) -> str:
    """How many problems there are of each severity, in one line."""
    found = [problem.severity for problem in problems]
    told = {f"{severity}s": found.count(severity) for severity in Severity}
    return words.text(SCREEN, "problems.counts" if found else "problems.none", **told)


def date_words(words: Words, day: date) -> str:
    """A date as the language writes it: 14/10/2025, or 2025-10-14 in English."""
    return words.text(SCREEN, "date", day=day.day, month=day.month, year=day.year)


def rounding_words(words: Words, rounding: Rounding) -> str:
    """The declared rounding: decimals, how a half is settled, and where."""
    return words.text(
        SCREEN,
        "rounding",
        points=rounding.points,
        index=rounding.index,
        mode=words.text(SCREEN, f"rounding.mode.{rounding.mode}"),
        at=words.text(SCREEN, f"rounding.at.{rounding.at}"),
    )


def remarks(row: RankingRow, words: Words, *, short: bool = False, longest: int | None = None) -> tuple[str, ...]:
    """What is to be said of an agency in a ranking: with the codes of its leaves, or ``short`` with their number.

    At most ``longest`` codes of a kind are listed; dots stand for the rest.
    """
    facts = {
        "outside": () if row.ranked else (row.agency,),
        "settled": (row.agency,) if row.settled else (),
        "unresolved": row.unresolved,
        "not_assessed": row.not_assessed,
        "no_case": row.no_case,
    }
    told = "short" if short else "remark"
    return tuple(
        words.text(SCREEN, f"{told}.{fact}", count=len(codes), codes=_listed(codes, longest))
        for fact, codes in facts.items()
        if codes
    )


def _listed(codes: tuple[str, ...], longest: int | None) -> str:
    listed = ", ".join(codes[:longest])
    return f"{listed}…" if longest is not None and len(codes) > longest else listed
