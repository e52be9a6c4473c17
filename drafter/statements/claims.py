"""Claims: words that state figures without a number."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.form.phrases import Phrases
from drafter.statements.account import ClaimFound
from drafter.statements.passages import Passage, Time, Where, passage


def find_claims(text: str, where: Where, phrases: Phrases) -> Iterator[ClaimFound]:
    """Claims in a paragraph; of two that overlap, the one declared first."""
    return claims_of(passage(text, where, phrases))


def claims_of(paragraph: Passage) -> Iterator[ClaimFound]:
    """Claims of a paragraph about the whole of this year, where it is about what they are about, outside open marks."""
    phrases, text = paragraph.phrases, paragraph.text
    taken: list[tuple[int, int]] = []
    for number in sorted(phrases.claim_cues.candidates(text)):
        pattern, claim = phrases.claims[number]
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other and begin < end for begin, other in taken) or not _holds(paragraph, match.start()):
                continue
            if claim.scope and paragraph.scope(start + 1) not in claim.scope:
                continue
            taken.append((start, end))
            yield ClaimFound(paragraph.where, claim, start, end, match.group())


def _holds(paragraph: Passage, start: int) -> bool:
    """Whether what is said at a place is said of the year and of the whole."""
    if paragraph.in_mark(start) or paragraph.time(start) is not Time.NOW:
        return False
    sentence = paragraph.sentence_start(start)
    return not paragraph.is_narrowed(sentence, start)
