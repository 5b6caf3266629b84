"""The command line: its commands, its language, and how it ends.

Exit codes: 0 done and clean, 1 done with findings, 2 usage, 3 cannot run, 130 interrupted.
"""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from io import StringIO
from types import FrameType
from typing import NoReturn

import typer
from typer import rich_utils
from typer.main import get_command

from parscore.cli import (
    appraise,
    audit,
    cells,
    changes,
    check,
    choose,
    compare,
    criteria,
    explain,
    export,
    feedback,
    form,
    history,
    init,
    lock,
    report,
    rule,
    score,
    status,
    survey,
    unlock,
)
from parscore.cli.output import CANNOT_RUN
from parscore.messages import LANGUAGES, Language, Words
from parscore.viet import show

app = typer.Typer(
    name="parscore",
    help="app",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("score", help="score", rich_help_panel="panel.main")(score.score)
app.command("rank", help="rank", rich_help_panel="panel.main")(score.rank)
app.command("explain", help="explain", rich_help_panel="panel.main")(explain.explain)
app.command("changes", help="changes", rich_help_panel="panel.main")(changes.changes)
app.command("check", help="check", rich_help_panel="panel.main")(check.check)
app.command("choose", help="choose", rich_help_panel="panel.main")(choose.choose)
app.add_typer(appraise.app, name="appraise", help="appraise", rich_help_panel="panel.main")
app.command("status", help="status", rich_help_panel="panel.main")(status.status)
app.add_typer(survey.app, name="survey", help="survey", rich_help_panel="panel.main")
app.command("report", help="report", rich_help_panel="panel.main")(report.report)
app.command("feedback", help="feedback", rich_help_panel="panel.main")(feedback.feedback)
app.command("compare", help="compare", rich_help_panel="panel.main")(compare.compare)
app.command("history", help="history", rich_help_panel="panel.main")(history.history)
app.command("export", help="export", rich_help_panel="panel.main")(export.export)
app.command("rule", help="rule", rich_help_panel="panel.main")(rule.rule)
app.command("form", help="form", rich_help_panel="panel.main")(form.form)
app.command("init", help="init", rich_help_panel="panel.main")(init.init)
app.add_typer(audit.app, name="audit", help="audit", rich_help_panel="panel.main")
app.command("verify", help="verify", rich_help_panel="panel.main")(lock.verify)
app.command("lock", help="lock", rich_help_panel="panel.main")(lock.lock)
app.command("unlock", help="unlock", rich_help_panel="panel.main")(unlock.unlock)
app.add_typer(audit.app, name="audit", help="audit", rich_help_panel="panel.main")
app.add_typer(criteria.app, name="criteria", help="criteria", rich_help_panel="panel.tools")
app.command("cells", help="cells", rich_help_panel="panel.tools")(cells.cells)


def version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from importlib.metadata import version as installed

        typer.echo(f"parscore {installed('parscore')}")
        raise typer.Exit


@app.callback()
def main_options(
    show_version: bool = typer.Option(False, "--version", help="option.version", callback=version, is_eager=True),
) -> None:
    """Hold the options of the program itself."""


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language | None:
    """Return the language asked for by ``--lang`` or ``PARSCORE_LANG``; the season and then Vietnamese come after."""
    wanted = environment.get("PARSCORE_LANG", "")
    for at, argument in enumerate(arguments):
        if argument == "--lang":
            wanted = arguments[at + 1] if at + 1 < len(arguments) else ""
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    return next((language for language in LANGUAGES if language == wanted), None)


def translate(command: object, words: Words) -> None:
    """Put the texts of the catalogue in the place of the keys in a command, its options and its subcommands."""
    for part in (command, *getattr(command, "params", ())):
        for attribute in ("help", "short_help", "rich_help_panel"):
            key = getattr(part, attribute, None)
            if isinstance(key, str) and words.has("help", key):
                setattr(part, attribute, words.text("help", key))
    for subcommand in getattr(command, "commands", {}).values():
        translate(subcommand, words)


def _title_panels(words: Words) -> None:
    rich_utils.ARGUMENTS_PANEL_TITLE = words.text("help", "panel.arguments")
    rich_utils.OPTIONS_PANEL_TITLE = words.text("help", "panel.options")
    rich_utils.COMMANDS_PANEL_TITLE = words.text("help", "panel.commands")
    rich_utils.ERRORS_PANEL_TITLE = words.text("help", "panel.errors")


def _end_cleanly() -> None:
    """Let a process that is told to end, or whose terminal is closed, clean up as after Ctrl-C (but heed nohup)."""

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)


def main() -> NoReturn:
    """Run the program with the arguments of the process."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # started without the stream
            setattr(sys, name, StringIO())
    for stream in (sys.stdout, sys.stderr):
        # A console of another code page cannot write Vietnamese; a report in a pipe must not depend on it.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _end_cleanly()
    words = Words(language_of(sys.argv[1:], os.environ) or "vi")
    command = get_command(app)
    translate(command, words)
    _title_panels(words)
    try:
        command(prog_name="parscore")
    except OSError as error:
        print(words.text("command", "cannot_run", reason=show(str(error), 400)), file=sys.stderr)
        sys.exit(CANNOT_RUN)
    except Exception as error:
        # A fault of the program itself: people get a sentence, whoever mends it sets PARSCORE_DEBUG.
        if os.environ.get("PARSCORE_DEBUG"):
            raise
        told = f"{type(error).__name__}: {error}"
        print(words.text("command", "own_fault", reason=show(told, 400)), file=sys.stderr)
        sys.exit(CANNOT_RUN)
    sys.exit(0)
