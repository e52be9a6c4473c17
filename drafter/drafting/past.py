"""What of last year's text is past: events and lists of fields, which wait for a person, and notes in their place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafter.report import (
    Edit,
    Facts,
    Note,
    Paragraph,
    Sections,
    Sentence,
    open_marks,
    sentences_of,
    splice,
    without_marks,
)
from drafter.report.quantities import find_quantities
from drafter.report.references import Reference, parse
from drafter.vouching import VouchingLexicon, lexicon_of

_ALIKE = 0.5
"""Share of the words of one that the other holds, at least, for a note and an event to be about the same; ..."""
_COMMON = 2
"""... and how many that must be."""

_NUMBER = "\ufffc"
"""Stands for a number that is waited for."""
_WORD = re.compile(r"\w")


def past_stretches(paragraph: Paragraph, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of a paragraph of last year that tell no practice; not those with a number, which waits as it is.

    An event reaches to the end of its sentence, or to a clause with one of the `numbers` (their places).
    """
    lexicon = lexicon_of(paragraph.form)
    for sentence in paragraph.sentences if lexicon else ():
        assert lexicon is not None
        yield from _past(sentence, numbers, lexicon)


def _past(sentence: Sentence, numbers: Sequence[int], lexicon: VouchingLexicon) -> Iterator[tuple[int, int]]:
    ends = lexicon.form.sentence_end + lexicon.book.clause_end
    past, begun = False, None
    for start, end in lexicon.clauses(sentence.text):
        clause = sentence.text[start:end]
        counted = bisect_left(numbers, sentence.start + start) < bisect_left(numbers, sentence.start + end)
        past = lexicon.habits.search(clause) is None and (past or lexicon.is_event(clause))
        if begun is not None and (counted or not past):
            yield begun, sentence.start + len(sentence.text[:start].rstrip().rstrip(ends))
            begun = None
        if past and not counted:
            begun = sentence.start + start if begun is None else begun
        elif not counted:
            for match in lexicon.fields.finditer(clause):
                yield sentence.start + start + match.start(), sentence.start + start + match.end()
    if begun is not None:
        yield begun, sentence.start + len(sentence.text.rstrip().rstrip(ends))


def notes_for_events(narrative: Sections, facts: Facts) -> Sections:
    """The narrative with each note in the place of an event of last year about the same, where there is one.

    An event stands open as a whole sentence, or it is a sentence that waits for numbers which the note gives.
    """
    form = facts.form
    result = {key: tuple(blocks) for key, blocks in narrative.items()}
    lexicon = lexicon_of(form)
    for note in facts.notes if lexicon else ():
        assert lexicon is not None
        if form.section(note.section).kind == "problems":
            continue  # what stands open there are problems and measures
        blocks = list(result.get(note.section, ()))
        for number, block in enumerate(blocks):
            texts = [_replaced(text, note, lexicon, facts) for text in block.paragraphs if block.topic == note.topic]
            found = next((index for index, text in enumerate(texts) if text is not None), None)
            if found is not None:
                paragraphs = (*block.paragraphs[:found], texts[found] or "", *block.paragraphs[found + 1 :])
                blocks[number] = replace(block, paragraphs=paragraphs)
                break
        result[note.section] = tuple(blocks)
    return {key: blocks for key, blocks in result.items() if blocks or key in narrative}


def _replaced(text: str, note: Note, lexicon: VouchingLexicon, facts: Facts) -> str | None:
    """A paragraph of a draft with a note instead of a sentence about the same event; None without one."""
    ends = lexicon.form.sentence_end
    reference = str(Reference(note.id, "note"))
    said = reference if note.text[-1:] in ends else reference + ends[0]
    for start, end in open_marks(text, lexicon.form):
        before, stop = text[:start].rstrip(), end + (text[end : end + 1] in tuple(ends))
        whole = (not before or before[-1] in ends) and (stop > end or end == len(text))
        if whole and _alike(text[start:end], note.text, lexicon):
            return splice(text, [Edit(start, stop, said)])
    for sentence in sentences_of(text, lexicon.form):
        if _gives(note, sentence.text, lexicon, facts):
            return splice(text, [Edit(sentence.start, sentence.end, said)])
    return None


def _gives(note: Note, sentence: str, lexicon: VouchingLexicon, facts: Facts) -> bool:
    """Whether every clause of a sentence waits for a number, and a note about the same counts the same things."""
    parts = list(parse(without_marks(sentence, lexicon.form)))
    units = {_unit(part, facts) for part in parts if not isinstance(part, str)}
    if not units or None in units:
        return False
    waiting = "".join(part if isinstance(part, str) else _NUMBER for part in parts)
    clauses = [waiting[start:end] for start, end in lexicon.clauses(waiting)]
    if any(_WORD.search(clause) and _NUMBER not in clause for clause in clauses):
        return False
    counted = {item.unit for item in find_quantities(note.text, lexicon.form.definition.language)}
    named = [word for word in lexicon.words(waiting.lower()) if word.weight >= 1]
    named = [word for word in named if word.text not in lexicon.mild_glue.words]
    return units <= counted and any(word.text in note.text.lower() for word in named)


def _unit(reference: Reference, facts: Facts) -> str | None:
    """The unit of an entry that nobody has typed; None for anything else."""
    entry = facts.entry_of.get(reference.target) if reference.prefix == "entry" else None
    return entry.unit if entry is not None and entry.value is None else None


def _alike(event: str, note: str, lexicon: VouchingLexicon) -> bool:
    """Whether an event and a note are about the same: most words of one of them stand in the other."""
    return max(_shared(event, note, lexicon), _shared(note, event, lexicon)) >= _ALIKE


def _shared(text: str, other: str, lexicon: VouchingLexicon) -> float:
    words = [word for word in lexicon.words(text.lower()) if not word.text.isdecimal()]
    common = sum(word.text in other.lower() for word in words)
    return common / len(words) if common >= _COMMON else 0.0
