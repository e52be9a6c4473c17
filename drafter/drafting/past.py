"""What of last year's text is past: events and lists of fields, which wait for a person, and notes in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafter.form import Form
from drafter.report import Edit, Note, Paragraph, Sections, Sentence, open_marks, splice
from drafter.report.references import Reference
from drafter.vouching import VouchingLexicon, lexicon_of

_ALIKE = 0.5
"""Share of the words of one that the other holds, at least, for a note and an event to be about the same; ..."""
_COMMON = 2
"""... and how many that must be."""


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
    begun: int | None = None
    for start, end in lexicon.clauses(sentence.text):
        clause = sentence.text[start:end]
        counted = any(sentence.start + start <= number < sentence.start + end for number in numbers)
        if begun is not None and counted:
            yield begun, sentence.start + len(sentence.text[:start].rstrip().rstrip(ends))
            begun = None
        if counted or begun is not None:
            continue
        if lexicon.is_event(clause):
            begun = sentence.start + start
            continue
        for match in lexicon.fields.finditer(clause):
            yield sentence.start + start + match.start(), sentence.start + start + match.end()
    if begun is not None:
        yield begun, sentence.start + len(sentence.text.rstrip().rstrip(ends))


def notes_for_events(narrative: Sections, notes: Sequence[Note], form: Form) -> Sections:
    """The narrative with each note in the place of an open event of last year about the same, where there is one."""
    result = {key: tuple(blocks) for key, blocks in narrative.items()}
    lexicon = lexicon_of(form)
    for note in notes if lexicon else ():
        assert lexicon is not None
        if form.section(note.section).kind == "problems":
            continue  # what stands open there are problems and measures
        blocks = list(result.get(note.section, ()))
        for number, block in enumerate(blocks):
            texts = [_replaced(text, note, lexicon) if block.topic == note.topic else None for text in block.paragraphs]
            found = next((index for index, text in enumerate(texts) if text is not None), None)
            if found is not None:
                paragraphs = (*block.paragraphs[:found], texts[found] or "", *block.paragraphs[found + 1 :])
                blocks[number] = replace(block, paragraphs=paragraphs)
                break
        result[note.section] = tuple(blocks)
    return {key: blocks for key, blocks in result.items() if blocks or key in narrative}


def _replaced(text: str, note: Note, lexicon: VouchingLexicon) -> str | None:
    """A paragraph of a draft with a note instead of an event that stands open as a whole sentence; None without one."""
    ends = lexicon.form.sentence_end
    for start, end in open_marks(text, lexicon.form):
        before, stop = text[:start].rstrip(), end + (text[end : end + 1] in tuple(ends))
        whole = (not before or before[-1] in ends) and (stop > end or end == len(text))
        if whole and _alike(text[start:end], note.text, lexicon):
            reference = str(Reference(note.id, "note"))
            return splice(text, [Edit(start, stop, reference if note.text[-1:] in ends else reference + ends[0])])
    return None


def _alike(event: str, note: str, lexicon: VouchingLexicon) -> bool:
    """Whether an event and a note are about the same: most words of one of them stand in the other."""
    return max(_shared(event, note, lexicon), _shared(note, event, lexicon)) >= _ALIKE


def _shared(text: str, other: str, lexicon: VouchingLexicon) -> float:
    words = [word for word in lexicon.words(text.lower()) if not word.text.isdecimal()]
    common = sum(word.text in other.lower() for word in words)
    return common / len(words) if common >= _COMMON else 0.0
