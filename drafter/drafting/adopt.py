"""Adopting an edited text: what a person wrote as a draft again, with references where its words and numbers stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from drafter.document import Span, text_of
from drafter.drafting.draft import KeptDraft
from drafter.drafting.render import Draft, Rendered, render
from drafter.form import Form
from drafter.records import dataclass
from drafter.report import Block, Edit, Facts, Narrative, Place, Sections, paragraphs_of, sentences_of, splice
from drafter.report.references import Reference, escape
from drafter.statements import State, bind

_JOINS = re.compile(r"[0-9\uff10-\uff19.,\uff0e]")
_ALIKE = 50
"""Least similarity (0-100) at which an edited paragraph or sentence is taken for a new wording of an old one."""
_NEAR = 2
"""Code points beside a number that must be as they were for it to be the number that stood there."""
_ITSELF = 6
"""Code points of words that need no others beside them to be known again."""


def take_wording(earlier: KeptDraft, edited: Sections, facts: Facts) -> Sections:
    """The edited text as a draft: references that still stand are kept, numbers that the person wrote are bound.

    A reference stands where its words and some of those beside them are untouched, wherever the sentence has been moved
    to. What a person wrote in an open mark's place is theirs.
    """
    draft = earlier.draft
    then = replace(
        facts,
        organization=draft.organization,
        year=draft.year,
        figures=earlier.figures,
        notes=earlier.notes,
        entries=earlier.entries,
    )
    old = _Old.of(render(draft, then), draft.narrative, facts.form)
    bound = _bound(Narrative(edited, facts.form), then)
    return _each_paragraph(edited, lambda text, place: old.worded(text, place, bound.get(place, [])))


def entries_as_references(draft: Draft, facts: Facts) -> Sections:
    """The narrative of a draft with a reference wherever its plain text states an entry as it is typed."""
    narrative = draft.narrative
    whole = "".join(text for blocks in narrative.values() for block in blocks for text in block.paragraphs)
    if all(not entry.value or str(Reference(entry.id, "entry")) in whole for entry in facts.entries):
        return narrative
    rendered = render(draft, facts)
    bound = _bound(Narrative(rendered.filing.narrative, facts.form), facts, prefix="entry")
    if not bound:
        return narrative

    def written(text: str, place: Place) -> str:
        own, spans = bound.get(place, []), rendered.spans[place]
        return splice(text_of(spans), (*_references(spans), *own), rest=escape) if own else text

    return _each_paragraph(narrative, written)


def _each_paragraph(narrative: Sections, change: Callable[[str, Place], str]) -> Sections:
    """The narrative with every paragraph put through `change`, which is told where it stands."""
    result: dict[str, tuple[Block, ...]] = {}
    for section, blocks in narrative.items():
        ordinal = 0
        written = []
        for block in blocks:
            places = (Place(section, block.topic, ordinal + index) for index in range(len(block.paragraphs)))
            texts = tuple(change(text, place) for text, place in zip(block.paragraphs, places, strict=True))
            ordinal += len(texts)
            written.append(replace(block, paragraphs=texts))
        result[section] = tuple(written)
    return result


def _bound(narrative: Narrative, facts: Facts, *, prefix: str | None = None) -> dict[Place, list[Edit]]:
    """What takes the place of each number that states a figure or an entry (only of the latter with that prefix)."""
    found: dict[Place, list[Edit]] = {}
    for item in bind(narrative, facts).bindings:
        reference = item.reference if item.state is State.BOUND else None
        if reference and reference.prefix != "note" and prefix in (None, reference.prefix):
            found.setdefault(item.where, []).append(Edit(item.start, item.end, str(reference)))
    return found


def _references(spans: Sequence[Span], start: int = 0) -> Iterator[Edit]:
    """Where references stand in a text that is written out, from its `start`."""
    for span in spans:
        end = start + len(span.text)
        if span.target is not None:
            yield Edit(start, end, f"{{{span.target}}}")
        start = end


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A paragraph or a sentence of the earlier draft as it was written out, and where references stood in it."""

    section: str
    text: str
    references: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class _Old:
    """The earlier draft as it was written out."""

    paragraphs: dict[str, list[_Stretch]]
    drafts: dict[tuple[str, str], str]
    """The draft text of a paragraph by its section and written text."""
    sentences: dict[str, list[_Stretch]]
    form: Form

    @classmethod
    def of(cls, rendered: Rendered, narrative: Sections, form: Form) -> _Old:
        """Every paragraph, and every sentence that holds a reference."""
        old = cls({}, {}, {}, form)
        for section, blocks in narrative.items():
            for ordinal, (block, draft) in enumerate(paragraphs_of(blocks)):
                spans = rendered.spans[Place(section, block.topic, ordinal)]
                whole = _Stretch(section, text_of(spans), tuple(_references(spans)))
                old.paragraphs.setdefault(section, []).append(whole)
                old.drafts.setdefault((section, whole.text), draft)
                for sentence in _sentences(whole, form):
                    old.sentences.setdefault(sentence.text, []).append(sentence)
        return old

    def worded(self, text: str, place: Place, bound: Sequence[Edit]) -> str:
        """A paragraph of the edited text as draft text."""
        section = place.section or ""
        same = self.drafts.get((section, text))
        if same is not None:
            return same
        own = self.paragraphs.get(section, [])
        near = _nearest(text, own)
        standing = _standing(near, text) if near else ()
        return splice(text, (*self._moved(text), *standing, *self._reworded(text), *bound), rest=escape)

    def _moved(self, text: str) -> Iterator[Edit]:
        """References in sentences that stand as they did, here or elsewhere."""
        for sentence in sentences_of(text, self.form):
            for old in self.sentences.get(sentence.text.strip(), [])[:1]:
                begin = sentence.start + len(sentence.text) - len(sentence.text.lstrip())
                yield from (Edit(begin + start, begin + end, to) for start, end, to in old.references)

    def _reworded(self, text: str) -> Iterator[Edit]:
        """References in sentences that are like one of the earlier draft, wherever that stood."""
        stretches = [stretch for same in self.sentences.values() for stretch in same]
        for sentence in sentences_of(text, self.form):
            if sentence.text.strip() not in self.sentences and (near := _nearest(sentence.text, stretches)):
                yield from (
                    Edit(sentence.start + start, sentence.start + end, to)
                    for start, end, to in _standing(near, sentence.text)
                )


