"""A model file served on this machine: llama.cpp's own server in this process, on loopback, while it is used."""

from __future__ import annotations

import gc
import importlib
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from drafter.errors import ModelError
from drafter.llm.settings import ModelSettings

_CONTEXT = 8192
"""Tokens per request where the settings do not say."""
_LONGEST_LOAD = 300.0
_PAUSE = 0.2


@contextmanager
def served(settings: ModelSettings) -> Iterator[ModelSettings]:
    """The settings that reach a model file, served until the block ends; ModelError when it cannot be served."""
    path = Path(settings.model)
    if not path.is_file():
        raise ModelError("model_no_file", path=path)
    server = _start(path, settings)
    try:
        address = server.listening_address
        _wait_for(address, time.monotonic() + _LONGEST_LOAD)
        yield replace(
            settings,
            model=path.stem,
            base_url=f"{address}/v1",
            key="none",
            context=settings.context or _CONTEXT,
        )
    finally:
        del server
        gc.collect()


def _start(path: Path, settings: ModelSettings) -> Any:
    try:
        xllamacpp = importlib.import_module("xllamacpp")
    except ImportError as error:
        raise ModelError("model_no_local", path=path) from error
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_parallel = settings.concurrency
    parameters.n_ctx = (settings.context or _CONTEXT) * settings.concurrency
    threads = max(1, (os.cpu_count() or 1) // 2)  # they wait for each other, and stall where others want the processor
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    parameters.ui = False
    parameters.verbosity = -1
    try:
        return xllamacpp.Server(parameters)
    except Exception as error:  # the binding raises whatever C++ threw
        raise ModelError("model_damaged_file", path=path, reason=error) from error


def _wait_for(address: str, deadline: float) -> None:
    """Until the server says that it is ready; it answers 503 while it loads."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        try:
            with opener.open(f"{address}/health", timeout=5) as response:
                if json.load(response).get("status") == "ok":
                    return
        except (OSError, ValueError, urllib.error.HTTPError):
            pass
        time.sleep(_PAUSE)
    raise ModelError("model_not_ready", address=address, seconds=round(_LONGEST_LOAD))
