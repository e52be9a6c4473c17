"""The same work on the machines of a cluster, by dask.distributed (extra `cluster`): chunks, retries, the same answers.

Each of the cluster's workers keeps a bounded process of the engine, so that a hostile file takes no worker with it. The
workers see the files and the folder of results at the same paths, and have the same version of this program.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from typing import Any

from drafter.batch.engine import Answered, Bounds, Item, Pool, Prepare, Told, Trouble, workers_by_default
from drafter.errors import OutputError

LOCAL = "local"
"""Stands for a cluster of this machine's own processes, which listens on no network."""
_CHUNK = 64
"""Items of a task: a second of work, which dask hands out in a millisecond."""
_AHEAD = 4
"""Tasks that wait at each worker, so that none is idle and the scheduler holds no more."""
_RETRIES = 3
_PATIENCE = 15
"""Seconds in which a scheduler has to answer."""

_warm: dict[bytes, Pool] = {}
"""The engine's process of this worker, by what it was told."""


def run(
    address: str, prepare: Prepare[Told], told: Told, items: Sequence[Item], *, workers: int, bounds: Bounds
) -> Iterator[Answered]:
    """As the engine's `run`, on a cluster; OutputError if there is none at the address, or dask is not installed."""
    try:
        distributed: Any = import_module("distributed")
    except ModuleNotFoundError as error:
        raise OutputError("no_cluster") from error
    if not items:
        return
    with ExitStack() as stack:
        client = _client(distributed, address, workers, stack)
        shared = client.scatter(pickle.dumps((prepare, told, bounds)), broadcast=True)
        yield from _answers(distributed, client, shared, items)


def _client(distributed: Any, address: str, workers: int, stack: ExitStack) -> Any:
    config: Any = import_module("dask").config

    if address == LOCAL:
        # The workers start a process each, which daemons may not.
        stack.enter_context(config.set({"distributed.worker.daemon": False}))
        cluster = distributed.LocalCluster(
            n_workers=workers or workers_by_default(),
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=50,
        )
        return stack.enter_context(distributed.Client(stack.enter_context(cluster)))
    try:
        return stack.enter_context(distributed.Client(address, timeout=_PATIENCE))
    except (OSError, ValueError) as error:
        raise OutputError("cluster_unreachable", address=address, reason=error) from error


def _answers(distributed: Any, client: Any, shared: Any, items: Sequence[Item]) -> Iterator[Answered]:
    """The answers of all chunks, as they come; a few for each worker are handed out at a time."""
    ahead = _AHEAD * max(1, len(client.scheduler_info()["workers"]))
    size = max(1, min(_CHUNK, len(items) // ahead))
    starts = deque(range(0, len(items), size))
    placed: dict[Any, int] = {}

    def submitted() -> Any:
        start = starts.popleft()
        chunk = list(items[start : start + size])
        future = client.submit(examine_chunk, shared, chunk, retries=_RETRIES, pure=False)
        placed[future.key] = start
        return future

    working = distributed.as_completed([submitted() for _ in range(min(ahead, len(starts)))])
    for future in working:
        start = placed.pop(future.key)
        if future.status == "finished":
            yield from (replace(answer, number=start + answer.number) for answer in future.result())
        else:
            yield from _failed(future, start, min(size, len(items) - start))
        if starts:
            working.add(submitted())


def _failed(future: Any, start: int, count: int) -> Iterator[Answered]:
    """What is told of a chunk whose workers died each time, or whose task failed."""
    error = future.exception()
    if isinstance(error, AssertionError | ChildProcessError):
        raise OutputError("cluster_workers", reason=error) from error
    for number in range(start, start + count):
        yield Answered(number, trouble=Trouble.DIED, detail=str(error))


def examine_chunk(shared: bytes, items: Sequence[Item]) -> list[Answered]:
    """The answers of one chunk, in a worker of the cluster."""
    pool = _warm.get(shared)
    if pool is None:
        for old in _warm.values():
            old.stop()
        _warm.clear()
        prepare, told, bounds = pickle.loads(shared)
        pool = _warm[shared] = Pool(prepare, told, workers=1, bounds=bounds)
    return list(pool.answers(items))