def _sentences(whole: _Stretch, form: Form) -> Iterator[_Stretch]:
    for sentence in sentences_of(whole.text, form):
        inside = tuple(
            Edit(edit.start - sentence.start, edit.end - sentence.start, edit.text)
            for edit in whole.references
            if sentence.start <= edit.start and edit.end <= sentence.end
        )
        if inside:
            yield _Stretch(whole.section, sentence.text.rstrip(), inside)


def _nearest(text: str, stretches: Sequence[_Stretch]) -> _Stretch | None:
    best = process.extractOne(text, [item.text for item in stretches], scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return stretches[best[2]] if best else None


def _standing(old: _Stretch, text: str) -> Iterator[Edit]:
    """Where the references of an old stretch stand untouched in its new wording."""
    equal = [code for code in Indel.opcodes(old.text, text) if code.tag == "equal"]
    for start, end, reference in old.references:
        for code in equal:
            if not (code.src_start <= start and end <= code.src_end):
                continue
            shift = code.dest_start - code.src_start
            around = code.src_end - code.src_start - (end - start)
            known = around >= _NEAR or end - start >= _ITSELF or len(old.text) == end - start
            if known and _untouched(text, start + shift, end + shift):
                yield Edit(start + shift, end + shift, reference)


def _untouched(text: str, start: int, end: int) -> bool:
    """Whether nothing was typed onto a number: no digit stands against it on either side."""
    return not any(_JOINS.match(near) for near in (text[max(0, start - 1) : start], text[end : end + 1]) if near)
