"""What ``check`` says of the files as a whole: one line for people, and the document for programs."""

from collections.abc import Iterable, Sequence
from typing import Final

from parscore.messages import Words
from parscore.model.problem import Problem, Severity
from parscore.reports.document import problem_document
from parscore.reports.trace import Document
from parscore.season.checked import CheckedFile

TOPIC: Final = "notes"


def check_summary(
    files: Sequence[CheckedFile], problems: Iterable[Problem], words: Words, codes: Sequence[str] = ()
) -> str:
    """Say how many files passed, have warnings, have errors; and how many problems there are of each severity.

    Where only some ``codes`` were looked for, nobody can say what passed: then in how many files they were found.
    """
    severities = [problem.severity for problem in problems]
    found = [part for severity in Severity for part in _counts(words, f"count.{severity}", severities.count(severity))]
    told = ", ".join(found) or words.text(TOPIC, "summary.none")
    if codes:
        having = sum(bool(file.errors or file.warnings or file.notes) for file in files)
        facts = {"codes": ", ".join(codes), "found": having, "count": len(files)}
        return words.text(TOPIC, "summary.only", **facts, problems=told)
    worst = [file.worst for file in files]
    parts = [
        *_counts(words, "summary.passed", worst.count(None)),
        *_counts(words, "summary.warned", worst.count(Severity.WARNING)),
        *_counts(words, "summary.failed", worst.count(Severity.ERROR)),
    ]
    key = "summary" if files else "summary.empty"
    return words.text(TOPIC, key, count=len(files), files=", ".join(parts), problems=told)


def _counts(words: Words, key: str, count: int) -> list[str]:
    return [words.text(TOPIC, key, count=count)] if count else []


def check_document(
    problems: Iterable[Problem], files: Iterable[CheckedFile], notes: Sequence[str], words: Words
) -> Document:
    """The document of problems, with every file that was checked and the return notes that were written."""
    told = [
        {
            "file": file.file,
            "digest": file.digest,
            "agency": file.agency,
            "counts": {"error": file.errors, "warning": file.warnings, "note": file.notes},
        }
        for file in files
    ]
    return {**problem_document(problems, words), "files": told, "notes": list(notes)}
