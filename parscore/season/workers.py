"""Processes that help to read: they leave interrupts to their parent and never outlive it."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from threading import Thread
from typing import Final, TypeVar

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")
_ORPHANED: Final = 1


def mapped(function: Callable[[_Item], _Done], items: Sequence[_Item], jobs: int) -> Iterator[_Done]:
    """Yield what a function makes of each item, in their order, with so many processes (1: in this one)."""
    if jobs <= 1 or len(items) <= 1:
        yield from map(function, items)
        return
    with ProcessPoolExecutor(min(jobs, len(items)), initializer=begin_worker) as pool:
        yield from pool.map(function, items, chunksize=4)


def begin_worker() -> None:
    """Prepare a process of the pool.

    A terminal sends an interrupt to every process, and only the parent has to answer it. A parent that is killed
    cannot stop its workers: each watches it and ends with it, or it would hold the season's lock for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(_ORPHANED)
