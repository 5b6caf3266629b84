"""Real runs of ``parscore score`` that are killed: a program of its own, so that each costs a fork and no start.

``python killed_runs.py SEASON steps`` kills a run before, within and after every operation that it asks of the disk;
``python killed_runs.py SEASON times COUNT`` kills runs by SIGKILL after random times. After each the outputs have to be
old, absent or whole, and a run that is left alone has to complete them to the same bytes. Prints what was done as JSON.
"""

import io
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from parscore.cli.app import main
from parscore.season.store import Disk

NAMES = ("bang-tong-hop.xlsx", "ket-qua.json")
OPERATIONS = ("make", "create", "write", "flush", "rename", "flush_folder", "remove")
KILLED = 99
State = Mapping[str, bytes]


def fork(season: Path, prepare: Callable[[], None] = lambda: None) -> int:
    """Start ``parscore score`` in a child; its streams lead nowhere."""
    child = os.fork()
    if child:
        return child
    code = 98
    try:
        prepare()
        code = score(season)
    finally:
        os._exit(code)


def score(season: Path) -> int:
    """Run the command in this process; its streams lead nowhere."""
    sys.argv = ["parscore", "score", "-C", str(season)]
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            main()
    except SystemExit as ended:
        return int(ended.code or 0)


def ended(child: int) -> int:
    """Wait for a child; its exit code, or the negative of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killing(step: int, how: str) -> Callable[[], None]:
    """Let the n-th operation on the disk end the process: before it is done, half done (a write), or just after."""
    count = 0

    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def operation(self: Disk, *arguments: Any) -> Any:
            nonlocal count
            count += how != "half" or name == "write"
            if count != step:
                return real(self, *arguments)
            if how == "half":
                real(self, arguments[0], arguments[1][: len(arguments[1]) // 2])
            elif how == "after":
                real(self, *arguments)
            os._exit(KILLED)

        return operation

    def prepare() -> None:
        for name in OPERATIONS:
            setattr(Disk, name, wrapped(name, getattr(Disk, name)))

    return prepare


def state(results: Path) -> dict[str, bytes]:
    """Every file of the folder of results."""
    return {path.name: path.read_bytes() for path in results.iterdir()} if results.is_dir() else {}


def put(results: Path, wanted: State) -> None:
    """Put the results into a state."""
    for path in results.iterdir() if results.is_dir() else ():
        path.unlink()
    for name, content in wanted.items():
        (results / name).write_bytes(content)


def check(season: Path, old: State, new: State) -> None:
    """After a killed run: old, absent or whole; what is left over is for nobody else's eyes, or is a whole result."""
    for name, content in state(season / "results").items():
        if name in NAMES:
            assert content in (old.get(name), new[name]), f"{name} is neither old nor whole"
        else:
            assert name.startswith(".") and name.endswith(".tmp"), name
            mode = (season / "results" / name).stat().st_mode & 0o777
            assert mode == 0o600 or content in new.values(), f"{name}: {mode:o}"
    assert ended(fork(season)) == 0
    assert state(season / "results") == dict(new), "a second run does not complete"
    assert not (season / ".parscore.lock").exists()


def at_every_step(season: Path, olds: list[State], new: State) -> Iterator[str]:
    """Kill runs at each operation until one has no further."""
    for old in olds:
        for how in ("before", "half", "after"):
            for step in range(1, 1000):
                put(season / "results", old)
                code = ended(fork(season, killing(step, how)))
                check(season, old, new)
                if code == 0:
                    break
                assert code == KILLED, code
                yield how


def at_random_times(season: Path, olds: list[State], new: State, count: int) -> Iterator[str]:
    """Kill runs at times spread over somewhat more than a run takes."""
    chance = random.Random(8)
    start = time.perf_counter()
    assert ended(fork(season)) == 0
    longest = 1.1 * (time.perf_counter() - start)
    for at in range(count):
        old = olds[at % len(olds)]
        put(season / "results", old)
        child = fork(season)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        yield "killed" if ended(child) == -signal.SIGKILL else "done"
        check(season, old, new)


def run(season: Path, what: str, count: int) -> Counter[str]:
    """Make old and new results, then kill."""
    form = season / "inbox" / "2025_SNV.xlsx"
    assert score(season) == 0  # here, so that no child has to load libraries
    old = state(season / "results")
    form.write_bytes((season / "later.xlsx").read_bytes())
    assert ended(fork(season)) == 0
    new = state(season / "results")
    assert sorted(new) == sorted(old) == sorted(NAMES) and all(new[name] != old[name] for name in NAMES)
    olds: list[State] = [old, {}]
    kills = at_every_step(season, olds, new) if what == "steps" else at_random_times(season, olds, new, count)
    return Counter(kills)


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0)))
