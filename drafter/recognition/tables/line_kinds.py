"""True if a line of text belongs to a table, and where its label ends and its values begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain

_BORDER = re.compile(r"[|\t]")
_MANY = 8
"""So many words of labels and values are what is left of a table whose row labels are lost."""


class TextLine(NamedTuple):
    """A line of the source: its number there, and its index among the lines at hand."""

    number: int
    text: str
    at: int = 0


def looks_tabular(text: str, lexicon: Lexicon) -> bool:
    """True if a line may belong to a table: it holds cell borders, values, or pieces of labels."""
    if not text or text.isspace():
        return "\t" in text
    if "|" in text or "\t" in text:
        return True
    words, values = label_and_values(text, lexicon)
    if len(values) > 1 or (values and not words):
        return True
    whole = plain(text)
    if not whole:
        return False
    if lexicon.is_label(whole) or all(lexicon.is_label(plain(word)) for word in text.split() if plain(word)):
        return True
    return lexicon.marker_in(whole) is not None or names_row(text, lexicon)


def without_page_marks(
    lines: Sequence[TextLine], lexicon: Lexicon, edges: str = " "
) -> tuple[list[TextLine], list[TextLine]]:
    """The lines without those that are a page's number with signs around it, and these; `edges` are no such signs."""
    rest, marks = list[TextLine](), list[TextLine]()
    for line in lines:
        (marks if lexicon.is_page_mark(line.text.strip(edges)) else rest).append(line)
    return rest, marks


def names_row(text: str, lexicon: Lexicon) -> bool:
    """True if a line holds the label of a printed row, alone, in a cell, or before its values."""
    whole = plain(text)
    if whole in lexicon.anchors or lexicon.open_row_below(whole) is not None:
        return True
    if "|" in text or "\t" in text:
        return any(len(cell) > 1 and plain(cell) in lexicon.anchors for cell in _BORDER.split(text))
    label, values = label_and_values(text, lexicon)
    if values:
        return plain(label) in lexicon.anchors or any(plain(word) in lexicon.anchors for word in label.split())
    return lexicon.divided(text.strip()) is not None


def hold_rows(lines: Sequence[TextLine], lexicon: Lexicon) -> bool:
    """True if rows without a label stand in these lines: below their header, as bare values, or in fragments."""
    if sum(len(line.text.split()) for line in lines) >= _MANY:
        return True
    joined = "".join(plain(line.text) for line in lines)
    if any(signature in joined for signature, _ in lexicon.signatures):
        return True
    divided = (label_and_values(line.text, lexicon) for line in lines)
    return any(not label and len(values) > 1 for label, values in divided)


def label_and_values(text: str, lexicon: Lexicon) -> tuple[str, list[str]]:
    """A line as its label, spaces as they are, and the values that end it."""
    words = text.split()
    count = len(words)
    while count and (lexicon.value.fullmatch(words[count - 1]) or lexicon.is_run(words[count - 1])):
        count -= 1
    return (text, []) if count == len(words) else (text[: _end_of(words[:count], text)], words[count:])


def _end_of(words: Sequence[str], text: str) -> int:
    """Where in `text` its first words end."""
    end = 0
    for word in words:
        end = text.index(word, end) + len(word)
    return end
