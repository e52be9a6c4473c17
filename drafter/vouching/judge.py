"""One sentence beside its sources: vouched for, not vouched for, or contradicted, and by what."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction

from drafter.records import dataclass
from drafter.report import Number, Paragraph, Place, Sentence
from drafter.statements import State
from drafter.vouching.examined import Examined, Examiner
from drafter.vouching.records import Backing, SentenceVouching, Why
from drafter.vouching.segments import Span
from drafter.vouching.sources import Sources
from drafter.vouching.stated import Stated
from drafter.vouching.support import Setting, Support

_MOST_NUMBERS = 12
"""Numbers of a source and a sentence up to which what comes of two of them tells anything."""


@dataclass(frozen=True, eq=False)
class Judge:
    """Judges sentences beside the sources of a report."""

    examiner: Examiner
    sources: Sources

    def judge(
        self, paragraph: Paragraph, sentence: Sentence, stated: Sequence[Stated], own: Sequence[Place], part: Setting
    ) -> SentenceVouching | None:
        """What stands behind a sentence; None where it is wholly open, or says nothing at all."""
        marks = [span for span in paragraph.marks if span[0] < sentence.end and sentence.start < span[1]]
        stated = [item for item in stated if not any(start <= item.start < end for start, end in marks)]
        text = sentence.text.rstrip()
        end = sentence.start + len(text)
        if not _says(sentence, marks):
            return None
        found = SentenceVouching(paragraph.at(sentence.start, end), text, Backing.VOUCHED, Why.PERSON, ("person",))
        wrong = tuple(item.text for item in stated if item.state is State.CONTRADICTED)
        if wrong:
            return replace(found, state=Backing.CONTRADICTED, reason=Why.REFUTED, by=("figures",), words=wrong)
        if any((place.start or 0) <= sentence.start and end <= (place.end or end) for place in own):
            unknown = tuple(item.text for item in stated if item.state is State.OPEN)
            return replace(found, state=Backing.UNVOUCHED, reason=Why.OPEN, words=unknown) if unknown else found
        return self._beside(found, self.examiner.examined(text, sentence.start, marks, stated), part)

    def _beside(self, found: SentenceVouching, sentence: Examined, part: Setting) -> SentenceVouching:
        """The sentence beside its sources."""
        support = Support(sentence, self.sources, part)
        by = dict.fromkeys([*(item.by for item in sentence.stated if item.by), *(s.name for s in support.chosen)])
        found = replace(found, by=tuple(by) or ("form",), reason=Why.SOURCES if by else Why.PLAIN)
        open_ones = (item for item in sentence.stated if item.state is State.OPEN)
        unknown = [item.text for item in open_ones if not _noted(item, support)]
        missing = [*support.unsaid(), *support.uncovered()]
        undone = tuple(dict.fromkeys(support.undone()))
        if undone and not (unknown or missing):
            return replace(found, state=Backing.CONTRADICTED, reason=Why.UNFINISHED, words=undone)
        missing += support.too_far()
        if unknown or missing:
            words = tuple(dict.fromkeys([*unknown, *missing]))
            return replace(found, state=Backing.UNVOUCHED, reason=Why.WORDS if missing else Why.OPEN, words=words)
        return found


def _says(sentence: Sentence, marks: Sequence[Span]) -> bool:
    """Whether a word stands outside open marks."""
    words = (sentence.start + match.start() for match in re.finditer(r"\w", sentence.text))
    return any(not any(start <= at < end for start, end in marks) for at in words)


def _noted(item: Stated, support: Support) -> bool:
    """Whether a number stands in a source that the sentence rests on, or comes of two numbers there and here; one that
    is said to be last year's, or compared with it, may be one of last year's sentence on the same."""
    if item.value is None:
        return False
    said = [other.value for other in support.sentence.stated if other.value is not None and other.by]
    for source in support.chosen:
        if source.kind == "figures":
            continue
        known = {*source.numbers, *said}
        if item.value in source.numbers or (len(known) <= _MOST_NUMBERS and _comes_of(item, known)):
            return True
    return _of_last_year(item, support, said)


def _of_last_year(item: Stated, support: Support, said: Sequence[Number]) -> bool:
    """Whether a number is one of last year's sentence on the same, or what comes of one there and one here."""
    sentence = support.sentence
    clause = sentence.clauses[sentence.clause(item.start)]
    named = sentence.lexicon.said_before.search(sentence.text[clause[0] : item.start]) is not None
    compared = sentence.lexicon.compared.search(sentence.text[clause[0] : item.end]) is not None
    if not (named or compared):
        return False
    for source in support.before:
        there = {*source.numbers} if named else {*source.numbers, *said}
        if (named and item.value in there) or (compared and len(there) <= _MOST_NUMBERS and _comes_of(item, there)):
            return True
    return False


def _comes_of(item: Stated, known: Collection[Number]) -> bool:
    """Whether a number is the difference of two others, a share of the one in the other, or the growth between them."""
    assert item.value is not None
    pairs = [(one, other) for one in known for other in known if one != other]
    if item.step is None:
        return any(one - other == item.value for one, other in pairs)
    shares = (100 * Fraction(one) / Fraction(other) for one, other in pairs if other)
    wanted = Fraction(item.value)
    return any(min(abs(share - wanted), abs(abs(share - 100) - wanted)) <= item.step for share in shares)
