"""Which model, where, and how it is asked: options over environment over `drafter.toml` over the server's habits.

A key comes from the environment alone; it is never written to a file, a log or an error.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from drafter.errors import CaseError, ModelError
from drafter.records import dataclass
from drafter.resources import load_toml

Rung = Literal["strict", "schema", "object", "text"]
RUNGS: tuple[Rung, ...] = ("strict", "schema", "object", "text")
"""The ladder, most constrained first."""
_DEFAULT_URL = "https://api.openai.com/v1"


class Server(BaseModel):
    """What a kind of server is known for, so that nothing is tried that it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    match: str = ""
    """Part of the base URL by which it is told; none: it is told by nothing and stands for the documentation."""
    base_url: str
    rung: Rung = "strict"
    extra: dict[str, Any] = {}
    context: int | None = None
    needs_key: bool = True


class Servers(BaseModel):
    """A whole `servers.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    servers: tuple[Server, ...]


@cache
def servers() -> tuple[Server, ...]:
    """The servers known, in the order of `drafter/data/servers.toml`."""
    return load_toml("servers.toml", Servers).servers


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a model is asked; times in seconds, lengths in tokens."""

    model: str
    base_url: str = _DEFAULT_URL
    key: str | None = field(default=None, repr=False)
    context: int | None = None
    """The longest prompt and answer together; None: not known, and only the server can refuse."""
    concurrency: int = 4
    timeout: float = 300.0
    """For one answer, however slowly it comes."""
    max_tokens: int = 8000
    temperature: float | None = 0.3
    retries: int = 4
    """How often a busy server is asked again."""
    rung: Rung = "strict"
    stream: bool = True
    price_in: float = 0.0
    """Of a million prompt tokens, in whatever currency; `price_cached` of those that a prefix cache served."""
    price_cached: float | None = None
    price_out: float = 0.0
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_file(self) -> bool:
        """Whether the model is a file to be served on this machine."""
        return self.model.lower().endswith(".gguf")


_TYPES: Mapping[str, tuple[type, ...]] = {
    "model": (str,),
    "base_url": (str,),
    "context": (int,),
    "concurrency": (int,),
    "timeout": (int, float),
    "max_tokens": (int,),
    "temperature": (int, float),
    "retries": (int,),
    "rung": (str,),
    "stream": (bool,),
    "price_in": (int, float),
    "price_cached": (int, float),
    "price_out": (int, float),
    "extra": (dict,),
}
"""What `[model]` in drafter.toml may hold. No key: a file is shared, a key is not."""
_LEAST: Mapping[str, int] = {"context": 256} | dict.fromkeys(
    ("temperature", "retries", "stream", "price_in", "price_cached", "price_out"), 0
)
"""Least values of numbers; others are at least 1."""


def model_settings(
    options: Mapping[str, Any] | None = None,
    table: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> ModelSettings:
    """The settings in force; options that are None say nothing. ModelError when no model or no key is told."""
    environment = os.environ if environ is None else environ
    told: dict[str, Any] = dict(_checked(table or {}))
    named = {"model": "DRAFTER_MODEL", "base_url": "OPENAI_BASE_URL"}
    told |= {name: environment[variable] for name, variable in named.items() if environment.get(variable)}
    told |= {name: value for name, value in (options or {}).items() if value is not None}
    if not told.get("model"):
        raise ModelError("model_not_named")
    address = urlsplit(told.get("base_url", _DEFAULT_URL))
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ModelError("model_bad_address", address=_shown(told["base_url"]))
    if not environment.get("OPENAI_API_KEY", "").isascii():
        raise ModelError("model_key_not_ascii")
    known = server_of(told.get("base_url", _DEFAULT_URL))
    if known:
        told = {"rung": known.rung, "context": known.context} | told
        told["extra"] = {**known.extra, **told.get("extra", {})}
    settings = ModelSettings(**told, key=environment.get("OPENAI_API_KEY") or None)
    return _with_key(settings, known)


def _shown(address: str) -> str:
    """An address that is none, as far as it cannot be a key that went into the wrong variable."""
    plain = address.rpartition("@")[2].partition("?")[0]
    return plain if re.search(r"[./:]", plain) and not re.match(r"\W*sk-", plain, re.I) else "***"


def _with_key(settings: ModelSettings, known: Server | None) -> ModelSettings:
    if settings.key or settings.is_file:
        return settings
    if known and known.needs_key:
        raise ModelError("model_no_key", server=known.name)
    return replace(settings, key="none")


def server_of(base_url: str) -> Server | None:
    """The known server that an address belongs to."""
    return next((item for item in servers() if item.match and item.match in base_url), None)


def _checked(table: Mapping[str, Any]) -> Mapping[str, Any]:
    for name, value in table.items():
        if name not in _TYPES:
            known = " ".join(_TYPES)
            raise CaseError("settings_key", path="drafter.toml [model]", name=name, known=known)
        wrong = not isinstance(value, _TYPES[name]) or (isinstance(value, bool) and bool not in _TYPES[name])
        small = not wrong and isinstance(value, (int, float)) and value < _LEAST.get(name, 1)
        if wrong or small or (name == "rung" and value not in RUNGS):
            raise CaseError("settings_value", path="drafter.toml [model]", name=name, value=value)
    return table
