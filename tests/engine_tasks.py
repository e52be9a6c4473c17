"""Tasks for the engine, found by other processes as they are found here."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def prepare_late(folder: Path) -> Callable[[str], bytes]:
    """As `prepare`, in a process of which the first two are killed while they start."""
    for name in ("first", "second"):
        if not (folder / name).exists():
            (folder / name).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return prepare(folder)


def prepare_never(folder: Path) -> Callable[[str], bytes]:
    """What no process survives."""
    os.kill(os.getpid(), signal.SIGKILL)
    return prepare(folder)


def prepare(folder: Path) -> Callable[[str], bytes]:
    """A task that does what its item says."""

    def task(item: str) -> bytes:
        if item == "sleep":
            time.sleep(60)
        if item == "swell":
            bytearray(2 * 1024**3)
        if item == "raise":
            raise ZeroDivisionError("by nothing")
        if item == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "die once" and not (folder / "died").exists():
            (folder / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return item.encode()

    return task
