"""Comments of a .docx file: the part that holds them, and the marks in the text that they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from drafter.document import Span
from drafter.formats.docx.package import Element
from drafter.formats.docx.xml import legal, sizes, stamp, text_element, w
from drafter.formats.reviewed import ReviewedDocument, WrittenComment, comments_on

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SIZE = 10
"""The size of text in comments, points."""
_INITIALS = 2


def with_marks(spans: Sequence[Span], runs: Sequence[Element]) -> Iterator[Element]:
    """The runs of `spans`, one each, with marks where comments begin and end."""
    last = {number: index for index, span in enumerate(spans) for number in comments_on(span)}
    begun: set[int] = set()
    for index, (span, run) in enumerate(zip(spans, runs, strict=True)):
        for number in comments_on(span):
            if number not in begun:
                begun.add(number)
                yield w("commentRangeStart", id=number)
        yield run
        for number in comments_on(span):
            if last[number] == index:
                yield w("commentRangeEnd", id=number)
                yield w("r", w("commentReference", id=number))


def add_comments(package: Any, document: ReviewedDocument) -> None:
    """Put the comments of `document` into a python-docx document."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    root = w("comments", *(_comment(number, text, document) for number, text in enumerate(document.comments)))
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/comments.xml"), _TYPE, data, package.part.package)
    package.part.relate_to(part, _KIND)


def _comment(number: int, written: WrittenComment, document: ReviewedDocument) -> Element:
    author = legal(document.author if written.author is None else written.author)
    comment = w("comment", *(map(_paragraph, written.paragraphs)), id=number, initials=author[:_INITIALS])
    stamp(comment, author, document.date if written.author is None else written.date)
    return comment


def _paragraph(text: str) -> Element:
    run = w("r", w("rPr", *sizes(_SIZE)), text_element("t", legal(text)))
    return w("p", w("pPr", w("spacing", line=240, lineRule="auto"), w("ind", firstLine=0)), run)
