"""What a stream is made of: pieces of labels, values, and the stretches that they form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Token(NamedTuple):
    """A piece of a label, a value or an explicit blank, and the line it stands on."""

    text: str
    value: bool
    line: int
    run: bool = False
    """Values without anything between them, to be cut."""
    apart: int = 0
    """Spaces between it and the value before it on its line."""


class Stretch(NamedTuple):
    """Pieces of labels, and the values that follow them."""

    labels: list[Token]
    values: list[Token]

    @property
    def where(self) -> str:
        return f"line {self.values[0].line}"

    @property
    def blank(self) -> bool:
        """Whether all values are explicit blanks."""
        return not any(token.text for token in self.values)

    @property
    def raw(self) -> str:
        return " ".join(token.text for token in self.values)


def stretches(tokens: Iterable[Token], *, framed: bool = False) -> Iterator[Stretch]:
    """The stretches of a stream; where rows are `framed`, the border that begins one is no empty cell of the last."""
    this = Stretch([], [])
    for token in tokens:
        if this.values and not token.value:
            del this.values[len(this.values) - framed :]
            yield this
            this = Stretch([], [])
        (this.values if token.value else this.labels).append(token)
    yield this
