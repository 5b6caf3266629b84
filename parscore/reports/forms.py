"""The forms of a run as rows and as a JSON document."""

from collections.abc import Iterable, Sequence
from typing import Final

from parscore.messages import Words
from parscore.model.problem import Problem
from parscore.reports.document import problem_document
from parscore.reports.trace import Document

FORMS: Final = "parscore.form/1"
FORM_COLUMNS: Final = ("id", "agency", "file", "state")

FormFile = tuple[str, str, str, bool]
"""Agency id and name, the file, and whether it was written (else an older file was kept)."""


def form_rows(files: Iterable[FormFile], words: Words) -> list[tuple[str, str, str, str]]:
    """Return one row a form, its state in words."""
    states = {written: words.text("command", f"form.{key}") for written, key in ((True, "written"), (False, "kept"))}
    return [(agency, name, file, states[written]) for agency, name, file, written in files]


def forms_document(files: Iterable[FormFile], problems: Sequence[Problem], words: Words) -> Document:
    """The forms of a run and its problems."""
    return {
        "schema": FORMS,
        "forms": [
            {"agency": agency, "name": name, "file": file, "state": "written" if written else "kept"}
            for agency, name, file, written in files
        ],
        "problems": problem_document(problems, words)["problems"],
    }
