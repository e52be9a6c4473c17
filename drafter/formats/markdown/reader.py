"""Markdown to blocks, with all that is pasted into such files: ragged rows, lone dashes, raw HTML tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from drafter.document import Block, Cell, Document, Picture, TableBlock, cell, paragraph
from drafter.formats.text import join_lines, lines

_DEEPEST_LEVEL = 2
"""Headings below this level are read as body text, as in the other formats."""

_WRAPPED = range(30, 130)
"""The widths (a Chinese character counts two) of lines that an editor may have wrapped."""

_RAW_TABLE = re.compile(r"(?<!\\)<table\b", re.I)
_RAW_TABLE_END = re.compile(r"</table\s*>", re.I)
_RULE = re.compile(r"[ \t]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*")
"""The line between the head and the body of a table."""
_BREAK = re.compile(r"<br\s*/?>", re.I)


def document_in(text: str) -> Document:
    """The document in Markdown text; text without markup is read as plain text, line by line."""
    source = _with_heads_framed(_with_tables_apart(text))
    tokens = _parser().parse(source)
    if _is_plain(tokens):
        return Document(lines(text), by_line=True)
    return Document(tuple(_blocks(tokens, source.split("\n"))))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _with_tables_apart(text: str) -> str:
    """The text with every raw HTML table as one block: blank lines inside would end it."""
    parts, start = [], 0
    while (found := _RAW_TABLE.search(text, start)) and (end := _RAW_TABLE_END.search(text, found.end())):
        table = re.sub(r"\n\s*\n", "\n", text[found.start() : end.end()])
        parts += [text[start : found.start()], "\n\n", table, "\n\n"]
        start = end.end()
    return "".join(parts) + text[start:]


def _with_heads_framed(text: str) -> str:
    """The text with bars around heads of tables that begin or end in a blank cell, which would not count as one."""
    lines = text.split("\n")
    for at, line in enumerate(lines[1:]):
        if "-" not in line or not _RULE.fullmatch(line):
            continue
        opened, closed = _edges(line)
        cells = escapedSplit(lines[at].strip(" \t"))
        cells = cells[:-1] if closed and not cells[-1].strip() else cells
        if (
            not opened
            and len(cells) == len(line.strip(" \t|").split("|"))
            and not (cells[0].strip() and cells[-1].strip())
        ):
            lines[at] = f"| {lines[at].strip()}" + " |" * (not closed)
    return "\n".join(lines)


def _edges(rule: str) -> tuple[bool, bool]:
    """True for each end of a table's lines at which a bar is a border and divides no cells, as the rule shows."""
    bare = rule.strip(" \t>")
    return bare.startswith("|"), bare.endswith("|")


def _is_plain(tokens: Sequence[Token]) -> bool:
    """True for plain text in a Markdown file: no heading, table or markup, and no blank lines between its lines."""
    kinds = {token.type for token in tokens}
    loose = "code_block" in kinds or any(c.type == "softbreak" for token in tokens for c in token.children or ())
    return loose and kinds <= {"paragraph_open", "paragraph_close", "inline", "code_block", "hr"}


def _blocks(tokens: Sequence[Token], source: Sequence[str]) -> Iterator[Block]:
    """The blocks of the file; `marker` is the list marker of the next text."""
    following = iter(tokens)
    marker, level, underline = "", None, ""
    for token in following:
        match token.type:
            case "list_item_open" | "list_item_close":
                if marker and (token.type == "list_item_close" or _is_number(marker)):
                    yield paragraph(marker)
                marker = token.info + token.markup if token.type == "list_item_open" else ""
            case "heading_open":
                level, underline = _heading(token, source)
            case "inline":
                yield from _text_blocks(_stretches(token.children or (), underline), marker, level)
                marker, level, underline = "", None, ""
            case "table_open":
                yield _table(following, source, source[token.map[0] + 1] if token.map else "")
            case "code_block" | "fence":
                yield from lines(token.content)
            case "html_block":
                yield from _html_blocks(token.content)


def _is_number(marker: str) -> bool:
    return marker[0].isdigit()


