"""A document by the headings of its sections, and what of it is no report: links, dates, buttons, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drafter.document import Block, Document, Notice, Paragraph, Picture, Table, paragraph
from drafter.form import Form
from drafter.recognition.headings import (
    Title,
    clean,
    heading_behind,
    names_topic,
    section_heading,
    title_named,
    title_of,
)
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.line_joining import page_width
from drafter.recognition.refusals import may_be_title
from drafter.recognition.spelling import plain
from drafter.report.filing import Unplaced

PREFACE = "preface"
"""Key of the blocks before the first section."""
_HEAD = 60
"""Lines at the top of a document without sections among which its title is looked for."""
_LONGEST_MARK = 16
"""Characters of a page number with the signs and words around it."""
_FEWEST_ENTRIES = 3
"""So many headings one below the other, all of which come again, are a list of contents."""
_PAGE = re.compile(r"[\s.\u2026\u00b7\u22ef\uff0e(\uff08-]*\d{0,4}[)\uff09]?")
_MOST_HEAD = 20
_SHORT = 40
"""Lines between title and text of which the last may be a page's own, and characters of such a line."""
_LONG = 60
"""Characters of a paragraph below which it may be a page's own."""
_WORD = 3
"""Characters of a word that may be all that a section says."""
_PAGE_DIGITS = 4
"""Digits that the number of a page has not."""


@dataclass(slots=True)
class Part:
    """Blocks of the document under one section heading (or before the first)."""

    section: str | None
    blocks: list[tuple[int, Paragraph | Table | Picture]] = field(default_factory=list)
    """With their numbers in the document, which are line numbers where a document is lines."""
    has_lines: bool = True
    """Lines in it may be a table."""
    titles: list[int] = field(default_factory=list)
    """Numbers of blocks that may be a title."""
    heading: str = ""

    @property
    def is_entry(self) -> bool:
        """Whether nothing stands in it but, perhaps, the number of a page, as below an entry of a list of contents."""
        texts = (block.text.strip() if isinstance(block, Paragraph) else "|" for _, block in self.blocks)
        return all(not text or _PAGE.fullmatch(text) for text in texts)


def parts_of(document: Document, lexicon: Lexicon) -> tuple[list[Part], list[str], list[Unplaced]]:
    """The document by sections, headings that are no official ones, and page numbers, which are in no section."""
    parts: list[Part] = [Part(None)]
    variants, marks = [], []
    body: set[int] = set()
    for number, block in enumerate(document.blocks, 1) if document.by_line else _lines(document, lexicon):
        if id(block) not in body:  # lines of a pasted table are mostly the same few records
            text = clean(block.text, lexicon) if isinstance(block, Paragraph) and block.spans else ""
            heading = section_heading(text, lexicon) if text else None
            if heading and _is_topic(text, parts[-1].section, lexicon):
                heading = None
            if heading is None and (run_on := heading_behind(text, lexicon)):
                before, heading = run_on
                parts[-1].blocks.append((number, paragraph(before)))
            if heading is not None:
                parts.append(Part(heading.section, heading=text))
                variants += [] if heading.official else [text]
                if heading.rest:
                    parts[-1].blocks.append((number, paragraph(heading.rest)))
                continue
            if 1 < len(text) <= _LONGEST_MARK and lexicon.is_page_mark(text):
                marks.append(Unplaced(text, f"line {number}"))
                continue
            if may_be_title(text):
                parts[-1].titles.append(number)
            else:
                body.add(id(block))
        parts[-1].blocks.append((number, block))
    return _without_contents(parts, marks, lexicon), variants, marks


def _lines(document: Document, lexicon: Lexicon) -> Iterator[tuple[int, Block]]:
    """The blocks with their numbers; a paragraph whose lines are a heading or end sentences is as many paragraphs."""
    for number, block in enumerate(document.blocks, 1):
        lines = block.text.split("\n") if isinstance(block, Paragraph) and "\n" in block.text else []
        if lines and all(_is_whole(line.strip(), lexicon) for line in lines[:-1]):
            yield from ((number, paragraph(line)) for line in lines if line.strip())
        else:
            yield number, block


def _is_whole(line: str, lexicon: Lexicon) -> bool:
    if not line or lexicon.ends_sentence(line):
        return True
    return bool(section_heading(line, lexicon) or lexicon.topic_number.match(line))


def _is_topic(text: str, section: str | None, lexicon: Lexicon) -> bool:
    """Whether a heading without a number is that of a topic of the section at hand rather than of a section."""
    definition = lexicon.form.section(section) if section else None
    numbered = lexicon.section_number.match(text) is not None
    return definition is not None and not numbered and names_topic(text, definition)


def _without_contents(parts: list[Part], marks: list[Unplaced], lexicon: Lexicon) -> list[Part]:
    """The parts without the entries of a list of contents; what stands below the last one belongs to what is above."""
    last = {part.section: number for number, part in enumerate(parts)}
    kept: list[Part] = []
    entries: list[Part] = []
    for number, part in enumerate(parts):
        if part.section and number < last[part.section] and (not entries or entries[-1].is_entry):
            entries.append(part)
            continue
        kept += _settled(entries, kept, marks, lexicon)
        entries = []
        kept.append(part)
    return kept + _settled(entries, kept, marks, lexicon)


