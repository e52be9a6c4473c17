"""The text of a report as a value: paragraphs in order, their sentences, open marks and quantities, and places in it.

The text is taken apart here and nowhere else, so that all who read it agree on where a sentence ends and what is open.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from drafter.form import Form
from drafter.form.phrases import phrases_of
from drafter.records import dataclass
from drafter.report.filing import Block
from drafter.report.findings import Place
from drafter.report.quantities import find_quantities
from drafter.report.quantities.chinese import Quantity

_EXCERPT_BEFORE, _EXCERPT_AFTER = 12, 8
"""Code points shown around what a place is about."""
_PAIRS = {"\u201c": "\u201d", "\u2018": "\u2019", "\u300a": "\u300b", "\u300c": "\u300d", "\uff08": "\uff09", "(": ")"}
"""Quotation marks and brackets that hold a sentence together, by what opens them."""
_MOST_HELD = 200
"""Code points within which an opened quotation or bracket must close to hold a sentence together; one that lost its
closing mark must not swallow the paragraph."""


class Sentence(NamedTuple):
    """A sentence: code points `start` to `end` of its paragraph, the white space behind it included."""

    start: int
    end: int
    text: str


class Edit(NamedTuple):
    """Code points `start` to `end` of a text and what takes their place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph or a heading (whose place has no paragraph number), looked through once."""

    text: str
    place: Place
    form: Form

    @cached_property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """Open marks, in order; what stands inside one is never checked as text."""
        return tuple(open_marks(self.text, self.form))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, which together are the text."""
        return tuple(sentences_of(self.text, self.form))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every quantity, also those inside open marks."""
        return find_quantities(self.text, self.form.definition.language)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)

    @property
    def is_heading(self) -> bool:
        return self.place.paragraph is None

    def sentence_at(self, position: int) -> Sentence:
        """The sentence that a code point stands in."""
        if not self.sentences:
            return Sentence(0, len(self.text), self.text)
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def clause_start(self, position: int) -> int:
        """Where the clause begins that a code point stands in."""
        ends = phrases_of(self.form).book.words.clause_end
        start = self.sentence_at(position).start
        backwards = range(position - 1, start - 1, -1)
        return next((at + 1 for at in backwards if self.text[at] in ends and _ends(self.text, at)), start)

    def in_mark(self, position: int) -> bool:
        """Whether a code point stands inside an open mark."""
        index = bisect_right(self.marks, (position, len(self.text))) - 1
        return index >= 0 and self.marks[index][0] <= position < self.marks[index][1]

    def at(self, start: int, end: int, cells: tuple[str, ...] = ()) -> Place:
        """The place of code points `start` to `end`, with the words around them."""
        words = excerpt(self.text, start, end)
        where = self.place
        return Place(where.section, where.topic, where.paragraph, start, end, words, cells)


@dataclass(frozen=True, eq=False)
class Narrative:
    """All text of a report in order: headings and paragraphs, each with its place."""

    sections: Mapping[str, tuple[Block, ...]]
    form: Form

    @cached_property
    def passages(self) -> tuple[Paragraph, ...]:
        """Headings and paragraphs as they follow each other."""
        return tuple(self._passages())

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs without the headings."""
        return tuple(item for item in self.passages if not item.is_heading)

    def paragraph(self, section: str, ordinal: int) -> Paragraph:
        """The `ordinal`-th paragraph of a section; KeyError when there is none."""
        return self._by_place[section, ordinal]

    @cached_property
    def _by_place(self) -> Mapping[tuple[str | None, int | None], Paragraph]:
        return {(item.place.section, item.place.paragraph): item for item in self.paragraphs}

    def _passages(self) -> Iterator[Paragraph]:
        for section, blocks in self.sections.items():
            ordinal = 0
            for block in blocks:
                if block.heading:
                    yield Paragraph(block.heading, Place(section, block.topic), self.form)
                for text in block.paragraphs:
                    yield Paragraph(text, Place(section, block.topic, ordinal), self.form)
                    ordinal += 1


def new_sentences(before: Narrative, after: Narrative) -> tuple[Place, ...]:
    """Places of the sentences of a narrative that do not stand in an earlier one, wherever they stand there."""
    old = {sentence.text.strip() for paragraph in before.paragraphs for sentence in paragraph.sentences}
    return tuple(
        paragraph.at(sentence.start, sentence.end)
        for paragraph in after.paragraphs
        for sentence in paragraph.sentences
        if sentence.text.strip() not in old
    )


def excerpt(text: str, start: int, end: int) -> str:
    """What a place is about, with a few of the words around it."""
    return text[max(0, start - _EXCERPT_BEFORE) : end + _EXCERPT_AFTER]


