"""Joins paragraphs that a page broke into lines, where the lines themselves show that it did."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from drafter.document import TextBlock, paragraph
from drafter.formats.text import join_lines
from drafter.recognition.lexicon import Lexicon

_LONG = 15
"""From so many characters on a line without a sentence's end counts as broken; most headings are shorter."""
_WIDEST = 140
"""Columns (a Chinese character takes two) of the widest line of a page; wider lines are whole paragraphs."""
_FEWEST = 4
_SHARE = 0.4
"""Lines count as broken if at least so many long ones, and this share of them, end in the middle of a sentence."""
_FULL = 0.92
_HALF = 0.5
"""Share of the page's width from which on a line is full, and below which it may be a heading, a name or a date."""


def page_width(texts: Iterable[str], lexicon: Lexicon) -> int | None:
    """Width in columns of the lines into which a page broke its paragraphs; None if every line is a paragraph."""
    long = [text for text in (text.strip() for text in texts) if len(text) >= _LONG]
    broken = sum(not _ends(text, lexicon) for text in long)
    if broken < max(_FEWEST, _SHARE * len(long)) or max(map(len, long)) > _WIDEST:
        return None
    widest = max(map(columns, long))
    return widest if widest <= _WIDEST else None


def columns(text: str) -> int:
    """Columns that a text takes."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WFA") for char in text)


def rejoined(lines: Sequence[TextBlock], width: int, lexicon: Lexicon) -> Iterator[TextBlock]:
    """The paragraphs that the lines make up; empty lines between are dropped."""
    held: list[str] = []
    for line in lines:
        text = line.text
        if not text.strip():
            continue
        if held and not _goes_on(held, text, width, lexicon):
            yield paragraph(_joined(held))
            held = []
        held.append(text)
    if held:
        yield paragraph(_joined(held))


def _joined(lines: Sequence[str]) -> str:
    return join_lines("\n".join(lines).strip())


def _goes_on(held: Sequence[str], text: str, width: int, lexicon: Lexicon) -> bool:
    """True if `text` continues the paragraph of the lines before it."""
    last = held[-1].strip()
    full = columns(last) >= _FULL * width
    numbered = lexicon.topic_number.match(text.strip()) is not None
    if _ends(last, lexicon):
        return full and not numbered and _indent(text) <= _indent(held[-1])
    if full or (len(held) > 1 and not numbered):
        return True
    return not numbered and not _stands_alone(last, width, lexicon)


def _stands_alone(text: str, width: int, lexicon: Lexicon) -> bool:
    """True if a first line that is not full may be a paragraph of its own: a heading, a name, a date."""
    number = lexicon.topic_number.match(text)
    if number is not None:
        return not any(end in text[number.end() :] for end in lexicon.form.sentence_end)
    return columns(text) < _HALF * width and text[-1].isalnum()


def _ends(text: str, lexicon: Lexicon) -> bool:
    """True if a line ends where a sentence does."""
    return text.rstrip("\u201d\u2019\"'\uff09)\u300b")[-1:] in lexicon.form.sentence_end + ":\uff1a"


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
