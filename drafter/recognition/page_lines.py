"""What a page puts around a report: the title and what stands above it, lines below the title, and the foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from drafter.document import Block, SourcePlace, TableBlock, TextBlock
from drafter.recognition.headings import Title, title_named, title_of
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.sections import SectionPart, block_text
from drafter.report import Unplaced

_HEAD = 60
"""Lines at the top of a document without sections among which its title is looked for."""
_MOST_HEAD = 20
"""Lines below a title that may be a page's own."""
_SHORT = 40
"""Characters of a line below the title from which on it is text of the report, and no page's line follows it."""
_LONG = 60
"""Characters from which on a sentence below the report is text of the report, however a page's foot looks above it."""


class TitleTaken(NamedTuple):
    """A title (if there is one), what stands above it, and what below."""

    title: Title | None
    above: SectionPart
    below: SectionPart


def take_title(part: SectionPart, lexicon: Lexicon, *, whole: bool) -> TitleTaken:
    """The title before the first section; in a document without sections (`whole`), one near the top."""
    lines = [(at, block) for at, (_, block) in enumerate(part.blocks) if isinstance(block, TextBlock) and block.spans]
    found = title_of([block.text.strip(" \t|") for _, block in lines[: _HEAD if whole else None]], lexicon)
    above = SectionPart(None, has_lines=whole)
    if found is None:
        return TitleTaken(None, above, part)
    start, count, match = found
    title = title_named(match, lexicon)
    if title.organization is None:
        title = replace(title, organization=_publisher([block for _, block in lines[:start]], lexicon))
    return TitleTaken(
        title,
        replace(above, blocks=part.blocks[: lines[start][0]]),
        replace(part, blocks=part.blocks[lines[start + count - 1][0] + 1 :]),
    )


def _publisher(lines: Sequence[TextBlock], lexicon: Lexicon) -> str | None:
    """The one organisation that a page names above a title as who publishes the report."""
    if lexicon.publisher is None:
        return None
    found = {match["organization"] for line in lines[-_HEAD:] for match in lexicon.publisher.finditer(line.text)}
    return found.pop() if len(found) == 1 else None


def take_head(lines: list[TextBlock], lexicon: Lexicon) -> tuple[list[Unplaced], list[TextBlock]]:
    """The lines that a page puts under the title (its date, its source, its buttons), and the text below them."""
    count = 0
    for number, line in enumerate(lines[:_MOST_HEAD], 1):
        text = "".join(line.text.split())
        if text and lexicon.page.head.fullmatch(text):
            count = number
        elif len(text) > _SHORT or lexicon.ends_sentence(text):
            break
    return _unplaced((line.text for line in lines[:count]), "below the title"), lines[count:]


def take_foot(part: SectionPart, lexicon: Lexicon) -> tuple[SectionPart, list[Unplaced]]:
    """The last section without what a page puts below it, from its first such line on, and this.

    Nothing long follows that line, and a sentence only where other lines suggest a page's foot as well.
    """
    loose = _foot(part, lexicon, _LONG)
    lines = [text for _, block in part.blocks[loose:] if (text := block_text(block, lexicon))]
    several = sum(_is_foot(text, lexicon) for text in lines) > 1
    start = loose if several else _foot(part, lexicon, 0)
    texts = (text for _, block in part.blocks[start:] for text in _texts(block))
    return replace(part, blocks=part.blocks[:start]), _unplaced(texts, "below the report")


def _unplaced(texts: Iterator[str], kind: str) -> list[Unplaced]:
    return [Unplaced(text.strip(), SourcePlace(kind)) for text in texts if text.strip()]


def _foot(part: SectionPart, lexicon: Lexicon, longest: int) -> int:
    """Index of the first line of a page's foot below which no sentence is longer than `longest` characters."""
    first = len(part.blocks)
    prose = part.is_prose(lexicon)
    for index in range(len(part.blocks) - 1, -1, -1):
        block = part.blocks[index][1]
        text = block_text(block, lexicon)
        sentence = len(text) > longest and lexicon.ends_sentence(text)
        if _is_foot(text, lexicon):
            first = index
        elif sentence or not (isinstance(block, TextBlock) or (prose and longest)):
            break
    return first


def _is_foot(text: str, lexicon: Lexicon) -> bool:
    """True if a line is one of a page's foot, and no sentence that begins like one."""
    return lexicon.page.foot.fullmatch(text) is not None and not lexicon.ends_sentence(text)


def _texts(block: Block) -> Iterator[str]:
    """What a block says, a row of a table at a time."""
    if isinstance(block, TableBlock):
        yield from ("\t".join(filter(None, (cell.text.strip() for cell in row))) for row in block.rows)
    else:
        yield block.text if isinstance(block, TextBlock) else block.description