def open_marks(text: str, form: Form) -> Iterator[tuple[int, int]]:
    """Where open marks stand; one that is not closed reaches to the end of its paragraph."""
    mark = form.open_mark
    position = 0
    while (start := text.find(mark.prefix, position)) >= 0:
        end = text.find(mark.suffix, start + len(mark.prefix))
        position = len(text) if end < 0 else end + len(mark.suffix)
        yield start, position


def words_in(mark: str, form: Form) -> str:
    """What stands inside an open mark, without its signs."""
    return mark.removeprefix(form.open_mark.prefix).removesuffix(form.open_mark.suffix)


def without_marks(text: str, form: Form) -> str:
    """The text without its open marks."""
    return splice(text, (Edit(start, end, "") for start, end in open_marks(text, form)))


def sentences_of(text: str, form: Form) -> Iterator[Sentence]:
    """The sentences of a text; no number, open mark, quotation or bracket is cut.

    A Latin full stop ends one only before white space, since others stand in numbers and names. A line break ends one.
    """
    ends = form.sentence_end
    held = _held(text, form)
    start = 0
    for match in re.finditer(f"[{re.escape(ends)}\n]", text):
        index = match.start()
        if index < start or not _ends(text, index) or any(a < index < b - 2 for a, b in _around(held, index)):
            continue
        stop = _behind(text, index + 1)
        yield Sentence(start, stop, text[start:stop])
        start = stop
    if start < len(text):
        yield Sentence(start, len(text), text[start:])


def turn_of(text: str, form: Form) -> tuple[int, int] | None:
    """Words at the head of a sentence with which a text on problems turns to measures, where it does."""
    turns = phrases_of(form).measures_from
    found = (turns.match(text, sentence.start) for sentence in sentences_of(text, form))
    return next((match.span() for match in found if match), None)


def _held(text: str, form: Form) -> list[tuple[int, int]]:
    """Outermost stretches inside which no sentence ends, in order: marks, quotations and brackets that close."""
    found: list[tuple[int, int]] = []
    position = 0
    marks = list(open_marks(text, form))
    for match in re.finditer("[" + re.escape("".join(_PAIRS)) + "]", text):
        start = match.start()
        if start < position or any(a <= start < b for a, b in marks):
            continue
        end = text.find(_PAIRS[match.group()], start + 1, start + _MOST_HELD)
        if end >= 0 and "\n" not in text[start:end]:
            found.append((start, end + 1))
            position = end + 1
    return sorted((*found, *marks))


def _around(held: list[tuple[int, int]], index: int) -> Iterator[tuple[int, int]]:
    place = bisect_right(held, (index, index))
    yield from held[max(0, place - 2) : place]


def _ends(text: str, index: int) -> bool:
    """Whether a sign at which a sentence or clause may end stands in no number and no name."""
    before, follows = text[index - 1 : index], text[index + 1 : index + 2]
    if text[index] in ",:":
        return not (before.isdigit() and follows.isdigit())
    return text[index] != "." or not follows or follows.isspace()


def _behind(text: str, index: int) -> int:
    """Behind the closing quotation marks, brackets and white space that begin at `index`."""
    while index < len(text) and (unicodedata.category(text[index]) in ("Pe", "Pf", "Zs") or text[index] == "\n"):
        index += 1
    return index


def splice(text: str, edits: Iterable[Edit], rest: Callable[[str], str] = str) -> str:
    """The text with edits in place, the rest of it put through `rest`; of edits that overlap the first one is made."""
    kept: list[Edit] = []
    for edit in edits:
        index = bisect_left(kept, edit.start, key=lambda item: item.start)
        end = bisect_left(kept, max(edit.end, edit.start + 1), key=lambda item: item.start)
        if is_free(edit.start, edit.end, kept[max(0, index - 1) : end]):
            kept.insert(bisect_right(kept, edit.start, key=lambda item: item.start), edit)
    parts, position = [], 0
    for edit in kept:
        parts += [rest(text[position : edit.start]), edit.text]
        position = edit.end
    return "".join([*parts, rest(text[position:])])


def is_free(start: int, end: int, edits: Iterable[Edit]) -> bool:
    """Whether a stretch touches none of the edits."""
    return not any(start < edit.end and edit.start < end for edit in edits)


class Taken:
    """The stretches of a text that edits take up; asked for each number of it, so an answer must not look at all."""

    def __init__(self, length: int, edits: Iterable[Edit] = ()) -> None:
        """Of a text of `length` code points, with the edits that there are so far."""
        self._covered, self._empty = bytearray(length), list[Edit]()
        for edit in edits:
            self.take(edit)

    def take(self, edit: Edit) -> None:
        """Take up the stretch of an edit."""
        if edit.end > edit.start:
            self._covered[edit.start : edit.end] = b"\1" * (edit.end - edit.start)
        else:
            self._empty.append(edit)

    def is_free(self, start: int, end: int) -> bool:
        """Whether a stretch touches no edit, as `is_free` says it."""
        return self._covered.find(1, start, end) < 0 and is_free(start, end, self._empty)
