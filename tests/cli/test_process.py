"""The program as a process of its own: interrupts, closed pipes, terminals, locales. Few tests: each costs a start."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from folders import form_of, make

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_data"
PROGRAM = (sys.executable, "-m", "parscore")


def environment(**others: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PARSCORE_", "LC_", "LANG"))}
    return {**kept, "PYTHONPATH": str(ROOT), **others}


def run(*arguments: object, **others: str) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment(**others), cwd=ROOT, timeout=60, check=False)


def test_the_sample_seasons_end_as_their_readmes_say(tmp_path: Path) -> None:
    done = run("check", "-C", SAMPLES / "tinh-mau-2025-loi", "--plain")
    assert done.returncode == 1
    done = run("rank", "-C", SAMPLES / "tinh-mau-2025")
    assert done.returncode == 0
    assert "mọi tiêu chí đã có điểm, chưa chốt số liệu" in done.stdout.decode()


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "cp1258"}]
)
def test_output_is_utf_8_in_every_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    done = run("rank", "-C", make(tmp_path), **locale)
    assert done.returncode == 0
    assert "Sở Y tế" in done.stdout.decode("utf-8")


EVERY_COMMAND = [
    ("score",),
    ("score", "--plain"),
    ("score", "--json"),
    ("rank",),
    ("check", "--json"),
    ("explain", "SNV"),
    ("cells", "inbox/2025_SNV.xlsx"),
    ("criteria", "lint", "criteria/thu/2025.1.yaml"),
    ("criteria", "show", "thu@2025.1"),
    ("criteria", "test", "thu@2025.1"),
    ("criteria", "diff", "thu@2025.1", "khac@2025.1"),
    ("criteria", "schema"),
    ("rule",),
    ("rule", "PS104"),
    ("--help",),
]
"""A run of every command; each costs a start."""


def at(season: Path, arguments: tuple[str, ...]) -> list[str]:
    """A command on a season."""
    without = arguments[0] in ("--help", "rule") or arguments[-1] == "schema"
    return [*PROGRAM, *arguments, *([] if without else ["-C", str(season)])]


@pytest.mark.parametrize("arguments", EVERY_COMMAND, ids=" ".join)
def test_a_reader_that_has_seen_enough(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            at(make(tmp_path), arguments), stdout=gone, stderr=subprocess.PIPE, env=environment(), cwd=ROOT,
            timeout=60, check=False,
        )  # fmt: skip
    assert b"Traceback" not in done.stderr and b"Broken" not in done.stderr and b"Exception" not in done.stderr
    assert done.returncode in (0, 1)
    if arguments[0] == "score":
        assert (tmp_path / "results" / "ket-qua.json").is_file()


def test_both_streams_closed(tmp_path: Path) -> None:
    command = " ".join(at(make(tmp_path), ("score",)))
    done = subprocess.run(f"{command} >&- 2>&-", shell=True, env=environment(), cwd=ROOT, timeout=60, check=False)
    assert done.returncode in (0, 1)
    assert (tmp_path / "results" / "ket-qua.json").is_file()


INTERRUPTED = """
import os, signal, sys, time
import parscore.season.run as run
def interrupted(*arguments, **more):
    os.killpg(0, signal.SIGINT)
    time.sleep(0.5)
run.receive = interrupted
sys.argv = ["parscore", *sys.argv[1:]]
from parscore.cli.app import main
main()
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_while_reading(tmp_path: Path, jobs: int) -> None:
    """As Ctrl-C does, it reaches every process of the group."""
    folder = make(tmp_path)
    (folder / "results").mkdir()
    (folder / "results" / "ket-qua.json").write_bytes(b"old")
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, "score", "-C", str(folder), "--jobs", str(jobs)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    out, err = child.communicate(timeout=30)
    assert child.returncode == 130
    assert (out, b"Traceback" in err) == (b"", False)
    assert {path.name: path.read_bytes() for path in (folder / "results").iterdir()} == {"ket-qua.json": b"old"}


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_process_that_is_told_to_end(tmp_path: Path, name: str) -> None:
    """While it reads: nothing is left, neither half a file nor the lock."""
    folder = make(tmp_path)
    (folder / "results").mkdir()
    (folder / "results" / "ket-qua.json").write_bytes(b"old")
    script = INTERRUPTED.replace("os.killpg(0, signal.SIGINT)", f"os.kill(os.getpid(), signal.{name})")
    done = subprocess.run(
        [sys.executable, "-c", script, "score", "-C", str(folder)],
        capture_output=True, env=environment(), cwd=ROOT, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, b"Traceback" in done.stderr) == (130, b"", False)
    assert {path.name: path.read_bytes() for path in (folder / "results").iterdir()} == {"ket-qua.json": b"old"}
    assert not (folder / ".parscore.lock").exists()


