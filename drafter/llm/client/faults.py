"""What went wrong with a request, told from what the openai client raised; the key is cut out of every text."""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from drafter.llm.client.formats import OPTIONAL
from drafter.records import dataclass


class FaultKind(StrEnum):
    """Kinds of faults, each with a remedy or none."""

    UNREACHABLE = "unreachable"
    RESET = "reset"
    DEADLINE = "deadline"
    KEY = "key"
    UNKNOWN_MODEL = "unknown_model"
    WRONG_ADDRESS = "wrong_address"
    QUOTA = "quota"
    CONTEXT = "context"
    PARAMETER = "parameter"
    FORMAT = "format"
    BUSY = "busy"
    SERVER = "server"
    NOT_API = "not_api"
    ENDLESS = "endless"
    CANCELLED = "cancelled"


PASSING = frozenset({FaultKind.DEADLINE, FaultKind.CONTEXT, FaultKind.ENDLESS, FaultKind.FORMAT, FaultKind.PARAMETER})
"""Faults of one question; all others, their remedies used up, the next question would meet as well."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault; `wait` is what the server asked for in seconds, `name` the parameter that it refused."""

    kind: FaultKind
    detail: str = ""
    status: int | None = None
    wait: float | None = None
    name: str = ""
    silent: bool = False
    """Nothing was heard of the server at all."""


_QUOTA = re.compile(r"insufficient_quota|exceeded your current quota|insufficient balance|arrears|billing", re.I)
_CONTEXT = re.compile(
    r"context[ _]length|maximum context|context size|too many tokens|exceed\w* the (?:available|model)", re.I
)
_MODEL = re.compile(r"model", re.I)
_MOST = 300


def fault_of(error: Exception, key: str | None) -> Fault:
    """The fault behind an exception of the openai client or of its transport."""
    import openai

    detail = scrubbed(_first_line(error), key)
    if isinstance(error, openai.APIStatusError):
        return _refusal(error.status_code, detail, error.response.headers, _body(error, key))
    if isinstance(error, openai.APITimeoutError):
        connecting = type(error.__cause__).__name__ == "ConnectTimeout"
        return Fault(FaultKind.UNREACHABLE if connecting else FaultKind.DEADLINE, detail)
    if isinstance(error, openai.APIConnectionError):
        cause = type(error.__cause__).__name__
        shown = scrubbed(_first_line(error.__cause__ or error), key)
        return Fault(
            FaultKind.UNREACHABLE if cause in ("ConnectError", "UnsupportedProtocol") else FaultKind.RESET, shown
        )
    if isinstance(error, openai.APIError):
        return Fault(FaultKind.SERVER, detail)
    return Fault(FaultKind.DEADLINE if "Timeout" in type(error).__name__ else FaultKind.RESET, detail)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:_MOST]


def _body(error: Any, key: str | None) -> str:
    return scrubbed(str(error.body or "")[:2000], key)


def scrubbed(text: str, key: str | None) -> str:
    """The text without the key, should the server have sent it back."""
    return text.replace(key, "***") if key and len(key) > 3 else text


def _refusal(status: int, detail: str, headers: Mapping[str, str], body: str) -> Fault:
    said = f"{detail} {body}"
    if status in (401, 403):
        return Fault(FaultKind.KEY, detail, status)
    if status == 402 or (status == 429 and _QUOTA.search(said)):
        return Fault(FaultKind.QUOTA, detail, status)
    if status == 404:
        known = body.startswith("{") and _MODEL.search(said)
        return Fault(FaultKind.UNKNOWN_MODEL if known else FaultKind.WRONG_ADDRESS, detail, status)
    if status in (408, 409, 425, 429, 502, 503, 504, 529):
        return Fault(FaultKind.BUSY, detail, status, retry_after(headers))
    if status >= 500:
        return Fault(FaultKind.SERVER, detail, status)
    return _bad_request(status, detail, said)


def _bad_request(status: int, detail: str, said: str) -> Fault:
    if _CONTEXT.search(said):
        return Fault(FaultKind.CONTEXT, detail, status)
    named = next((name for name in OPTIONAL if name in said), "")
    if named:
        return Fault(FaultKind.PARAMETER, detail, status, name=named)
    if re.search(
        r"model\W.{0,60}(?:not exist|not found|unknown|invalid)|(?:unknown|invalid|no such) model", said, re.I
    ):
        return Fault(FaultKind.UNKNOWN_MODEL, detail, status)
    return Fault(FaultKind.FORMAT, detail, status)


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds that the server asks to wait: `retry-after-ms`, or `Retry-After` in seconds, ms, or as a date."""
    milliseconds = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:ms)?\s*", headers.get("retry-after-ms", ""))
    if milliseconds:
        return float(milliseconds.group(1)) / 1000
    told = headers.get("retry-after", "").strip()
    number = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(ms|s)?", told)
    if number:
        return float(number.group(1)) / (1000 if number.group(2) == "ms" else 1)
    moment = email.utils.parsedate_tz(told) if told else None
    if moment is None:
        return None
    return max(0.0, email.utils.mktime_tz(moment) - (time.time() if now is None else now))
