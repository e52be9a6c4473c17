"""One paragraph of a .docx file while it is read: what is on its line, what hangs in it, and what is set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from drafter.document import Aside, Block, Paragraph, Table
from drafter.formats.docx.fields import Field
from drafter.formats.docx.package import Element, W

_KIND = W + "fldCharType"


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
    font: str = ""
    """The symbol font of the text at hand, if it is in one."""
    fields: list[Field] = field(default_factory=list)
    """The fields that are open here."""
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

    def turn(self, mark: Element) -> None:
        """A field begins, goes from its instruction to its result, or ends."""
        kind = mark.get(_KIND)
        if kind == "begin":
            self.fields.append(Field.of(mark))
            self.hidden += 1
        elif self.fields:
            last = self.fields[-1]
            self.hidden -= last.instruction
            if kind == "separate":
                last.instruction, last.start = False, len(self.text)
            else:
                self.fields.pop()
                self._fill(last)

    def _fill(self, ended: Field) -> None:
        """Shows what a box of a form shows; a default that it may not show is set aside."""
        if ended.shown and (ended.instruction or not "".join(self.text[ended.start :]).strip()):
            self.write(ended.shown)
        elif ended.instruction and ended.default:
            self.asides.append(Aside(ended.default, "form field"))

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
