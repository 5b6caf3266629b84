"""What a command that was called in the process of a test leaves behind."""

from collections.abc import Callable
from typing import NamedTuple


class Done(NamedTuple):
    """Exit code and the texts of both streams."""

    code: int
    out: str
    err: str


Call = Callable[..., Done]
