"""Coverage: every note, every typed entry and each of last year's problems is accounted for, by the writer or by us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from drafter.drafting.render import open_mark
from drafter.form.writing import Writing, writing_of
from drafter.llm.writer.answer import OmissionAnswer, ProblemAnswer
from drafter.llm.writer.figure_lines import column_of, meaning
from drafter.llm.writer.material import Material, Names, Part, names_of, references_in
from drafter.llm.writer.sentences import Reason, WrittenSentence, laid_out
from drafter.records import dataclass
from drafter.report import Entry, Finding, Note, open_marks, words_in
from drafter.report.references import Reference, escape, parse

_SAID = 0.5
"""Least share of a note's words that one paragraph holds when it says the note. Rewritten notes of the two prototype
texts hold 0.62 and more, other paragraphs of the same topic 0.3 and less."""
_CLAIMED = 0.12
"""The same where the writer names the note as a source of the paragraph: of a note of a few words in telegraph style,
one pair of characters may be all that official prose keeps."""
_ABOUT = 3
"""Least number of words that a sentence has in common with a problem of last year that it speaks of."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a text does not say yet."""

    notes: tuple[Note, ...] = ()
    entries: tuple[Entry, ...] = ()
    problems: tuple[int, ...] = ()
    """Numbers of last year's problems of which nothing was told."""
    unknown: tuple[int, ...] = ()
    """Numbers of those of which no material tells, and no open mark of the writer's asks."""
    required: tuple[Finding, ...] = ()
    """What the form requires to be said and the text does not say."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """Looks for what must be said in the sentences of a writer."""

    material: Material

    @cached_property
    def writing(self) -> Writing:
        return writing_of(self.material.form)

    @cached_property
    def names(self) -> Names:
        return names_of(self.material.facts)

    def gaps(
        self,
        sentences: Sequence[WrittenSentence],
        parts: Sequence[Part],
        *,
        omitted: Iterable[OmissionAnswer] = (),
        problems: Iterable[ProblemAnswer] = (),
    ) -> Gaps:
        """What the sentences of some places do not say and nobody left out with a reason."""
        left = {self.names.source(item.source) for item in omitted if item.reason.strip()}
        standing = [item for item in sentences if item.text and not item.refused]
        mine = [note for note in self.material.facts.notes if self.material.home(note.section, note.topic) in parts]
        notes = [note for note in mine if f"note:{note.id}" not in left and not self._says(note, standing)]
        accounts = {item.number: item.status for item in problems}
        numbers = range(1, len(self.material.last_problems) + 1) if any(part.is_problems for part in parts) else ()
        return Gaps(
            tuple(notes),
            tuple(entry for entry in self._unsaid(standing, parts) if f"entry:{entry.id}" not in left),
            tuple(number for number in numbers if number not in accounts),
            tuple(item for item in numbers if accounts.get(item) == "unknown" and not self._asked(item, standing)),
            tuple(self.material.required(laid_out(standing, parts, self.material.facts).sections)),
        )

    def _asked(self, number: int, standing: Sequence[WrittenSentence]) -> bool:
        """Whether an open mark in a place of problems asks what became of one of last year's."""
        form = self.material.form
        marks = [
            words_in(item.text[start:end], form)
            for item in standing
            if item.part.is_problems
            for start, end in open_marks(item.text, form)
        ]
        return bool(self.writing.words("".join(marks)) & self.writing.words(self.material.last_problems[number - 1]))

    def _unsaid(self, standing: Sequence[WrittenSentence], parts: Sequence[Part]) -> Iterator[Entry]:
        """Entries that were typed and that no reference states."""
        stated = {
            name
            for reference in references_in(item.text for item in standing)
            if reference.prefix == "entry"
            for name in reference.targets
        }
        keys = {(part.section, part.topic) for part in parts}
        for entry in self.material.facts.entries:
            here = (entry.section, entry.topic) in keys or self.material.home(entry.section, entry.topic) in parts
            if entry.value and here and entry.id not in stated:
                yield entry

    def _says(self, note: Note, standing: Sequence[WrittenSentence]) -> bool:
        """Whether a number of a note stands, or enough of its words do in one paragraph."""
        if any(ref.prefix == "note" and ref.target == note.id for ref in references_in(item.text for item in standing)):
            return True
        words = self.writing.words(note.text)
        paragraphs: dict[tuple[str, int], list[WrittenSentence]] = {}
        for item in standing:
            paragraphs.setdefault((item.part.key, item.paragraph), []).append(item)
        for own in paragraphs.values():
            claimed = any(f"note:{note.id}" in item.sources for item in own)
            held = words & self.writing.words("".join(_plain(item.text) for item in own))
            if len(held) >= max(1, len(words)) * (_CLAIMED if claimed else _SAID):
                return True
        return not words

    # --- last year's problems

    def unfounded(
        self, sentences: Sequence[WrittenSentence], problems: Iterable[ProblemAnswer]
    ) -> Iterator[tuple[WrittenSentence, Reason]]:
        """Sentences that call a problem solved that no note says is, or something done of one that goes on.

        Of a problem that a note has improved, what was done may be told, and not that it is solved.
        """
        known = self.material.last_problems
        for item in problems:
            if not 0 < item.number <= len(known) or item.status in ("dropped", "unknown"):
                continue
            problem = known[item.number - 1]
            if item.status == "resolved" and self._resolves(item.source, problem):
                continue
            improved = item.status == "improved" and self._note(item.source) is not None
            said = self.writing.solved if improved else self.writing.done
            rule = "status_continuing" if item.status == "continuing" else "status_resolved"
            for sentence in self._about(problem, sentences):
                if said.search(_plain(sentence.text)) and not self._noted(sentence):
                    yield sentence, Reason(rule, problem)

    def _resolves(self, source: str, problem: str) -> bool:
        """Whether a note says that something is done that has to do with a problem."""
        note = self._note(source)
        if note is None or not self.writing.done.search(note.text):
            return False
        return bool(self.writing.words(note.text) & self.writing.words(problem))

    def _note(self, source: str) -> Note | None:
        return self.material.facts.note_of.get(self.names.source(source).removeprefix("note:"))

    def _noted(self, sentence: WrittenSentence) -> bool:
        """Whether a note says most of a sentence and that it is done."""
        words = self.writing.words(_plain(sentence.text))
        return any(
            self.writing.done.search(note.text) and len(words & self.writing.words(note.text)) >= len(words) * _SAID
            for note in self.material.facts.notes
        )

    def _about(self, problem: str, sentences: Sequence[WrittenSentence]) -> Iterator[WrittenSentence]:
        words = self.writing.words(problem)
        for item in sentences:
            if item.part.is_problems and len(words & self.writing.words(_plain(item.text))) >= min(_ABOUT, len(words)):
                yield item

    # --- what the program says itself

    def filled(
        self, sentences: Sequence[WrittenSentence], gaps: Gaps, lost: Sequence[WrittenSentence]
    ) -> tuple[WrittenSentence, ...]:
        """The sentences, and in a paragraph behind those of each place what the program says in their stead."""
        added: list[tuple[Part, str]] = [(item.part, text) for item in lost for text in self._facts_of(item, sentences)]
        for note in gaps.notes:
            added.append((self.material.home(note.section, note.topic), str(Reference(note.id, "note"))))
        added += self._clauses(gaps.entries)
        found = list(sentences)
        for part, text in added:
            own = [item.paragraph for item in sentences if item.part.key == part.key]
            number = max((item.number for item in found), default=0) + 1
            paragraph = max(own, default=-1) + 1
            found.append(WrittenSentence(number, part, paragraph, "", text=self._ended(text), by_program=True))
        return tuple(found)

    def _ended(self, text: str) -> str:
        ends = self.material.form.sentence_end
        reference = next(iter(references_in([text])), None)
        note = self.material.facts.note_of.get(reference.target) if reference and text == str(reference) else None
        return text if (note.text if note else text)[-1:] in ends else f"{text}{ends[0]}"

    def _facts_of(self, lost: WrittenSentence, standing: Sequence[WrittenSentence]) -> Iterator[str]:
        """The figures that a sentence stated and no other states, each by its label or the form's own wording."""
        if not lost.text:
            return
        phrases = self.material.facts.phrases
        stated = {name for ref in references_in(item.text for item in standing) for name in ref.targets}
        said: list[str] = []
        row = ""
        for reference in lost.references:
            name = reference.target
            if reference.prefix is None and reference.derivation in (None, "unit", "phrase") and name not in stated:
                said.append(self._told(name, row))
                row = name.rpartition(".")[0]
        if said:
            yield phrases.book.words.clause_end[0].join(said)

    def _told(self, name: str, row: str) -> str:
        """A figure in the form's own wording, or by its labels; behind another of its row by its column alone."""
        phrases = self.material.facts.phrases
        if name in phrases.subjects:
            return str(Reference(name, None, "phrase"))
        label = column if name.rpartition(".")[0] == row and (column := column_of(name, self.material.facts)) else None
        return f"{escape(label or meaning(name, self.material.facts))}{Reference(name)}{phrases.unit(name)}"

    def _clauses(self, entries: Sequence[Entry]) -> Iterator[tuple[Part, str]]:
        """Clauses with entries; those of one sentence of last year's make one again."""
        joined: dict[tuple[str, str], tuple[Part, list[str]]] = {}
        for entry in entries:
            told = self._clause(entry)
            if told:
                part, clauses = joined.setdefault((told[0].key, entry.sentence), (told[0], []))
                clauses += [told[1]] if told[1] not in clauses else []
        between = self.material.facts.phrases.book.words.clause_end[0]
        yield from ((part, between.join(clauses)) for part, clauses in joined.values())

    def _clause(self, entry: Entry) -> tuple[Part, str] | None:
        """Last year's clause with this year's number in it; None where it holds what is last year's alone."""
        needle, ends = str(Reference(entry.id, "entry")), self.material.facts.phrases.book.words.clause_end
        for part in self.material.parts:
            for line in part.last:
                at = line.find(needle)
                if at < 0:
                    continue
                start = max((line.rfind(end, 0, at) for end in ends), default=-1) + 1
                stop = min((found for end in ends if (found := line.find(end, at)) >= 0), default=len(line))
                clause = line[start:stop].strip()
                typed = {item.id for item in self.material.facts.entries if item.value}
                whole = all(ref.target in typed for ref in references_in([clause]) if ref.prefix == "entry")
                return (part, clause) if whole and "\u3014" not in clause else None
        return None

    def marked(self, sentences: tuple[WrittenSentence, ...], gaps: Gaps) -> tuple[WrittenSentence, ...]:
        """The sentences, and behind those of each place what stays open: problems of last year that nobody accounts
        for, and what must be said and nobody knows."""
        form, found = self.material.form, list(sentences)
        problems = self.material.last_problems
        wanted = [
            (part, form.open_mark.problem.format(text=problems[number - 1])) for part, number in self._passed_over(gaps)
        ]
        wanted += [(self.place_of(item), getattr(item.message, form.definition.language)) for item in gaps.required]
        for part, text in wanted:
            paragraph = max((item.paragraph for item in found if item.part.key == part.key), default=0)
            number = max((item.number for item in found), default=0) + 1
            found.append(
                WrittenSentence(number, part, paragraph, "", text=escape(open_mark(text, form)), by_program=True)
            )
        return tuple(found)

    def _passed_over(self, gaps: Gaps) -> Iterator[tuple[Part, int]]:
        part = next((part for part in self.material.parts if part.is_problems), None)
        if part is not None:
            yield from ((part, number) for number in sorted((*gaps.problems, *gaps.unknown)))

    def place_of(self, finding: Finding) -> Part:
        """Where something that must be said belongs: the place of its section that asks for it in the same words."""
        words = self.writing.words(f"{finding.message.zh} {finding.message.en}")
        own = [part for part in self.material.parts if part.section == finding.place.section] or self.material.parts
        return max(own, key=lambda part: len(words & self.writing.words(part.asks)))


def _plain(text: str) -> str:
    return "".join(part for part in parse(text) if isinstance(part, str)) if text else ""


def numbered_anew(sentences: Iterable[WrittenSentence]) -> tuple[WrittenSentence, ...]:
    """The sentences numbered from 1."""
    return tuple(replace(item, number=number) for number, item in enumerate(sentences, 1))
