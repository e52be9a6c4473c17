"""Two readers of one paragraph: what both say, what only one says, and where they differ.

The offline reader knows the words of the form, the other one the sense of a sentence; neither is believed on a
number. A number that the offline reader binds is never contradicted; one that the two read differently is open, unless
it stands right behind the label of the very row whose total the offline reader holds it against.
"""

from __future__ import annotations

from collections.abc import Sequence
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
_TOTAL = ".total"
"""How the address of the total of a row ends."""


def joined(own: Sequence[ClauseReading], other: Sequence[ClauseReading], paragraph: Paragraph) -> list[ClauseReading]:
    """The readings of a paragraph by both readers, in order; `own` are the offline reader's."""
    numbers = {item.ordinal: item for item in other if item.ordinal is not None}
    claims_by_other = [item for item in other if item.ordinal is None and item.verdict is Verdict.TRUE]
    found: list[ClauseReading] = []
    for item in own:
        if item.ordinal is None:
            found.append(_claim(item, [one for one in other if one.ordinal is None and _overlap(one, item)]))
        else:
            second = numbers.pop(item.ordinal, None)
            said = _number(item, second, paragraph) if second else item
            found.append(_said_otherwise(said, claims_by_other, paragraph))
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


def _said_otherwise(own: ClauseReading, claims: Sequence[ClauseReading], paragraph: Paragraph) -> ClauseReading:
    """A number that is wrong by itself, open where it stands in words that the other reader reads as a true claim."""
    inside = any(one.start <= own.start and own.end <= one.end for one in claims)
    wrong = own.verdict is Verdict.FALSE and own.reader is ReadBy.PROGRAM
    return _opened(own) if wrong and inside and not _is_beside_label(own, paragraph) else own


def _claim(own: ClauseReading, others: Sequence[ClauseReading]) -> ClauseReading:
    """What words without a number come to; of the other reader those that touch them."""
    verdicts = {one.verdict for one in others}
    differ = own.verdict is Verdict.TRUE and verdicts == {Verdict.FALSE}
    if differ or (own.verdict is Verdict.FALSE and Verdict.TRUE in verdicts and Verdict.FALSE not in verdicts):
        return replace(own, judgement=Judgement(Verdict.UNKNOWN), reader=ReadBy.BOTH)
    return replace(own, reader=ReadBy.BOTH) if own.verdict in verdicts else own


def _opened(own: ClauseReading) -> ClauseReading:
    """A number that is read differently: it stands open."""
    return replace(own, sense=Sense.OTHER, alternatives=(), statement=None, subjects=(), reader=ReadBy.BOTH)


def _overlap(one: ClauseReading, other: ClauseReading) -> bool:
    return one.start < other.end and other.start < one.end


def _is_beside_label(own: ClauseReading, paragraph: Paragraph) -> bool:
    """Whether a number stands right behind the label of the row whose total it is held against."""
    statement = own.statement
    if statement is None or statement.relation is not Relation.EQUAL or statement.is_last or own.ordinal is None:
        return False
    address = statement.subject[0]
    if len(statement.subject) > 1 or address.startswith(ENTRY) or not _is_whole_row(address, paragraph.form):
        return False
    before = paragraph.text[: paragraph.quantities[own.ordinal].start]
    return before.endswith(_label(address, paragraph.form))


def _is_whole_row(address: str, form: Form) -> bool:
    """Whether an address is the total of its row, or the only cell of it: a row's label alone can mean no other."""
    row = address.rpartition(".")[0]
    return address.endswith(_TOTAL) or sum(one.rpartition(".")[0] == row for one in form.cells) == 1


def _label(address: str, form: Form) -> str:
    """The label of a row, without numbering and without what it adds behind."""
    label = form.row_label(address)
    number = phrases_of(form).item.match(label)
    plain = label[number.end() :] if number else label
    cut = min((at for sign in _ASIDE if (at := plain.find(sign)) > 0), default=len(plain))
    return plain[:cut]
