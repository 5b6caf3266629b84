"""Processes that help to read: they leave interrupts to their parent and never outlive it."""

import multiprocessing
import os
import signal
from threading import Thread
from typing import Final

_ORPHANED: Final = 1


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
