"""A server of the workbench in a process of its own, and who talks to it over a real socket."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2 as httpx

ROOT = Path(__file__).resolve().parents[1]


class Served:
    """`drafter serve` of a folder; `with` stops it."""

    def __init__(self, folder: Path, state: Path) -> None:
        self.environment = {**os.environ, "XDG_STATE_HOME": str(state), "PYTHONPATH": str(ROOT)}
        self.command = [sys.executable, "-m", "drafter", "--lang", "zh", "serve", str(folder), "--no-browser"]
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, encoding="utf-8", env=self.environment)
        assert self.process.stdout is not None
        self.address = _address(self.process.stdout.readline())
        self.clients: list[Any] = []
        self.base = self.address.partition("/?")[0]

    def client(self) -> Any:
        """A client that has taken a token of its own, as a second start of the command gives it."""
        again = subprocess.run(self.command, capture_output=True, encoding="utf-8", env=self.environment, timeout=60)
        client = httpx.Client(base_url=self.base, follow_redirects=True, timeout=30, trust_env=False)
        client.get(_address(again.stdout).removeprefix(self.base))
        self.clients.append(client)
        return client

    def kill(self) -> None:
        """As a power cut: no chance to finish anything."""
        for client in self.clients:
            client.close()
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


def _address(told: str) -> str:
    """The address in what the command says."""
    return "http" + told.partition("http")[2].split()[0]


def post(client: Any, path: str, **body: object) -> Any:
    """A request as the page makes it."""
    return client.post(path, json=body, headers={"origin": str(client.base_url).rstrip("/")})
