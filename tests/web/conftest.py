"""A case, its page as a client sees it, and the page in a real browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import drafter
from drafter.web.application import application
from drafter.web.guard import Keys

ROOT = Path(__file__).resolve().parents[2]
BASE = "http://127.0.0.1:8765"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def case(tmp_path: Path) -> drafter.Case:
    """The example with its first draft."""
    shutil.copytree(ROOT / "examples", tmp_path / "case", ignore=shutil.ignore_patterns("expected", "drafts"))
    found = drafter.Case.open(tmp_path / "case")
    found.draft()
    return found


@pytest.fixture
def client(case: drafter.Case) -> TestClient:
    """A browser that was let in, without its page."""
    keys = Keys()
    client = TestClient(application(case.path, keys, 8765, "zh"), BASE)
    client.get("/", params={"token": keys.new_token()})
    return client


@pytest.fixture
def post(client: TestClient) -> Callable[..., Any]:
    """A request of the page."""
    return lambda path, **body: client.post(path, json=body, headers={"origin": BASE})


@pytest.fixture
def address(case: drafter.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A served case; the address holds its token."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    command = [sys.executable, "-m", "drafter", "--lang", "zh", "serve", str(case.path), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stdout is not None
        yield server.stdout.readline().partition("http")[2].join(["http", ""]).strip()
        server.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, started once."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def blank(chromium: Any) -> Iterator[Any]:
    """A page with nothing in it, which notes what goes wrong; nothing may."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    page = context.new_page()
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda message: page.troubles.append(message.text) if _is_trouble(message) else None)
    yield page
    assert page.troubles == []
    context.close()


def _is_trouble(message: Any) -> bool:
    """An error in the page; that the case says no to something (409) is a sentence for the person, and none."""
    return message.type == "error" and "409" not in message.text


@pytest.fixture
def page(blank: Any, address: str) -> Any:
    """The page of the served case, with its text."""
    blank.goto(address)
    blank.wait_for_selector("#paper p[data-place]")
    return blank
