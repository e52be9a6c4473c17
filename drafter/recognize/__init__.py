"""Recognition: a document and a form to a filing, with an account of how each cell was found.

Nothing is guessed: a cell is read, blank, or unread with a reason; every paragraph stands in a block or is unplaced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from drafter.document import Document, Notice, Paragraph, Picture, Table, paragraph
from drafter.errors import SourceError
from drafter.filing import Block, Filing, Unplaced
from drafter.form import Form
from drafter.recognize.cells import CellReading, FoundRow, figures_of
from drafter.recognize.doubts import doubt_lone, doubt_pages, doubt_shifted, doubt_spread, doubt_unheaded
from drafter.recognize.lexicon import Lexicon, lexicon_of
from drafter.recognize.lines import Line, looks_tabular, names_row, read_lines
from drafter.recognize.narrative import (
    blocks_of,
    clean,
    heading_behind,
    match_title,
    organization_of,
    section_heading,
    title_of,
)
from drafter.recognize.reader import SourceRow, TableReader
from drafter.recognize.several import may_be_title, refuse_other_title
from drafter.recognize.spelling import plain
from drafter.recognize.tables import read_grid
from drafter.recognize.wrapped import page_width, rejoined

PREFACE = "preface"
"""Key of the blocks before the first section."""
_HEAD = 60
"""Lines at the top of a document without sections among which its title is looked for."""
_LONGEST_MARK = 16
"""Characters of a page number with the signs and words around it."""
_PAGE_DIGITS = 4
"""Digits that the number of a page has not."""
_MOST_BLOCKS = 100_000
"""Blocks and rows of tables."""
_REPEATED = 3
"""Sections that stand twice, from which on a document is more than one report."""
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


@dataclass(slots=True)
class _Part:
    """Blocks of the document under one section heading (or before the first)."""

    section: str | None
    blocks: list[tuple[int, Paragraph | Table | Picture]] = field(default_factory=list)
    """With their numbers in the document, which are line numbers where a document is lines."""
    has_lines: bool = True
    """Lines in it may be a table."""
    titles: list[int] = field(default_factory=list)
    """Numbers of blocks that may be a title."""


def recognize(document: Document, form: Form) -> Reading:
    """The reading of a document by a form."""
    if len(document.blocks) + sum(len(table.rows) for table in document.tables()) > _MOST_BLOCKS:
        raise SourceError("page_too_large", limit=_MOST_BLOCKS)
    lexicon = lexicon_of(form)
    reader = TableReader(lexicon)
    notices = list(document.notices)
    parts, variants, marks = _parts(document, lexicon)
    _refuse_several(parts, document, lexicon)
    refuse_other_title(document, [number for part in parts for number in part.titles], lexicon)
    title, above = _take_title(parts[0], lexicon, whole=len(parts) == 1)
    unplaced = _take_furniture(parts[-1], lexicon)
    unplaced += [Unplaced(text, "before the title") for text in _read_above(above, reader, unplaced)]
    narrative = _narrative(parts, reader, unplaced, width=_width(parts, lexicon) if document.by_line else None)
    doubt_spread(reader)
    doubt_pages(reader, _page_numbers(parts, form) if reader.alone else {})
    doubt_lone(reader)
    doubt_unheaded(reader, title.year if title else None)
    doubt_shifted(reader)
    _doubt_the_end(document, reader)
    figures, unread, rows = figures_of(reader, form)
    unplaced += [*marks, *(Unplaced(text, where) for text, where in reader.orphans)]
    unplaced += [Unplaced(aside.text, aside.where) for aside in document.asides]
    notices += [Notice("heading_variant", (("heading", text),)) for text in variants]
    notices += [Notice("may_be_cut")] * document.cut
    notices += _missing_parts(parts, document, lexicon)
    notices += [Notice("superseded", (("format", name),)) for name in reader.superseded]
    notices += _other_title(title, document, lexicon)
    filing = Filing(
        form=form.key,
        figures=figures,
        narrative=narrative,
        organization=title.organization if title else None,
        year=title.year if title else None,
        title=title.text if title else None,
        unread=tuple(unread),
        unplaced=tuple(unplaced),
    )
    reading = Reading(filing, tuple(rows), tuple(notices), labelled=bool(reader.named or reader.readings))
    _refuse_a_list(reading, document, lexicon)
    return reading


def _other_title(title: _Title | None, document: Document, lexicon: Lexicon) -> Iterator[Notice]:
    """What is to be told when the title of the page, which may name the site too, is that of another report."""
    pieces = _DIVIDERS.split("".join((document.title or "").split()))
    page = next((match for piece in pieces if (match := match_title(piece, lexicon))), None)
    if page and title and (organization_of(page, lexicon), page["year"]) != (title.organization, str(title.year)):
        yield Notice("title_differs", (("page", page.group()), ("text", title.text)))


def _doubt_the_end(document: Document, reader: TableReader) -> None:
    """Where the source is cut off in its last table row, that row is unread: its last number may be half a number."""
    if not document.cut or reader.last < 0:
        return
    number, last = next(((n, b) for n, b in _backwards(document) if not isinstance(b, Picture)), (0, None))
    reading = reader.readings[reader.last]
    at_end = isinstance(last, Table) or (
        isinstance(last, Paragraph)
        and (reading.end or reading.where) == f"line {number}"
        and not last.text.rstrip().endswith("|")
    )
    if at_end:
        reader.doubt(reader.last, "cut")


def _backwards(document: Document) -> Iterator[tuple[int, Paragraph | Table | Picture]]:
    """Blocks with something in them and their numbers, the last first."""
    for number in range(len(document.blocks), 0, -1):
        block = document.blocks[number - 1]
        if not isinstance(block, Paragraph) or block.text.strip():
            yield number, block


def _narrative(
    parts: list[_Part], reader: TableReader, unplaced: list[Unplaced], width: int | None
) -> dict[str, tuple[Block, ...]]:
    """Blocks by section, of what the tables leave; lines as wide as the page go on in the next one."""
    form, lexicon = reader.lexicon.form, reader.lexicon
    narrative: dict[str, tuple[Block, ...]] = {PREFACE: ()}
    narrative |= {section.key: () for section in form.sections if section.kind != "tables"}
    for part in parts:
        kept = _read_part(part, reader, unplaced)
        if part.section is None:
            kept = _below_head(kept, unplaced, lexicon)
        if width:
            kept = [*rejoined(kept, width, lexicon)]
        definition = form.section(part.section) if part.section else None
        key = part.section or PREFACE
        narrative[key] = narrative.get(key, ()) + blocks_of(kept, definition, lexicon)
    return {key: blocks for key, blocks in narrative.items() if blocks or _is_prose(key, form)}


def _below_head(kept: list[Paragraph], unplaced: list[Unplaced], lexicon: Lexicon) -> list[Paragraph]:
    """What stands below the lines that a page puts under the title: its date, its source, its buttons."""
    for position, line in enumerate(kept):
        text = "".join(line.text.split())
        if text and not lexicon.page.head.fullmatch(text):
            return kept[position:]
        unplaced += [Unplaced(line.text.strip(), "below the title")] * bool(text)
    return []


def _page_numbers(parts: list[_Part], form: Form) -> dict[int, int]:
    """Numbers that stand alone on a line of the text, by their lines."""
    prose = (part for part in parts if part.section is None or form.section(part.section).kind != "tables")
    lines = ((number, b.text.strip()) for part in prose for number, b in part.blocks if isinstance(b, Paragraph))
    return {number: int(text) for number, text in lines if len(text) < _PAGE_DIGITS and text.isdecimal()}


def _width(parts: list[_Part], lexicon: Lexicon) -> int | None:
    """Columns of the lines into which the paragraphs are broken, if they are."""
    prose = (part for part in parts if part.section is None or lexicon.form.section(part.section).kind != "tables")
    return page_width((b.text for part in prose for _, b in part.blocks if isinstance(b, Paragraph)), lexicon)


def _missing_parts(parts: list[_Part], document: Document, lexicon: Lexicon) -> Iterator[Notice]:
    """Sections of the form that a report has not, a last one without a word in it, a last sentence without an end."""
    present = {part.section for part in parts}
    if len(present) < 2:
        return
    for section in lexicon.form.sections:
        if section.key not in present:
            yield Notice("section_absent", (("heading", section.heading),))
    if parts[-1].section and not any(isinstance(b, Table | Picture) or b.text.strip() for _, b in parts[-1].blocks):
        yield Notice("section_empty", (("heading", lexicon.form.section(parts[-1].section).heading),))
    last = next((block for _, block in _backwards(document)), None)
    if isinstance(last, Paragraph) and last.text.strip()[-1:].isalnum() and section_heading(last.text, lexicon) is None:
        yield Notice("ends_abruptly", (("text", clean(last.text, lexicon)[-12:]),))


def _is_prose(key: str, form: Form) -> bool:
    return key == PREFACE or form.section(key).kind != "tables"


def _parts(document: Document, lexicon: Lexicon) -> tuple[list[_Part], list[str], list[Unplaced]]:
    """The document by sections, headings that are no official ones, and page numbers, which are in no section."""
    parts: list[_Part] = [_Part(None)]
    variants, marks = [], []
    body: set[int] = set()
    for number, block in enumerate(document.blocks, 1):
        if id(block) not in body:  # lines of a pasted table are mostly the same few records
            text = clean(block.text, lexicon) if isinstance(block, Paragraph) and block.spans else ""
            heading = section_heading(text, lexicon) if text else None
            if heading is None and (run_on := heading_behind(text, lexicon)):
                before, heading = run_on
                parts[-1].blocks.append((number, paragraph(before)))
            if heading is not None:
                parts.append(_Part(heading.section))
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
    return parts, variants, marks


def _refuse_several(parts: list[_Part], document: Document, lexicon: Lexicon) -> None:
    """SourceError when several sections stand twice, with something in them: a list of contents is no report."""
    filled = Counter(part.section for part in parts if part.section and part.blocks)
    twice = [section for section, count in filled.items() if count > 1]
    if len(twice) >= _REPEATED:
        raise _several(document, lexicon)


def _refuse_a_list(reading: Reading, document: Document, lexicon: Lexicon) -> None:
    """SourceError when most rows stand twice, or when there are titles of reports and nothing of a report."""
    if 2 * sum(item.reason == "twice" for item in reading.filing.unread) > len(lexicon.form.cells):
        raise _several(document, lexicon)
    if reading.labelled or any(reading.filing.narrative.get(key) for key in reading.sections):
        return
    titles = _titles(document, lexicon)
    if len(titles) > 1:
        raise SourceError("report_list", titles=" ".join(titles[:3]))


def _several(document: Document, lexicon: Lexicon) -> SourceError:
    titles = _titles(document, lexicon)[:3] or [lexicon.form.definition.name.zh]
    return SourceError("two_reports", titles=" ".join(titles))


def _titles(document: Document, lexicon: Lexicon) -> list[str]:
    """The titles with which short lines and cells begin; on a list page a date follows each."""
    lines = [block.text for block in document.paragraphs()]
    lines += [cell.text for table in document.tables() for row in table.rows for cell in row]
    found = (match_title("".join(line.split()), lexicon, whole=False) for line in lines if 8 < len(line) <= 80)
    return sorted({match.group() for match in found if match})


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    organization: str | None
    year: int | None


def _take_title(part: _Part, lexicon: Lexicon, *, whole: bool) -> tuple[_Title | None, _Part]:
    """Take out the title before the first section and what stands above it; without sections, one near the top."""
    lines = [(at, block) for at, (_, block) in enumerate(part.blocks) if isinstance(block, Paragraph) and block.spans]
    found = title_of([block.text for _, block in lines[: _HEAD if whole else None]], lexicon)
    above = _Part(None, has_lines=whole)
    if found is None:
        return None, above
    start, count, match = found
    above.blocks, part.blocks = part.blocks[: lines[start][0]], part.blocks[lines[start + count - 1][0] + 1 :]
    return _Title(match.group(), organization_of(match, lexicon), int(match["year"])), above


def _read_above(part: _Part, reader: TableReader, unplaced: list[Unplaced]) -> list[str]:
    """What stands above the title and is no table of the form: a site's links, and what it says of the page."""
    return [text for line in _read_part(part, reader, unplaced) if (text := clean(line.text, reader.lexicon))]


