"""How far something got: what a sentence says of it beside what the clause of its source says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.vouching.resting import Clause


def unfounded(clauses: Sequence[Clause], planned: Sequence[bool]) -> Iterator[str]:
    """Words that say something is not done, or not there, where neither figures nor the source say so."""
    for number, clause in enumerate(clauses):
        stages, text = clause.sentence.lexicon.progress, clause.open_text
        waiting, negative = stages.waiting.search(text), stages.negative.search(text)
        sources = [source.plain for source in clause.sources if source.kind != "figures"]
        if waiting and not planned[number] and not any(map(stages.is_unfinished, sources)):
            yield waiting.group()
        elif negative and not waiting and not clause.claimed and not any(map(stages.lacking.search, sources)):
            yield negative.group()


def too_far(clauses: Sequence[Clause], planned: Sequence[bool]) -> Iterator[str]:
    """Words of what a sentence says is so where its source plans it, has only begun it, or says that it is not."""
    for number, clause in enumerate(clauses):
        stages, part = clause.sentence.lexicon.progress, clause.part
        text = clause.text + "".join(other.text for other in clauses[number + 1 : number + 2])
        if part is None or planned[number] or stages.is_unfinished(text) or stages.lacking.search(clause.text):
            continue
        done = stages.done.search(clause.open_text)
        begun = part.open or (stages.is_unfinished(part.plain) and not stages.done.search(part.plain))
        only_planned = bool(clause.content) and part.kind == "note" and stages.planned.search(part.plain) is not None
        denied = [] if begun and done else list(_said_of_none(clause))
        if only_planned or (begun and done) or denied:
            yield from [done.group()] if done else denied or [clause.text.strip()]


def _said_of_none(clause: Clause) -> Iterator[str]:
    """Words of which the sources only say that something is not so."""
    lexicon = clause.sentence.lexicon
    parts = [part for source in clause.sources if source.kind != "figures" for part in source.parts]
    parts = [part for part in parts if not part.plain.endswith(lexicon.book.label_end)]
    for word in clause.words:
        if word.start not in clause.sentence.plain or word.text in lexicon.weak:
            saying = [lexicon.progress.negative.search(part.plain) for part in parts if part.says(word.text)]
            if saying and all(saying):
                yield word.text
