"""Where `schemas/` and `prompts/` are, in a checkout, an editable install and a wheel, and the program's `data/`."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from drafter.cache import TABLES
from drafter.errors import FormError

if TYPE_CHECKING:
    from pydantic import BaseModel  # imported late: it costs a tenth of a second, and messages do not need it

_PACKAGE = Path(__file__).resolve().parent
_LARGEST = 1_000_000
"""Bytes of a TOML file: 20 times the largest one here."""
_DOTS = 500
"""Dots in one of its lines: reading a key with dots takes time by their square, a second for 7,000."""
M = TypeVar("M", bound="BaseModel")


def folder(name: str) -> Path:
    """The folder `name` ("data", "schemas", "prompts"): inside the package, or, in a checkout, beside it."""
    for candidate in (_PACKAGE / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FormError("no_data_folder", folder=name)


def parse_toml(path: Path, *, keep: bool = False) -> dict[str, object]:
    """The table in a TOML file; FormError gives the line of a syntax error, and the file in any case.

    With `keep` it is parsed once and kept in the user's cache: forms and words, never what is said of a report.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise FormError("toml_syntax", path=path, reason=f"over {_LARGEST // 1_000_000} MB")
        if any(line.count(b".") > _DOTS for line in data.splitlines()):
            raise FormError("toml_syntax", path=path, reason="nested too deep")
        return _kept(data) if keep else tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise FormError("unreadable_data", path=path, reason=error.strerror or error) from error
    except RecursionError as error:
        raise FormError("toml_syntax", path=path, reason="nested too deep") from error
    except ValueError as error:
        raise FormError("toml_syntax", path=path, reason=error) from error


def _kept(data: bytes) -> dict[str, object]:
    """The table that these bytes are, from the cache where they were parsed before."""
    key = hashlib.sha256(data).hexdigest()
    table: dict[str, object] | None = TABLES.get(key)
    if table is None:
        table = tomllib.loads(data.decode("utf-8-sig"))
        TABLES.put(key, table)
    return table


def validate(data: object, model: type[M], path: Path, context: Mapping[str, object] | None = None) -> M:
    """`data` as `model`; FormError names the file and the key path of the first thing that is wrong.

    `context` is what the model's own checks are told.
    """
    from pydantic import ValidationError

    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise FormError(
            "data_key", path=path, name=key_path(first["loc"]) or ".", reason=first["msg"].removeprefix("Value error, ")
        ) from error


def key_path(loc: Sequence[int | str]) -> str:
    """A place in the data of a file as people write it: keys and, from 1 on, places in lists, with dots between."""
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc)


def load_toml(name: str, model: type[M]) -> M:
    """The file `data/NAME` as `model`."""
    path = folder("data") / name
    return validate(parse_toml(path, keep=True), model, path)
