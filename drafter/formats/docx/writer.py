"""A document to a .docx file in the look of a style; the same document and style always give the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
from lxml import etree

from drafter.document import Block, Document, Picture, Role, Span, TableBlock, TextBlock
from drafter.formats.docx import style_writer as look
from drafter.formats.docx.comments import add_comments, with_marks
from drafter.formats.docx.package import Element, W
from drafter.formats.docx.table_writer import starts_a_page, table_element
from drafter.formats.docx.xml import change_mark, legal, number_changes, runs, twips, w
from drafter.formats.reviewed import ReviewedDocument, ReviewedParagraph
from drafter.formats.style import Style
from drafter.formats.undated import docx_bytes

_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can hold, instead of the time of writing."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_TITLE_LINE = 20
"""Characters of the title face that fit on a line of the official page."""
_LONGEST_TITLE = 255
_PICTURE = "\N{WHITE SQUARE} "
_SEPARATOR_LINE = 200
"""The height of the empty line below a table, twips."""
_ABOVE = 120
"""The space between a heading and its table, twips."""
_LEFTOVERS = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects", "webSettings", "numbering")
"""Parts of the template of python-docx that describe other documents."""


def write(document: Document, style: Style) -> bytes:
    """The .docx file of `document`, a reviewed one with its changes tracked and its comments.

    A picture becomes a highlighted line, as its image is not known.
    """
    package = docx.Document()
    _strip(package)
    _refill(package.styles.element, look.style_elements(style))
    _refill(package.settings.element, look.setting_elements())
    _write_fonts(package, style)
    _write_section(package, style)
    _write_body(package.element.body, document, style)
    if isinstance(document, ReviewedDocument) and document.comments:
        add_comments(package, document)
    _write_properties(package.core_properties, document)
    return _undated(docx_bytes(package))


def _strip(package: Any) -> None:
    for source in (package.part, package.part.package):
        for identity, relation in list(source.rels.items()):
            if relation.reltype.rpartition("/")[2] in _LEFTOVERS:
                del source.rels[identity]


def _refill(element: Element, children: Sequence[Element]) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(children)


def _write_fonts(package: Any, style: Style) -> None:
    root = w("fonts")
    root.extend(look.font_elements(style))
    for relation in package.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _write_section(package: Any, style: Style) -> None:
    section = package.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _refill(footer._element, [look.page_number(style, side)])
    properties = section._sectPr
    references = [child for child in properties if child.tag == W + "footerReference"]
    _refill(properties, [*references, *look.section_elements(style)])


def _write_body(body: Element, document: Document, style: Style) -> None:
    section = body[-1]
    _refill(body, [*_blocks(document.blocks, style), section])
    if isinstance(document, ReviewedDocument):
        number_changes(body, document.author, document.date)
    else:
        number_changes(body)


def _blocks(blocks: Sequence[Block], style: Style) -> Iterator[Element]:
    width = look.text_width(style)
    for block, following in zip(blocks, (*blocks, None)[1:], strict=True):
        if isinstance(block, TableBlock):
            yield table_element(block, style.table, width, style.table_band)
            # Two tables with nothing between them would become one, and a file may not end in a table.
            if not isinstance(following, TextBlock):
                yield _separator()
        elif isinstance(block, TextBlock):
            yield _paragraph(block, _above(block, following, style, width))
        else:
            yield _paragraph(_stand_in(block))


def _above(block: TextBlock, following: Block | None, style: Style, width: int) -> tuple[Element, ...]:
    """What a heading right above a table has beside its style: some space, and a page of its own with a long table."""
    if block.level in (None, 0) or not isinstance(following, TableBlock):
        return ()
    room = twips(style.page.height - style.page.top - style.page.bottom) - round(20 * style.line_spacing) - _ABOVE
    alone = starts_a_page(following, style.table, width, room)
    return (*([w("pageBreakBefore")] if alone else []), w("spacing", after=_ABOVE))


def _separator() -> Element:
    return w("p", w("pPr", w("pStyle", val=look.BODY), w("spacing", line=_SEPARATOR_LINE, lineRule="exact")))


def _stand_in(picture: Picture) -> TextBlock:
    return TextBlock((Span(_PICTURE + picture.description, Role.OPEN),))


def _paragraph(block: TextBlock, own: Sequence[Element] = ()) -> Element:
    levels = {None: look.BODY, 0: look.TITLE}
    identity = levels[block.level] if block.level in levels else look.heading(block.level or 1)
    # In a heading of its own a run-in heading needs no look of its own.
    spans = block.spans if block.level is None else [_plain(span) for span in block.spans]
    if block.level == 0 and [type(span) for span in spans] == [Span]:
        spans = [replace(spans[0], text=_title_lines(spans[0].text))]
    mark = change_mark(block.mark) if isinstance(block, ReviewedParagraph) else None
    properties = w("pPr", w("pStyle", val=identity), *own, None if mark is None else w("rPr", mark))
    return w("p", properties, *with_marks(spans, list(runs(spans))))


def _title_lines(text: str) -> str:
    """A title too long for one line breaks before its year, so that no word is cut in two."""
    year = _YEAR.search(text)
    return (
        f"{text[: year.start()]}\n{text[year.start() :]}" if len(text) > _TITLE_LINE and year and year.start() else text
    )


def _plain(span: Span) -> Span:
    return replace(span, role=Role.PLAIN) if span.role is Role.HEADING else span


def _write_properties(properties: Any, document: Document) -> None:
    """Set the title and nothing else: no author, program or date is invented."""
    _refill(properties._element, [])
    first = next((block.text for block in document.paragraphs() if block.level == 0), "")
    title = " ".join(legal(document.title or first).split())[:_LONGEST_TITLE]
    if title:
        properties.title = title


def _undated(data: bytes) -> bytes:
    """The same zip file, every member with the same date."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            undated = zipfile.ZipInfo(member.filename, _DATE)
            target.writestr(undated, source.read(member), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
