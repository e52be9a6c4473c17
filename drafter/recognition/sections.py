"""A document cut into parts by the headings of its sections; lists of contents and page numbers are no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from drafter.document import Block, Document, Notice, Picture, SourcePlace, TableBlock, TextBlock, paragraph
from drafter.recognition.headings import Heading, clean, heading_behind, names_topic, section_heading
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.line_joining import page_width
from drafter.recognition.refusals import may_be_title
from drafter.recognition.spelling import plain
from drafter.recognition.variants import number_of, variants
from drafter.records import dataclass
from drafter.report import Unplaced

PREFACE = "preface"
"""Key of the blocks before the first section."""
_LONGEST_MARK = 16
"""Characters of a page number with the signs and words around it; longer lines are not tried."""
_FEWEST_ENTRIES = 3
"""So many headings one below the other, all of which come again, are a list of contents."""
_PAGE = re.compile(r"[\s.\u2026\u00b7\u22ef\uff0e(\uff08-]*\d{0,4}[)\uff09]?")
_WORD = 3
"""A section of so few characters may consist of one word, without a sentence's end."""
_PAGE_DIGITS = 3
"""Digits of a page number at most; a number of four is a year."""

NumberedBlock = tuple[int, Block]
"""A block and its number in the document, which is its line number where a document is lines of text."""


@dataclass(frozen=True, slots=True)
class SectionPart:
    """Blocks of the document under one section heading (or before the first)."""

    section: str | None
    blocks: tuple[NumberedBlock, ...] = ()
    heading: str = ""
    """The heading as it stands."""
    titles: tuple[int, ...] = ()
    """Numbers of blocks that may be a title."""
    has_lines: bool = True
    """Lines in it may be a table."""

    @property
    def is_own(self) -> bool:
        """True below a heading of the report's own, which stands for no section of the form."""
        return self.section is None and bool(self.heading)

    @property
    def is_entry(self) -> bool:
        """True if nothing stands in it but, perhaps, a page number, as below an entry of a list of contents."""
        texts = (block.text.strip() if isinstance(block, TextBlock) else "|" for _, block in self.blocks)
        return all(not text or _PAGE.fullmatch(text) for text in texts)

    def is_prose(self, lexicon: Lexicon) -> bool:
        """False in a section of tables."""
        return self.section is None or lexicon.form.section(self.section).kind != "tables"


class Divided(NamedTuple):
    """A document by sections, the headings that are not official ones, and what belongs to no section."""

    parts: list[SectionPart]
    variants: list[str]
    marks: list[Unplaced]
    """Page numbers and entries of a list of contents."""


def parts_of(document: Document, lexicon: Lexicon) -> Divided:
    """The document by the headings of its sections."""
    parts = list[SectionPart]()
    other, marks = list[str](), list[Unplaced]()
    section, heading_text = None, ""
    blocks, titles = list[NumberedBlock](), list[int]()
    body: set[int] = set()
    numbered = list(enumerate(document.blocks, 1) if document.by_line else _lines(document, lexicon))
    texts = _texts(numbered, lexicon)
    headings = _headings_in(numbered, texts, lexicon)
    for (number, block), text, (before, heading) in zip(numbered, texts, headings, strict=True):
        if heading is not None:
            blocks += [(number, paragraph(before))] if before else []
            parts.append(SectionPart(section, tuple(blocks), heading_text, tuple(titles)))
            section, heading_text = heading.section, text
            blocks, titles = [(number, paragraph(heading.rest))] if heading.rest else [], []
            other += [text] if heading.section and not heading.official else []
            continue
        if id(block) not in body:  # lines of a pasted table are mostly the same few records
            if 1 < len(text) <= _LONGEST_MARK and lexicon.is_page_mark(text):
                marks.append(Unplaced(text, SourcePlace("line", number)))
                continue
            if may_be_title(text):
                titles.append(number)
            else:
                body.add(id(block))
        blocks.append((number, block))
    parts.append(SectionPart(section, tuple(blocks), heading_text, tuple(titles)))
    return Divided(_without_contents(parts, marks, lexicon), list(dict.fromkeys(other)), marks)


def _texts(blocks: Sequence[NumberedBlock], lexicon: Lexicon) -> list[str]:
    """The texts of the blocks, "" for what is no paragraph."""
    known: dict[int, str] = {}
    for _, block in blocks:
        if id(block) not in known:
            known[id(block)] = clean(block.text, lexicon) if isinstance(block, TextBlock) and block.spans else ""
    return [known[id(block)] for _, block in blocks]


def _headings_in(
    blocks: Sequence[NumberedBlock], texts: Sequence[str], lexicon: Lexicon
) -> list[tuple[str, Heading | None]]:
    """Per block, the section heading that it is or ends with, and the text before it."""
    found: list[tuple[str, Heading | None]] = [("", None)] * len(texts)
    section: str | None = None
    exact: dict[int, str] = {}
    body: set[int] = set()
    for place, ((_, block), text) in enumerate(zip(blocks, texts, strict=True)):
        if id(block) not in body:
            before, heading = _heading_in(text, section, lexicon)
            if heading is None:
                body.add(id(block))
            elif heading.section:
                found[place] = before, heading
                section = exact[place] = heading.section
    for place, heading in variants(texts, exact, lexicon).items():
        found[place] = "", heading
    return found


