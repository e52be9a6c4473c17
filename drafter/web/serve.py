"""The server of the workbench: this machine only, one for each case, which stops by itself when nobody looks at it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import socket
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.case.files import write_whole
from drafter.case.folder import open_folder
from drafter.case.settings import SETTINGS
from drafter.errors import CaseError, OutputError
from drafter.messages import Language
from drafter.web.guard import LAUNCH, Guard, Keys

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
IDLE = 30 * 60
"""Seconds without a request after which the server stops; an open page asks every minute."""
_LOOK = 5
"""Seconds between two looks at whether somebody is there."""


def serve(directory: Path, *, port: int, browser: bool, language: Language, told: Callable[[str], None]) -> None:
    """Serve a case, or the cases of a folder, until stopped or idle; where that is served already, open that page.

    `told` gets the address. Port 0 is the one that the folder had before, if it is free: what a browser kept of text
    that was not saved is then found again. CaseError for what is no folder, OutputError when the port is taken.
    """
    cases = directory.is_dir() and not (directory / SETTINGS).is_file()
    place = directory.resolve() if cases else open_folder(directory).folder.resolve()
    record = _record_of(place)
    address = _running(record)
    if address is not None:
        told(address)
        _show(address) if browser else None
        return
    keys = Keys()
    with _listening(port, _own_port(place)) as listener:
        number = int(listener.getsockname()[1])
        address = f"http://{HOST}:{number}/?token={keys.new_token()}"
        write_whole(record, json.dumps({"port": number, "secret": keys.launch}).encode())
        record.chmod(0o600)
        told(address)
        _show(address) if browser else None
        try:
            from drafter.web.application import application  # takes its time, in which the browser starts

            asyncio.run(_run(application(place, keys, number, language, cases=cases), listener))
        finally:
            record.unlink(missing_ok=True)


async def _run(guard: Guard, listener: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(guard, log_level="error", access_log=False, server_header=False, lifespan="off")
    server = uvicorn.Server(config)
    watch = asyncio.create_task(_stop_when_idle(server, guard))
    await server.serve(sockets=[listener])
    watch.cancel()


async def _stop_when_idle(server: uvicorn.Server, guard: Guard) -> None:
    while not server.should_exit:
        await asyncio.sleep(_LOOK)
        server.should_exit = server.should_exit or time.monotonic() - guard.seen > IDLE


@contextmanager
def _listening(port: int, own: int) -> Iterator[socket.socket]:
    """A socket on this machine alone; port 0 takes `own`, or else any free one."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            try:
                listener.bind((HOST, port or own))
            except OSError:
                if port:
                    raise
                listener.bind((HOST, 0))
            listener.listen()  # who opens the address at once waits rather than is refused
        except OSError as error:
            raise OutputError("port_taken", port=port, reason=error.strerror or error) from error
        yield listener


def _own_port(place: Path) -> int:
    """A port for a folder, the same at each start, among those that no service is registered for."""
    return 49152 + int(hashlib.sha256(str(place).encode()).hexdigest()[:8], 16) % 16384


def _record_of(case: Path) -> Path:
    """Where a running server is noted, readable by its user alone."""
    base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "drafter"
    try:
        base.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CaseError("no_state_folder", folder=base, reason=error.strerror or error) from error
    return base / f"serve-{hashlib.sha256(str(case).encode()).hexdigest()[:16]}.json"


def _running(record: Path) -> str | None:
    """The address of the server that serves this case already; None where none answers."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        noted = json.loads(record.read_bytes())
        base = f"http://{HOST}:{int(noted['port'])}"
        headers = {
            "Authorization": f"Bearer {noted['secret']}",
            "Origin": base,
            "Content-Type": "application/json",
        }
        request = urllib.request.Request(base + LAUNCH, b"{}", headers, method="POST")
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=2) as answer:
            return f"{base}/?token={json.loads(answer.read())['token']}"
    return None


def _show(address: str) -> None:
    """Open the user's browser (`BROWSER` says which); where there is none, the printed address is left."""
    with suppress(webbrowser.Error, OSError):
        webbrowser.open(address)
