"""One paragraph of a .docx file while it is read: what is on its line, what hangs in it, and what is set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from drafter.document import Aside, Block, Paragraph, Table


@dataclass(slots=True)
class Line:
    """The text of a paragraph, and the blocks that hang in it before and after its first text."""

    text: list[str] = field(default_factory=list)
    before: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    """Passages of it that are not seen on paper or struck out."""
    style: str | None = None
    shift: int = 0
    """How far above or below the line its last characters stand."""
    fields: list[bool] = field(default_factory=list)
    """One entry for each field that is open here; true while its instruction lasts."""
    hidden: int = 0
    """How many of the fields are at their instruction: text in there is not shown."""
    _set_aside_at: int = -1

    def start(self, style: str | None) -> None:
        """A paragraph begins. A field left open by a damaged file must not swallow all that follows."""
        self.style, self.shift = style, 0
        self.fields.clear()
        self.hidden = 0

    def write(self, text: str) -> None:
        if not self.hidden and text:
            self.text.append(text)

    def part(self) -> None:
        """What follows is no part of the number before it."""
        if self.text and self.text[-1] != " ":
            self.write(" ")

    def move(self, shift: int) -> None:
        """What follows stands so far above or below the line: the mark of a note is no digit of a number."""
        if shift != self.shift:
            self.part()
            self.shift = shift

    def hang(self, blocks: Iterable[Block]) -> None:
        (self.after if self.text else self.before).extend(blocks)

    def turn(self, kind: str | None) -> None:
        """A field begins, goes from its instruction to its result, or ends."""
        if kind == "begin":
            self.fields.append(True)
            self.hidden += 1
        elif self.fields:
            self.hidden -= self.fields.pop()
            if kind == "separate":
                self.fields.append(False)

    def set_aside(self, start: int, where: str) -> None:
        """The text from `start` on is none of the paragraph; two pieces with nothing between them are one passage."""
        words = "".join(self.text[start:])
        del self.text[start:]
        if self._set_aside_at == start and self.asides[-1].where == where:
            words = self.asides.pop().text + words
        if words.strip():
            self.asides.append(Aside(words, where))
            self._set_aside_at = start


def words_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The text of blocks, line by line."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from ("\t".join(cell.text for cell in row) for row in block.rows)
