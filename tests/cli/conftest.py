"""The command line called in the process of the test, as a terminal would call it."""

import io
import sys
from typing import Any

import pytest
from calls import Call, Done


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the program: ``call("rank", "-C", folder, PARSCORE_LANG="en")``; its streams are pipes."""
    from parscore.cli.app import main

    def run(*arguments: object, **environment: str) -> Done:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True) for _ in range(2)]
        with monkeypatch.context() as patched:
            for name in ("PARSCORE_LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS"):
                patched.delenv(name, raising=False)
            for name, value in environment.items():
                patched.setenv(name, value)
            patched.setattr(sys, "argv", ["parscore", *map(str, arguments)])
            patched.setattr(sys, "stdout", streams[0])
            patched.setattr(sys, "stderr", streams[1])
            with pytest.raises(SystemExit) as ended:
                main()
        texts = [_content(stream).decode() for stream in streams]
        return Done(int(ended.value.code or 0), *texts)

    return run


def _content(stream: Any) -> bytes:
    stream.flush()
    content: bytes = stream.buffer.getvalue()
    return content