def _settled(entries: list[Part], kept: list[Part], marks: list[Unplaced], lexicon: Lexicon) -> list[Part]:
    """The entries as parts of their own where they are too few for a list of contents; or nothing."""
    if len(entries) < _FEWEST_ENTRIES:
        return entries
    above, below = kept[-1].blocks, entries[-1]
    head = above[-1][1] if above else None
    if isinstance(head, Paragraph) and plain(head.text) in lexicon.page.contents:
        above.pop()
        marks.append(Unplaced(head.text.strip(), "list of contents"))
    marks += [Unplaced(part.heading, "list of contents") for part in entries]
    if not below.is_entry:
        first = below.blocks[0][1]
        above += below.blocks[isinstance(first, Paragraph) and _PAGE.fullmatch(first.text.strip()) is not None :]
        kept[-1].titles += below.titles
    return []


def take_title(part: Part, lexicon: Lexicon, *, whole: bool) -> tuple[Title | None, Part]:
    """Take out the title before the first section and what stands above it; without sections, one near the top."""
    lines = [(at, block) for at, (_, block) in enumerate(part.blocks) if isinstance(block, Paragraph) and block.spans]
    found = title_of([block.text.strip(" \t|") for _, block in lines[: _HEAD if whole else None]], lexicon)
    above = Part(None, has_lines=whole)
    if found is None:
        return None, above
    start, count, match = found
    above.blocks, part.blocks = part.blocks[: lines[start][0]], part.blocks[lines[start + count - 1][0] + 1 :]
    return title_named(match, lexicon), above


def below_head(kept: list[Paragraph], unplaced: list[Unplaced], lexicon: Lexicon) -> list[Paragraph]:
    """What stands below the lines that a page puts under the title: its date, its source, its buttons."""
    count = 0
    for number, line in enumerate(kept[:_MOST_HEAD], 1):
        text = "".join(line.text.split())
        if text and lexicon.page.head.fullmatch(text):
            count = number
        elif len(text) > _SHORT or lexicon.ends_sentence(text):
            break
    unplaced += [Unplaced(line.text.strip(), "below the title") for line in kept[:count] if line.text.strip()]
    return kept[count:]


def take_furniture(part: Part, lexicon: Lexicon) -> list[Unplaced]:
    """Take out what a page puts below the last section, from its first such line on.

    Nothing long follows that line, and a sentence only where other lines speak for a page's foot as well.
    """
    loose = _foot(part, lexicon, _LONG)
    lines = [text for _, block in part.blocks[loose:] if (text := _text(block, lexicon))]
    several = sum(_is_foot(text, lexicon) for text in lines) > 1
    start = loose if several else _foot(part, lexicon, 0)
    below, part.blocks = part.blocks[start:], part.blocks[:start]
    texts = [text.strip() for _, block in below for text in _texts(block)]
    return [Unplaced(text, "below the report") for text in texts if text]


def _foot(part: Part, lexicon: Lexicon, longest: int) -> int:
    """Where the first line of a page's foot stands below which no sentence is longer than this."""
    first = len(part.blocks)
    prose = part.section is None or lexicon.form.section(part.section).kind != "tables"
    for index in range(len(part.blocks) - 1, -1, -1):
        block = part.blocks[index][1]
        text = _text(block, lexicon)
        sentence = len(text) > longest and lexicon.ends_sentence(text)
        if _is_foot(text, lexicon):
            first = index
        elif sentence or not (isinstance(block, Paragraph) or (prose and longest)):
            break
    return first


def _is_foot(text: str, lexicon: Lexicon) -> bool:
    """Whether a line is one of a page's foot, and no sentence that begins like one."""
    return lexicon.page.foot.fullmatch(text) is not None and not lexicon.ends_sentence(text)


def _texts(block: Block) -> Iterator[str]:
    """What a block says, a row of a table at a time."""
    if isinstance(block, Table):
        yield from ("\t".join(filter(None, (cell.text.strip() for cell in row))) for row in block.rows)
    else:
        yield block.text if isinstance(block, Paragraph) else block.description


def missing_parts(parts: Sequence[Part], lexicon: Lexicon) -> Iterator[Notice]:
    """Sections of the form that a report has not, a last one without a word in it, a last sentence without an end."""
    present = {part.section for part in parts}
    if len(present) < 2:
        return
    for section in lexicon.form.sections:
        if section.key not in present:
            yield Notice("section_absent", (("heading", section.heading),))
    if parts[-1].section and not any(isinstance(b, Table | Picture) or b.text.strip() for _, b in parts[-1].blocks):
        yield Notice("section_empty", (("heading", lexicon.form.section(parts[-1].section).heading),))
    last = next((text for _, block in reversed(parts[-1].blocks) if (text := _text(block, lexicon))), "")
    dated = re.fullmatch(lexicon.form.definition.reading.events, last)
    if len(last) > _WORD and last[-1:].isalnum() and not dated and section_heading(last, lexicon) is None:
        yield Notice("ends_abruptly", (("text", last[-12:]),))


def _text(block: Block, lexicon: Lexicon) -> str:
    return clean(block.text, lexicon) if isinstance(block, Paragraph) else "|"


def page_numbers(parts: Sequence[Part], form: Form) -> dict[int, int]:
    """Numbers that stand alone on a line of the text, by their lines."""
    lines = ((number, line.text.strip()) for number, line in _prose(parts, form))
    return {number: int(text) for number, text in lines if len(text) < _PAGE_DIGITS and text.isdecimal()}


def text_width(parts: Sequence[Part], lexicon: Lexicon) -> int | None:
    """Columns of the lines into which the paragraphs are broken, if they are."""
    return page_width((line.text for _, line in _prose(parts, lexicon.form)), lexicon)


def _prose(parts: Sequence[Part], form: Form) -> Iterator[tuple[int, Paragraph]]:
    """Paragraphs outside the sections of tables, and their numbers."""
    own = (part for part in parts if part.section is None or form.section(part.section).kind != "tables")
    return ((number, block) for part in own for number, block in part.blocks if isinstance(block, Paragraph))