def _heading(token: Token, source: Sequence[str]) -> tuple[int | None, str]:
    """The level of a heading; or None and its underline, if one or two dashes or a bar show that these are cells."""
    level = int(token.tag[1:]) - 1
    if token.markup in ("-", "=") and token.map:
        *body, underline = source[token.map[0] : token.map[1]]
        if len(underline.strip(" >\t")) < 3 or any("|" in line for line in body):
            return None, underline.strip(" >\t")
    return (level if level <= _DEEPEST_LEVEL else None), ""


def _text_blocks(stretches: Iterator[list[str] | Picture], marker: str, level: int | None) -> Iterator[Block]:
    """Paragraphs and pictures; of the lines above an underline, only the last is the heading."""
    for stretch in stretches:
        if isinstance(stretch, Picture):
            yield stretch
            continue
        texts = stretch if level is not None else _paragraphs(stretch)
        for left, line in zip(range(len(texts) - 1, -1, -1), texts, strict=True):
            if text := _marked(marker, line):
                yield paragraph(text, level=None if left else level)
            marker = ""


def _stretches(children: Sequence[Token], underline: str) -> Iterator[list[str] | Picture]:
    """The lines of text up to each hard line break or picture, and the pictures; last the underline."""
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
    yield found + [underline] if underline else found


def _inline_text(children: Sequence[Token]) -> str:
    """All text on one line, including the descriptions of pictures."""
    parts = (_inline_text(c.children or ()) if c.type == "image" else _inline_piece(c) for c in children)
    return join_lines("".join(parts))


def _inline_piece(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak") or (token.type == "html_inline" and _BREAK.fullmatch(token.content)):
        return "\n"
    return "" if token.type == "html_inline" else token.content


def _paragraphs(found: list[str]) -> list[str]:
    """One paragraph if an editor wrapped it into even lines; else one per line, as for pasted cells."""
    if len(found) == 1:
        return found
    widths = [sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in line) for line in found]
    even = all(width in _WRAPPED and 4 * width >= 3 * max(widths) for width in widths[:-1])
    ended = all(unicodedata.name(line[-1:] or " ", "").endswith("FULL STOP") for line in found[:-1])
    wrapped = even and not ended and not any("|" in line for line in found)
    return [join_lines("\n".join(found))] if wrapped else found


def _marked(marker: str, text: str) -> str:
    """The text after its list number; a bullet is dropped unless it may be the sign of a figure ("- 4")."""
    if not marker or not (_is_number(marker) or not any(map(str.isalpha, text))):
        return text
    return f"{marker} {text}" if not _is_number(marker) or text[:1].isascii() else marker + text


def _table(following: Iterator[Token], source: Sequence[str], rule: str) -> TableBlock:
    """The table whose tokens follow; body rows are split here, since the parser pads short ones and crops long ones."""
    rows: list[tuple[Cell, ...]] = []
    head: list[Cell] = []
    edges = _edges(rule)
    for token in following:
        if token.type == "table_close":
            break
        if token.type == "inline" and not rows:
            head.append(cell(_inline_text(token.children or ())))
        elif token.type == "thead_close":
            rows.append(tuple(head))
        elif token.type == "tr_open" and rows and token.map:
            rows.append(_row(source[token.map[0]], len(head), edges))
    return TableBlock(tuple(rows))


def _row(line: str, columns: int, edges: tuple[bool, bool]) -> tuple[Cell, ...]:
    """The cells of one line; nothing before its first or behind its last bar is a blank cell or the `edges` of it."""
    texts = escapedSplit(line.strip(" \t>"))
    opened, closed = edges
    texts = texts[1:] if len(texts) > 1 and not texts[0].strip() and (opened or len(texts) > columns) else texts
    texts = texts[:-1] if len(texts) > 1 and not texts[-1].strip() and (closed or len(texts) > columns) else texts
    return tuple(cell(_cell_text(text.strip())) for text in texts)


def _cell_text(text: str) -> str:
    """The text of a cell; emphasis marks around nothing are dropped."""
    return _inline_text(_parser().parseInline(text)[0].children or ()) if text.strip("*_") else ""


def _html_blocks(content: str) -> tuple[Block, ...]:
    from drafter.formats.html.reader import page

    return page(content.encode()).blocks
