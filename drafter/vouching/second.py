"""A second reader's verdicts on sentences beside the offline ones: it lowers what it doubts and covers what is not.

It is not believed on numbers: a doubt about what the account decides is none, and a sentence with an open number stays
unvouched. What it vouches for is shown apart, as vouched by reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from drafter.statements import Account, State
from drafter.statements.second import SentenceVerdict
from drafter.vouching.records import Backing, SentenceVouching, Vouching, Why

_KEPT = (Why.PERSON, Why.REFUTED)
"""What a second reader has no say about."""
_MATERIAL = ("note", "entry", "last")
"""What a second reader can read; what the figures cover is the program's to say."""


def with_second(vouching: Vouching, verdicts: Iterable[SentenceVerdict], account: Account) -> Vouching:
    """The sentences with what a second reader makes of them; a doubt without words of the sentence is dropped."""
    by_place = {(one.section, one.paragraph, one.start): one for one in verdicts}
    found, dropped = [], 0
    for sentence in vouching.sentences:
        place = sentence.place
        verdict = by_place.get((place.section, place.paragraph, place.start or 0))
        if verdict is None or sentence.reason in _KEPT:
            found.append(sentence)
            continue
        changed = _judged(sentence, verdict, account)
        dropped += changed is None
        found.append(changed or sentence)
    return Vouching(tuple(found), dropped)


def _judged(sentence: SentenceVouching, verdict: SentenceVerdict, account: Account) -> SentenceVouching | None:
    """The sentence as both see it; None where the verdict names nothing that can be found."""
    if verdict.state == Backing.VOUCHED:
        return _covered(sentence, verdict, account)
    if verdict.state not in (Backing.UNVOUCHED, Backing.CONTRADICTED) or not verdict.words.strip():
        return None
    start = sentence.text.find(verdict.words.strip())
    if start < 0:
        return None
    begin = (sentence.place.start or 0) + start
    if any(a <= begin and begin + len(verdict.words.strip()) <= b for a, b in _decided(sentence, account)):
        return sentence
    state = Backing(verdict.state)
    if sentence.state is Backing.CONTRADICTED:
        return sentence
    words = (verdict.words.strip(), *(word for word in sentence.words if word not in verdict.words))
    return replace(sentence, state=state, reason=Why.DOUBTED if state is Backing.UNVOUCHED else Why.DENIED, words=words)


def _covered(sentence: SentenceVouching, verdict: SentenceVerdict, account: Account) -> SentenceVouching | None:
    """An unvouched sentence that the second reader finds covered: by what it names, its numbers apart."""
    if sentence.state is not Backing.UNVOUCHED:
        return sentence
    if not any(source.partition(":")[0] in _MATERIAL for source in verdict.sources):
        return None
    numbers = set(_open_numbers(sentence, account))
    left = tuple(word for word in sentence.words if word in numbers)
    if left:
        return replace(sentence, reason=Why.OPEN, words=left)
    return replace(sentence, state=Backing.VOUCHED, reason=Why.READING, by=("reading", *verdict.sources), words=())


def _of(sentence: SentenceVouching, account: Account) -> Iterator[tuple[int, int, State, str]]:
    """The numbers of a sentence: where, in which state, and as written."""
    place = sentence.place
    for item in account.bindings:
        here = (item.where.section, item.where.paragraph) == (place.section, place.paragraph)
        if here and (place.start or 0) <= item.quantity.start < (place.end or 0):
            quantity = item.quantity
            yield min(item.start, quantity.start), max(item.end, quantity.end), item.state, quantity.text


def _decided(sentence: SentenceVouching, account: Account) -> Iterator[tuple[int, int]]:
    """Stretches of a sentence that the account decides."""
    yield from ((start, end) for start, end, state, _ in _of(sentence, account) if state is State.BOUND)


def _open_numbers(sentence: SentenceVouching, account: Account) -> Iterator[str]:
    yield from (text for _, _, state, text in _of(sentence, account) if state is State.OPEN)
