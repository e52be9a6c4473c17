"""Saved web pages: paragraphs, tables and pictures without navigation, scripts and layout.

The tree that lxml builds is walked once, with one action per tag; elements with other tags are entered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from lxml import etree

from drafter.document import Aside, Document, Notice, Picture, Span, TextBlock
from drafter.errors import SourceError
from drafter.formats.encoding import visible
from drafter.formats.html.tables import OpenTable, Piece, as_block
from drafter.formats.html.visibility import is_content, mark_looks, one_line, shown_option, shown_value

Element = Any
"""An lxml element."""

TAG_LIMIT = 500_000
"""The most opening and closing tags of a page: far more than any report has, and within 500 MB."""

LINE_LIMIT = 400_000
"""The most lines of preformatted text, which tags do not limit."""

_DEEPEST = 300
"""The deepest nesting that is walked, within Python's recursion limit; below it only the text is read."""


def page(markup: bytes) -> Document:
    """The blocks of the page with this markup (UTF-8); SourceError if it is larger than any report."""
    if markup.count(b"<") > TAG_LIMIT:
        raise SourceError("page_too_large", limit=TAG_LIMIT)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(markup, parser) if markup.strip() else None
    if parser.error_log.filter_from_fatals():
        raise SourceError("page_too_deep")
    if root is None:
        return Document(())
    title = _title(root)
    if b"<style" in markup or b"<STYLE" in markup:
        from drafter.formats.html.stylesheets import apply_sheets

        apply_sheets(root)
    mark_looks(root)
    reader = _Reader()
    for part in (root, *root.itersiblings()):  # content after </html> is shown as well
        reader.block(part)
    notices = tuple(Notice(key, (("count", str(count)),)) for key, count in sorted(reader.counts.items()) if count)
    blocks = tuple(map(as_block, reader.pieces))
    return Document(blocks, notices, tuple(reader.asides), title=" ".join(title.split()) or None, title_shown=True)


def _title(root: Element) -> str:
    """The title of the article, if the site names it, else that of the page."""
    articles = (item.get("content", "") for item in root.iter("meta") if item.get("name", "").lower() == "articletitle")
    return next(filter(None, articles), "") or next((item.text or "" for item in root.iter("title")), "")


