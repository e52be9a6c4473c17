"""What a table read as a stream is made of: pieces of labels, values, and the stretches that they form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from drafter.document import SourcePlace
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.tables.found import line_place


class TableToken(NamedTuple):
    """A piece of a label, a value or an explicit blank, and the line it stands on."""

    text: str
    value: bool
    line: int
    run: bool = False
    """Values without anything between them, to be cut."""
    gap: int = 0
    """Spaces between it and the value before it on its line."""

    @classmethod
    def of_cell(cls, cell: str, line: int, lexicon: Lexicon) -> TableToken:
        """A whole cell: a value if it is blank or reads as one."""
        text = cell.strip()
        return cls(text, not text or lexicon.value.fullmatch(text) is not None, line)


class Stretch(NamedTuple):
    """Pieces of labels, and the values that follow them."""

    labels: list[TableToken]
    values: list[TableToken]

    @property
    def where(self) -> SourcePlace:
        """The line of its first value."""
        return line_place(self.values[0].line)

    @property
    def blank(self) -> bool:
        """True if all values are explicit blanks."""
        return not any(token.text for token in self.values)

    @property
    def raw(self) -> str:
        """Its values as they stand, a space between them."""
        return " ".join(token.text for token in self.values)


def stretches(tokens: Iterable[TableToken], *, framed: bool = False) -> Iterator[Stretch]:
    """The stretches of a stream; where rows are `framed`, the border that begins one is no empty cell of the last."""
    this = Stretch([], [])
    for token in tokens:
        if this.values and not token.value:
            del this.values[len(this.values) - framed :]
            yield this
            this = Stretch([], [])
        (this.values if token.value else this.labels).append(token)
    yield this
