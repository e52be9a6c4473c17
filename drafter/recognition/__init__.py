"""Recognition: a document and a form to a filing, with an account of how each cell was found.

Nothing is guessed: a cell is read, blank, or unread with a reason; every paragraph stands in a block or is unplaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from drafter.document import Document, Notice, SourcePlace, TextBlock
from drafter.errors import SourceError
from drafter.form import Form
from drafter.recognition.form_lexicon import lexicon_of
from drafter.recognition.headings import Title, blocks_of, clean, match_title, title_named
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.line_joining import rejoined
from drafter.recognition.page_lines import take_foot, take_head, take_title
from drafter.recognition.refusals import refuse_a_list, refuse_other_title, refuse_several
from drafter.recognition.sections import (
    PREFACE,
    SectionPart,
    missing_parts,
    page_numbers,
    parts_of,
    text_width,
)
from drafter.recognition.tables.cells import CellReading, FoundRow, figures_of
from drafter.recognition.tables.doubts import doubt_rows
from drafter.recognition.tables.found import TablesFound
from drafter.recognition.tables.regions import read_part
from drafter.records import dataclass
from drafter.report import Block, Filing, Unplaced

_MOST_BLOCKS = 100_000
"""Blocks and rows of tables."""
_DIVIDERS = re.compile(r"[-_|\u2013\u2014>\u00b7]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A filing, how its cells were found, and what a person should hear about the source."""

    filing: Filing
    rows: tuple[FoundRow, ...] = ()
    notices: tuple[Notice, ...] = ()
    labelled: bool = False
    """Some data, or a label of the form's tables, was found."""

    @property
    def cells(self) -> Iterator[CellReading]:
        """How its cells were found."""
        return chain.from_iterable(row.cells for row in self.rows)

    @property
    def contradicted(self) -> tuple[FoundRow, ...]:
        """Rows that were read though their own values contradict one another: a person is to look at them."""
        return tuple(row for row in self.rows if row.how.is_contradicted)

    @property
    def recognized(self) -> bool:
        """True if anything of the form was found at all."""
        return self.labelled or bool(self.rows or self.filing.title) or self.has_sections

    @property
    def has_sections(self) -> bool:
        """True if there is text in a section, the preface apart."""
        return any(blocks for key, blocks in self.filing.narrative.items() if key != PREFACE)


def recognize(document: Document, form: Form) -> Reading:
    """The reading of a document by a form; SourceError for a document that is no report, or several."""
    if len(document.blocks) + sum(len(table.rows) for table in document.tables()) > _MOST_BLOCKS:
        raise SourceError("page_too_large", limit=_MOST_BLOCKS)
    lexicon = lexicon_of(form)
    parts, variants, marks = parts_of(document, lexicon)
    refuse_several([part.section for part in parts if part.section and part.blocks], document, lexicon)
    refuse_other_title(document, [number for part in parts for number in part.titles], lexicon)
    title, above, parts[0] = take_title(parts[0], lexicon, whole=len(parts) == 1)
    page = _page_title(document, lexicon)
    known = title or (page if document.title_shown else None)
    parts[-1], foot = take_foot(parts[-1], lexicon)
    texts = _read_texts(above, parts, lexicon, by_line=document.by_line)
    pages = page_numbers(parts, lexicon) if texts.found.signs.lone else {}
    found = doubt_rows(texts.found, document, pages, known.year if known else None, lexicon)
    figures, unread, rows = figures_of(found, lexicon)
    filing = Filing(
        form=form.key,
        figures=figures,
        narrative=texts.narrative,
        organization=known.organization if known else None,
        year=known.year if known else None,
        title=known.text if known else None,
        unread=tuple(unread),
        unplaced=(
            *foot,
            *texts.unplaced,
            *marks,
            *found.strays,
            *(Unplaced(aside.text, SourcePlace.parse(aside.where)) for aside in document.asides),
        ),
    )
    notices = (
        *document.notices,
        *_about_parts(document, parts, variants, lexicon),
        *(Notice("superseded", (("format", name),)) for name in found.superseded),
        *_about_title(known, title, page),
    )
    reading = Reading(filing, tuple(rows), notices, labelled=bool(found.named or found.readings))
    refuse_a_list(filing, document, lexicon, found=reading.labelled or reading.has_sections)
    return reading


def _page_title(document: Document, lexicon: Lexicon) -> Title | None:
    """The title of a report in that of the page, which may name the site too."""
    pieces = _DIVIDERS.split("".join((document.title or "").split()))
    return next((title_named(match, lexicon) for piece in pieces if (match := match_title(piece, lexicon))), None)


def _about_parts(
    document: Document, parts: Sequence[SectionPart], variants: Sequence[str], lexicon: Lexicon
) -> Iterator[Notice]:
    """What a person should hear of headings, of an end that may be missing, and of what a report should have."""
    yield from (Notice("heading_variant", (("heading", text),)) for text in variants)
    yield from (Notice("heading_unknown", (("heading", part.heading),)) for part in parts if part.is_own)
    yield from [Notice("may_be_cut")] * document.cut
    yield from missing_parts(parts, lexicon)


def _about_title(known: Title | None, title: Title | None, page: Title | None) -> Iterator[Notice]:
    """What a person should hear if the title is not that of the text, or if the page's is that of another report."""
    if page and title is None and known is page:
        yield Notice("title_of_page", (("page", page.text),))
    elif page and title and _differ(page, title):
        yield Notice("title_differs", (("page", page.text), ("text", title.text)))


def _differ(page: Title, title: Title) -> bool:
    """True if two titles name different years or organisations."""
    return page.year != title.year or page.organization not in (None, title.organization)


class _TextsRead(NamedTuple):
    """What was found in tables, blocks by section, and what belongs to neither."""

    found: TablesFound
    narrative: dict[str, tuple[Block, ...]]
    unplaced: list[Unplaced]


def _read_texts(above: SectionPart, parts: list[SectionPart], lexicon: Lexicon, *, by_line: bool) -> _TextsRead:
    """Read what stands above the title, then all parts; lines as wide as the page go on in the next one."""
    width = text_width(parts, lexicon) if by_line else None
    form, place = lexicon.form, SourcePlace("before the title")
    narrative: dict[str, tuple[Block, ...]] = {PREFACE: ()}
    narrative |= {section.key: () for section in form.sections if section.kind != "tables"}
    found, lines, unplaced = read_part(above, TablesFound(), lexicon)
    unplaced += [Unplaced(text, place) for line in lines if (text := clean(line.text, lexicon))]
    for part in parts:
        found, kept, strays = read_part(part, found, lexicon)
        unplaced += strays
        if part.is_own:
            unplaced += _own_section(part, kept, lexicon)
            continue
        if part.section is None:
            head, kept = take_head(kept, lexicon)
            unplaced += head
        definition = form.section(part.section) if part.section else None
        blocks = blocks_of(rejoined(kept, width, lexicon) if width else kept, definition, lexicon)
        if blocks or part.is_prose(lexicon):
            key = part.section or PREFACE
            narrative[key] = narrative.get(key, ()) + blocks
    return _TextsRead(found, narrative, unplaced)


def _own_section(part: SectionPart, lines: Sequence[TextBlock], lexicon: Lexicon) -> Iterator[Unplaced]:
    """The heading and the paragraphs of a section that the form does not know."""
    place = SourcePlace("section of its own")
    texts = (clean(line.text, lexicon) for line in lines)
    return (Unplaced(text, place) for text in (part.heading, *texts) if text)
