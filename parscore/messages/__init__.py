"""Words for people, Vietnamese and English, kept in YAML files by topic and looked up by key.

``vi/`` and ``en/`` hold the same topics with the same keys and placeholders (a test compares them). A topic is read
when it is first needed, so that ``--help`` does not pay for the problem catalogue.

In the texts of problems ``{found: Found: *.}`` says the words after the colon, with the fact in the place of ``*``,
where there is such a fact, and nothing where there is none. The words of a ``reason`` may name the other facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, get_args

import yaml

from parscore.model.problem import Fact, Facts, Percent, Problem

if TYPE_CHECKING:
    from parscore.model.rule import Phrase

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
PROBLEM_TOPICS: Final = (
    "season",
    "packages",
    "reading",
    "received",
    "forms",
    "values",
    "sources",
    "criteria",
    "totals",
    "stages",
    "appraisals",
    "ranking",
    "survey",
    "record",
    "published",
    "sample",
    "recheck",
    "audit_papers",
    "yearly",
    "documents",
)
EXAMPLES: Final = "examples"
"""What the bad example of each code says; written by tools/freeze_errors.py."""
FACT_TOPIC: Final = "facts"
"""Words that stand in facts as stable English keys (``number``, ``decimal comma``), put into the reader's language."""
NOTHING: Final = "(nothing)"
"""The fact that there is nothing to quote."""
QUOTED: Final = "found"
"""The fact that quotes a file: never put into other words, even where it looks like a key."""
REASON: Final = "reason"
"""The fact whose words are a text with placeholders themselves."""


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """A problem in words: a title, what is wrong, and how to mend it."""

    title: str
    message: str
    remedy: str


@cache
def _topic(language: Language, topic: str) -> Mapping[str, str | Mapping[str, str]]:
    text = files(__package__).joinpath(language, f"{topic}.yaml").read_bytes()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Mapping[str, str | Mapping[str, str]] = yaml.load(text, Loader=loader)  # noqa: S506 (a safe loader)
    return loaded


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: Language

    def text(self, topic: str, key: str, **facts: object) -> str:
        """Return the text of a key with its placeholders filled."""
        return self.template(topic, key).format(**facts)

    def template(self, topic: str, key: str) -> str:
        """Return the text of a key as it stands, with its placeholders."""
        return str(_topic(self.language, topic)[key])

    def has(self, topic: str, key: str) -> bool:
        """Whether a topic has a key."""
        return key in _topic(self.language, topic)

    def phrase(self, words: "Phrase") -> str:
        """Return a rule's phrase in words."""
        return self.filled("rules", words.key, words.facts)

    def filled(self, topic: str, key: str, facts: Facts) -> str:
        """Return the text of a key filled with facts, each as the language writes it."""
        return self.template(topic, key).format_map(self._told(facts))

    def problem(self, found: Problem) -> ProblemWords:
        """Return a problem in words."""
        entry = self.entry(found.code)
        facts = self._told((*found.facts, ("agency", found.agency), ("criterion", found.criterion)))
        return ProblemWords(entry["title"], entry["message"].format_map(facts), entry["remedy"].format_map(facts))

    def entry(self, code: str) -> Mapping[str, str]:
        """Return the unfilled texts of a problem code."""
        for topic in PROBLEM_TOPICS:
            entry = _topic(self.language, topic).get(code)
            if isinstance(entry, Mapping):
                return entry
        raise KeyError(code)

    def example(self, code: str) -> Mapping[str, str]:
        """Return the example of a problem code: ``place``, ``message`` and ``remedy`` as they were printed."""
        example = _topic(self.language, EXAMPLES)[code]
        return example if isinstance(example, Mapping) else {}

    def number(self, text: str) -> str:
        """Write the decimal sign of an exact number or of our own arithmetic as the language does."""
        return text.replace(".", ",").replace("*", "×") if self.language == "vi" else text.replace("*", "×")

    def _told(self, facts: Facts) -> "_Told":
        told = _Told((name, _Words(self._fact(fact, verbatim=name == QUOTED))) for name, fact in facts)
        if self.has(FACT_TOPIC, str(dict(facts).get(REASON, ""))):
            told[REASON] = _Words(told[REASON].format_map(told))
        return told

    def _fact(self, fact: Fact, *, verbatim: bool = False) -> str:
        from parscore.numbers import decimal_text  # --help has no numbers to write

        if isinstance(fact, Percent):
            return self.number(f"{decimal_text(fact.share * 100)}%")
        if isinstance(fact, Fraction):
            return self.number(decimal_text(fact))
        if isinstance(fact, tuple):
            return "; ".join(self._fact(number) for number in fact)
        if verbatim and fact != NOTHING:
            return fact
        known = _topic(self.language, FACT_TOPIC)
        keys = fact.split(", ")
        return ", ".join(str(known[key]) for key in keys) if known.keys() >= set(keys) else fact


class _Words(str):
    """A fact in words; in ``{fact:words with *}`` it is said with these words, and they go where it is empty."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        return words.replace("*", self) if self and words else str(self)


class _Told(dict[str, _Words]):
    """Facts of a message; one that a particular case does not have is left blank in the text."""

    def __missing__(self, name: str) -> _Words:
        return _Words()


def keys(language: Language, topic: str) -> Iterable[str]:
    """Return the keys of a topic, in file order."""
    return _topic(language, topic).keys()
