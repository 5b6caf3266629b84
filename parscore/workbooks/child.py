"""Running another program over a hostile file: bounded in time and memory, and gone at the end whatever happens."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from parscore.workbooks.package import MIB, Refused

_LIMITED: Final = """
import os, resource, sys
memory, seconds = int(sys.argv[1]), int(sys.argv[2])
for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
    resource.setrlimit(what, (most, most))
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Sets the limits in the new process itself: between fork and exec nothing of ours may run in a threaded parent."""


def run(
    command: Sequence[str], given: bytes = b"", *, seconds: float, mebibytes: int, env: Mapping[str, str] | None = None
) -> bytes:
    """Run a program on some input and return what it writes; ``Refused`` with PS156 where it fails.

    Memory and processor time are limited where the system can (not on Windows); time by the clock everywhere.
    """
    posix = os.name == "posix"
    if posix:
        limits = [str(mebibytes * MIB), str(int(seconds) + 1)]
        command = [sys.executable, "-I", "-S", "-c", _LIMITED, *limits, *command]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        process = subprocess.Popen(command, env=env, start_new_session=posix, **streams)  # type: ignore[call-overload]  # noqa: S603
    except OSError:
        raise Refused("PS156", reason="child.start") from None
    try:
        written, _ = process.communicate(given, seconds)
    except subprocess.TimeoutExpired:
        raise Refused("PS156", reason="child.time") from None
    finally:
        _end(process)
    if process.returncode:
        raise Refused("PS156", reason="child.crash")
    return bytes(written)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program with everything it started; nothing happens to one that has ended by itself."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):  # the whole group has gone
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)  # noqa: S603, S607
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
