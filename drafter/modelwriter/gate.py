"""The gate: whether a sentence that a model wrote may stand, and every reason why not.

The model's own words hold no number and no direction; every reference exists and is named for what it states; every
source that is named supports the sentence; the figures refute nothing in it. What passes is draft text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from drafter.binding import Account, Binding, Where, bind, find_claims
from drafter.checks.narrative import check_account
from drafter.errors import UnknownReference
from drafter.filing import Block, Filing, Narrative, value_of
from drafter.findings import Finding, Severity
from drafter.messages import say
from drafter.modelwriter.catalogue import subject_words
from drafter.modelwriter.material import Material, Task, written
from drafter.modelwriter.tidy import DERIVED, allowed_words, is_figure, plain_of, shared, tidied
from drafter.modelwriter.writing import HOLE, Writing, pairs_of, writing_of
from drafter.quantities import find_quantities
from drafter.references import Reference, escape, parse
from drafter.render import Facts, open_mark

_SAME = 0.6
"""Least share of common words at which a sentence repeats an event of last year, or retells a note."""
_ENOUGH = 2
"""Least number of common words that tie a sentence to its source."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence may not stand: a message key under `gate.` and what it shows."""

    rule: str
    shown: str = ""

    def text(self, language: str) -> str:
        """The reason in words."""
        return say(language, f"gate.{self.rule}", text=self.shown)


@dataclass(frozen=True, slots=True)
class Judged:
    """Draft text that may stand, or the reasons why it may not."""

    text: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before a sentence in its paragraph: as words, and the figures stated."""

    words: str = ""
    targets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence taken apart; `holed` has one character for each reference."""

    text: str
    parts: tuple[str | Reference, ...]
    sources: tuple[str, ...]
    before: Context
    plan: bool
    """It says what is to be done, not what was."""

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(part for part in self.parts if isinstance(part, Reference))

    @property
    def holed(self) -> str:
        return "".join(HOLE if isinstance(part, Reference) else part for part in self.parts)

    @property
    def plain(self) -> str:
        return "".join(part for part in self.parts if isinstance(part, str))


