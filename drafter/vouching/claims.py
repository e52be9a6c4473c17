"""Words that claim more than a fact: whether the source of their clause claims the same, of the very thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.vouching.resting import Clause
from drafter.vouching.segments import Word
from drafter.vouching.sources import Source

_SHORT = 3
"""Code points that a clause of a source has beside a claim at most, for the claim to be all that it says."""
_COMMON = 1
"""Characters that a clause and a clause of its source share at least where they share no word."""
_FAR = 40
"""Code points before a word that are looked at."""
_CAUSE = 0.7
"""Share of what is named as a cause that the source must hold which also holds its effect."""


def unsaid(clauses: Sequence[Clause], planned: Sequence[bool]) -> Iterator[tuple[int, Word]]:
    """Words that claim more than the sources of their clauses, each with the number of its clause.

    `planned` says which clauses only promise.
    """
    for number, clause in enumerate(clauses):
        for word in clause.words:
            claim = word.claim
            if claim is None or (planned[number] and claim.planned and not _is_past(clause, word)):
                continue
            if _is_denied(clause, word) or clause.sentence.own.issuperset(range(word.start, word.end)):
                continue
            ranges = claim.counted and _of_a_counted_set(clauses, number, word)
            ranges = ranges or (claim.mild and _holds_all_else(clause))
            if not (ranges or _figures_say(clause, word) or _is_said(clause, word) or _explains(clauses, number, word)):
                yield number, word


def _before(clause: Clause, word: Word) -> str:
    """What stands before a word in its clause, as far as it can matter."""
    return clause.sentence.text[max(clause.span[0], word.start - _FAR) : word.start]


def _is_past(clause: Clause, word: Word) -> bool:
    """Whether a promise says in passing that something is so already."""
    text = _before(clause, word)
    return any(match.end() == len(text) for match in clause.sentence.lexicon.progress.done.finditer(text))


def _is_denied(clause: Clause, word: Word) -> bool:
    """Whether a clause says that it is not so: what stands behind that is looked at for itself."""
    text = _before(clause, word)
    return any(match.end() == len(text) for match in clause.sentence.lexicon.progress.negative.finditer(text))


def _holds_all_else(clause: Clause) -> bool:
    """Whether sources hold every word of a clause that claims no more than a fact."""
    return bool(clause.content) and not clause.has_bare


def _of_a_counted_set(clauses: Sequence[Clause], number: int, word: Word) -> bool:
    """Whether "all" or "the others" is said of things that stand there: a list, or what the same source counts."""
    clause = clauses[number]
    lexicon, before = clause.sentence.lexicon, _before(clause, word)
    near = (*(clauses[number - 1].stated if number else ()), *clause.stated)
    sources = [source for source in clause.sources if source.kind != "figures"]
    partly = lexicon.progress.partly
    if partly.search(word.text):
        return any(item.value in source.numbers for item in near for source in sources if item.value is not None)
    if len(word.text) == 1 and lexicon.joins.search(before):
        return True
    if not clause.content:
        return bool(near) and all(item.by and not item.by.startswith("note:") for item in near)
    if not sources or partly.search(sources[0].plain):
        return False
    bare = clause.has_bare
    if any(item.by == sources[0].name for item in near):
        return not bare
    return len(word.text) == 1 and not bare and not (clause.part and clause.part.numbers)


def _figures_say(clause: Clause, word: Word) -> bool:
    """Whether figures bound in a clause, whose labels hold all that it tells, say what a word claims."""
    if not clause.counted or word.claim is None:
        return False
    return (word.claim.figures and clause.told_by_figures) or clause.labels.issuperset(range(word.start, word.end))


def _is_said(clause: Clause, word: Word) -> bool:
    """Whether a source of the clause claims it, in a clause of its own that is about the same."""
    assert word.claim is not None
    for source in clause.sources:
        if source.kind != "figures" and word.claim.may_be(source.kind) and _names(clause, word, source):
            return True
        if source.kind != "figures" and word.claim.may_be(source.kind) and source.claims(word.text):
            saying = [part for part in source.parts if part.claims(word.text)]
            before = _before(clause, word)
            if (
                not saying
                or (word.claim.led and not re.search(word.claim.led, before))
                or any(_about_the_same(clause, word, part, source) for part in saying)
            ):
                return True
    return False


def _names(clause: Clause, word: Word, source: Source) -> bool:
    """Whether a source names in short the body of whose name a word is a part."""
    return any(start <= word.start and word.end <= end for start, end in clause.sentence.bodies_in(source))


def _about_the_same(clause: Clause, word: Word, part: Source, source: Source) -> bool:
    """Whether a clause and a clause of its source share anything beside a claim."""
    plain = clause.sentence.plain
    others = [other.text for other in clause.around(word) if other is not word and other.start not in plain]
    rest = part.plain.replace(word.text, "")
    if not others or any(item.value is not None and item.value in part.numbers for item in clause.stated):
        return True
    if len(re.sub(r"[\W\d]", "", rest)) <= _SHORT:
        return source.name == clause.sources[0].name
    shared = {char for text in others for char in text if char in rest}
    named = (other.text for other in clause.around(word) if other is not word and len(other.text) > 1)
    return len(shared) >= _COMMON or any(part.says(text) for text in named)


def _explains(clauses: Sequence[Clause], number: int, word: Word) -> bool:
    """Whether one source holds a cause and its effect, so that the writer only joined what it says."""
    clause = clauses[number]
    if word.claim is None or word.claim.key != "cause" or not clause.content:
        return False
    leads = word.start == clause.span[0] and number + 1 < len(clauses)
    effect = clauses[number + 1] if leads else clause
    numbers = [item.value for item in (*clause.stated, *effect.stated) if item.by == "figures"]
    for source in dict.fromkeys((*clause.sources, *effect.sources)):
        held = clause.sentence.in_source(source)
        named = len(clause.content & held) >= _CAUSE * len(clause.content)
        if source.kind != "figures" and named and all(value in source.numbers for value in numbers):
            return effect is clause or bool(effect.content & held)
    return False
