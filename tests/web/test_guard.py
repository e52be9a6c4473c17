"""Who is refused: every way to the workbench but the user's own page on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from drafter.web.application import application
from drafter.web.guard import LARGEST, Keys

ROOT = Path(__file__).resolve().parents[2]
PORT = 8765
BASE = f"http://127.0.0.1:{PORT}"
OWN = {"origin": BASE, "content-type": "application/json"}


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def client(tmp_path: Path, keys: Keys) -> TestClient:
    """A browser that has not been let in."""
    shutil.copytree(ROOT / "examples", tmp_path / "case", ignore=shutil.ignore_patterns("expected", "drafts"))
    return TestClient(application(tmp_path / "case", keys, PORT, "en"), BASE, follow_redirects=False)


@pytest.fixture
def let_in(client: TestClient, keys: Keys) -> TestClient:
    """A browser that has taken its token."""
    assert client.get("/", params={"token": keys.new_token()}).status_code == 303
    return client


def test_a_token_is_taken_once_for_a_cookie_that_no_script_and_no_other_site_gets(
    client: TestClient, keys: Keys
) -> None:
    token = keys.new_token()
    first = client.get("/", params={"token": token})
    assert first.status_code == 303 and first.headers["location"] == "/"
    cookie = first.headers["set-cookie"].lower()
    assert cookie.startswith(f"drafter-{PORT}=") and "httponly" in cookie and "samesite=strict" in cookie
    assert client.get("/").status_code == 200
    client.cookies.clear()
    assert client.get("/", params={"token": token}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/api/case", "/static/workbench.js", "/nowhere"])
@pytest.mark.parametrize("query", ["", "?token=", "?token=guessed", "?token=%C3%A9"])
def test_without_a_token_nothing_is_shown(client: TestClient, path: str, query: str) -> None:
    assert client.get(path + query).status_code == 403


@pytest.mark.parametrize(
    "cookie", ["drafter-8765=guessed", "drafter-8766={session}", "other={session}", "drafter-8765=", "\x01;;="]
)
def test_another_cookie_opens_nothing(client: TestClient, keys: Keys, cookie: str) -> None:
    assert client.get("/api/case", headers={"cookie": cookie.format(session=keys.session)}).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["example.org", f"example.org:{PORT}", "127.0.0.1", "127.0.0.1:8766", f"127.0.0.1.example.org:{PORT}", "",
     f"0.0.0.0:{PORT}", f"LOCALHOST.:{PORT}"],
)  # fmt: skip
def test_only_the_very_host_and_port_is_answered(let_in: TestClient, host: str) -> None:
    assert let_in.get("/api/case", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://example.org"},
        {"origin": "http://127.0.0.1:8766"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": f"http://localhost:{PORT}"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": BASE, "sec-fetch-site": "cross-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/api/draft", "/api/edit", "/api/decide", "/launch"])
def test_what_changes_something_comes_from_the_own_page(
    let_in: TestClient, path: str, headers: Mapping[str, str]
) -> None:
    answer = let_in.post(path, content=b"{}", headers={"content-type": "application/json", **headers})
    assert answer.status_code == 403


def test_the_own_page_is_answered_by_its_origin_or_by_what_the_browser_says(let_in: TestClient) -> None:
    for headers in ({"origin": BASE}, {"sec-fetch-site": "same-origin"}):
        answer = let_in.post("/api/draft", content=b"{}", headers={"content-type": "application/json", **headers})
        assert answer.status_code == 200


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"])
def test_no_other_method_is_answered_and_no_other_origin_invited(let_in: TestClient, method: str) -> None:
    headers = {"origin": "http://example.org", "access-control-request-method": "POST"}
    answer = let_in.request(method, "/api/case", headers=headers)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_of_another_page_cannot_be_taken_for_a_request(let_in: TestClient, kind: str) -> None:
    assert let_in.post("/api/draft", content=b"{}", headers={**OWN, "content-type": kind}).status_code == 415


def test_a_request_that_is_too_large_is_refused(let_in: TestClient) -> None:
    assert let_in.post("/api/edit", content=b" " * (LARGEST + 1), headers=OWN).status_code == 413


@pytest.mark.parametrize(
    "name", ["../drafter.toml", "..%2f..%2fdrafter.toml", "%2e%2e/figures.xlsx", "compare.js", "/etc/passwd", "x%00"]
)
def test_no_path_from_the_browser_is_opened(let_in: TestClient, name: str) -> None:
    assert let_in.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"key": 1}', b'{"section": "overview"}', b"\xff", b'{"suffix": "../x", "review": true}'],
)
@pytest.mark.parametrize("path", ["/api/edit", "/api/decide", "/api/sign", "/api/export"])
def test_a_request_that_says_something_else_is_refused_with_a_sentence(
    let_in: TestClient, path: str, body: bytes
) -> None:
    answer = let_in.post(path, content=body, headers=OWN)
    assert answer.status_code == 400 and "not known" in answer.json()["error"]


def test_every_answer_forbids_frames_foreign_content_and_keeping(let_in: TestClient) -> None:
    for path in ("/", "/api/case", "/static/workbench.css", "/nowhere"):
        headers = let_in.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer" and headers["cache-control"] == "no-store"
    let_in.cookies.clear()
    assert "frame-ancestors 'none'" in let_in.get("/").headers["content-security-policy"]


def test_another_start_gets_a_token_only_with_the_secret(client: TestClient, keys: Keys) -> None:
    for secret in ("", "guessed", keys.session):
        refused = client.post("/launch", content=b"{}", headers={**OWN, "authorization": f"Bearer {secret}"})
        assert refused.status_code == 403
    given = client.post("/launch", content=b"{}", headers={**OWN, "authorization": f"Bearer {keys.launch}"})
    assert client.get("/", params={"token": given.json()["token"]}).status_code == 303
