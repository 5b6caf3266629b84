"""``parscore rule``: what a problem code means."""

from typing import Annotated

import typer

from parscore.cli.options import JsonOption, LanguageOption, PlainOption
from parscore.cli.output import Session, start


def known_codes() -> list[str]:
    """Every code, for the completion of a shell."""
    from parscore.model.catalogue import CATALOGUE

    return list(CATALOGUE)


CodeArgument = Annotated[str | None, typer.Argument(help="argument.problem", autocompletion=known_codes)]


def rule(
    code: CodeArgument = None,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    lang: LanguageOption = None,
) -> None:
    """Explain a problem code, or list all of them by topic."""
    from parscore.reports.console import literal, print_table, print_told
    from parscore.reports.document import dump
    from parscore.reports.problem_codes import COLUMNS, TOPIC, code_document, code_list, code_page, code_rows

    session = start(lang, as_json=as_json, plain=plain)
    wanted = find_code(session, code) if code is not None else None
    if as_json:
        session.emit(lambda: dump(code_document(known_codes() if wanted is None else [wanted], session.words)))
    elif plain and wanted is None:
        rows = ((row.topic, row.code, row.severity, row.title) for row in code_rows(session.words))
        print_table(session.out, COLUMNS, rows, session.words, plain=True)
    elif plain:
        page = code_page(str(wanted), session.words)
        lines = ((part.label, line) for part in page.parts for line in part.lines)
        print_table(session.out, ("part", "message"), [("", page.title), *lines], session.words, plain=True)
    elif wanted is not None:
        print_told(session.out, code_page(wanted, session.words))
    else:
        for told in code_list(session.words):
            print_told(session.out, told)
        session.err.print(literal(session.words.template(TOPIC, "more")))


def find_code(session: Session, written: str) -> str:
    """Find a code however it is written (``PS104``, ``ps104``, ``104``); an unknown one ends the command."""
    wanted = written.strip().upper()
    wanted = wanted if wanted.startswith("PS") else f"PS{wanted}"
    if wanted not in known_codes():
        raise session.unknown("unknown_problem", written, near(wanted))
    return wanted


def near(wanted: str) -> list[str]:
    """The codes that may have been meant: those of the same hundred, nearest number first, else all."""
    digits = wanted.removeprefix("PS")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 else None
    if number is None:
        return known_codes()
    distances = {code: abs(int(code.removeprefix("PS")) - number) for code in known_codes()}
    return sorted(distances, key=lambda code: (distances[code], code))[:3]
