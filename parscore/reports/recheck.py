"""What rechecking with the other reader found: rows for the screen, and the JSON document."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

from parscore.audit.recheck import Recheck
from parscore.messages import FACT_TOPIC, Words
from parscore.reports.document import problem_document
from parscore.reports.trace import Document
from parscore.workbooks.second_reader import NAME

SCHEMA: Final = "parscore.recheck/1"
COLUMNS: Final = ("id", "file", "compared>", "scores>", "disagreements>", "remarks")


def reader_version() -> str:
    """The version of the other reader."""
    return version(NAME)


def recheck_rows(found: Recheck, words: Words) -> Iterator[tuple[str, ...]]:
    """One row for each agency: what was compared, and why nothing was where that is so."""
    for form in found.forms:
        counts = ("", "", "") if form.unread else (str(form.cells), str(form.scores), str(form.disagreements))
        yield form.agency, form.file, *counts, words.text(FACT_TOPIC, form.unread) if form.unread else ""


def recheck_document(found: Recheck, words: Words) -> Document:
    """The whole finding; ``forms`` is empty where nothing could be compared."""
    head = found.head
    return {
        "schema": SCHEMA,
        "record": head.record if head else None,
        "body": head.body if head else None,
        "sha256": head.sha256 if head else None,
        "reader": {"name": NAME, "version": reader_version()},
        "forms": [
            {
                "agency": form.agency,
                "file": form.file or None,
                "rechecked": not form.unread,
                "why_not": form.unread.removeprefix("second.") or None,
                "cells": form.cells,
                "scores": form.scores,
                "disagreements": form.disagreements,
            }
            for form in found.forms
        ],
        "problems": problem_document(found.problems, words)["problems"],
    }
