"""A .docx file to a document: the text that a reader of the page sees, with tracked changes taken as accepted.

The XML is walked here and not through python-docx, whose paragraphs drop the text inside insertions, content controls
and text boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from drafter.document import Block, Document, Notice, Picture, paragraph
from drafter.errors import SourceError
from drafter.formats.docx_grid import Slot, is_layout, table_of
from drafter.formats.docx_lists import Lists
from drafter.formats.docx_package import Element, Package, W, open_package
from drafter.formats.docx_styles import Styles, is_on, number, value

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
_EMBEDDED = W + "altChunk"
"""Another file set in among the paragraphs."""
_WIDEST = 256
"""The most grid columns that a cell may span; word processors stop at 63."""

_RUN_LOOK = W + "rPr"
_BROKEN_TITLE = re.compile(r"\n(?=(?:19|20)\d\d)")
"""Where a long title is broken for its look: the break is none of its words."""


def read(data: bytes) -> Document:
    """The document in `data`, without empty paragraphs; SourceError when it is not a sound .docx file."""
    package = open_package(data)
    body = package.document.find(W + "body")
    try:
        blocks = _Walk.of(package).blocks(body) if body is not None else []
    except RecursionError as error:
        raise SourceError("damaged_docx", part="word/document.xml", reason="depth") from error
    return Document(tuple(blocks), tuple(_notices(package)), title=_title(package))


def _notices(package: Package) -> Iterator[Notice]:
    changes = sum(1 for _ in package.document.iter(*_CHANGES))
    struck = sum(1 for look in package.document.iter(_RUN_LOOK) if look.getparent().tag == _R and _is_struck(look))
    comments = 0 if package.comments is None else sum(1 for _ in package.comments.iter(W + "comment"))
    notes = sum(1 for part in package.notes for note in part if note.get(W + "type") is None)
    told = (("tracked_changes", changes), ("comments", comments), ("struck", struck), ("footnotes", notes))
    for key, count in told:
        if count:
            yield Notice(key, (("count", str(count)),))


def _title(package: Package) -> str | None:
    titles = () if package.properties is None else package.properties.iter("{*}title")
    return next((title.text for title in titles if title.text), None)


@dataclass(slots=True)
class _Line:
    """One paragraph while it is read: its text, and the blocks that hang in it before and after its first text."""

    text: list[str] = field(default_factory=list)
    before: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    """One entry for each field that is open here; true while its instruction lasts."""
    hidden: int = 0
    """How many of the fields are at their instruction: text in there is not shown."""

    def start(self) -> None:
        """A paragraph begins. A field left open by a damaged file must not swallow all that follows."""
        self.fields.clear()
        self.hidden = 0

    def write(self, text: str) -> None:
        if not self.hidden and text:
            self.text.append(text)

    def hang(self, blocks: Iterable[Block]) -> None:
        (self.after if self.text else self.before).extend(blocks)

    def turn(self, kind: str | None) -> None:
        """A field begins, goes from its instruction to its result, or ends."""
        if kind == "begin":
            self.fields.append(True)
            self.hidden += 1
        elif self.fields:
            self.hidden -= self.fields.pop()
            if kind == "separate":
                self.fields.append(False)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through a file once, in order: automatic numbers count on the way."""

    styles: Styles
    lists: Lists

    @classmethod
    def of(cls, package: Package) -> _Walk:
        styles = Styles(package.styles)
        return cls(styles, Lists(package.numbering, styles))

    def blocks(self, container: Element) -> list[Block]:
        """The blocks of a body, a cell or a text box; paragraphs whose mark is deleted run into the next."""
        blocks: list[Block] = []
        line, last = _Line(), None
        for child in _content(container):
            if child.tag == _P:
                last = child.find(W + "pPr")
                self._paragraph(child, line)
                if not _mark_deleted(last):
                    blocks += self._finished(line, last)
                    line, last = _Line(), None
            elif child.tag == _TBL:
                blocks += [*self._finished(line, last), *self._table(child)]
                line, last = _Line(), None
            elif child.tag == _EMBEDDED:
                blocks.append(Picture())
        return [*blocks, *self._finished(line, last)]

    def _finished(self, line: _Line, properties: Element | None) -> list[Block]:
        counted = self.lists.number(properties) if properties is not None else ""
        text = "".join(line.text)
        if not text.strip():
            return [*line.before, *line.after]
        level = self.styles.level(properties)
        whole = _BROKEN_TITLE.sub("", text) if level == 0 else text
        return [*line.before, paragraph(_numbered(counted, whole), level=level), *line.after]

    def _paragraph(self, element: Element, line: _Line) -> None:
        line.start()
        for child in _content(element):
            if child.tag == _R:
                self._run(child, line)
            elif child.tag in (_M + "oMath", _M + "oMathPara"):
                line.write("".join(text.text or "" for text in child.iter(_M + "t")))

    def _run(self, run: Element, line: _Line) -> None:
        look = run.find(_RUN_LOOK)
        if look is None:
            self._items(run, line)
        elif _is_struck(look):
            line.write(" ")
        elif value(look, "vertAlign") in ("superscript", "subscript"):
            line.write(" ")  # a footnote mark is no part of the number beside it
            self._items(run, line)
            line.write(" ")
        elif not self.styles.is_hidden(look):
            self._items(run, line)

    def _items(self, run: Element, line: _Line) -> None:
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
            elif tag == _RUBY:
                self._ruby(item, line)

    def _ruby(self, ruby: Element, line: _Line) -> None:
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


def _is_struck(look: Element) -> bool:
    return any(is_on(look, name) for name in ("strike", "dstrike"))


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
