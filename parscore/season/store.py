"""Writing results: each file is old, absent or whole; none is new while another could not be written."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from parscore.model.place import Place
from parscore.model.problem import Problem, problem

_REASONS: Final = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "readonly",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
}


def write_whole(outputs: Mapping[Path, bytes]) -> Problem | None:
    """Write files by way of temporary ones in the same folders, flushed to disk; all of them, then renamed in order.

    Returns PS006 for the first that cannot be written or take the place of an old one, else ``None``. The file that
    somebody may have open comes first, so that it keeps the others from being replaced.
    """
    temporaries = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in outputs}
    current = Path()
    try:
        for current, content in outputs.items():
            current.parent.mkdir(parents=True, exist_ok=True)
            _write(temporaries[current], content)
        for current, temporary in temporaries.items():
            temporary.replace(current)
    except OSError as error:
        reason = f"write.{_REASONS.get(error.errno or 0, 'other')}"
        return problem("PS006", Place(current.as_posix()), reason=reason, detail=error.strerror)
    finally:
        for temporary in temporaries.values():
            if temporary.parent.is_dir():
                temporary.unlink(missing_ok=True)
    return None


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
