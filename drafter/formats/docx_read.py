"""A .docx file to a document: the text that a reader of the page sees, with tracked changes taken as accepted.

The XML is walked here and not through python-docx, whose paragraphs drop the text inside insertions, content controls
and text boxes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from drafter.document import Aside, Block, Document, Notice, Picture, paragraph
from drafter.errors import SourceError
from drafter.formats.docx_grid import Slot, is_layout, table_of
from drafter.formats.docx_line import Line, words_of
from drafter.formats.docx_lists import Lists
from drafter.formats.docx_package import Element, Package, W, open_package
from drafter.formats.docx_sight import PLAIN, Sights
from drafter.formats.docx_styles import Styles, number, value

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# A deletion or the source of a move is none of these: its content is passed over.
_WRAPPERS = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
)
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
_P, _R, _T, _BR, _TBL, _TR, _TC = (W + name for name in ("p", "r", "t", "br", "tbl", "tr", "tc"))
_FIELD, _RUBY, _SYMBOL, _TEXT_BOX = (W + name for name in ("fldChar", "ruby", "sym", "txbxContent"))
_NOTE_MARKS = frozenset((W + "footnoteReference", W + "endnoteReference"))
_ID = W + "id"
_EMBEDDED = W + "altChunk"
"""Another file set in among the paragraphs."""
_WIDEST = 256
"""The most grid columns that a cell may span; word processors stop at 63."""

STRUCK, HIDDEN = "struck out", "hidden"
"""Where an aside stood."""
_RUN_LOOK = W + "rPr"
_BROKEN_TITLE = re.compile(r"\n(?=(?:19|20)\d\d)")
"""Where a long title is broken for its look: the break is none of its words."""


def read(data: bytes) -> Document:
    """The document in `data`, without empty paragraphs; SourceError when it is not a sound .docx file."""
    package = open_package(data)
    body = package.document.find(W + "body")
    walk = _Walk.of(package)
    try:
        blocks = walk.blocks(body) if body is not None else []
        notes = [*walk.notes(package)]
    except RecursionError as error:
        raise SourceError("damaged_docx", part="word/document.xml", reason="depth") from error
    notices = tuple(_notices(package, walk.asides, len(notes)))
    return Document(tuple(blocks), notices, (*walk.asides, *notes), title=_title(package))


def _notices(package: Package, asides: Iterable[Aside], notes: int) -> Iterator[Notice]:
    changes = sum(1 for _ in package.document.iter(*_CHANGES))
    comments = 0 if package.comments is None else sum(1 for _ in package.comments.iter(W + "comment"))
    kinds = Counter(aside.where for aside in asides)
    told = {"tracked_changes": changes, "comments": comments, "struck": kinds[STRUCK], "hidden_text": kinds[HIDDEN]}
    for key, count in (*told.items(), ("footnotes", notes)):
        if count:
            yield Notice(key, (("count", str(count)),))


def _title(package: Package) -> str | None:
    titles = () if package.properties is None else package.properties.iter("{*}title")
    return next((title.text for title in titles if title.text), None)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through a file once, in order: automatic numbers count on the way."""

    styles: Styles
    sights: Sights
    lists: Lists
    asides: list[Aside] = field(default_factory=list)

    @classmethod
    def of(cls, package: Package) -> _Walk:
        styles = Styles(package.styles)
        return cls(styles, Sights(package.styles), Lists(package.numbering, styles))

    def blocks(self, container: Element) -> list[Block]:
        """The blocks of a body, a cell or a text box; paragraphs whose mark is deleted run into the next."""
        blocks: list[Block] = []
        line, last = Line(), None
        for child in _content(container):
            if child.tag == _P:
                last = child.find(W + "pPr")
                line.start(value(last, "pStyle"))
                self._paragraph(child, line)
                if not _mark_deleted(last):
                    blocks += self._finished(line, last)
                    line, last = Line(), None
            elif child.tag == _TBL:
                blocks += [*self._finished(line, last), *self._table(child)]
                line, last = Line(), None
            elif child.tag == _EMBEDDED:
                blocks.append(Picture())
        return [*blocks, *self._finished(line, last)]

    def notes(self, package: Package) -> Iterator[Aside]:
        """The notes at the foot of the page and at the end, in the order of their marks."""
        for kind, part in package.notes.items():
            written = {note.get(_ID): note for note in part.iterfind(W + kind) if note.get(W + "type") is None}
            marks = (mark.get(_ID) for mark in package.document.iter(W + kind + "Reference"))
            for place, note in enumerate(dict.fromkeys((*marks, *written)), 1):
                blocks = self.blocks(written[note]) if note in written else ()
                if blocks:
                    yield Aside("\n".join(words_of(blocks)).strip(), f"{kind} {place}")

    def _finished(self, line: Line, properties: Element | None) -> list[Block]:
        self.asides.extend(line.asides)
        counted = self.lists.number(properties) if properties is not None else ""
        text = "".join(line.text)
        if not text.strip():
            return [*line.before, *line.after]
        level = self.styles.level(properties)
        whole = _BROKEN_TITLE.sub("", text) if level == 0 else text
        return [*line.before, paragraph(_numbered(counted, whole), level=level), *line.after]

    def _paragraph(self, element: Element, line: Line) -> None:
        for child in _content(element):
            if child.tag == _R:
                self._run(child, line)
            elif child.tag in (_M + "oMath", _M + "oMathPara"):
                line.write("".join(text.text or "" for text in child.iter(_M + "t")))

    def _run(self, run: Element, line: Line) -> None:
        sight = self.sights.of(run.find(_RUN_LOOK), line.style)
        if sight == PLAIN and not line.shift:
            self._items(run, line)
        elif sight.vanished:
            self._vanish(run, line)
        elif sight.struck:
            line.part()
            self._set_aside(run, line, STRUCK)
        elif sight.tiny or (sight.white and not self.sights.on_dark(run)):
            line.part()  # it takes room, so what is left of it and right of it is no one number
            self._set_aside(run, line, HIDDEN)
        else:
            line.move(sight.shift)
            self._items(run, line)

    def _vanish(self, run: Element, line: Line) -> None:
        """Reads a run that is not there on paper: neither are the text boxes that hang in it."""
        shown = line.before, line.after
        line.before, line.after = [], []
        self._set_aside(run, line, HIDDEN)
        hidden = [*line.before, *line.after]
        line.before, line.after = shown
        line.hang(block for block in hidden if isinstance(block, Picture))
        line.asides += (Aside(words, HIDDEN) for words in words_of(hidden) if words.strip())

    def _set_aside(self, run: Element, line: Line, where: str) -> None:
        """Reads a run whose text is not seen, or struck out."""
        start = len(line.text)
        self._items(run, line)
        line.set_aside(start, where)

    def _items(self, run: Element, line: Line) -> None:
        for item in _content(run):
            tag = item.tag
            if tag == _T:
                line.write(item.text or "")
            elif tag in _SIGNS:
                line.write(_SIGNS[tag])
            elif tag == _BR:
                line.write("\n" if item.get(W + "type", "textWrapping") == "textWrapping" else "")
            elif tag == _FIELD:
                line.turn(item.get(W + "fldCharType"))
            elif tag in _GRAPHICS:
                line.hang(self._graphic(item, _description(item)))
            elif tag == _SYMBOL:
                line.write(_symbol(item))
            elif tag in _NOTE_MARKS:
                line.part()
                if item.get(W + "customMarkFollows") in ("1", "true", "on"):
                    return
            elif tag == _RUBY:
                self._ruby(item, line)

    def _ruby(self, ruby: Element, line: Line) -> None:
        for base in ruby.iterfind(W + "rubyBase"):
            for run in _content(base):
                self._run(run, line)

    def _graphic(self, element: Element, description: str) -> Iterator[Block]:
        for child in _content(element):
            if child.tag == _TEXT_BOX:
                yield from self.blocks(child)
            elif child.tag in _IMAGES:
                yield Picture(description)
            else:
                yield from self._graphic(child, description)

    def _table(self, element: Element) -> list[Block]:
        rows = [self._row(row) for row in _content(element) if row.tag == _TR and not _row_deleted(row)]
        blocks = [block for row in rows for slot in row for block in slot.blocks]
        if is_layout(blocks):
            return blocks
        widths = tuple(float(number(column.get(W + "w"), 0)) for column in element.iterfind(f"{W}tblGrid/{W}gridCol"))
        pictures = [block for block in blocks if isinstance(block, Picture)]
        return [*table_of(rows, widths), *pictures]

    def _row(self, row: Element) -> list[Slot]:
        properties = row.find(W + "trPr")
        before = number(value(properties, "gridBefore"), 0, limit=_WIDEST)
        slots = [Slot([], before)] if before else []
        for cell in _content(row):
            if cell.tag == _TC:
                self._add_cell(cell, slots)
        return slots

    def _add_cell(self, cell: Element, slots: list[Slot]) -> None:
        properties = cell.find(W + "tcPr")
        if properties is not None and properties.find(W + "cellDel") is not None:
            return
        span = max(number(value(properties, "gridSpan"), 1, limit=_WIDEST), 1)
        if slots and _merge(properties, "hMerge") == "continue":
            slots[-1].col_span += span
            return
        merge = _merge(properties, "vMerge")
        slots.append(Slot([] if merge == "continue" else self.blocks(cell), span, merge))


