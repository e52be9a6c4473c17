"""References in a draft's text: `{requests.new.total}`, a derivation after a bar, a prefix before the target.

The grammar: `{` [`last:` | `note:` | `entry:`] target [`|` derivation] `}`. A target is a cell, a named sum, the id of
a note or an entry of the sheet of quantities; a derivation is `change`, `percent`, `direction`, `phrase`
or `share:TARGET`. A literal brace is doubled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.errors import UnknownReference

PREFIXES = ("last", "note", "entry")
_REFERENCE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_SHAPE = re.compile(r"(?:(last|note|entry):)?([^|{}]+?)(?:\|([a-z]+)(?::([^|{}]+))?)?")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a pair of braces names."""

    target: str
    prefix: str | None = None
    derivation: str | None = None
    argument: str | None = None

    def __str__(self) -> str:
        prefix = f"{self.prefix}:" if self.prefix else ""
        argument = f":{self.argument}" if self.argument else ""
        derivation = f"|{self.derivation}{argument}" if self.derivation else ""
        return f"{{{prefix}{self.target}{derivation}}}"


def parse(text: str) -> Iterator[str | Reference]:
    """Plain text and references, in order; UnknownReference for braces that hold none."""
    position = 0
    for match in _REFERENCE.finditer(text):
        if match.start() > position:
            yield text[position : match.start()]
        position = match.end()
        yield _one(match)
    if position < len(text):
        yield text[position:]


def _one(match: re.Match[str]) -> str | Reference:
    if match.group() in ("{{", "}}"):
        return match.group()[0]
    shape = _SHAPE.fullmatch(match.group(1) or "")
    if shape is None:
        raise UnknownReference("reference_syntax", text=match.group())
    prefix, target, derivation, argument = shape.groups()
    return Reference(target, prefix, derivation, argument)


def escape(text: str) -> str:
    """Plain text as it stands in a draft: braces doubled."""
    return text.replace("{", "{{").replace("}", "}}")
