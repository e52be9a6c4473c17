"""Markdown (CommonMark and pipe tables): read so that nothing a clerk pasted into it is lost, written so that it reads back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from drafter.document import Block, Cell, Document, Paragraph, Picture, Table, cell, paragraph
from drafter.errors import SourceError
from drafter.formats.decode import decode
from drafter.formats.style import Style
from drafter.formats.text import join_lines, lines, slot_texts

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LIMIT = 500_000
"""Characters in a file: some hundred times the longest report, and still parsed within seconds."""

_DEEPEST_LEVEL = 2
"""Headings below this level are read as body text, as in the other formats."""

_WRAPPED = range(30, 130)
"""Columns (a Chinese character takes two) of a line that an editor may have broken."""

_RAW_TABLE = re.compile(r"(?<!\\)<table\b", re.I)
_RAW_TABLE_END = re.compile(r"</table\s*>", re.I)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_SPECIAL = re.compile(r"[\\`*_~\[\]<|]|&(?=#?\w+;)")
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:\s|$))", re.ASCII)


def read(data: bytes) -> Document:
    """The document in a Markdown file; one without any markup but lines is read as the plain text that it is."""
    text = decode(data)
    if len(text) > LIMIT:
        raise SourceError("text_too_large", limit=LIMIT)
    source = _with_tables_apart(text)
    tokens = _parser().parse(source)
    if _is_plain(tokens):
        return Document(lines(text))
    return Document(tuple(_blocks(tokens, source.split("\n"))))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _with_tables_apart(text: str) -> str:
    """The text with every raw HTML table a block of its own: blank lines in one would end it."""
    parts, start = [], 0
    while (found := _RAW_TABLE.search(text, start)) and (end := _RAW_TABLE_END.search(text, found.end())):
        table = re.sub(r"\n\s*\n", "\n", text[found.start() : end.end()])
        parts += [text[start : found.start()], "\n\n", table, "\n\n"]
        start = end.end()
    return "".join(parts) + text[start:]


def _is_plain(tokens: Sequence[Token]) -> bool:
    """Whether this is text pasted into a Markdown file: no heading, table or markup, and lines not set apart."""
    kinds = {token.type for token in tokens}
    loose = "code_block" in kinds or any(c.type == "softbreak" for token in tokens for c in token.children or ())
    return loose and kinds <= {"paragraph_open", "paragraph_close", "inline", "code_block", "hr"}


def _blocks(tokens: Sequence[Token], source: Sequence[str]) -> Iterator[Block]:
    """The blocks of the file; `marker` is the list marker that the next text still has to carry."""
    following = iter(tokens)
    marker, level = "", None
    for token in following:
        match token.type:
            case "list_item_open" | "list_item_close":
                if marker and (token.type == "list_item_close" or marker[0].isdigit()):
                    yield paragraph(marker)
                marker = token.info + token.markup if token.type == "list_item_open" else ""
            case "heading_open":
                level = _level(token, source)
            case "heading_close":
                level = None
            case "inline":
                yield from _text_blocks(token, marker, level, source)
                marker = ""
            case "table_open":
                yield _table(following, source)
            case "code_block" | "fence":
                yield from lines(token.content)
            case "html_block":
                yield from _html_blocks(token.content)


def _level(token: Token, source: Sequence[str]) -> int | None:
    """The heading's level; none for a line with a bar in it or over one or two dashes: that is no heading but a cell."""
    level = int(token.tag[1:]) - 1
    if token.markup in ("-", "=") and token.map:
        body = source[token.map[0] : token.map[1]]
        if len(body[-1].strip()) < 3 or any("|" in line for line in body):
            return -1
    return level if level <= _DEEPEST_LEVEL else None


def _text_blocks(token: Token, marker: str, level: int | None, source: Sequence[str]) -> Iterator[Block]:
    """Paragraphs and pictures of one inline token; level -1 stands for an underlined line that is no heading."""
    stretches: list[list[str] | Picture] = [*_stretches(token.children or ())]
    if level == -1 and token.map:
        stretches.append([source[token.map[1]].strip()])
        level = None
    for stretch in stretches:
        if isinstance(stretch, Picture):
            yield stretch
            continue
        for number, line in enumerate(_paragraphs(stretch) if level is None else stretch):
            own = level if level is None or number == len(stretch) - 1 else None
            if text := _marked(marker, line):
                yield paragraph(text, level=own)
            marker = ""


