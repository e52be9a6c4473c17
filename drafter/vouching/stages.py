"""How far something got: what a sentence says of it beside what the clause of its source says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from drafter.vouching.resting import Clause
from drafter.vouching.sources import Source
from drafter.vouching.words import Stages


def unfounded(clauses: Sequence[Clause], planned: Sequence[bool]) -> Iterator[str]:
    """Words that say something is not done, or not there, where neither figures nor the source say so."""
    for number, clause in enumerate(clauses):
        stages, text = clause.sentence.lexicon.progress, clause.open_text
        waiting, negative = stages.waiting.search(text), stages.negative.search(text)
        sources = [source.stages for source in clause.sources if source.kind != "figures"]
        if waiting and not planned[number] and not any(map(stages.is_unfinished, sources)):
            yield waiting.group()
        elif negative and not waiting and not clause.claimed and not any(map(stages.lacking.search, sources)):
            yield negative.group()


def too_far(clauses: Sequence[Clause], planned: Sequence[bool]) -> Iterator[str]:
    """Words of what a sentence says is so where its source plans it, has only begun it, or says that it is not."""
    for number, clause in enumerate(clauses):
        stages, part = clause.sentence.lexicon.progress, clause.part
        if part is None or clause.told_by_figures or _leaves_open(clauses, number, planned):
            continue
        done = stages.done.search(clause.open_text)
        begun = part.open or _is_begun(part, stages)
        only_planned = bool(clause.content) and part.kind == "note" and stages.planned.search(part.stages) is not None
        denied = [] if begun and done else list(_said_of_none(clause))
        if only_planned or (begun and done) or denied:
            yield from [done.group()] if done else denied or [clause.text.strip()]


def undone(clauses: Sequence[Clause], planned: Sequence[bool]) -> Iterator[str]:
    """Of these, words that call done what a note plainly plans, has only begun or denies: that much is sure."""
    for number, clause in enumerate(clauses):
        stages, part = clause.sentence.lexicon.progress, clause.part
        done = stages.done.search(clause.open_text)
        if not done or part is None or clause.told_by_figures or _leaves_open(clauses, number, planned):
            continue
        content = {at for at in clause.content if not done.group().count(clause.sentence.text[at])}
        held = content & clause.sentence.in_source(part)
        about = part.kind == "note" and held and 2 * len(held) >= len(content)
        if (about and _is_begun(part, stages)) or any(_said_of_none(clause, kinds=("note",))):
            yield done.group()


def _is_begun(part: Source, stages: Stages) -> bool:
    """Whether a clause of a source tells of something unfinished, and of nothing done."""
    return stages.is_unfinished(part.stages) and not stages.done.search(part.stages)


def _leaves_open(clauses: Sequence[Clause], number: int, planned: Sequence[bool]) -> bool:
    """Whether a clause, or the one behind it, says itself that something is not done or not so."""
    stages, clause = clauses[number].sentence.lexicon.progress, clauses[number]
    texts = (other.text for other in clauses[number : number + 2])
    return planned[number] or any(map(stages.is_unfinished, texts)) or stages.lacking.search(clause.text) is not None


def _said_of_none(clause: Clause, kinds: Collection[str] = ("note", "entry", "last")) -> Iterator[str]:
    """Words of which sources of these kinds only say that something is not so."""
    lexicon = clause.sentence.lexicon
    parts = [part for source in clause.sources if source.kind in kinds for part in source.parts]
    parts = [part for part in parts if not part.plain.endswith(lexicon.book.label_end)]
    for word in clause.words:
        if word.start not in clause.sentence.plain or word.text in lexicon.weak:
            saying = [lexicon.progress.negative.search(part.stages) for part in parts if part.says(word.text)]
            if saying and all(saying):
                yield word.text
