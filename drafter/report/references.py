"""References in a draft's text: `{requests.new.total}`, a derivation after a bar, a prefix before the target.

The grammar: `{` [`last:` | `note:` | `entry:`] target [`|` derivation [`:` argument]] `}`. A target is a cell or a
named sum, several of them joined by `+`, the id of a note, or an entry of the sheet of quantities. A literal brace is
doubled.

| derivation | what it writes |
| --- | --- |
| none | the number alone (of a note: its whole text) |
| `unit` | number and unit |
| `phrase` | the form's whole wording, of zero as well |
| `change` | the change against last year with direction and unit, or that there is none |
| `diff` | the size of the change alone |
| `percent` | the growth in percent with its direction |
| `share:WHOLE` | the share of another figure in percent; `@2` behind it asks for two decimals |
| `points:WHOLE` | by how many percentage points that share has moved, with the direction |
| `rest:PARTS` | what is left of the target without the parts, joined by `+` |
| `last` | of an entry: last year's number |
| `number:N` | of a note: its N-th number |

`WHOLE` and `PARTS` are cells, named sums, or entries with their prefix. `last:` takes a figure, or both figures of a
share, from last year's report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.errors import UnknownReference
from drafter.records import dataclass

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

    @property
    def targets(self) -> tuple[str, ...]:
        """The figures that are added up, or the one target."""
        return tuple(self.target.split("+"))

    @property
    def others(self) -> tuple[str, ...]:
        """What the argument names: the whole of a share, the parts of a rest; entries with their prefix."""
        if self.derivation not in ("share", "points", "rest"):
            return ()
        return tuple((self.argument or "").partition("@")[0].split("+"))


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