class _Reader:
    """Reads elements into `pieces`, those of the page or of the current cell; one method for each kind of element."""

    __slots__ = ("asides", "depth", "level", "counts", "pieces", "preformatted", "table", "text")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.text: list[str] = []
        self.table: OpenTable | None = None
        self.level: int | None = None
        self.depth = 0
        self.preformatted = False
        self.counts: Counter[str] = Counter()
        self.asides: list[Aside] = []

    def inside(self, element: Element) -> None:
        """Read the content of an element."""
        if self.depth == _DEEPEST:
            return self._mere_text(element)
        self.depth += 1
        written = self.text
        if (text := element.text) and (written or not text.isspace() or self.preformatted):
            written.append(text)
        for child in element:
            if action := _ACTIONS.get(child.tag):
                action(self, child)
            else:
                self.inside(child)
            if (text := child.tail) and (written or not text.isspace() or self.preformatted):
                written.append(text)
        self.depth -= 1
        return None

    def _write(self, text: str) -> None:
        if self.text or self.preformatted or not text.isspace():
            self.text.append(text)

    def _mere_text(self, element: Element) -> None:
        etree.strip_elements(element, *_UNSEEN.split(), with_tail=False)
        for text in element.itertext():
            self._write(text)
            self.flush()

    def flush(self) -> None:
        """End the current paragraph."""
        if not self.text:
            return
        text = "".join(self.text)
        self.text.clear()
        if self.preformatted:
            self._lines(visible(text))
        elif words := one_line(text):
            self._add(words)

    def _lines(self, text: str) -> None:
        """Add every line of preformatted text as a paragraph, including empty ones."""
        lines = text.splitlines()
        if len(lines) + len(self.pieces) > LINE_LIMIT:
            raise SourceError("page_too_large", limit=LINE_LIMIT)
        for line in lines:
            self._add(line.rstrip())

    def _add(self, text: str) -> None:
        self.pieces.append(text if self.level is None else TextBlock((Span(text),), self.level))

    def unseen(self, element: Element) -> None:
        """Skip an element that is not shown."""

    def block(self, element: Element) -> None:
        if self.text:
            self.flush()
        self.inside(element)
        if self.text:
            self.flush()

    def raised(self, element: Element) -> None:
        """Read a raised or lowered text, apart from the number beside it."""
        self.text.append(" ")
        self.inside(element)
        self.text.append(" ")

    def struck(self, element: Element) -> None:
        """Put struck text into the asides; the digits around it stay apart."""
        self.text.append(" ")
        if words := " ".join("".join(element.itertext()).split()):
            self.counts["struck"] += 1
            self.asides.append(Aside(words, "struck out"))

    def pre(self, element: Element) -> None:
        self.flush()
        before, self.preformatted = self.preformatted, True
        self.block(element)
        self.preformatted = before

    def image(self, element: Element) -> None:
        """Add a picture, or a frame with another file."""
        if is_content(element) and not any(parent.tag in _CHROME for parent in element.iterancestors()):
            self.flush()
            words = element.get("alt") or element.get("title") or ""
            self.pieces.append(Picture(one_line(words)))

    def field(self, element: Element) -> None:
        """Read the value of an input."""
        self._filled(shown_value(element))

    def choice(self, element: Element) -> None:
        """Read the selected option of a list."""
        self._filled(shown_option(element))

    def area(self, element: Element) -> None:
        self._filled(element.text or "")

    def _filled(self, text: str) -> None:
        self._write(text)
        self.counts["form_fields"] += self.table is not None and bool(text.strip())

    def open_table(self, element: Element) -> None:
        self.flush()
        outer, self.table = self.table, OpenTable(element.get("role", "").lower())
        if outer:
            outer.nested = outer.nested or outer.cell_open
        table = self.table
        self.block(element)
        self.table = outer
        self.pieces.extend(table.pieces())

    def row(self, element: Element) -> None:
        if self.table:
            self.flush()
            self.table.open_row()
            self.block(element)
            self.table.row_open = False
        else:
            self.block(element)

    def cell(self, element: Element) -> None:
        table = self.table
        self.flush()
        if not table:
            self.block(element)
        elif (text := _line_in(element)) is not None and not self.preformatted:
            table.add(element, one_line(text))
        else:
            outer, was_open = self.pieces, table.cell_open
            self.pieces, table.cell_open = [], True
            table.add(element, self.pieces)
            self.block(element)
            self.pieces, table.cell_open = outer, was_open


def _line_in(element: Element) -> str | None:
    """The text of a cell that is nothing but nested elements, as Word writes cells; None for other cells."""
    while len(element):
        if len(element) > 1 or not _is_blank(element.text):
            return None
        element = element[0]
        if element.tag not in _MERE or not _is_blank(element.tail):
            return None
    return element.text or ""


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace()


def _heading(level: int) -> Callable[[_Reader, Element], None]:
    def read(reader: _Reader, element: Element) -> None:
        reader.flush()
        reader.level = level
        reader.block(element)
        reader.level = None

    return read


_UNSEEN = (
    "title script style noscript template datalist optgroup option param source track noframes audio video del rt rp"
)
_BLOCKS = (
    "html body p div br hr ul ol li dl dt dd h4 h5 h6 caption thead tbody tfoot section article main form fieldset "
    "legend center blockquote address figure figcaption details summary marquee nav header footer aside"
)
_MERE = frozenset(("p", "div", "span", "font", "b", "strong", "i", "em", "u", "center"))
"""Elements around the text of a cell that only change its look."""
_CHROME = frozenset(("a", "nav", "header", "footer", "aside"))
"""Elements around the text of a page, or leading away from it: pictures in them are decoration."""
_TAGS_BY_ACTION: dict[Callable[[_Reader, Element], None], str] = {
    _Reader.unseen: _UNSEEN,
    _Reader.block: _BLOCKS,
    _Reader.image: "img svg math canvas iframe object embed",
    _Reader.raised: "sup sub",
    _Reader.struck: "s strike",
    _Reader.pre: "pre",
    _Reader.field: "input",
    _Reader.area: "textarea",
    _Reader.choice: "select",
    _Reader.open_table: "table",
    _Reader.row: "tr",
    _Reader.cell: "td th",
    _heading(0): "h1",
    _heading(1): "h2",
    _heading(2): "h3",
}
_ACTIONS: dict[object, Callable[[_Reader, Element], None]] = {
    tag: action for action, tags in _TAGS_BY_ACTION.items() for tag in tags.split()
}