def _content(element: Element | tuple[()]) -> Iterator[Element]:
    """The children, with content controls, insertions and the like opened, and one of several alternatives taken."""
    for child in element:
        if child.tag == _ALTERNATE:
            chosen = next(child.iterfind("{*}Choice"), child.find("{*}Fallback"))
            yield from _content(chosen if chosen is not None else ())
        elif child.tag not in _WRAPPERS:
            yield child
        elif child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            yield from _content(child)


def _numbered(counted: str, text: str) -> str:
    """The number in front of the text; a space keeps "1." and "2024" from running into one number."""
    apart = counted and (counted[-1].isalnum() or (counted[-1].isascii() and text[0].isascii()))
    return f"{counted} {text}" if apart else counted + text


def _mark_deleted(properties: Element | None) -> bool:
    mark = properties.find(W + "rPr") if properties is not None else None
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


def _row_deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _merge(properties: Element | None, name: str) -> str | None:
    """ "restart" or "continue" for a cell that is part of a merge, else None."""
    if properties is None or properties.find(W + name) is None:
        return None
    return "restart" if value(properties, name) == "restart" else "continue"


def _symbol(element: Element) -> str:
    """A character given by its code; one of a symbol font, whose code says nothing, keeps its neighbours apart."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    if element.get(W + "font", "").lower() == "symbol" and chr(code & 0xFF).isdigit():
        return chr(code & 0xFF)  # the only font of its kind in which digits are digits
    return chr(code) if 0x20 <= code < 0xD800 else " "


def _description(graphic: Element) -> str:
    for element in graphic.iter("{*}docPr", "{*}shape"):
        for name in ("descr", "title", "alt"):
            if element.get(name):
                return str(element.get(name))
    return ""
