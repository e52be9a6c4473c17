"""Where `schemas/` and `prompts/` are, in a checkout, an editable install and a wheel, and the program's `data/`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from drafter.errors import FormError

if TYPE_CHECKING:
    from pydantic import BaseModel  # imported late: it costs a tenth of a second, and messages do not need it

_PACKAGE = Path(__file__).resolve().parent
_LARGEST = 4_000_000
"""Bytes of a TOML file: 40 times the largest one here, and a second's work to read."""
M = TypeVar("M", bound="BaseModel")


def folder(name: str) -> Path:
    """The folder `name` ("data", "schemas", "prompts"): inside the package, or, in a checkout, beside it."""
    for candidate in (_PACKAGE / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FormError("no_data_folder", folder=name)


def parse_toml(path: Path) -> dict[str, object]:
    """The table in a TOML file; FormError gives the line of a syntax error, and the file in any case."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise FormError("toml_syntax", path=path, reason=f"over {_LARGEST // 1_000_000} MB")
        return tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise FormError("unreadable_data", path=path, reason=error.strerror or error) from error
    except RecursionError as error:
        raise FormError("toml_syntax", path=path, reason="nested too deep") from error
    except ValueError as error:
        raise FormError("toml_syntax", path=path, reason=error) from error


def validate(data: object, model: type[M], path: Path) -> M:
    """`data` as `model`; FormError names the file and the key path of the first thing that is wrong."""
    from pydantic import ValidationError

    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "."
        raise FormError("data_key", path=path, name=where, reason=first["msg"]) from error


def load_toml(name: str | Path, model: type[M]) -> M:
    """The file `data/NAME`, or the file at a path, as `model`."""
    path = name if isinstance(name, Path) else folder("data") / name
    return validate(parse_toml(path), model, path)
