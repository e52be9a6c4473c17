"""A writer's sentences at their places, the reasons against them, and how they stand together as a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from drafter.document import Role, Span
from drafter.drafting.render import paragraph_spans
from drafter.form import Form
from drafter.form.phrases import phrases_of
from drafter.llm.writer.material import Part
from drafter.messages import Text, say
from drafter.records import dataclass
from drafter.report import Block, Edit, Facts, is_free, sentences_of
from drafter.report.references import Reference, escape, parse
from drafter.vouching import Backing, SentenceVouching


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence comes back: a message key under `gate` and what it shows, or a finding's own words."""

    rule: str
    shown: str = ""
    hint: str = ""
    """What the program knows, or a wording that would pass."""
    said: Text | None = None
    soft: bool = False
    """A matter of style: asked to be mended once, and left standing."""

    def text(self, language: str) -> str:
        """The reason in words."""
        said = getattr(self.said, language) if self.said else say(language, f"gate.{self.rule}", text=self.shown)
        return f"{said}{say(language, 'gate.hint', text=self.hint)}" if self.hint else str(said)


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """One sentence of the writer, with what the program makes of it."""

    number: int
    part: Part
    paragraph: int
    """Among the paragraphs of its place."""
    raw: str
    """As the model wrote it."""
    sources: tuple[str, ...] = ()
    """Ids of notes and entries that the model named for its paragraph."""
    text: str = ""
    """Draft text; empty where the sentence cannot be read."""
    reasons: tuple[Reason, ...] = ()
    backing: SentenceVouching | None = None
    """What vouches for it, or which words nothing does; None where nobody has looked."""
    by_program: bool = False

    @property
    def vouched(self) -> bool | None:
        """Whether something vouches for it; None where nobody has looked."""
        return None if self.backing is None else self.backing.state is Backing.VOUCHED

    @property
    def refused(self) -> bool:
        """Whether there is more against it than style."""
        return any(not reason.soft for reason in self.reasons)

    def against(self, *reasons: Reason) -> WrittenSentence:
        """The sentence with more reasons, each once."""
        return replace(self, reasons=tuple(dict.fromkeys((*self.reasons, *reasons))))

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(part for part in parse(self.text) if isinstance(part, Reference))


def split(text: str, form: Form) -> Iterator[str]:
    """The sentences of a paragraph with references."""
    for sentence in sentences_of(" ".join(text.split()), form):
        if sentence.text.strip():
            yield sentence.text.strip()


def shortened(sentence: WrittenSentence, form: Form) -> WrittenSentence | None:
    """The sentence without the clauses that the reasons against it are about; None where its first is one of them, or
    where a reason is about no clause alone."""
    pieces = list(_clauses(sentence.raw.rstrip(), form))
    hit = set()
    for reason in sentence.reasons:
        if reason.soft:
            continue
        at = [number for number, piece in enumerate(pieces) if reason.shown and reason.shown in piece]
        if len(at) != 1 or reason.rule != "typed" or at[0] == 0:
            return None
        hit.add(at[0])
    if not hit or sentence.by_program:
        return None
    rest = [piece for number, piece in enumerate(pieces) if number not in hit]
    if len(pieces) - 1 in hit:
        rest[-1] = rest[-1][:-1] + sentence.raw.rstrip()[-1]
    return replace(sentence, raw="".join(rest), text="", reasons=())


