"""Recognition: a document and a form to a filing, with an account of how each cell was found.

Nothing is guessed: a cell is read, blank, or unread with a reason; every paragraph stands in a block or is unplaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from drafter.document import Document, Notice
from drafter.errors import SourceError
from drafter.form import Form
from drafter.recognition.headings import Title, blocks_of, clean, match_title, title_named
from drafter.recognition.lexicon import Lexicon, lexicon_of
from drafter.recognition.line_joining import rejoined
from drafter.recognition.refusals import refuse_a_list, refuse_other_title, refuse_several
from drafter.recognition.sections import (
    PREFACE,
    Part,
    below_head,
    missing_parts,
    parts_of,
    take_furniture,
    take_title,
    text_width,
)
from drafter.recognition.tables.cells import CellReading, FoundRow, figures_of
from drafter.recognition.tables.doubts import doubt_rows
from drafter.recognition.tables.reader import TableReader
from drafter.recognition.tables.regions import read_part
from drafter.report.filing import Block, Filing, Unplaced

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
    """Something of the form was met: data, or a label of its tables."""

    @property
    def cells(self) -> Iterator[CellReading]:
        """How its cells were found."""
        return chain.from_iterable(row.cells for row in self.rows)

    @property
    def recognized(self) -> bool:
        """Whether anything of the form was found at all."""
        found = self.rows or self.filing.title or any(self.filing.narrative.get(key) for key in self.sections)
        return self.labelled or bool(found)

    @property
    def sections(self) -> Iterator[str]:
        """Keys of the sections that it has, the preface apart."""
        return (key for key in self.filing.narrative if key != PREFACE)


def recognize(document: Document, form: Form) -> Reading:
    """The reading of a document by a form."""
    if len(document.blocks) + sum(len(table.rows) for table in document.tables()) > _MOST_BLOCKS:
        raise SourceError("page_too_large", limit=_MOST_BLOCKS)
    lexicon = lexicon_of(form)
    reader = TableReader(lexicon)
    notices = list(document.notices)
    parts, variants, marks = parts_of(document, lexicon)
    refuse_several([part.section for part in parts if part.section and part.blocks], document, lexicon)
    refuse_other_title(document, [number for part in parts for number in part.titles], lexicon)
    title, above = take_title(parts[0], lexicon, whole=len(parts) == 1)
    page = _page_title(document, lexicon)
    unplaced = take_furniture(parts[-1], lexicon)
    unplaced += [Unplaced(text, "before the title") for text in _read_above(above, reader, unplaced)]
    narrative = _narrative(parts, reader, unplaced, width=text_width(parts, lexicon) if document.by_line else None)
    known = title or (page if document.title_shown else None)
    doubt_rows(reader, document, parts, known.year if known else None)
    figures, unread, rows = figures_of(reader, form)
    unplaced += [*marks, *(Unplaced(text, where) for text, where in reader.orphans)]
    unplaced += [Unplaced(aside.text, aside.where) for aside in document.asides]
    notices += [Notice("heading_variant", (("heading", text),)) for text in variants]
    notices += [Notice("may_be_cut")] * document.cut
    notices += missing_parts(parts, lexicon)
    notices += [Notice("superseded", (("format", name),)) for name in reader.superseded]
    notices += _about_title(known, title, page)
    filing = Filing(
        form=form.key,
        figures=figures,
        narrative=narrative,
        organization=known.organization if known else None,
        year=known.year if known else None,
        title=known.text if known else None,
        unread=tuple(unread),
        unplaced=tuple(unplaced),
    )
    reading = Reading(filing, tuple(rows), tuple(notices), labelled=bool(reader.named or reader.readings))
    told = any(filing.narrative.get(key) for key in reading.sections)
    refuse_a_list(filing, document, lexicon, found=reading.labelled or told)
    return reading


def _page_title(document: Document, lexicon: Lexicon) -> Title | None:
    """The title of a report in that of the page, which may name the site too."""
    pieces = _DIVIDERS.split("".join((document.title or "").split()))
    return next((title_named(match, lexicon) for piece in pieces if (match := match_title(piece, lexicon))), None)


def _about_title(known: Title | None, title: Title | None, page: Title | None) -> Iterator[Notice]:
    """What is to be told where the title is not that of the text, or where the page's is that of another report."""
    if page and title is None and known is page:
        yield Notice("title_of_page", (("page", page.text),))
    elif page and title and (page.organization, page.year) != (title.organization, title.year):
        yield Notice("title_differs", (("page", page.text), ("text", title.text)))


def _narrative(
    parts: list[Part], reader: TableReader, unplaced: list[Unplaced], width: int | None
) -> dict[str, tuple[Block, ...]]:
    """Blocks by section, of what the tables leave; lines as wide as the page go on in the next one."""
    form, lexicon = reader.lexicon.form, reader.lexicon
    narrative: dict[str, tuple[Block, ...]] = {PREFACE: ()}
    narrative |= {section.key: () for section in form.sections if section.kind != "tables"}
    for part in parts:
        kept = read_part(part, reader, unplaced)
        if part.section is None:
            kept = below_head(kept, unplaced, lexicon)
        if width:
            kept = [*rejoined(kept, width, lexicon)]
        definition = form.section(part.section) if part.section else None
        key = part.section or PREFACE
        narrative[key] = narrative.get(key, ()) + blocks_of(kept, definition, lexicon)
    return {key: blocks for key, blocks in narrative.items() if blocks or _is_prose(key, form)}


def _is_prose(key: str, form: Form) -> bool:
    return key == PREFACE or form.section(key).kind != "tables"


def _read_above(part: Part, reader: TableReader, unplaced: list[Unplaced]) -> list[str]:
    """What stands above the title and is no table of the form: a site's links, and what it says of the page."""
    return [text for line in read_part(part, reader, unplaced) if (text := clean(line.text, reader.lexicon))]
