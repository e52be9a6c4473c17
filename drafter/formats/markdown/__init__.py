"""Markdown (CommonMark and pipe tables); what is written reads back unchanged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from drafter.document import Block, Document, Picture, TableBlock
from drafter.errors import SourceError
from drafter.formats.encoding import decode
from drafter.formats.sample import Sample
from drafter.formats.text import join_lines, slot_texts

if TYPE_CHECKING:
    from drafter.formats.style import Style

LIMIT = 500_000
"""The most characters of a file: about fifty times the longest report, parsed within seconds."""

_SPECIAL = re.compile(r"[\\`*_~\[\]<|]|&(?=#?\w+;)")
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:\s|$))", re.ASCII)
_CLOSING = re.compile(r"#(?=#*$)")


def recognizes(sample: Sample) -> bool:
    """True for text in a file named so: Markdown has no signature."""
    return not sample.zipped and sample.suffix in (".md", ".markdown")


def read(data: bytes) -> Document:
    """The document in a Markdown file; SourceError if it is not text or far larger than any report."""
    text = decode(data)
    if len(text) > LIMIT:
        raise SourceError("text_too_large", limit=LIMIT)
    from drafter.formats.markdown.reader import document_in

    return replace(document_in(text), cut=not text.endswith("\n"))


def write(document: Document, style: Style) -> bytes:
    """UTF-8 Markdown, in any style; spans become empty cells, which pipe tables need."""
    blocks = (_block(block) for block in document.blocks)
    text = "\n\n".join(filter(None, blocks))
    return f"{text}\n".encode() if text else b""


def _block(block: Block) -> str:
    if isinstance(block, TableBlock):
        return _pipes(slot_texts(block))
    if isinstance(block, Picture):
        return f"![{_escaped(join_lines(block.description))}]()"
    text = _escaped(join_lines(block.text))
    if block.level is None or not text:
        return _guarded(text)
    return f"{'#' * min(block.level + 1, 6)} {_unclosed(text)}"


def _unclosed(text: str) -> str:
    """The text of a heading with the number signs at its end escaped, which Markdown would drop."""
    return _CLOSING.sub(r"\\#", text)


def _escaped(text: str) -> str:
    """The text with markup escaped and white space at its ends as entities."""
    body = text.strip()
    if not body:
        return ""
    before, after = text.split(body, 1)
    return _entities(before) + _SPECIAL.sub(r"\\\g<0>", body) + _entities(after)


def _entities(space: str) -> str:
    return "".join(f"&#{ord(char)};" for char in space)


def _guarded(text: str) -> str:
    """The text with its first mark escaped if it would begin a heading, list or quotation."""
    if text[:1] and text[0] in "#>+-":
        return f"\\{text}"
    return _NUMBERED.sub(r"\g<0>\\", text, count=1) if _NUMBERED.match(text) else text


def _pipes(rows: Sequence[Sequence[str]]) -> str:
    """A pipe table; its first row becomes the header."""
    written = [f"| {' | '.join(map(_escaped, row))} |" for row in rows]
    if written:
        written.insert(1, f"|{' --- |' * len(rows[0])}")
    return "\n".join(written)
