"""Rules on the references of a sentence: each can be written out, and its words are those of what it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

from drafter.drafting.derivations import Amount, amount, derived
from drafter.errors import UnknownReference
from drafter.form.writing import Writing, writing_of
from drafter.llm.writer.figure_lines import label_words, meaning
from drafter.llm.writer.material import Material, Names, names_of, references_in
from drafter.llm.writer.sentences import PlacedSentence, Reason, WrittenSentence
from drafter.records import dataclass
from drafter.report import Facts, without_marks
from drafter.report.references import Reference, escape, parse

_FAR = 3
"""By how many words more a clause must tell another row before its reference is doubted."""
_TELLING = 4
"""Characters from which on the label of a row is no word that other clauses have as well."""
_COMMON = 3
"""Rows of which a word may be part of the label and still tell a row; words of more rows tell none."""


@dataclass(frozen=True, eq=False)
class ReferenceRules:
    """Reads a model's sentences into draft text, and judges its references."""

    material: Material

    @property
    def facts(self) -> Facts:
        return self.material.facts

    @cached_property
    def writing(self) -> Writing:
        return writing_of(self.material.form)

    @cached_property
    def names(self) -> Names:
        return names_of(self.facts)

    @cached_property
    def _address(self) -> re.Pattern[str]:
        tables = "|".join(map(re.escape, self.material.form.tables))
        return re.compile(rf"(?:{tables})\.[a-z_]+(?:\.[a-z_]+)*")

    def read(self, sentence: WrittenSentence) -> WrittenSentence:
        """The sentence with its draft text, or with the reasons why it cannot be read."""
        try:
            text = self._tidied(self.names.expanded(sentence.raw))
            parts = tuple(parse(text))
        except UnknownReference as error:
            return sentence.against(Reason("syntax", str(error.values.get("text", sentence.raw))))
        reasons = [*self._characters(parts), *self._unwritable(parts)]
        if reasons:
            return sentence.against(*reasons)
        read = WrittenSentence(
            sentence.number, sentence.part, sentence.paragraph, sentence.raw, sentence.sources, text, sentence.reasons
        )
        return read.against(*self._around(parts))

    def _tidied(self, text: str) -> str:
        """Without a direction word right before a reference that writes the direction itself, where both agree."""
        pieces: list[str] = []
        for part in parse(text):
            if isinstance(part, Reference):
                whole = self._completed(part)
                if whole.derivation in ("change", "percent") and pieces:
                    pieces[-1] = self._undirected(pieces[-1], whole)
                pieces.append(str(whole))
            else:
                pieces.append(escape(part))
        return "".join(pieces)

    def _completed(self, reference: Reference) -> Reference:
        """An address that names a row alone means its total."""
        if reference.prefix not in (None, "last"):
            return reference
        names = [name if self.facts.knows(name) else f"{name}.total" for name in reference.targets]
        if all(map(self.facts.knows, names)):
            return Reference("+".join(names), reference.prefix, reference.derivation, reference.argument)
        return reference

    def _undirected(self, before: str, reference: Reference) -> str:
        direction = self.writing.turned.search(before)
        if direction is None:
            return before
        return before[: direction.start()] if self._agrees(direction.group(), reference) is not False else before

    def _agrees(self, direction: str, reference: Reference) -> bool | None:
        """Whether a direction word is that of a change; None when the change is not known."""
        subject = self._amount(reference)
        if subject.now is None or subject.before is None or subject.now == subject.before:
            return None if subject.now is None or subject.before is None else False
        return (direction in self.writing.definition.rising) == (subject.now > subject.before)

    def _amount(self, reference: Reference) -> Amount:
        prefix = "entry:" if reference.prefix == "entry" else ""
        return amount((f"{prefix}{target}" for target in reference.targets), self.facts)

    def _characters(self, parts: tuple[str | Reference, ...]) -> Iterator[Reason]:
        """Signs that no report holds outside open marks, and addresses outside braces."""
        for part in parts:
            if isinstance(part, str):
                for pattern in (self.writing.forbidden, self._address):
                    if match := pattern.search(without_marks(part, self.material.form)):
                        yield Reason("mark", match.group())

    def _unwritable(self, parts: tuple[str | Reference, ...]) -> Iterator[Reason]:
        """References to what is not there, and derivations that cannot be computed."""
        for part in parts:
            if not isinstance(part, Reference):
                continue
            shown = self.names.shown(str(part))
            try:
                words = derived(part, self.facts)
            except (UnknownReference, ValueError):
                yield Reason("unknown", shown)
                continue
            if words is None and (part.derivation or part.prefix not in (None, "entry")):
                yield Reason("not_known", shown)

    def _around(self, parts: tuple[str | Reference, ...]) -> Iterator[Reason]:
        """What the words beside a reference must be."""
        said = "".join(part for part in parts if isinstance(part, str))
        for at, part in enumerate(parts):
            if not isinstance(part, Reference):
                continue
            before = parts[at - 1] if at and isinstance(parts[at - 1], str) else ""
            after = parts[at + 1] if at + 1 < len(parts) and isinstance(parts[at + 1], str) else ""
            assert isinstance(before, str) and isinstance(after, str)
            shown = self.names.shown(str(part))
            if (part.prefix == "last" or part.derivation == "last") and not self.writing.last_year.search(said):
                yield Reason("last_year", shown)
            if part.derivation in ("diff", "change", "percent"):
                yield from self._direction(part, before, shown)
            if part.derivation in ("share", "points") and not self._is_share(part):
                yield Reason("share", shown)
            altered = part.derivation in (None, "unit") and self._is_altered(part, before, after)
            glued = any(unicodedata.category(char).startswith("N") for char in (before[-1:], after[:1]) if char)
            if altered or glued:
                yield Reason("around", f"{before[-4:]}{shown}{after[:4]}")

    def _is_altered(self, part: Reference, before: str, after: str) -> bool:
        """Whether words beside a reference make another number of it; the unit of an entry is its own."""
        entry = self.facts.entry_of.get(part.target) if part.prefix == "entry" else None
        if entry and entry.unit and after.startswith(entry.unit):
            after = after[len(entry.unit) :]
        return self.writing.around.search(f"{before[-4:]}\ufffc{after[:4]}") is not None

    def _direction(self, part: Reference, before: str, shown: str) -> Iterator[Reason]:
        direction = self.writing.turned.search(before)
        if direction and self._agrees(direction.group(), part) is False:
            yield Reason("direction", f"{direction.group()}{shown}", hint=derived_change(part, self.facts))
        if part.derivation == "change" and self.writing.respectively.search(_clause(before, self.facts)):
            yield Reason("respectively", shown, soft=True)

    def _is_share(self, part: Reference) -> bool:
        """Whether the first is a part of the second: cells of its sum, rows that its relation adds up, or an entry that
        last year's sentence counted beside it."""
        others = set(part.others)
        if part.prefix == "entry" or any(name.startswith("entry:") for name in others):
            return part.prefix == "entry" and self._counted_together(part)
        subject, whole = self._amount(part), amount(part.others, self.facts)
        small = subject.now is not None and whole.now is not None and subject.now <= whole.now
        inner = {cell for name in part.targets for cell in self._cells(name)}
        return small and inner <= {cell for name in others for cell in self._within(name)}

    def _counted_together(self, part: Reference) -> bool:
        names = {name.removeprefix("entry:") for name in part.others} | set(part.targets)
        sentences = {self.facts.entry_of[name].sentence for name in names if name in self.facts.entry_of}
        units = {self.facts.entry_of[name].unit for name in names if name in self.facts.entry_of}
        return len(sentences) == 1 and len(units) == 1 and all(name in self.facts.entry_of for name in names)

    def _cells(self, name: str) -> tuple[str, ...]:
        return self.facts.form.sums.get(name, (name,))

    def _within(self, name: str) -> set[str]:
        """Everything that a figure adds up, by its sum and by the relations of the form, and what it stands beside."""
        found: set[str] = set()
        waiting = [name, *self._cells(name)]
        while waiting:
            address = waiting.pop()
            if address in found:
                continue
            found.add(address)
            for identity in self.facts.form.identities:
                if identity.crosses_years or identity.relation.is_ != "=":
                    continue
                left, right = ({term.address for term in side} for side in (identity.left, identity.right))
                if address in left and (len(left) == 1 or set(self._cells(name)) == left):
                    waiting += right
            waiting += self._cells(address)
        return found

    def means(self, item: PlacedSentence, reference: Reference, position: int, paragraph: str) -> bool:
        """Whether the words that lead up to a reference hold a word that tells what it names."""
        if reference.prefix == "entry":
            return self._means_entry(item, reference, position)
        if reference.prefix is not None or reference.derivation not in (None, "unit") or len(reference.targets) > 1:
            return True
        telling = self._telling(reference.target)
        clause = _clause(item.words[: position - item.start], self.facts)
        own = self.writing.words(clause)
        words = self.writing.words(item.words if own else paragraph[: item.end])
        return (not telling or bool(words & telling)) and not self._tells_other(clause, reference.target)

    def _tells_other(self, clause: str, address: str) -> bool:
        """Whether a clause names another row of the same table and not this one, or has far more of its words."""
        words = self.writing.words(clause)
        own = len(words & self.writing.words(label_words(address, self.facts)))
        named = meaning(address, self.facts) in clause or not address.endswith(".total")
        for other, others in self._rows.items():
            if other.partition(".")[0] != address.partition(".")[0] or other == address:
                continue
            label = meaning(other, self.facts)
            if len(words & others) >= own + _FAR or (not named and len(label) >= _TELLING and label in clause):
                return True
        return False

    @cached_property
    def _rows(self) -> dict[str, frozenset[str]]:
        """The words of each row, by the address of its whole."""
        form = self.facts.form
        every = (*form.cells, *form.sums)
        return {item: self.writing.words(label_words(item, self.facts)) for item in every if item.endswith(".total")}

    def _telling(self, address: str) -> frozenset[str]:
        """The words of a figure's column, or of its row where the column is the whole one, that few others have."""
        form = self.facts.form
        column = form.column_label(address)
        if not address.endswith(".total") and address.startswith(tuple(form.tables)):
            own = self.writing.words(column)
            if own:
                return own
        own = self.writing.words(label_words(address, self.facts))
        return frozenset(word for word in own if self._rows_with(word) <= _COMMON)

    def _rows_with(self, word: str) -> int:
        return sum(word in labels for labels in self._labels)

    @cached_property
    def _labels(self) -> tuple[frozenset[str], ...]:
        form = self.facts.form
        rows = {form.row_label(address) for address in form.cells}
        return tuple(self.writing.words(label) for label in rows)

    def _means_entry(self, item: PlacedSentence, reference: Reference, position: int) -> bool:
        """Whether an entry stands among words of its own clause of last year, or of its sentence but no other's."""
        entry = self.facts.entry_of[reference.targets[0]]
        before, after = item.words[: position - item.start], item.words[position - item.start :]
        clause = self.writing.words(_clause(before, self.facts) + "," + _first_clause(after, self.facts))
        if clause & self._old_clauses.get(entry.id, frozenset()) or not clause:
            return True
        if any(clause & old for old in self._old_clauses.values()):
            return False
        unit = self.writing.words(f"{entry.value}{entry.unit or ''}")
        return bool(self.writing.words(before) & (self.writing.words(entry.sentence) - unit))

    @cached_property
    def _old_clauses(self) -> dict[str, frozenset[str]]:
        """The words that led up to each entry in last year's text."""
        found: dict[str, frozenset[str]] = {}
        for part in self.material.parts:
            for line in part.last:
                for reference in references_in([line]):
                    if reference.prefix == "entry":
                        before = line.partition(str(reference))[0]
                        plain = "".join(item for item in parse(before) if isinstance(item, str))
                        found.setdefault(reference.target, self.writing.words(_clause(plain, self.facts)))
        return found

    def named(self, reference: Reference) -> str:
        """What a reference names, in words."""
        if reference.prefix == "entry":
            return self.facts.entry_of[reference.target.split("+")[0]].sentence
        return meaning(reference.targets[0], self.facts)


def derived_change(reference: Reference, facts: Facts) -> str:
    """The whole change of what a reference names, in words; empty where it is not known."""
    return derived(Reference(reference.target, reference.prefix, "change"), facts) or ""


def _first_clause(text: str, facts: Facts) -> str:
    """What stands before the first end of a clause."""
    return re.split(f"[{re.escape(facts.phrases.book.words.clause_end)}]", text)[0]


def _clause(text: str, facts: Facts) -> str:
    """What stands behind the last end of a clause or separator of a list."""
    ends = facts.phrases.book.words.clause_end + facts.form.definition.reading.list_separator.strip()
    return text[max((text.rfind(end) for end in ends), default=-1) + 1 :]
