"""A pool of processes for work on hostile files: each item has its own bound of time and memory, none stops the rest.

What the work is, the engine does not know: `prepare` makes the task in each process, and the task turns an item into
bytes. A process that is slow, swollen or dead is replaced; the item in it ends in trouble, never in a result.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import field
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from drafter.records import dataclass

Told = TypeVar("Told")
Item = Any
Prepare = Callable[[Told], Callable[[Item], bytes]]
"""Makes the task of a worker from what it is told; a function of a module, so that another process finds it."""

_CHUNK = 8
"""Items that a worker is given at once: on 2,000 reports more gained nothing, and fewer left it waiting."""
_START = 60.0
"""Seconds in which a process has to start; a cold start takes two on a busy machine of two cores."""
_STARTS = 4
"""Processes in a row that may die while they start before it is given up: somebody else may have killed one."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TRIES = 2
"""How often an item is tried when its process dies: somebody else may have killed it the first time."""


class Trouble(StrEnum):
    """Why an item has no result."""

    SLOW = "slow"
    MEMORY = "memory"
    DIED = "died"
    FULL = "full"
    """The task could not write: the disk is full, or nobody may write so much."""
    FAULT = "fault"
    """The task raised what it should not have."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one item may take in a worker: seconds on the clock, megabytes beyond what the idle worker holds.

    Memory is bounded where the system lets a process bound itself (Linux).
    """

    seconds: float = 10.0
    megabytes: int = 500


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of the item with this number: bytes, or trouble."""

    number: int
    value: bytes = b""
    trouble: Trouble | None = None
    detail: str = ""


@dataclass(eq=False)
class _Worker:
    """A process, what it still has to do, and since when it has been at the first of it."""

    process: Any
    pipe: Connection
    todo: deque[int] = field(default_factory=deque)
    since: float = 0.0
    is_ready: bool = False

    def stop(self) -> None:
        """End the process and whatever it started."""
        with suppress(OSError, AttributeError):
            if self.process.is_alive():
                os.killpg(self.process.pid, signal.SIGKILL)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.pipe.close()


def workers_by_default() -> int:
    """As many as there are processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    prepare: Prepare[Told], told: Told, items: Sequence[Item], *, workers: int = 0, bounds: Bounds | None = None
) -> Iterator[Answered]:
    """What comes of every item, as it comes; the order is that in which they are done."""
    pool = Pool(prepare, told, workers=workers, bounds=bounds)
    try:
        yield from pool.answers(items)
    finally:
        pool.stop()


class Pool:
    """Processes that stay warm from one list of items to the next, until they are stopped."""

    def __init__(self, prepare: Prepare[Told], told: Told, *, workers: int = 0, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._start = (prepare, told, self._bounds)
        self._most = workers or workers_by_default()
        self._items: Sequence[Item] = ()
        self._waiting: deque[int] = deque()
        self._tries: dict[int, int] = {}
        self._workers: list[_Worker] = []
        self._unstarted = 0
        """Processes in a row that died before they were ready."""
        self._context = multiprocessing.get_context("spawn")

    def answers(self, items: Sequence[Item]) -> Iterator[Answered]:
        """Keep the processes at work until all items are done; ChildProcessError if none can be started."""
        self._items, self._waiting, self._tries = items, deque(range(len(items))), {}
        for worker in self._workers:
            self._give(worker)
        while self._waiting or any(worker.todo for worker in self._workers):
            for _ in range(min(self._most - len(self._workers), len(self._waiting))):
                self._workers.append(self._started())
            pipes = {worker.pipe: worker for worker in self._workers}
            for pipe in wait(list(pipes), self._patience()):
                yield from self._heard(pipes[pipe])  # type: ignore[index]
            for worker in [worker for worker in self._workers if self._left(worker) <= 0]:
                yield from self._lost(worker, Trouble.SLOW)

    def stop(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, *self._start), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, since=monotonic())

    def _left(self, worker: _Worker) -> float:
        """Seconds until a worker's patience ends; an idle one has all."""
        if worker.is_ready and not worker.todo:
            return _START
        return worker.since + (self._bounds.seconds if worker.is_ready else _START) - monotonic()

    def _patience(self) -> float:
        return max(0.0, min(map(self._left, self._workers)))

    def _heard(self, worker: _Worker) -> Iterator[Answered]:
        try:
            number, value, trouble, detail = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._lost(worker, Trouble.DIED)
            return
        worker.since = monotonic()
        if not worker.is_ready:
            worker.is_ready, self._unstarted = True, 0
        else:
            worker.todo.popleft()
            yield Answered(number, value, Trouble(trouble) if trouble else None, detail)
        if trouble == Trouble.MEMORY:
            self._dismiss(worker)
        elif not worker.todo:
            self._give(worker)

    def _give(self, worker: _Worker) -> None:
        """The next items; towards the end fewer, so that no worker has much where others have nothing."""
        share = max(1, min(_CHUNK, len(self._waiting) // (2 * len(self._workers))))
        chunk = [self._waiting.popleft() for _ in range(min(share, len(self._waiting)))]
        if chunk:
            worker.since = monotonic()
            worker.todo.extend(chunk)
            with suppress(OSError):  # a dead process is met where it is listened to
                worker.pipe.send([(number, self._items[number]) for number in chunk])

    def _dismiss(self, worker: _Worker) -> None:
        """End a worker; what it had not begun is given to others."""
        self._waiting.extendleft(reversed(worker.todo))
        worker.todo.clear()
        worker.stop()
        self._workers.remove(worker)

    def _lost(self, worker: _Worker, trouble: Trouble) -> Iterator[Answered]:
        """A worker is given up: the item in it is tried once more where the process died, else it ends in trouble."""
        if worker.todo:
            number = worker.todo.popleft()
            self._tries[number] = self._tries.get(number, 0) + 1
            if trouble is Trouble.DIED and self._tries[number] < _TRIES:
                self._waiting.append(number)
            else:
                yield Answered(number, trouble=trouble)
        elif not worker.is_ready:
            self._unstarted += 1
            if trouble is Trouble.SLOW or self._unstarted >= _STARTS:
                worker.stop()
                raise ChildProcessError(worker.process.exitcode)
        self._dismiss(worker)


def _work(pipe: Connection, prepare: Prepare[Any], told: object, bounds: Bounds) -> None:
    """The life of a worker: it makes its task, says that it is ready, and answers item by item."""
    _apart()
    task = prepare(told)
    _bound_memory(bounds.megabytes)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        pipe.send((-1, b"", None, ""))
        while True:
            for number, item in pipe.recv():
                pipe.send((number, *_done(task, item)))


def _done(task: Callable[[Item], bytes], item: Item) -> tuple[bytes, str | None, str]:
    try:
        return task(item), None, ""
    except MemoryError:
        return b"", Trouble.MEMORY.value, ""
    except OSError as error:
        trouble = Trouble.FULL if error.errno in _FULL else Trouble.FAULT
        return b"", trouble.value, error.strerror or str(error)
    except Exception as error:  # whatever it is, this file has no result, and the next one has its turn
        return b"", Trouble.FAULT.value, f"{type(error).__name__}: {error}"


def _apart() -> None:
    """A group of its own, so that what a worker starts ends with it; interrupts are for the first process alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgid"):
        with suppress(OSError):
            os.setpgid(0, 0)


def _bound_memory(megabytes: int) -> None:
    """Let this process hold so much more than it holds now."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[5])
    held = pages * resource.getpagesize()
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (held + megabytes * 1024 * 1024, resource.RLIM_INFINITY))
