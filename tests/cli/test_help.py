"""Help: every command in both languages, nothing left as a key, and nothing heavy loaded for it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from calls import Call
from typer.main import get_command

from parscore.cli.app import app
from parscore.messages import LANGUAGES, Words, keys

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "parscore.engine", "parscore.season", "parscore.rules",
         "parscore.workbooks", "parscore.reports", "parscore.definitions")  # fmt: skip


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The program, its groups and every command."""
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


COMMANDS = list(commands(get_command(app)))


def flat(text: str) -> str:
    return " ".join(re.sub("[│╭╮╰╯─]", " ", text).split())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_has_words_and_no_keys(call: Call, command: tuple[str, ...], language: str) -> None:
    done = call(*command, "--help", PARSCORE_LANG=language, COLUMNS="300")
    assert (done.code, done.err) == (0, "")
    words, said = Words(language), flat(done.out)  # type: ignore[arg-type]
    assert flat(words.text("help", ".".join(command) or "app")) in said
    assert not re.search(r"\b(option|argument|panel|criteria)\.[a-z]+", done.out)
    for key in keys(language, "help"):  # type: ignore[arg-type]
        assert not re.search(rf"(?<![\w./ -]){re.escape(key)}\s*$", done.out, re.MULTILINE), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_catalogue_is_used_somewhere(call: Call, language: str) -> None:
    pages = [call(*command, "--help", PARSCORE_LANG=language, COLUMNS="300").out for command in COMMANDS]
    said = flat(" ".join(pages))
    words = Words(language)  # type: ignore[arg-type]
    unused = [key for key in keys(language, "help") if flat(words.text("help", key)) not in said]  # type: ignore[arg-type]
    assert unused == ["panel.errors"]
    assert words.text("help", "panel.errors") in call("frob", PARSCORE_LANG=language).err


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_both_names_of_the_option(call: Call, option: str) -> None:
    assert call("rank", option).out == call("rank", "--help").out != ""


@pytest.mark.parametrize("arguments", [("--help", "--lang", "en"), ("score", "--lang=en", "--help")])
def test_the_option_of_the_language_counts_for_help_too(call: Call, arguments: tuple[str, ...]) -> None:
    assert "Season folder" in call("score", "--help", "--lang", "en").out
    assert flat(Words("en").text("help", "option.lang")) in flat(
        call("score", "--lang=en", "--help", COLUMNS="300").out
    )


def test_every_command_of_the_readme_exists_and_every_command_stands_in_it() -> None:
    table = re.findall(r"^\| `parscore ([a-z ]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {tuple(row.split()) for row in table}
    groups = {command[:-1] for command in COMMANDS if command}
    assert named == set(COMMANDS) - groups


def test_version(call: Call) -> None:
    assert re.fullmatch(r"parscore [0-9]+\.[0-9]+\.[0-9]+\S*\n", call("--version").out)


CHILD = """
import json, sys
sys.argv = ["parscore", *sys.argv[1:]]
from parscore.cli.app import main
try:
    main()
except SystemExit:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("command", [(), ("score",)], ids=" ".join)
def test_help_loads_nothing_heavy(command: tuple[str, ...]) -> None:
    arguments = [sys.executable, "-c", CHILD, *command, "--help"]
    done = subprocess.run(arguments, capture_output=True, check=True, cwd=ROOT)
    loaded = json.loads(done.stderr)
    assert "typer" in loaded and "parscore.cli.score" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []
    # typer itself loads pydantic for options that have a range or a choice.
    assert command or "pydantic" not in loaded