def _take_furniture(part: _Part, lexicon: Lexicon) -> list[Unplaced]:
    """Take out what a page puts below the last section: from its first such line on, when no sentence follows."""
    last, ends = len(part.blocks), lexicon.form.definition.reading.sentence_end
    for index in range(len(part.blocks) - 1, -1, -1):
        block = part.blocks[index][1]
        text = clean(block.text, lexicon) if isinstance(block, Paragraph) else ""
        if not isinstance(block, Paragraph) or text[-1:] in tuple(ends):
            break
        if text and lexicon.page.foot.fullmatch(text):
            last = index
    below, part.blocks = part.blocks[last:], part.blocks[:last]
    texts = [block.text.strip() for _, block in below if isinstance(block, Paragraph)]
    return [Unplaced(text, "below the report") for text in texts if text]


def _read_part(part: _Part, reader: TableReader, unplaced: list[Unplaced]) -> list[Paragraph]:
    """Read the tables under one heading; what is no table is given back as paragraphs, in order."""
    kept: list[Paragraph] = []
    run: list[tuple[int, Paragraph]] = []
    tables = 0
    for number, block in part.blocks:
        if isinstance(block, Paragraph):
            run.append((number, block))
            continue
        kept += _read_run(run, part, reader, unplaced)
        run = []
        if isinstance(block, Table):
            tables += 1
            _read_table(block, f"{part.section or PREFACE} table {tables}", reader, kept)
        else:
            unplaced.append(Unplaced(block.description, f"picture in {part.section or PREFACE}"))
    return kept + _read_run(run, part, reader, unplaced)


