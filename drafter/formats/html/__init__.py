"""Web pages: reads saved ones, and writes self-contained, printable ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from drafter.document import Cell, Document, TableBlock
from drafter.errors import SourceError
from drafter.formats import READABLE
from drafter.formats.encoding import declared_charset, utf8
from drafter.formats.sample import Sample
from drafter.resources import folder

if TYPE_CHECKING:
    from jinja2 import Environment, Template

    from drafter.formats.style import Style

LIMIT = 10
"""The most megabytes (10^6 bytes) of markup, not counting embedded files, scripts and style sheets."""

_BEGINNINGS = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<div", b"<meta", b"<?xml", b"<p", b"<!--")
_WHOLE = (b"<!doctype", b"<html", b"<head", b"<body", b"<meta", b"<?xml")
"""How a page begins that is no Markdown with markup in it, whatever its file is called."""
_TAGS = (b"<html", b"<!doctype html", b"<table", b"<body")
_SMALL = 1_000_000
_EMBEDDED = re.compile(rb"data:[\w.+-]{1,60}/[\w.+-]{1,60}[^,\"'>]{0,100};base64,[A-Za-z0-9+/=%\r\n]*")
_CODE = re.compile(rb"<(script|style)\b", re.I)
_CODE_END = {name: re.compile(rb"</" + name, re.I) for name in (b"script", b"style")}


def recognizes(sample: Sample) -> bool:
    """True if the file begins with markup or has the tags of a page in its first 4 KiB; Markdown may hold tables."""
    if sample.suffix in (".md", ".markdown"):
        return sample.head.startswith(_WHOLE) or is_archive(sample.start)
    tagged = sample.head.startswith(_BEGINNINGS) or any(tag in sample.start for tag in _TAGS)
    return tagged or is_archive(sample.start)


def read(data: bytes) -> Document:
    """The document in a page; SourceError if it is not text, too large, or its encoding is not known."""
    data = _page_of_archive(data) if is_archive(data) else data
    light = data if len(data) < _SMALL else _EMBEDDED.sub(b"", b"".join(_without_code(data)))
    if len(light) > LIMIT * 1_000_000:
        raise SourceError("markup_too_large", limit=LIMIT)
    from drafter.formats.html.reader import page

    text = utf8(light, declared_charset(light))
    return replace(page(text), cut=_is_cut(text.lower()))


def is_archive(data: bytes) -> bool:
    """True if this is a page saved together with its pictures (.mht)."""
    head = data[:4096].lower()
    return b"mime-version:" in head and b"multipart/related" in head


def _page_of_archive(data: bytes) -> bytes:
    """The page in an archive: its first HTML part; SourceError if there is none that can be reached."""
    from email import message_from_bytes

    try:
        pages = (part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html")
        page = next(pages, None)
    except RecursionError:
        page = None
    if page is None:
        raise SourceError("unknown_format", known=READABLE)
    content = page.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _without_code(data: bytes) -> Iterator[bytes]:
    """The stretches of `data` outside scripts and style sheets, found in one pass."""
    start = 0
    while found := _CODE.search(data, start):
        end = _CODE_END[found[1].lower()].search(data, found.end())
        if not end:
            break
        yield data[start : found.start()]
        start = end.start() + len(found[1]) + 2  # the rest of the closing tag is an attribute of nothing
        start = data.find(b">", start) + 1 or len(data)
    yield data[start:]


def _is_cut(markup: bytes) -> bool:
    """True if markup (in small letters) ends inside a table, or the page is never closed."""
    in_table = markup.rfind(b"<table") > markup.rfind(b"</table")
    return in_table or (b"<html" in markup and b"</html" not in markup)


def write(document: Document, style: Style) -> bytes:
    """One UTF-8 page that needs no other file: readable on a phone, in the dark and on paper."""
    return page_template("report.html").render(document=document, style=style, heading=_heading(document)).encode()


def page_template(name: str) -> Template:
    """A template of `drafter/data/page/`; all pages of the program are written with these."""
    return _environment().get_template(name)


def _heading(document: Document) -> str:
    """The title for the tab of the browser."""
    titles = (item.text for item in document.paragraphs() if item.level == 0)
    return document.title or next(titles, "")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder("data") / "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(head_rows=head_rows, scope=_scope, address=_address, css_string=_css_string)
    return environment


def head_rows(table: TableBlock) -> int:
    """How many rows at the top hold only labels, none of which reaches into the rows below."""
    best, reach = 0, 0
    for number, row in enumerate(table.rows[:-1], 1):
        if not all(cell.label for cell in row):
            break
        reach = max([reach, *(number - 1 + cell.row_span for cell in row)])
        best = number if reach <= number else best
    return best


def _scope(cell: Cell, head: int, row: int) -> str:
    """The scope attribute of a label: columns in the head, rows below it."""
    side, span = ("col", cell.col_span) if row < head else ("row", cell.row_span)
    return side if span == 1 else f"{side}group"


def _address(cell: Cell) -> str | None:
    """The address of the value in a cell."""
    return next((span.target for span in cell.spans if span.target), None)


def _css_string(text: str) -> str:
    """A quoted CSS string that cannot end its style element."""
    from markupsafe import Markup

    return Markup('"' + re.sub(r"[^\w .,\u2014-]", lambda char: f"\\{ord(char[0]):x} ", text) + '"')
