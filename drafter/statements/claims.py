"""Claims: words that state figures without a number."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.form import Form
from drafter.report.findings import Place
from drafter.statements.account import ClaimFound
from drafter.statements.discourse import Discourse, Time


def find_claims(text: str, place: Place, form: Form) -> Iterator[ClaimFound]:
    """Claims in a paragraph; of two that overlap, the one declared first."""
    return claims_of(Discourse(text, place, form))


def claims_of(paragraph: Discourse) -> Iterator[ClaimFound]:
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
            yield ClaimFound(paragraph.place, claim, start, end, match.group())


def _holds(paragraph: Discourse, start: int) -> bool:
    """Whether what is said at a place is said of the year and of the whole."""
    if paragraph.in_mark(start) or paragraph.time(start) is not Time.NOW:
        return False
    return not paragraph.is_narrowed(paragraph.sentence_at(start).start, start)
