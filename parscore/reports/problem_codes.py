"""The problem catalogue for people and programs: the list by topic, and the page of one code with an example."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from parscore.messages import PROBLEM_TOPICS, Words, keys
from parscore.model.catalogue import CATALOGUE
from parscore.reports.explanation import Explanation, Part
from parscore.reports.printing import SCREEN
from parscore.reports.trace import Document

CODES: Final = "parscore.codes/1"
COLUMNS: Final = ("topic", "problem", "severity", "title")
TOPIC: Final = "codes"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of the catalogue in words, with the name of its topic."""

    code: str
    severity: str
    topic: str
    title: str


def code_rows(words: Words) -> tuple[CodeRow, ...]:
    """Every code in words: by topic, in a topic by number."""
    by_topic = {topic: sorted(set(keys(words.language, topic)) & CATALOGUE.keys()) for topic in PROBLEM_TOPICS}
    return tuple(
        CodeRow(code, CATALOGUE[code], words.template(TOPIC, f"topic.{topic}"), words.entry(code)["title"])
        for topic, codes in by_topic.items()
        for code in codes
    )


def code_list(words: Words) -> tuple[Explanation, ...]:
    """The list of all codes, one part of it for each topic."""
    rows = code_rows(words)
    topics = dict.fromkeys(row.topic for row in rows)
    return tuple(
        Explanation(topic, tuple(Part(row.code, (_short(row, words),)) for row in rows if row.topic == topic))
        for topic in topics
    )


def _short(row: CodeRow, words: Words) -> str:
    return f"{row.title} ({words.text(SCREEN, f'severity.{row.severity}')})"


def code_page(code: str, words: Words) -> Explanation:
    """What one code means: its severity, an example as it was printed, how to mend it, and where it belongs."""
    row = next(row for row in code_rows(words) if row.code == code)
    example = words.example(code)
    parts = (
        ("severity", (words.template(TOPIC, f"severity.{row.severity}"),)),
        ("example", (example["place"], example["message"])),
        ("remedy", (example["remedy"],)),
        ("topic", (row.topic,)),
    )
    title = words.text(TOPIC, "title", code=code, title=row.title)
    return Explanation(title, tuple(Part(words.template(TOPIC, label), lines) for label, lines in parts))


def code_document(codes: Iterable[str], words: Words) -> Document:
    """Codes for programs: texts with their placeholders, and the example's with them filled."""
    rows = {row.code: row for row in code_rows(words)}
    return {
        "schema": CODES,
        "codes": [
            {
                "code": code,
                "severity": rows[code].severity,
                "topic": rows[code].topic,
                **words.entry(code),
                "example": dict(words.example(code)),
            }
            for code in codes
        ],
    }
