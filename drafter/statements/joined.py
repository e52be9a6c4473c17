"""Two readers of one paragraph: what both say, what only one says, and where they differ.

The offline reader knows the words of the form, the other one the sense of a sentence; neither is believed on a
number. A number that the offline reader binds is never contradicted; one that the two read differently is open, unless
it stands right behind the label of the very row or column that the offline reader holds it against.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafter.form import Form
from drafter.form.phrases import phrases_of
from drafter.report import Paragraph, ReadBy
from drafter.statements.account import Sense
from drafter.statements.judge import ENTRY, Judgement, Verdict
from drafter.statements.language import Relation
from drafter.statements.reader.lists import ListFound
from drafter.statements.reader.readings import ClauseReading

_ASIDE = "(\uff08"
"""Signs behind which an official label goes on to say what it counts."""


def joined(own: Sequence[ClauseReading], other: Sequence[ClauseReading], paragraph: Paragraph) -> list[ClauseReading]:
    """The readings of a paragraph by both readers, in order; `own` are the offline reader's."""
    numbers = {item.ordinal: item for item in other if item.ordinal is not None}
    found: list[ClauseReading] = []
    for item in own:
        if item.ordinal is None:
            found.append(_claim(item, [one for one in other if one.ordinal is None and _overlap(one, item)]))
        else:
            second = numbers.pop(item.ordinal, None)
            found.append(item if second is None else _number(item, second, paragraph))
    sure = [item for item in own if item.ordinal is None and item.is_sure and item.statement is not None]
    claims = (item for item in other if item.ordinal is None and not any(_overlap(item, one) for one in sure))
    return sorted([*found, *numbers.values(), *claims], key=lambda item: (item.start, item.end))


def joined_lists(own: Sequence[ListFound], other: Sequence[ListFound]) -> tuple[ListFound, ...]:
    """The lists of both readers; where the offline reader knows one with the same items, its own."""
    known = [set(item.items) for item in own]
    return (*own, *(item for item in other if not any(set(item.items) <= items for items in known)))


def _number(own: ClauseReading, other: ClauseReading, paragraph: Paragraph) -> ClauseReading:
    """What a number comes to that both readers read."""
    mine, second = own.verdict, other.verdict
    if own.statement is None or mine is Verdict.UNKNOWN:
        return other if other.statement is not None and second is not Verdict.UNKNOWN else own
    elsewhere = other.statement is None
    if mine is Verdict.TRUE:
        differ = second is Verdict.FALSE and not own.is_sure
        return _opened(own) if differ else replace(own, reader=ReadBy.BOTH if second is mine else own.reader)
    if second is Verdict.FALSE:
        return replace(own, reader=ReadBy.BOTH)
    if (second is Verdict.TRUE or elsewhere) and not _is_beside_label(own, paragraph):
        return _opened(own)
    return own


def _claim(own: ClauseReading, others: Sequence[ClauseReading]) -> ClauseReading:
    """What words without a number come to; of the other reader those that touch them."""
    verdicts = {one.verdict for one in others}
    if own.verdict is Verdict.FALSE and Verdict.TRUE in verdicts and Verdict.FALSE not in verdicts:
        return replace(own, judgement=Judgement(Verdict.UNKNOWN), reader=ReadBy.BOTH)
    return replace(own, reader=ReadBy.BOTH) if own.verdict in verdicts else own


def _opened(own: ClauseReading) -> ClauseReading:
    """A number that is read differently: it stands open."""
    return replace(own, sense=Sense.OTHER, alternatives=(), statement=None, subjects=(), reader=ReadBy.BOTH)


def _overlap(one: ClauseReading, other: ClauseReading) -> bool:
    return one.start < other.end and other.start < one.end


def _is_beside_label(own: ClauseReading, paragraph: Paragraph) -> bool:
    """Whether a number stands right behind the label of the row or column that it is held against."""
    statement = own.statement
    if (
        statement is None
        or statement.relation is not Relation.EQUAL
        or len(statement.subject) != 1
        or statement.is_last
    ):
        return False
    address = statement.subject[0]
    if address.startswith(ENTRY) or own.ordinal is None:
        return False
    before = paragraph.text[: paragraph.quantities[own.ordinal].start]
    return any(before.endswith(label) for label in _labels(address, paragraph.form))


def _labels(address: str, form: Form) -> Iterator[str]:
    """The labels of a cell's row and column, without numbering and without what they add behind."""
    for label in (form.row_label(address), form.column_label(address)):
        number = phrases_of(form).item.match(label)
        plain = label[number.end() :] if number else label
        cut = min((at for sign in _ASIDE if (at := plain.find(sign)) > 0), default=len(plain))
        if len(plain[:cut]) > 1:
            yield plain[:cut]
