"""Every command on a narrow screen, without colour, and in the language that was asked for."""

from collections import Counter
from pathlib import Path

import pytest
from calls import Call
from folders import SEASON, make
from rich.cells import cell_len

COMMANDS = [
    ("score",),
    ("rank",),
    ("explain", "SNV"),
    ("explain", "SNV", "1.2"),
    ("check",),
    ("status",),
    ("cells", "inbox/2025_SNV.xlsx"),
    ("criteria", "lint", "criteria/thu/2025.1.yaml"),
    ("criteria", "show", "thu@2025.1"),
    ("criteria", "test", "thu@2025.1"),
    ("criteria", "diff", "thu@2025.1", "khac@2025.1"),
    ("rule",),
    ("rule", "PS104"),
]
OF_A_SEASON = ("score", "rank", "explain", "check", "status")
WORDS = {
    "score": ("Mùa đánh giá", "Season"), "rank": ("Mùa đánh giá", "Season"), "explain": ("điểm", "points"),
    "check": ("ghi chú", "note"), "status": ("Việc tiếp theo", "What comes next"),
    "cells": ("Giá trị lưu", "Stored value"), "rule": ("lỗi", "error"),
}  # fmt: skip


def at(folder: Path, command: tuple[str, ...]) -> tuple[str, ...]:
    return command if command[0] == "rule" else (*command, "-C", str(folder))


def letters(text: str) -> Counter[str]:
    """What is said, whatever the lay-out: letters and digits."""
    return Counter(character for character in text if character.isalnum())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_forty_columns_without_colour(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Lines are folded, nothing is cut."""
    folder = make(tmp_path)
    wide = call(*at(folder, command), NO_COLOR="1")
    monkeypatch.setattr("parscore.reports.console_tables.UNBOUNDED", 40)
    narrow = call(*at(folder, command), NO_COLOR="1", TERM="dumb")
    assert narrow.code == wide.code in (0, 1)
    assert letters(narrow.out + narrow.err) == letters(wide.out + wide.err)
    # A command that is proposed is left to the terminal to fold, so that it can be copied.
    lines = [line for line in narrow.out.splitlines() if not line.startswith("  parscore ")]
    assert max(map(cell_len, lines), default=0) <= 40
    assert not set("\x1b") & set(narrow.out + narrow.err) and "Traceback" not in narrow.err


@pytest.mark.parametrize("command", [command for command in COMMANDS if command[0] in WORDS], ids=" ".join)
@pytest.mark.parametrize(
    "asked",
    [
        ("en", "vi", "vi", True),
        ("vi", "en", "en", False),
        (None, "en", "vi", True),
        (None, "vi", "en", False),
        (None, None, "en", True),
        (None, None, "vi", False),
        (None, "fr", "en", True),
    ],
)
def test_flag_before_environment_before_season(
    tmp_path: Path, call: Call, command: tuple[str, ...], asked: tuple[str | None, str | None, str, bool]
) -> None:
    """Commands that work on no season know the first two; then it is Vietnamese."""
    flag, environment, season, english = asked
    folder = make(tmp_path, season=SEASON.replace("year: 2025\n", f"year: 2025\nlanguage: {season}\n"))
    variables = {} if environment is None else {"PARSCORE_LANG": environment}
    done = call(*at(folder, command), *(["--lang", flag] if flag else []), **variables)
    settled = flag is not None or environment in ("vi", "en") or command[0] in OF_A_SEASON
    vietnamese, other = WORDS[command[0]]
    wanted = other if english and settled else vietnamese
    assert wanted in done.out
    assert (vietnamese if wanted == other else other) not in done.out
