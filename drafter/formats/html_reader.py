"""Pages saved from the web, read in one pass: paragraphs, tables and pictures out of navigation, scripts and layout.

The parser reports tags and text as they come and no tree is built, so nesting costs no recursion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from drafter.document import Document, Paragraph, Picture, Span
from drafter.errors import SourceError
from drafter.formats.html_tables import OpenCell, OpenTable, Piece, as_block, number

PIECE_LIMIT = 400_000
"""Paragraphs, rows and cells of a page together: far more than any report has, and still within 500 MB."""

_DEPTH_LIMIT = 64
"""Tables inside tables; deeper ones are read as mere text."""

_ICON = 50
"""Pixels below which a picture is decoration."""

_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.I)
_DECORATION = re.compile(r"logo|icon|banner|qr_?code|button|arrow|share|search", re.I)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)


def page(text: str) -> Document:
    """The blocks of the page whose markup is `text`; SourceError when it is larger than any report."""
    if not text.strip():
        return Document(())
    parser = etree.HTMLParser(target=_Target(), encoding="utf-8", no_network=True, huge_tree=False)
    document: Document = etree.fromstring(text.encode(), parser)
    if parser.error_log.filter_from_fatals():
        raise SourceError("page_too_large", limit=PIECE_LIMIT)
    return document


class _Target:
    """What the parser reports to: `start`, `end` and `data` gather, `close` gives the document."""

    def __init__(self) -> None:
        self.page: list[Piece] = []
        self.pieces = self.page
        self.text: list[str] = []
        self.title: list[str] = []
        self.titled = self.in_title = False
        self.tables: list[OpenTable] = []
        self.too_deep = self.unseen = self.chrome = self.preformatted = self.count = 0
        self.level: int | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.unseen:
            self.unseen += 1
        elif attributes and _hidden(attributes) and tag not in ("html", "body"):
            self.unseen = 1  # a whole page hidden until a script runs is read all the same
        elif action := _STARTS.get(tag):
            action(self, attributes)

    def end(self, tag: str) -> None:
        if self.unseen:
            self.unseen -= 1
            self.in_title = self.in_title and self.unseen > 0
        elif action := _ENDS.get(tag):
            action(self)

    def data(self, text: str) -> None:
        if self.unseen:
            if self.in_title:
                self.title.append(text)
        elif self.preformatted:
            self._lines(text)
        elif self.text or not text.isspace():
            self.text.append(text)

    def close(self) -> Document:
        self.flush()
        self.too_deep = 0
        while self.tables:
            self.end_table()
        return Document(tuple(map(as_block, self.page)), title=" ".join("".join(self.title).split()) or None)

    def flush(self) -> None:
        """End the paragraph that is being read."""
        if self.text:
            raw = _visible("".join(self.text))
            self.text.clear()
            if words := raw.rstrip() if self.preformatted else " ".join(raw.split()):
                self._add(words)

    def _lines(self, text: str) -> None:
        """Preformatted text: every line a paragraph as it stands, empty ones included."""
        first, *others = text.split("\n")
        self.text.append(first)
        for line in others:
            self._add(_visible("".join(self.text)).rstrip())
            self.text = [line]

    def _add(self, text: str) -> None:
        self.pieces.append(text if self.level is None else Paragraph((Span(text),), self.level))
        self._grow()

    def _grow(self) -> None:
        self.count += 1
        if self.count > PIECE_LIMIT:
            raise SourceError("page_too_large", limit=PIECE_LIMIT)

    def start_block(self, attributes: Mapping[str, str]) -> None:
        if self.text:
            self.flush()

    def start_raised(self, attributes: Mapping[str, str]) -> None:
        """A raised or lowered character is no part of the number that it stands at."""
        self.text.append(" ")

    def end_block(self) -> None:
        if self.text:
            self.flush()

    def start_unseen(self, attributes: Mapping[str, str]) -> None:
        self.unseen = 1

    def start_title(self, attributes: Mapping[str, str]) -> None:
        self.unseen = 1
        self.in_title, self.titled = not self.titled, True

    def end_heading(self) -> None:
        self.flush()
        self.level = None

    def start_chrome(self, attributes: Mapping[str, str]) -> None:
        self.flush()
        self.chrome += 1

    def end_chrome(self) -> None:
        self.flush()
        self.chrome -= 1

    def start_link(self, attributes: Mapping[str, str]) -> None:
        self.chrome += 1

    def end_link(self) -> None:
        self.chrome -= 1

    def start_pre(self, attributes: Mapping[str, str]) -> None:
        self.flush()
        self.preformatted += 1

    def end_pre(self) -> None:
        self.flush()
        self.preformatted -= 1

    def start_image(self, attributes: Mapping[str, str]) -> None:
        if not self.chrome and _is_content(attributes):
            self.flush()
            self.pieces.append(Picture(" ".join(_visible(attributes.get("alt", "")).split())))
            self._grow()

    def start_table(self, attributes: Mapping[str, str]) -> None:
        self.flush()
        if self.tables and self.tables[-1].cell_open:
            self.tables[-1].nested = True
        if len(self.tables) == _DEPTH_LIMIT:
            self.too_deep += 1
        else:
            self.tables.append(OpenTable(self.pieces, attributes.get("role", "").lower()))

    def end_table(self) -> None:
        self.flush()
        if self.too_deep:
            self.too_deep -= 1
        elif self.tables:
            self._close_cell()
            self.pieces.extend(self.tables.pop().pieces())

    def start_row(self, attributes: Mapping[str, str]) -> None:
        self.flush()
        if self.tables and not self.too_deep:
            self._close_cell()
            self.tables[-1].rows.append([])
            self.tables[-1].row_open = True
            self._grow()

    def end_row(self) -> None:
        self.end_cell()
        if self.tables and not self.too_deep:
            self.tables[-1].row_open = False

    def start_cell(self, attributes: Mapping[str, str]) -> None:
        self._open_cell(OpenCell(attributes, label=False))

    def start_label(self, attributes: Mapping[str, str]) -> None:
        self._open_cell(OpenCell(attributes, label=True))

    def _open_cell(self, cell: OpenCell) -> None:
        self.flush()
        if not self.tables or self.too_deep:
            return
        table = self.tables[-1]
        if not table.row_open:
            self.start_row({})
        table.rows[-1].append(cell)
        table.cell_open, self.pieces = True, cell.pieces
        self._grow()

    def end_cell(self) -> None:
        if self.text:
            self.flush()
        if self.tables and not self.too_deep:
            self._close_cell()

    def _close_cell(self) -> None:
        table = self.tables[-1]
        if table.cell_open:
            table.cell_open, self.pieces = False, table.outer


def _heading(level: int) -> Callable[[_Target, Mapping[str, str]], None]:
    def start(target: _Target, attributes: Mapping[str, str]) -> None:
        target.flush()
        target.level = level

    return start


_BLOCK_TAGS = re.findall(
    r"\w+",
    "html body p div br hr ul ol li dl dt dd h4 h5 h6 caption thead tbody tfoot section article main form fieldset "
    "legend center blockquote address figure figcaption details summary",
)
_UNSEEN_TAGS = re.findall(
    r"\w+", "script style noscript template textarea select svg math iframe audio video canvas del s strike rt rp"
)
_CHROME_TAGS = ("nav", "header", "footer", "aside")
_LEVELS = {"h1": 0, "h2": 1, "h3": 2}

_STARTS: dict[str, Callable[[_Target, Mapping[str, str]], None]] = {
    **dict.fromkeys(_BLOCK_TAGS, _Target.start_block),
    **dict.fromkeys(_UNSEEN_TAGS, _Target.start_unseen),
    **dict.fromkeys(_CHROME_TAGS, _Target.start_chrome),
    **{tag: _heading(level) for tag, level in _LEVELS.items()},
    **dict.fromkeys(("sup", "sub"), _Target.start_raised),
    "title": _Target.start_title,
    "a": _Target.start_link,
    "pre": _Target.start_pre,
    "img": _Target.start_image,
    "table": _Target.start_table,
    "tr": _Target.start_row,
    "td": _Target.start_cell,
    "th": _Target.start_label,
}
_ENDS: dict[str, Callable[[_Target], None]] = {
    **dict.fromkeys(_BLOCK_TAGS, _Target.end_block),
    **dict.fromkeys(_CHROME_TAGS, _Target.end_chrome),
    **dict.fromkeys(_LEVELS, _Target.end_heading),
    "a": _Target.end_link,
    "pre": _Target.end_pre,
    "table": _Target.end_table,
    "tr": _Target.end_row,
    "td": _Target.end_cell,
    "th": _Target.end_cell,
}


def _visible(text: str) -> str:
    """`text` without characters that no reader sees."""
    return text if text.isascii() or not _INVISIBLE.search(text) else _INVISIBLE.sub("", text)


def _hidden(attributes: Mapping[str, str]) -> bool:
    """Whether a browser would not show the element, before any script runs."""
    style = attributes.get("style")
    if style and _NO_DISPLAY.search(style):
        return True
    return "hidden" in attributes


def _is_content(attributes: Mapping[str, str]) -> bool:
    """Whether an image may hold a part of a report, not an icon, a logo or a spacer."""
    if any(number(attributes.get(side), _ICON) < _ICON for side in ("width", "height")):
        return False
    return not any(_DECORATION.search(attributes.get(name, "")[:300]) for name in ("src", "class", "id"))
