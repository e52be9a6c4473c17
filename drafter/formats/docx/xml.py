"""Building blocks of a .docx file: elements, runs of text, fonts and indents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from docx.oxml.parser import oxml_parser

from drafter.document import Role, Span
from drafter.formats.docx.package import Element, W
from drafter.formats.reviewed import look_of
from drafter.formats.style import Face

TWIPS_PER_MILLIMETRE = 1440 / 25.4
_NAMESPACES = {"w": W[1:-1]}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECE = re.compile(r"[\t\n]|[^\t\n]+")
RUN_IN = "RunInHeading"
"""The character style of a heading inside a paragraph."""


def w(tag: str, /, *children: Element | None, **attributes: object) -> Element:
    """The element `w:tag` with attributes of the same namespace; children that are None are left out."""
    element = oxml_parser.makeelement(W + tag, {W + key: str(value) for key, value in attributes.items()}, _NAMESPACES)
    element.extend([child for child in children if child is not None])
    return element


def twips(millimetres: float) -> int:
    """A length in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MILLIMETRE)


def legal(text: str) -> str:
    """`text` without characters that XML cannot hold, with newlines as line ends."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fonts(face: Face) -> Element:
    """The fonts of `face` for every script; word processors use their own for a script that is not named."""
    return w("rFonts", ascii=face.latin, hAnsi=face.latin, eastAsia=face.east_asian, cs=face.latin)


def sizes(points: float) -> tuple[Element, Element]:
    """A text size, which the format counts in half points."""
    half_points = round(points * 2)
    return w("sz", val=half_points), w("szCs", val=half_points)


def face_properties(face: Face, *more: Element) -> Element:
    """The w:rPr of `face`."""
    bold = [w("b"), w("bCs")] if face.bold else [w("b", val=0), w("bCs", val=0)]
    return w("rPr", fonts(face), *bold, w("color", val="auto"), *sizes(face.size), *more)


def first_line(characters: float, face: Face) -> Element:
    """A first-line indent in characters of `face`, and as a length for programs that do not support characters."""
    return w(
        "ind",
        firstLineChars=round(characters * 100),
        firstLine=round(characters * face.size * 20),
    )


def hint() -> Element:
    """The hint that quotation marks and dashes, which both scripts share, are Chinese."""
    return w("rFonts", hint="eastAsia")


def runs(spans: Iterable[Span], *, size: float | None = None) -> Iterator[Element]:
    """The runs of `spans`, one each; `size` in points where it differs from the paragraph's style."""
    for span in spans:
        if span.role is Role.DELETED:
            yield w("del", _run(span, size, "delText"))
        elif span.role is Role.INSERTED:
            yield w("ins", _run(span, size))
        else:
            yield _run(span, size)


def change_mark(role: Role | None) -> Element | None:
    """The mark of an inserted or deleted paragraph end or table row, for its properties."""
    return None if role is None else w({Role.INSERTED: "ins", Role.DELETED: "del"}[role])


def _run(span: Span, size: float | None, tag: str = "t") -> Element:
    pieces = _PIECE.findall(legal(span.text))
    return w("r", _run_properties(look_of(span), size), *(_piece(piece, tag) for piece in pieces))


def _run_properties(role: Role, size: float | None) -> Element:
    return w(
        "rPr",
        w("rStyle", val=RUN_IN) if role is Role.HEADING else None,
        hint(),
        *(sizes(size) if size is not None else ()),
        w("highlight", val="yellow") if role is Role.OPEN else None,
    )


def _piece(text: str, tag: str) -> Element:
    if text == "\n":
        return w("br")
    if text == "\t":
        return w("tab")
    return text_element(tag, text)


def text_element(tag: str, text: str) -> Element:
    """The element `w:tag` with `text`, its white space kept."""
    element = w(tag)
    element.text = text
    element.set(_SPACE, "preserve")
    return element


def number_changes(root: Element, author: str = "drafter", date: datetime | None = None) -> None:
    """Give every tracked change under `root` the identity and author that the format requires."""
    for identity, change in enumerate(root.iter(W + "ins", W + "del"), 1):
        change.set(W + "id", str(identity))
        stamp(change, legal(author), date)


def stamp(element: Element, author: str, date: datetime | None) -> None:
    """Set the author of a change or comment, and the date if it is known (local time, as word processors do)."""
    element.set(W + "author", author)
    if date is not None:
        element.set(W + "date", date.strftime("%Y-%m-%dT%H:%M:%SZ"))
