"""One paragraph of a .docx file while it is read: its text, the blocks anchored in it, and the text left out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from drafter.document import Aside, Block, TableBlock, TextBlock
from drafter.formats.docx.fields import Field
from drafter.formats.docx.package import Element, W
from drafter.records import dataclass

_KIND = W + "fldCharType"


@dataclass(slots=True)
class ParagraphText:
    """The text of a paragraph, and the blocks anchored in it, before and after its first text."""

    text: list[str] = field(default_factory=list)
    before: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    """Passages that are hidden or struck out."""
    style: str | None = None
    shift: int = 0
    """How far above (negative: below) the line the last characters are, half points."""
    font: str = ""
    """The symbol font of the run being read, if any."""
    fields: list[Field] = field(default_factory=list)
    """The fields that have begun and not ended."""
    hidden: int = 0
    """How many of these are at their instruction, whose text is not shown."""
    _set_aside_at: int = -1

    def start(self, style: str | None) -> None:
        """Begin a paragraph. A field left open by a damaged file must not swallow all that follows."""
        self.style, self.shift = style, 0
        self.fields.clear()
        self.hidden = 0

    def write(self, text: str) -> None:
        if not self.hidden and text:
            self.text.append(text)

    def separate(self) -> None:
        """Separate what follows from a number that may stand before it."""
        if self.text and self.text[-1] != " ":
            self.write(" ")

    def shift_to(self, shift: int) -> None:
        """Continue above or below the line, apart from what is on it: a raised digit is a note mark."""
        if shift != self.shift:
            self.separate()
            self.shift = shift

    def anchor(self, blocks: Iterable[Block]) -> None:
        (self.after if self.text else self.before).extend(blocks)

    def turn(self, mark: Element) -> None:
        """Begin a field, pass from its instruction to its result, or end it."""
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
        """Write what a form field shows; a default that it may not show goes to the asides."""
        if ended.shown and (ended.instruction or not "".join(self.text[ended.start :]).strip()):
            self.write(ended.shown)
        elif ended.instruction and ended.default:
            self.asides.append(Aside(ended.default, "form field"))

    def set_aside(self, start: int, where: str) -> None:
        """Move the text from `start` on out of the paragraph into the asides, joining it to an aside that ends here."""
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
        if isinstance(block, TextBlock):
            yield block.text
        elif isinstance(block, TableBlock):
            yield from ("\t".join(cell.text for cell in row) for row in block.rows)
