"""Who may talk to the workbench: this machine's browser that was given the address, and no page of another origin.

The address printed at the start holds a token that is taken once, for a cookie. Every request names the very host and
port; every request that changes something comes from the workbench's own page.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import field
from http.cookies import CookieError, SimpleCookie
from typing import TypeAlias
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from drafter.messages import say
from drafter.recognition.files import LARGEST as LARGEST_FILE
from drafter.records import dataclass

LARGEST = 1_000_000
"""Bytes of a request: a paragraph or a decision is far smaller."""
UPLOAD = "/api/reading"
"""Where a file is dropped: its bytes alone, as large as the readers take."""
LAUNCH = "/launch"
"""Where another start on this machine asks for a token, with the secret that only its user can read."""
_HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_Refused: TypeAlias = tuple[int, str]
"""A status, and the message under `web.refused` that says why."""


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(slots=True)
class Keys:
    """What opens the workbench; it lives as long as the server."""

    session: str = field(default_factory=_secret)
    launch: str = field(default_factory=_secret)
    tokens: set[str] = field(default_factory=set)
    """Tokens that nobody has taken yet."""

    def new_token(self) -> str:
        """A token that is good for one request."""
        token = _secret()
        self.tokens.add(token)
        return token

    def take(self, token: str) -> bool:
        """Whether the token was good; it no longer is."""
        known = next((item for item in self.tokens if secrets.compare_digest(item.encode(), token.encode())), None)
        self.tokens.discard(known or "")
        return known is not None


@dataclass(slots=True)
class Guard:
    """An ASGI application around another one: refuses what is not the user's own page, and adds the headers."""

    app: ASGIApp
    keys: Keys
    port: int
    language: str
    seen: float = field(default_factory=time.monotonic)
    """When a request was last let in, in seconds of the monotonic clock."""

    @property
    def cookie(self) -> str:
        """The cookie's name; cookies know no ports, so it holds the port."""
        return f"drafter-{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = self._answer(scope)
        body = b""
        if answer is None:
            whole = await _body(receive, LARGEST_FILE if scope["path"] == UPLOAD else LARGEST)
            answer = self._refusal((413, "too_large")) if whole is None else None
            body = whole or b""
        if answer is not None:
            await answer(scope, receive, _with_headers(send))
            return
        self.seen = time.monotonic()
        await self.app(scope, _replayed(body, receive), _with_headers(send))

    def _answer(self, scope: Scope) -> Response | None:
        """The response to a request that is not let through; None for one that is."""
        headers, method = Headers(scope=scope), scope["method"]
        refused = self._foreign(headers, method, scope["path"])
        if refused:
            return self._refusal(refused)
        if scope["path"] == LAUNCH and method == "POST":
            return self._launch(headers)
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if token and method == "GET" and self.keys.take(token):
            response = RedirectResponse(scope["path"] if scope["path"] == "/" else "/", 303)
            response.set_cookie(self.cookie, self.keys.session, httponly=True, samesite="strict", path="/")
            return response
        return None if self._has_cookie(headers) else self._refusal((403, "no_token"))

    def _foreign(self, headers: Headers, method: str, path: str) -> _Refused | None:
        """Why a request does not come from the workbench's own page, as far as its headers tell."""
        hosts = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        host = headers.get("host", "")
        if headers.getlist("host") != [host] or host not in hosts:
            return 421, "host"
        if method not in ("GET", "HEAD", "POST"):
            return 405, "method"
        if method != "POST":
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin != f"http://{host}":
            return 403, "origin"
        if site not in (None, "same-origin") or (origin is None and site is None):
            return 403, "origin"
        wanted = "application/octet-stream" if path == UPLOAD else "application/json"
        if headers.get("content-type", "").partition(";")[0].strip() != wanted:
            return 415, "content"
        return None

    def _launch(self, headers: Headers) -> Response:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if not secrets.compare_digest(given.encode(), self.keys.launch.encode()):
            return self._refusal((403, "no_token"))
        return JSONResponse({"token": self.keys.new_token()})

    def _has_cookie(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        given = cookies[self.cookie].value if self.cookie in cookies else ""
        return secrets.compare_digest(given.encode(), self.keys.session.encode())

    def _refusal(self, refused: _Refused) -> Response:
        status, reason = refused
        return PlainTextResponse(say(self.language, f"web.refused.{reason}"), status)


async def _body(receive: Receive, largest: int) -> bytes | None:
    """The whole body of a request; None if it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > largest:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A receiver that gives the body once, then what else comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            own = headers.get("content-security-policy")  # of a page that was made to stand alone
            headers.update(_HEADERS)
            if own is not None:
                headers["content-security-policy"] = own
        await send(message)

    return sent
