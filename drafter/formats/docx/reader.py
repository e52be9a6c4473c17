"""A .docx file to a document: the text that the page shows with all tracked changes accepted.

The XML is walked directly: the paragraphs of python-docx drop the text inside insertions, content controls and text
boxes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field

from drafter.document import Aside, Block, Document, Notice, Picture, paragraph
from drafter.errors import SourceError
from drafter.formats.docx.backgrounds import Backgrounds
from drafter.formats.docx.elements import (
    NO_PROPERTIES,
    WIDEST,
    ParagraphProperties,
    cell_properties,
    child_of,
    content,
    description,
    is_set,
    number,
    paragraph_properties,
    row_deleted,
    value,
)
from drafter.formats.docx.embedded import chunk_of, page_in
from drafter.formats.docx.numbering import NumberedLists
from drafter.formats.docx.package import Chunk, Element, Package, W, open_package
from drafter.formats.docx.paragraph_text import ParagraphText, words_of
from drafter.formats.docx.styles import ParagraphStyles, StyleSheet
from drafter.formats.docx.symbol_fonts import UNKNOWN, symbol, typed
from drafter.formats.docx.table_reader import RowCell, is_layout, table_of
from drafter.formats.docx.visibility import PLAIN, RunLooks
from drafter.records import dataclass

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHANGES = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
_SIGNS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_GRAPHICS = frozenset(W + name for name in ("drawing", "pict", "object"))
_IMAGES = frozenset(
    (
        "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
        "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
        "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
        "{urn:schemas-microsoft-com:vml}imagedata",
    )
)
_OBJECT, _WORD_ART = W + "object", "{urn:schemas-microsoft-com:vml}textpath"
_P, _R, _T, _BR, _TBL, _TR, _TC = (W + name for name in ("p", "r", "t", "br", "tbl", "tr", "tc"))
_FIELD, _RUBY, _SYMBOL, _TEXT_BOX = (W + name for name in ("fldChar", "ruby", "sym", "txbxContent"))
_NOTE_MARKS = frozenset((W + "footnoteReference", W + "endnoteReference"))
_ID = W + "id"
_TAKEN_IN = frozenset((W + "altChunk", W + "subDoc"))
"""Elements that embed another file."""

STRUCK, HIDDEN = "struck out", "hidden"
"""The kinds of asides."""
_RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = W + "rPr", W + "pPr"
_CELL_PROPERTIES, _ROW_PROPERTIES = W + "tcPr", W + "trPr"
_BROKEN_TITLE = re.compile(r"\n(?=(?:19|20)\d\d)")
"""A line break before the year, which only keeps a long title in shape."""


def read(data: bytes) -> Document:
    """The document in `data`, without empty paragraphs; SourceError when it is not a sound .docx file."""
    package = open_package(data)
    body = package.document.find(W + "body")
    walk = _Walk.of(package)
    try:
        blocks = walk.blocks(body) if body is not None else []
        notes, margins = [*walk.notes(package)], [*walk.margins(package)]
    except RecursionError as error:
        raise SourceError("damaged_docx", part="word/document.xml", reason="depth") from error
    walk.counts["footnotes"] = len(notes)
    notices = tuple(_notices(package, walk))
    return Document(tuple(blocks), notices, (*walk.asides, *notes, *margins), title=_title(package))


def _notices(package: Package, walk: _Walk) -> Iterator[Notice]:
    changes = sum(1 for _ in package.document.iter(*_CHANGES))
    comments = 0 if package.comments is None else sum(1 for _ in package.comments.iter(W + "comment"))
    kinds = Counter(aside.where for aside in walk.asides)
    counts = {"tracked_changes": changes, "comments": comments, "struck": kinds[STRUCK], "hidden_text": kinds[HIDDEN]}
    for key, count in (*counts.items(), *sorted(walk.counts.items())):
        if count:
            yield Notice(key, (("count", str(count)),))
    yield from walk.notices


def _title(package: Package) -> str | None:
    titles = () if package.properties is None else package.properties.iter("{*}title")
    return next((title.text for title in titles if title.text), None)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Walks through a file once, in order, since automatic numbers are counted on the way."""

    styles: ParagraphStyles
    looks: RunLooks
    backgrounds: Backgrounds
    lists: NumberedLists
    chunks: Mapping[str, Chunk]
    asides: list[Aside] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """How often something was found, by the key of its notice."""
    notices: list[Notice] = field(default_factory=list)

    @classmethod
    def of(cls, package: Package) -> _Walk:
        sheet = StyleSheet(package.styles)
        styles = ParagraphStyles(sheet)
        lists = NumberedLists(package.numbering, styles)
        return cls(styles, RunLooks(sheet), Backgrounds(sheet), lists, package.chunks)

    def blocks(self, container: Element) -> list[Block]:
        """The blocks of a body, a cell or a text box; paragraphs whose mark is deleted run into the next."""
        blocks: list[Block] = []
        line, last = None, NO_PROPERTIES
        for child in content(container):
            tag = child.tag
            if tag == _P:
                last = paragraph_properties(child_of(child, _PARAGRAPH_PROPERTIES))
                line = line or ParagraphText()
                line.start(last.style)
                self._paragraph(child, line)
                if not last.mark_deleted:
                    blocks += self._finished(line, last)
                    line = None
            elif tag == _TBL:
                blocks += [*self._finished(line, last), *self._table(child)]
                line = None
            elif tag in _TAKEN_IN:
                blocks += self._taken_in(chunk_of(child, self.chunks))
        return [*blocks, *self._finished(line, last)]

    def _taken_in(self, chunk: Chunk) -> tuple[Block, ...]:
        """The blocks of an embedded web page; for any other file a picture and a notice."""
        page = page_in(chunk)
        if page is None:
            self.notices.append(Notice("file_taken_in", (("name", chunk.name),)))
            return (Picture(chunk.name),)
        self.notices.extend((*page.notices, *(Notice("may_be_cut") for _ in range(page.cut))))
        self.asides.extend(page.asides)
        return page.blocks

    def notes(self, package: Package) -> Iterator[Aside]:
        """The footnotes and endnotes in the order of their marks."""
        for kind, part in package.notes.items():
            written = {note.get(_ID): note for note in part.iterfind(W + kind) if note.get(W + "type") is None}
            marks = (mark.get(_ID) for mark in package.document.iter(W + kind + "Reference"))
            for place, note in enumerate(dict.fromkeys((*marks, *written)), 1):
                blocks = self.blocks(written[note]) if note in written else ()
                if blocks:
                    yield Aside("\n".join(words_of(blocks)).strip(), f"{kind} {place}")

    def margins(self, package: Package) -> Iterator[Aside]:
        """The texts of page headers and footers, each once, page numbers left out."""
        seen = set[str]()
        for kind, part in package.margins:
            words = "\n".join(words_of(self.blocks(part))).strip()
            if words not in seen and any(char.isalpha() for char in words):
                seen.add(words)
                yield Aside(words, kind)

    def _finished(self, line: ParagraphText | None, properties: ParagraphProperties) -> list[Block]:
        if line is None:
            return []
        self.asides.extend(line.asides)
        counted = self.lists.number(properties) if properties is not NO_PROPERTIES else ""
        text = "".join(line.text)
        if not text.strip():
            return [*line.before, *line.after]
        level = self.styles.level(properties)
        if UNKNOWN in text:
            self.counts["symbols"] += text.count(UNKNOWN)
        whole = _BROKEN_TITLE.sub("", text) if level == 0 else text
        return [*line.before, paragraph(_numbered(counted, whole), level=level), *line.after]

    def _paragraph(self, element: Element, line: ParagraphText) -> None:
        for child in content(element):
            if child.tag == _R:
                self._run(child, line)
            elif child.tag in (_M + "oMath", _M + "oMathPara"):
                line.write("".join(text.text or "" for text in child.iter(_M + "t")))

    def _run(self, run: Element, line: ParagraphText) -> None:
        look = self.looks.of(child_of(run, _RUN_PROPERTIES), line.style)
        if look is PLAIN and not line.shift:
            self._items(run, line)
        elif look.hidden:
            self._hidden(run, line)
        elif look.struck:
            line.separate()
            self._set_aside(run, line, STRUCK)
        elif look.tiny or (look.white and not self.backgrounds.dark(run)):
            line.separate()  # it takes up room, so the digits around it are not one number
            self._set_aside(run, line, HIDDEN)
        else:
            line.shift_to(look.shift)
            line.font = look.font
            self._items(run, line)
            line.font = ""

    def _hidden(self, run: Element, line: ParagraphText) -> None:
        """Read a hidden run: the text boxes anchored in it are hidden as well."""
        shown = line.before, line.after
        line.before, line.after = [], []
        self._set_aside(run, line, HIDDEN)
        hidden = [*line.before, *line.after]
        line.before, line.after = shown
        line.anchor(block for block in hidden if isinstance(block, Picture))
        line.asides += (Aside(words, HIDDEN) for words in words_of(hidden) if words.strip())

    def _set_aside(self, run: Element, line: ParagraphText, where: str) -> None:
        """Read a run whose text is hidden or struck out into the asides."""
        start = len(line.text)
        self._items(run, line)
        line.set_aside(start, where)

    def _items(self, run: Element, line: ParagraphText) -> None:
        for item in content(run):
            tag = item.tag
            if tag == _T:
                line.write(typed(item.text or "", line.font) if line.font else item.text or "")
            elif tag in _SIGNS:
                line.write(_SIGNS[tag])
            elif tag == _BR:
                line.write("\n" if item.get(W + "type", "textWrapping") == "textWrapping" else "")
            elif tag == _FIELD:
                line.turn(item)
            elif tag in _GRAPHICS:
                line.anchor(self._graphics(item))
            elif tag == _SYMBOL:
                line.write(symbol(item))
            elif tag in _NOTE_MARKS:
                line.separate()
                if is_set(item, "customMarkFollows"):
                    return
            elif tag == _RUBY:
                self._ruby(item, line)

    def _ruby(self, ruby: Element, line: ParagraphText) -> None:
        for base in ruby.iterfind(W + "rubyBase"):
            for run in content(base):
                self._run(run, line)

    def _graphics(self, item: Element) -> list[Block]:
        """Text boxes and pictures; an embedded object counts as a picture even if it has none."""
        words = description(item)
        return [*self._graphic(item, words)] or [Picture(words)] * (item.tag == _OBJECT)

    def _graphic(self, element: Element, words: str) -> Iterator[Block]:
        for child in content(element):
            if child.tag == _TEXT_BOX:
                yield from self.blocks(child)
            elif child.tag in _IMAGES:
                yield Picture(words)
            elif child.tag == _WORD_ART and child.get("string"):
                yield Picture(child.get("string"))
            else:
                yield from self._graphic(child, words)

    def _table(self, element: Element) -> list[Block]:
        found = [(row, child_of(row, _ROW_PROPERTIES)) for row in content(element) if row.tag == _TR]
        rows = [self._row(row, properties) for row, properties in found if not row_deleted(properties)]
        blocks = [block for row in rows for slot in row for block in slot.blocks]
        if is_layout(blocks):
            return blocks
        widths = tuple(float(number(column.get(W + "w"), 0)) for column in element.iterfind(f"{W}tblGrid/{W}gridCol"))
        pictures = [block for block in blocks if isinstance(block, Picture)]
        return [*table_of(rows, widths), *pictures]

    def _row(self, row: Element, properties: Element | None) -> list[RowCell]:
        before = number(value(properties, "gridBefore"), 0, limit=WIDEST)
        slots = [RowCell([], before)] if before else []
        for cell in content(row):
            if cell.tag == _TC:
                self._add_cell(cell, slots)
        return slots

    def _add_cell(self, cell: Element, slots: list[RowCell]) -> None:
        span, across, down, deleted = cell_properties(child_of(cell, _CELL_PROPERTIES))
        if deleted:
            return
        if slots and across == "continue":
            slots[-1].col_span += span
            self._covered(cell)
            return
        slots.append(RowCell(self._covered(cell) if down == "continue" else self.blocks(cell), span, down))

    def _covered(self, cell: Element) -> list[Block]:
        """The blocks of a cell covered by a merge: none, its text is hidden."""
        words = "".join(text.text or "" for text in cell.iter(_T))
        if words.strip():
            self.asides.append(Aside(words, HIDDEN))
        return []


def _numbered(counted: str, text: str) -> str:
    """The text after its number; a space keeps "1." and "2024" from becoming one number."""
    apart = counted and (counted[-1].isalnum() or (counted[-1].isascii() and text[0].isascii()))
    return f"{counted} {text}" if apart else counted + text