STOPPED_WHILE_WRITING = INTERRUPTED.replace("import parscore.season.receive as receive\n", "").replace(
    "run.receive = interrupted", "from parscore.season.store import Disk\nDisk.rename = interrupted"
)


def test_an_interrupt_while_the_results_take_their_places(tmp_path: Path) -> None:
    folder = make(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_WRITING, "score", "-C", str(folder)],
        capture_output=True, env=environment(), cwd=ROOT, timeout=30, check=False, start_new_session=True,
    )  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (130, False)
    assert list((folder / "results").iterdir()) == []


def test_nohup_is_heeded(tmp_path: Path) -> None:
    script = INTERRUPTED.replace("os.killpg(0, signal.SIGINT)", "os.kill(os.getpid(), signal.SIGHUP)")
    script = script.replace("import parscore", "signal.signal(signal.SIGHUP, signal.SIG_IGN)\nimport parscore", 1)
    script = script.replace("    time.sleep(0.5)\n", "    return real(*arguments, **more)\n")
    script = script.replace("def interrupted", "real = run.receive\ndef interrupted")
    done = subprocess.run(
        [sys.executable, "-c", script, "score", "-C", str(make(tmp_path))],
        capture_output=True, env=environment(), cwd=ROOT, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def on_a_terminal(*command: object) -> tuple[int, str]:
    """Run with a terminal for all streams; return the exit code and all that was shown."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [*PROGRAM, *map(str, command)], stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, start_new_session=True,
        env=environment(COLUMNS="80", TERM="xterm"),
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 65536)
        except OSError:  # the other end of a terminal is gone
            break
    os.close(ours)
    return child.wait(timeout=30), shown.decode()


def test_writing_sheets_shows_a_bar_on_a_terminal_and_nothing_on_a_pipe(tmp_path: Path) -> None:
    folder = make(tmp_path)
    code, text = on_a_terminal("feedback", "--all", "-f", "html", "-C", folder)
    assert (code, "Đang ghi phiếu kết quả" in text, "2/2" in text) == (0, True, True)
    done = run("feedback", "--all", "-f", "html", "-C", folder)
    assert (done.returncode, done.stdout, "Đang ghi".encode() in done.stderr) == (0, b"", False)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_terminal_gets_a_progress_bar_and_whole_numbers(tmp_path: Path, jobs: int) -> None:
    inbox = {f"SYT{at}.xlsx": b"" for at in range(3)} | {
        "2025_SYT.xlsx": form_of("SYT"),
        "2025_SNV.xlsx": form_of("SNV"),
    }
    code, text = on_a_terminal("score", "-C", make(tmp_path, inbox=inbox), "--jobs", jobs)
    assert code == 1
    assert "Đang đọc biểu" in text and "5/5" in text
    assert "Sở Y tế" in text and "Traceback" not in text


def test_no_colour_where_none_is_wanted(tmp_path: Path) -> None:
    assert b"\x1b" not in run("score", "-C", make(tmp_path), NO_COLOR="1").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_be_told_to_complete(shell: str) -> None:
    done = run("--show-completion", shell)
    assert (done.returncode, b"parscore" in done.stdout, done.stderr) == (0, True, b"")


def test_codes_are_completed() -> None:
    done = run(_PARSCORE_COMPLETE="complete_bash", COMP_WORDS="parscore rule PS10", COMP_CWORD="2")
    assert done.stdout.decode().split() == [f"PS10{digit}" for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9)]