def _clauses(text: str, form: Form) -> Iterator[str]:
    """The clauses of a sentence, each with its comma; none is cut in brackets, quotations or titles."""
    comma, opening, closing = phrases_of(form).book.words.clause_end[0], "\uff08(\u201c\u300a{", "\uff09)\u201d\u300b}"
    start = depth = 0
    for at, character in enumerate(text, 1):
        depth += (character in opening) - (character in closing)
        if character == comma and depth <= 0:
            yield text[start:at]
            start = at
    yield text[start:]


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence in a rendered paragraph: code points `start` to `end`, and what they were written by."""

    sentence: WrittenSentence
    start: int
    end: int
    spans: tuple[Span, ...]

    def written_at(self, position: int) -> tuple[int, int, Reference] | None:
        """What was written by a reference at a code point of the paragraph: where it begins and ends, and by which."""
        for begin, span in self.placed():
            end = begin + len(span.text)
            if begin <= position < end and span.target is not None and span.role is not Role.OPEN:
                reference = next(part for part in parse(f"{{{span.target}}}") if isinstance(part, Reference))
                return begin, end, reference
        return None

    def reference_at(self, position: int) -> Reference | None:
        """The reference that wrote what stands at a code point of the paragraph."""
        found = self.written_at(position)
        return found[2] if found else None

    def placed(self) -> Iterator[tuple[int, Span]]:
        """Each span with where it begins in the paragraph."""
        position = self.start
        for span in self.spans:
            yield position, span
            position += len(span.text)

    @property
    def words(self) -> str:
        return "".join(span.text for span in self.spans)

    def rewritten(self, edits: Sequence[Edit]) -> str:
        """The draft text with edits (in code points of the paragraph) in its plain words."""
        pieces = []
        for begin, span in self.placed():
            if span.target is not None:
                pieces.append(f"{{{span.target}}}")
                continue
            own = [edit for edit in edits if begin <= edit.start and edit.end <= begin + len(span.text)]
            position = begin
            for edit in sorted(own, key=lambda edit: edit.start):
                pieces += [escape(span.text[position - begin : edit.start - begin]), edit.text]
                position = edit.end
            pieces.append(escape(span.text[position - begin :]))
        return "".join(pieces)

    def is_plain(self, start: int, end: int) -> bool:
        """Whether code points of the paragraph are the writer's own words: neither written by a reference nor open."""
        taken = [
            Edit(begin, begin + len(span.text), "")
            for begin, span in self.placed()
            if span.target is not None or span.role is Role.OPEN
        ]
        return is_free(start, end, taken)


@dataclass(frozen=True, slots=True)
class Laid:
    """Sentences laid out as the text of a report."""

    sections: Mapping[str, tuple[Block, ...]]
    standing: Mapping[tuple[str, int], tuple[PlacedSentence, ...]] = field(default_factory=dict)
    """By section and ordinal of the paragraph in it."""

    def at(self, section: str | None, paragraph: int | None, start: int) -> PlacedSentence | None:
        """The sentence that stands at a code point."""
        found = self.standing.get((section or "", paragraph if paragraph is not None else -1), ())
        return next((item for item in found if item.start <= start < item.end), None)


def laid_out(sentences: Sequence[WrittenSentence], parts: Sequence[Part], facts: Facts) -> Laid:
    """The sentences that have a text, rendered at their places."""
    sections: dict[str, list[Block]] = {}
    standing: dict[tuple[str, int], tuple[PlacedSentence, ...]] = {}
    for part in parts:
        own = [item for item in sentences if item.part.key == part.key and item.text]
        texts: list[str] = []
        for number in sorted({item.paragraph for item in own}):
            ordinal = sum(len(block.paragraphs) for block in sections.get(part.section, ())) + len(texts)
            placed = tuple(_placed([item for item in own if item.paragraph == number], facts))
            standing[part.section, ordinal] = placed
            texts.append("".join(item.words for item in placed))
        sections.setdefault(part.section, []).append(Block(tuple(texts), part.heading, part.topic))
    return Laid({key: tuple(blocks) for key, blocks in sections.items()}, standing)


def _placed(sentences: Sequence[WrittenSentence], facts: Facts) -> Iterator[PlacedSentence]:
    position = 0
    for sentence in sentences:
        spans = paragraph_spans(sentence.text, facts)
        length = sum(len(span.text) for span in spans)
        yield PlacedSentence(sentence, position, position + length, spans)
        position += length