def _read_table(table: Table, where: str, reader: TableReader, kept: list[Paragraph]) -> None:
    """Read a source table; one in which nothing of the form stands is kept as paragraphs, a row each."""
    before = len(reader.readings), len(reader.orphans), len(reader.open_rows)
    rows = [
        SourceRow(
            tuple([cell.text for cell in row]), tuple([cell.col_span for cell in row]), f"{where} row {number}", width
        )
        for number, (row, width) in enumerate(zip(table.rows, _widths(table), strict=True), 1)
    ]
    read_grid(rows, reader)
    if len(reader.readings) == before[0] and len(reader.open_rows) == before[2]:
        del reader.orphans[before[1] :]
        if all(plain(cell) in reader.lexicon.fragments for row in rows for cell in row.cells):
            return  # the head of a table that was cut in two
        kept += [paragraph("\t".join(filter(None, (cell.strip() for cell in row.cells)))) for row in rows]


def _widths(table: Table) -> list[int]:
    """Slots of the grid that each row takes up; 0 where the source says of no cell what it spans."""
    spans = any(cell.row_span > 1 or cell.col_span > 1 for row in table.rows for cell in row)
    return table.row_widths() if spans else [0] * len(table.rows)


def _read_run(
    run: list[tuple[int, Paragraph]], part: _Part, reader: TableReader, unplaced: list[Unplaced]
) -> list[Paragraph]:
    """Read a table that is only paragraphs, where one may stand; give back the paragraphs around it."""
    lexicon = reader.lexicon
    paragraphs = [paragraph for _, paragraph in run]
    start = _table_start(paragraphs, part, lexicon) if run and part.has_lines else None
    if start is None:
        return paragraphs
    lines = [Line(number, block.text, index) for index, (number, block) in enumerate(run)]
    outside = read_lines(lines[start:], reader)
    unplaced += [Unplaced(line.text.strip(), f"line {line.number}") for line in outside.strays]
    return paragraphs[:start] + [paragraphs[line.position] for line in (*outside.before, *outside.after)]


def _table_start(run: list[Paragraph], part: _Part, lexicon: Lexicon) -> int | None:
    """Where lines of a table may begin: at once in a section of tables, elsewhere at a table's first label."""
    if part.section and lexicon.form.section(part.section).kind == "tables":
        return 0
    for index, block in enumerate(run):
        if plain(block.text) in lexicon.openings or (part.section is None and names_row(block.text, lexicon)):
            while part.section is None and index and looks_tabular(run[index - 1].text, lexicon):
                index -= 1  # the header above the first row
            return index
    return None