@dataclass(slots=True)
class Gate:
    """Judges the sentences of one block."""

    material: Material
    task: Task
    facts: Facts = field(init=False)
    writing: Writing = field(init=False)
    _allowed: re.Pattern[str] = field(init=False)
    _sources: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.facts = self.material.facts
        self.writing = writing_of(self.material.form)
        self._allowed = allowed_words(self.material, self.task, self.writing)
        self._sources = {f"last:{number}": plain_of(text) for number, text in enumerate(self.task.sentences, 1)} | {
            f"note:{note.id}": note.text for note in self.task.notes
        }

    def judge(self, text: str, sources: Sequence[str], before: Context | None = None, *, plan: bool = False) -> Judged:
        """Whether a sentence may stand after what stands before it."""
        tidy = tidied(text, self.facts, self.writing)
        try:
            parts = tuple(parse(tidy))
        except UnknownReference as error:
            return Judged(text, (Reason("syntax", str(error.values.get("text", ""))),))
        sentence = _Sentence(tidy, parts, tuple(sources), before or Context(), plan)
        reasons = [*self._shape(sentence), *self._references(sentence)]
        if not reasons:
            for rule in (self._numbers, self._directions, self._around, self._supported, self._past, self._words):
                reasons += rule(sentence)
        if not reasons:
            reasons += self._figures(sentence)
        return Judged(text, tuple(dict.fromkeys(reasons))) if reasons else Judged(self._settled(sentence))

    # --- the text itself

    def _shape(self, sentence: _Sentence) -> Iterator[Reason]:
        mark = self.material.form.definition.open_mark
        if not sentence.holed.strip(f" {self.facts.phrases.book.words.sentence_end}"):
            yield Reason("empty")
        for sign in (mark.prefix[:1], mark.suffix):
            if sign in sentence.holed:
                yield Reason("mark", sign)
                return

    def _references(self, sentence: _Sentence) -> Iterator[Reason]:
        for reference in sentence.references:
            if not self._exists(reference):
                yield Reason("unknown", str(reference))

    def _exists(self, reference: Reference) -> bool:
        if reference.prefix == "note":
            return any(note.id == reference.target for note in self.task.notes) and not reference.derivation
        if reference.prefix == "entry":
            return any(str(reference) in text for text in self.task.sentences)
        if not is_figure(reference.target, self.facts) or reference.derivation not in (
            None, "unit", "change", "percent", "phrase", "share",
        ):  # fmt: skip
            return False
        if reference.derivation == "share":
            return is_figure((reference.argument or "").partition("@")[0], self.facts)
        if reference.argument and not (reference.derivation == "percent" and re.fullmatch("[0-2]", reference.argument)):
            return False
        return self._computable(reference)

    def _computable(self, reference: Reference) -> bool:
        """Not so a change of what is known this year and was not last year; a blank of this year is an open mark."""
        now = value_of(reference.target, self.facts.figures, self.facts.form)
        if now is None or reference.derivation not in DERIVED:
            return True
        before = value_of(reference.target, self.facts.last, self.facts.form)
        return before is not None and (reference.derivation == "change" or before != 0)

    def _numbers(self, sentence: _Sentence) -> Iterator[Reason]:
        """Digits and numbers in words that nothing allows."""
        text = self._allowed.sub(lambda match: "\u3000" * len(match.group()), sentence.holed)
        for match in re.finditer(r"\d[\d.,%]*", text):
            yield Reason("number", match.group())
        for quantity in find_quantities(text, self.material.form.definition.language):
            yield Reason("number", quantity.text)
        for match in self.writing.quantities.finditer(text):
            yield Reason("number", match.group())
        for char in text:
            if char.isnumeric() and not char.isalpha() and not char.isdecimal():
                yield Reason("number", char)

    def _directions(self, sentence: _Sentence) -> Iterator[Reason]:
        """Changes in the model's own words; a comparison must be completed by a reference in its clause."""
        holed = sentence.holed
        for match in self.writing.directions.finditer(holed):
            yield Reason("direction", match.group())
        for before, part in zip(sentence.parts, sentence.parts[1:], strict=False):
            derived = isinstance(part, Reference) and part.derivation in DERIVED
            turned = self.writing.turned.search(before) if isinstance(before, str) and derived else None
            if turned:
                yield Reason("direction", turned.group())
        changes = iter(reference.derivation in DERIVED for reference in sentence.references)
        places = {at: next(changes) for at, char in enumerate(holed) if char == HOLE}
        ends = self.facts.phrases.book.words.clause_end
        for match in self.writing.comparison.finditer(holed):
            stop = min((at for end in ends if (at := holed.find(end, match.end())) >= 0), default=len(holed))
            if not any(change for at, change in places.items() if match.end() <= at < stop):
                yield Reason("direction", match.group())

    def _around(self, sentence: _Sentence) -> Iterator[Reason]:
        holed = sentence.holed
        holes = [at for at, char in enumerate(holed) if char == HOLE]
        for match in self.writing.around.finditer(holed):
            reference = sentence.references[holes.index(holed.index(HOLE, match.start()))]
            unit = self.facts.entries[reference.target].unit if reference.prefix == "entry" else None
            after = match.group().rpartition(HOLE)[2].strip()
            if not (unit and after and unit.startswith(after)):
                yield Reason("around", match.group().replace(HOLE, "{}"))

    # --- sources

    def _about(self, sentence: _Sentence) -> str:
        """A sentence's own words and those of the notes that it quotes."""
        quoted = (self.facts.notes[item.target].text for item in sentence.references if item.prefix == "note")
        return " ".join((sentence.plain, *quoted))

    def _supports(self, text: str, sentence: _Sentence) -> bool:
        """Whether two texts share words, at least one of them on what they are about."""
        said = self._about(sentence)
        own = self.writing.words(said)
        return bool(own & self.writing.words(text)) and len(pairs_of(said) & pairs_of(text)) >= min(_ENOUGH, len(own))

    def _supported(self, sentence: _Sentence) -> Iterator[Reason]:
        """Every source is known and shares words with the sentence; a sentence on figures refers to one."""
        if not sentence.sources:
            yield Reason("no_source")
        for source in sentence.sources:
            if source in ("figures", "general"):
                continue
            known = self._sources.get(source)
            if known is None:
                yield Reason("unknown_source", source)
            elif not self._cites(sentence, source) and not self._supports(known, sentence):
                yield Reason("unsupported", source)
        if set(sentence.sources) == {"figures"} and not sentence.references and not self._claims(sentence.plain):
            yield Reason("unsupported", "figures")

    @staticmethod
    def _cites(sentence: _Sentence, source: str) -> bool:
        return any(f"{reference.prefix}:{reference.target}" == source for reference in sentence.references)

    def _backed(self, sentence: _Sentence) -> bool:
        """Whether a note stands behind a sentence."""
        words = self.writing.words(self._about(sentence))
        notes = [text for source, text in self._sources.items() if source in sentence.sources and "note:" in source]
        return any(reference.prefix == "note" for reference in sentence.references) or any(
            len(words & self.writing.words(text)) >= _ENOUGH for text in notes
        )

    def _past(self, sentence: _Sentence) -> Iterator[Reason]:
        """Last year's events, events and honours that nothing tells of, names that stand nowhere, notes retold."""
        words = self.writing.words(sentence.plain)
        backed = self._backed(sentence)
        for event in () if backed else self.task.events:
            known = self.writing.words(event)
            counted = any(reference.prefix == "entry" for reference in sentence.references)
            if len(words) > 3 and not counted and shared(words, known) >= _SAME:
                yield Reason("last_event", event[:30])
        if not backed:
            yield from self._invented(sentence, words)
        for note in self.task.notes:
            cited = any(reference.target == note.id for reference in sentence.references)
            if not cited and len(words) > 3 and shared(self.writing.words(note.text), words) >= _SAME:
                yield Reason("retold", f"{{note:{note.id}}}")

    def _invented(self, sentence: _Sentence, words: frozenset[str]) -> Iterator[Reason]:
        last = [f"last:{number}" for number in range(1, len(self.task.sentences) + 1)]
        named = [source for source in sentence.sources if source in last]
        told = [self.task.sentences[last.index(source)] for source in named]
        for match in () if sentence.plan else self.writing.events.finditer(sentence.holed):
            if not any(match.group() in text and len(words & self.writing.words(plain_of(text))) > 2 for text in told):
                yield Reason("event", match.group())
        for match in self.writing.honours.finditer(sentence.holed):
            if not any(match.group() in text for text in told):
                yield Reason("event", match.group())
        for match in self.writing.names.finditer(sentence.holed):
            if not self._known_name(match.group(1)):
                yield Reason("name", match.group())

    def _known_name(self, name: str) -> bool:
        texts = (*self.task.sentences, *(note.text for note in self.task.notes))
        form = self.material.form.definition
        return any(name in text for text in texts) or name in f"{form.name.zh} {form.name.en}" or any(
            name in text for blocks in self.material.plan.values() for block in blocks for text in block.paragraphs
            if form.open_mark.prefix not in text
        )  # fmt: skip

    # --- figures

    def _words(self, sentence: _Sentence) -> Iterator[Reason]:
        """References to notes stand alone; entries stand in last year's clause, before its unit."""
        parts = sentence.parts
        for at, part in enumerate(parts):
            if not isinstance(part, Reference) or part.prefix != "entry":
                continue
            entry = self.facts.entries[part.target]
            after = parts[at + 1] if at + 1 < len(parts) and isinstance(parts[at + 1], str) else ""
            if entry.unit and not str(after).lstrip().startswith(entry.unit):
                yield Reason("unit", str(part))
            whole = next(text for text in self.task.sentences if str(part) in text)
            clause, old = _leading(sentence.text, part, self._clause), _leading(whole, part, self._clause)
            if not self._alike(clause, old, sentence.plain, plain_of(whole)):
                yield Reason("meaning", str(part))

    def _clause(self, text: str) -> str:
        ends = self.facts.phrases.book.words.clause_end + self.facts.form.definition.reading.list_separator.strip()
        start = max((text.rfind(end) for end in ends), default=-1)
        return text[start + 1 :]

    def _alike(self, clause: str, old: str, text: str, sentence: str) -> bool:
        """Whether two numbers are introduced by the same words, or by nothing in like sentences."""
        words, known = self.writing.words(clause), self.writing.words(old)
        if words and known:
            return bool(words & known)
        return len(self.writing.words(text) & self.writing.words(sentence)) >= _ENOUGH

    def _figures(self, sentence: _Sentence) -> Iterator[Reason]:
        """What the rendered sentence states, after what stands before it, checked the way a report is checked."""
        said = written(sentence.text, self.facts)
        start = len(sentence.before.words)
        whole = {self.task.section: (Block((sentence.before.words + said,), None, self.task.topic),)}
        account = self._account(whole)
        for finding in self._findings(account, whole):
            if (finding.place.end or 0) > start and finding.severity is not Severity.INFO:
                yield Reason("contradicted", finding.place.text or "")
        for found in account.claims:
            values = [value_of(cell, self.facts.figures, self.facts.form) for cell in found.claim.cells]
            if found.end > start and None in values:
                yield Reason("claim", found.text)
        met = [item for item in account.bindings if item.quantity.start >= start]
        yield from self._meant(sentence, met, start)

    def _account(self, narrative: Narrative) -> Account:
        facts = self.facts
        notes, entries = tuple(facts.notes.values()), tuple(facts.entries.values())
        last = facts.last or None
        return bind(narrative, facts.figures, notes, facts.form, last=last, entries=entries, year=self.material.year)

    def _findings(self, account: Account, narrative: Narrative) -> Iterator[Finding]:
        form = self.facts.form
        filing = Filing(form.key, self.facts.figures, narrative, self.material.organization, self.material.year)
        yield from check_account(account, filing, form, last=self.facts.last or None).findings

    def _meant(self, sentence: _Sentence, met: Sequence[Binding], start: int) -> Iterator[Reason]:
        """Every figure stands among words that name it, and is counted in its own unit."""
        position = start
        stated = set(sentence.before.targets)
        for part in sentence.parts:
            text = part if isinstance(part, str) else written(str(part), self.facts)
            end = position + len(text)
            if isinstance(part, Reference) and part.prefix in (None, "last"):
                bound = [item for item in met if position <= item.quantity.start < end]
                yield from self._one_meant(part, bound, sentence, stated)
                stated.add(part.target)
            position = end

    def _one_meant(
        self, part: Reference, bound: Sequence[Binding], sentence: _Sentence, stated: set[str]
    ) -> Iterator[Reason]:
        units = {None, self.facts.phrases.unit(part.target), *self.facts.phrases.book.units}
        if part.derivation is None and any(item.quantity.unit not in units for item in bound):
            yield Reason("unit", str(part))
        if part.derivation == "phrase":
            return
        for item in bound:
            if part.target in (item.target, *item.said):
                return
            if item.said and part.derivation not in DERIVED:
                yield Reason("meaning", str(part))
                return
        if part.derivation in DERIVED and part.target in stated:
            return
        form, words = self.facts.form, self.writing.words(sentence.before.words[-40:] + sentence.plain)
        label = f"{form.row_label(part.target)} {form.column_label(part.target)}"
        if not words & self.writing.words(f"{label} {subject_words(part.target, self.facts.phrases)}"):
            yield Reason("meaning", str(part))

    # --- what passes

    def _claims(self, text: str) -> bool:
        where = Where(self.task.section, self.task.topic, 0)
        return any(True for _ in find_claims(text, where, self.facts.phrases))

    def _settled(self, sentence: _Sentence) -> str:
        """The sentence as draft text: claims as references, and in open marks what must be confirmed every year."""
        where = Where(self.task.section, self.task.topic, 0)
        pieces = []
        for part in sentence.parts:
            if isinstance(part, Reference):
                pieces.append(str(part))
                continue
            text = escape(part)
            for found in find_claims(part, where, self.facts.phrases):
                text = text.replace(escape(found.text), found.claim.writes or escape(found.text), 1)
            pieces.append(self._opened(text))
        text = "".join(pieces)
        noted = isinstance(sentence.parts[-1], Reference) and sentence.parts[-1].prefix == "note"
        ends = self.facts.phrases.book.words.sentence_end
        return text if noted or text[-1:] in ends else f"{text}{ends[0]}"

    def _opened(self, text: str) -> str:
        for pattern in self.facts.phrases.unsettled:
            text = pattern.sub(self._mark, text)
        return text

    def _mark(self, match: re.Match[str]) -> str:
        said = match.group()
        confirmed = any(said in note.text for note in self.task.notes)
        return said if confirmed else open_mark(said, self.facts.form)


def _leading(text: str, reference: Reference, clause: Callable[[str], str]) -> str:
    """The words that lead up to a reference in a draft's text, of its clause."""
    return plain_of(clause(text.partition(str(reference))[0]))