def _stretches(children: Sequence[Token]) -> Iterator[list[str] | Picture]:
    """Lines of text up to a hard line break or a picture, and the pictures."""
    found = [""]
    for child in children:
        if child.type == "softbreak":
            found.append("")
        elif child.type == "image" or child.type == "hardbreak" or _BREAK.fullmatch(child.content):
            yield found
            found = [""]
            if child.type == "image":
                yield Picture(_inline_text(child.children or ()))
        elif child.type != "html_inline":
            found[-1] += child.content
    yield found


def _inline_text(children: Sequence[Token]) -> str:
    """All text on one line, the descriptions of pictures included."""
    parts = (_inline_text(c.children or ()) if c.type == "image" else _inline_piece(c) for c in children)
    return join_lines("".join(parts))


def _inline_piece(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak") or (token.type == "html_inline" and _BREAK.fullmatch(token.content)):
        return "\n"
    return "" if token.type == "html_inline" else token.content


def _paragraphs(found: list[str]) -> list[str]:
    """The lines as one paragraph where an editor broke it, else each as a paragraph: cells, or text pasted line by line."""
    if len(found) == 1:
        return found
    widths = [sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in line) for line in found]
    even = all(width in _WRAPPED and 4 * width >= 3 * max(widths) for width in widths[:-1])
    ended = all(unicodedata.name(line[-1:] or " ", "").endswith("FULL STOP") for line in found[:-1])
    wrapped = even and not ended and not any("|" in line for line in found)
    return [join_lines("\n".join(found))] if wrapped else found


def _marked(marker: str, text: str) -> str:
    """The text with its list number; a bullet is dropped unless it may be the sign of a figure ("- 4")."""
    if not marker or (not marker[0].isdigit() and any(map(str.isalpha, text))):
        return text
    return f"{marker} {text}" if not marker[0].isdigit() or text[:1].isascii() else marker + text


def _table(following: Iterator[Token], source: Sequence[str]) -> Table:
    """The table whose tokens follow; body rows are cut anew, because the parser pads short ones and crops long ones."""
    rows: list[tuple[Cell, ...]] = []
    head: list[Cell] = []
    for token in following:
        if token.type == "table_close":
            break
        if token.type == "inline" and not rows:
            head.append(cell(_inline_text(token.children or ())))
        elif token.type == "thead_close":
            rows.append(tuple(head))
        elif token.type == "tr_open" and rows and token.map:
            rows.append(_row(source[token.map[0]]))
    return Table(tuple(rows))


def _row(line: str) -> tuple[Cell, ...]:
    """The cells of one line, as many as it has."""
    from markdown_it.rules_block.table import escapedSplit

    texts = escapedSplit(line.strip(" \t>"))
    texts = texts[1:] if len(texts) > 1 and not texts[0].strip() else texts
    texts = texts[:-1] if len(texts) > 1 and not texts[-1].strip() else texts
    return tuple(cell(_inline_text(_parser().parseInline(text.strip())[0].children or ())) for text in texts)


def _html_blocks(content: str) -> tuple[Block, ...]:
    from drafter.formats.html_reader import page

    return page(content).blocks


def write(document: Document, style: Style) -> bytes:
    """UTF-8 Markdown, whatever the style; spans become empty cells, because pipe tables have none."""
    blocks = (_block(block) for block in document.blocks)
    return "".join(f"{block}\n" for block in "\n\n".join(filter(None, blocks)).split("\n") if document.blocks).encode()


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _pipes(slot_texts(block))
    if isinstance(block, Picture):
        return f"![{_escaped(join_lines(block.description))}]()"
    text = _escaped(join_lines(block.text))
    if block.level is None or not text:
        return _guarded(text)
    return f"{'#' * min(block.level + 1, 6)} {re.sub(r'#(?=#*$)', r'\#', text)}"


def _escaped(text: str) -> str:
    """The text with everything that has a meaning inside a line, and white space at its ends, written so that it stays."""
    body = text.strip()
    if not body:
        return ""
    before, after = text.split(body, 1)
    return _entities(before) + _SPECIAL.sub(r"\\\g<0>", body) + _entities(after)


def _entities(space: str) -> str:
    return "".join(f"&#{ord(char)};" for char in space)


def _guarded(text: str) -> str:
    """The text with a mark at its beginning escaped where it would make a heading, list or quotation."""
    if text[:1] and text[0] in "#>+-":
        return f"\\{text}"
    return _NUMBERED.sub(r"\g<0>\\", text, count=1) if _NUMBERED.match(text) else text


def _pipes(rows: Sequence[Sequence[str]]) -> str:
    """A pipe table; its first line has to be taken for the header."""
    written = [f"| {' | '.join(map(_escaped, row))} |" for row in rows]
    if written:
        written.insert(1, f"|{' --- |' * len(rows[0])}")
    return "\n".join(written)
