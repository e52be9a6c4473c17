"""The cases in a TOML file beside the tests of forms."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"


def data_of(name: str) -> dict[str, Any]:
    """A whole file."""
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def cases_of(name: str) -> list[dict[str, Any]]:
    """The `[[cases]]` of a file."""
    return list(data_of(name)["cases"])