def _heading_in(text: str, section: str | None, lexicon: Lexicon) -> tuple[str, Heading | None]:
    """The section heading in the form's own words that a paragraph is or ends with, and the text before it."""
    heading = section_heading(text, lexicon) if text else None
    if heading and not heading.official and number_of(text, lexicon) not in (None, _place_of(heading, lexicon)):
        return "", None
    if heading and not _is_topic(text, section, lexicon):
        return "", heading
    return heading_behind(text, lexicon) or ("", None)


def _place_of(heading: Heading, lexicon: Lexicon) -> int:
    """The place of a heading's section among the form's, from 1."""
    return [section.key for section in lexicon.form.sections].index(heading.section or "") + 1


def _lines(document: Document, lexicon: Lexicon) -> Iterator[NumberedBlock]:
    """The blocks with their numbers; a paragraph whose lines are a heading or end sentences is as many paragraphs."""
    for number, block in enumerate(document.blocks, 1):
        lines = block.text.split("\n") if isinstance(block, TextBlock) and "\n" in block.text else []
        if lines and all(_is_whole(line.strip(), lexicon) for line in lines[:-1]):
            yield from ((number, paragraph(line)) for line in lines if line.strip())
        else:
            yield number, block


def _is_whole(line: str, lexicon: Lexicon) -> bool:
    if not line or lexicon.ends_sentence(line):
        return True
    return bool(section_heading(line, lexicon) or lexicon.topic_number.match(line))


def _is_topic(text: str, section: str | None, lexicon: Lexicon) -> bool:
    """True if a heading without a number is that of a topic of the section at hand rather than of a section."""
    definition = lexicon.form.section(section) if section else None
    numbered = lexicon.section_number.match(text) is not None
    return definition is not None and not numbered and names_topic(text, definition)


def _without_contents(parts: Sequence[SectionPart], marks: list[Unplaced], lexicon: Lexicon) -> list[SectionPart]:
    """The parts without the entries of a list of contents; what stands below the last one belongs to what is above."""
    names = [part.section or part.heading for part in parts]
    last = {name: number for number, name in enumerate(names)}
    kept: list[SectionPart] = []
    entries: list[SectionPart] = []
    for number, part in enumerate(parts):
        if names[number] and number < last[names[number]] and (not entries or entries[-1].is_entry):
            entries.append(part)
            continue
        kept = _settled(entries, kept, marks, lexicon)
        entries = []
        kept.append(part)
    return _settled(entries, kept, marks, lexicon)


def _settled(
    entries: Sequence[SectionPart], kept: list[SectionPart], marks: list[Unplaced], lexicon: Lexicon
) -> list[SectionPart]:
    """The parts with the entries, where they are too few for a list of contents; else with what stands below them."""
    if len(entries) < _FEWEST_ENTRIES:
        return [*kept, *entries]
    above, below, place = kept[-1], entries[-1], SourcePlace("list of contents")
    head = above.blocks[-1][1] if above.blocks else None
    if isinstance(head, TextBlock) and plain(head.text) in lexicon.page.contents:
        above = replace(above, blocks=above.blocks[:-1])
        marks.append(Unplaced(head.text.strip(), place))
    marks += [Unplaced(part.heading, place) for part in entries]
    if not below.is_entry:
        first = below.blocks[0][1]
        page = isinstance(first, TextBlock) and _PAGE.fullmatch(first.text.strip()) is not None
        above = replace(above, blocks=above.blocks + below.blocks[page:], titles=above.titles + below.titles)
    return [*kept[:-1], above]


def missing_parts(parts: Sequence[SectionPart], lexicon: Lexicon) -> Iterator[Notice]:
    """Sections of the form that a report has not, a last one without a word in it, a last sentence without an end."""
    present = {part.section for part in parts}
    if len(present) < 2:
        return
    for section in lexicon.form.sections:
        if section.key not in present:
            yield Notice("section_absent", (("heading", section.heading),))
    if parts[-1].section and not any(
        isinstance(b, TableBlock | Picture) or b.text.strip() for _, b in parts[-1].blocks
    ):
        yield Notice("section_empty", (("heading", lexicon.form.section(parts[-1].section).heading),))
    last = next((text for _, block in reversed(parts[-1].blocks) if (text := block_text(block, lexicon))), "")
    dated = re.fullmatch(lexicon.form.definition.reading.events, last)
    if len(last) > _WORD and last[-1:].isalnum() and not dated and section_heading(last, lexicon) is None:
        yield Notice("ends_abruptly", (("text", last[-12:]),))


def block_text(block: Block, lexicon: Lexicon) -> str:
    """A paragraph's text; a table or a picture is a bar."""
    return clean(block.text, lexicon) if isinstance(block, TextBlock) else "|"


def page_numbers(parts: Sequence[SectionPart], lexicon: Lexicon) -> Mapping[int, int]:
    """Numbers that stand alone on a line of the prose, by line; most are page numbers."""
    lines = ((number, line.text.strip()) for number, line in _prose(parts, lexicon))
    return {number: int(text) for number, text in lines if len(text) <= _PAGE_DIGITS and text.isdecimal()}


def text_width(parts: Sequence[SectionPart], lexicon: Lexicon) -> int | None:
    """Columns of the lines into which the paragraphs are broken, if they are."""
    return page_width((line.text for _, line in _prose(parts, lexicon)), lexicon)


def _prose(parts: Sequence[SectionPart], lexicon: Lexicon) -> Iterator[tuple[int, TextBlock]]:
    own = (part for part in parts if part.is_prose(lexicon))
    return ((number, block) for part in own for number, block in part.blocks if isinstance(block, TextBlock))
