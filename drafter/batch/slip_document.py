"""A slip as a letter that the unit fills in, and what it wrote on the one that came back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drafter.batch.office import OfficeChoice
from drafter.batch.rounds import REFERENCE, ItemState, Slip, SlipItem
from drafter.document import Block, Cell, Document, TableBlock, cell, paragraph
from drafter.errors import SourceError
from drafter.form import Form
from drafter.formats import FORMATS
from drafter.formats.style import load_style
from drafter.messages import LANGUAGES, say
from drafter.recognition.files import kind_of
from drafter.records import dataclass

_WIDTHS = (9.0, 17.0, 57.0, 17.0, 56.0)
"""Of number, label, words, label, what is wanted, in millimetres of the page's 156."""
_LINE = 28
"""Characters of a line of the letter, by which its signature stands at the right."""
_ROOM = "\n\n"
"""Empty lines for an answer by hand."""
_PARTS = (ItemState.STANDS, ItemState.CHANGED, ItemState.NEW)


class Answers(NamedTuple):
    """What a unit wrote on a slip: the slip's reference, and answers by the numbers of items."""

    reference: str
    answers: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a slip's letter says besides the slip."""

    form: Form
    choice: OfficeChoice
    year: int | None
    language: str = "zh"

    def say(self, key: str, **values: object) -> str:
        """A message on slips."""
        return say(self.language, f"slip.{key}", **values)


def slip_docx(slip: Slip, letter: Letter) -> bytes:
    """The letter as a .docx file in the look of the form's reports."""
    from drafter.formats.docx.writer import write

    return write(Document(tuple(_blocks(slip, letter))), load_style(letter.form.definition.style))


def _blocks(slip: Slip, letter: Letter) -> Iterator[Block]:
    report = letter.form.definition.title.template.format(organization="", year=letter.year or "")
    yield paragraph(letter.say("title", report=report), level=0)
    yield paragraph(letter.say("reference", round=slip.round, reference=slip.reference))
    yield paragraph(letter.say("to", unit=slip.unit))
    due = letter.say("due", day=letter.choice.reply_by) if letter.choice.reply_by else ""
    yield paragraph(letter.say("opening", file=slip.file, count=len(slip.items), due=due))
    if slip.round > 1:
        counts = {part.value: len(slip.standing(part)) for part in ItemState}
        yield paragraph(letter.say("again", mended=len(slip.mended), **counts))
    number = 0
    for part in _PARTS:
        items = slip.standing(part)
        if items and slip.round > 1:
            yield paragraph(letter.say(f"part_{part.value}", count=len(items)), level=2)
        for item in items:
            number += 1
            yield _item_table(number, item, letter)
    if slip.mended:
        yield paragraph(letter.say("part_mended", count=len(slip.mended)), level=2)
        yield from (paragraph(letter.say("mended_item", place=item.place, words=item.words)) for item in slip.mended)
    yield from _closing(slip, letter)


def _closing(slip: Slip, letter: Letter) -> Iterator[Block]:
    if letter.choice.contact:
        yield paragraph(letter.say("contact", contact=letter.choice.contact))
    for line in (letter.choice.office, slip.day):
        if line:
            yield paragraph("\u3000" * max(0, _LINE - 4 - len(line)) + line)


def _item_table(number: int, item: SlipItem, letter: Letter) -> TableBlock:
    """One item; its last row is the room for the answer."""
    problem = letter.say("problem", message=item.message, source=item.source, rule=item.rule)
    rows = [
        (_label("place", letter), _wide(item.place)),
        (
            _label("words", letter),
            cell(item.words, label=True),
            _label("wanted", letter),
            cell(item.wanted, label=True),
        ),
        (_label("message", letter), _wide(problem)),
    ]
    if item.answered:
        rows.append((_label("answered", letter), _wide(item.answered)))
    rows.append((_label("answer", letter), _wide(item.answer + _ROOM)))
    first = cell(str(number), row_span=len(rows), label=True)
    return TableBlock(((first, *rows[0]), *rows[1:]), _WIDTHS)


def _label(key: str, letter: Letter) -> Cell:
    return cell(letter.say(key), label=True)


def _wide(text: str) -> Cell:
    return cell(text, col_span=3, label=True)


def answers_in(data: bytes, name: str) -> Answers | None:
    """What stands on a slip that came back; None if the file is no slip, or cannot be read."""
    kind = kind_of(data, name)
    if kind not in FORMATS:
        return None
    try:
        document = FORMATS[kind].read(data)
    except SourceError:
        return None
    texts = (block.text for block in document.paragraphs())
    found = next((match for text in texts if (match := re.search(REFERENCE, text))), None)
    return Answers(found[0], dict(_answers(document))) if found else None


def _answers(document: Document) -> Iterator[tuple[int, str]]:
    labels = {say(language, "slip.answer") for language in LANGUAGES}
    for table in document.tables():
        first = table.rows[0][0].text.strip() if table.rows and table.rows[0] else ""
        for row in table.rows if first.isascii() and first.isdigit() else ():
            texts = [item.text.strip() for item in row]
            at = next((index for index, text in enumerate(texts) if text in labels), None)
            if at is not None and (answer := " ".join(texts[at + 1 :]).strip()):
                yield int(first), answer


def slip_name(slip: Slip, place: int) -> str:
    """The name of a slip's file: the place of the unit in the list keeps names apart that signs make alike."""
    plain = "".join(char if char.isalnum() else "_" for char in slip.unit)[:60]
    return f"{place:03}-{plain}-{slip.round}.docx"
