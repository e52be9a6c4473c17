"""Proving: every sentence of a writer against the figures, the notes and what else the report may state.

A number that was typed becomes the reference that says the same, where there is one; what the statements contradict,
and what cannot be read, comes back with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from drafter.checks import check_account
from drafter.llm.writer.known_numbers import reference_of
from drafter.llm.writer.material import Material
from drafter.llm.writer.reference_rules import ReferenceRules
from drafter.llm.writer.sentences import Laid, PlacedSentence, Reason, WrittenSentence, laid_out
from drafter.llm.writer.word_rules import WordRules
from drafter.records import dataclass
from drafter.report import Edit, Facts, Finding, Narrative, Severity, show
from drafter.report.personal_data import Masker
from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.report.references import Reference
from drafter.statements import Account, Binding, Sense, State, bind
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation
from drafter.vouching import Backing, SentenceVouching, vouch


@dataclass(frozen=True, slots=True)
class Proof:
    """Sentences with what the program makes of them, and the text that they were judged as."""

    sentences: tuple[WrittenSentence, ...]
    laid: Laid
    account: Account


@dataclass(frozen=True, eq=False)
class Prover:
    """Judges sentences as one text."""

    material: Material
    masker: Masker

    @property
    def facts(self) -> Facts:
        return self.material.facts

    @cached_property
    def rules(self) -> ReferenceRules:
        return ReferenceRules(self.material)

    @cached_property
    def words(self) -> WordRules:
        return WordRules(self.material, self.masker)

    def prove(self, sentences: Sequence[WrittenSentence]) -> Proof:
        """The sentences read, their typed numbers bound, and every reason against them.

        What the figures contradict is out in the end. What a note words otherwise is asked once and stands with its
        doubt: words are judged less surely than numbers.
        """
        read = [self._read(item) for item in sentences]
        laid, account = self._judged(read)
        read, bound = self._bound(read, laid, account)
        if bound:
            laid, account = self._judged(read)
        found: dict[int, list[Reason]] = {}
        for item, reason in self._reasons(laid, account):
            found.setdefault(item.sentence.number, []).append(reason)
        backed = self._backed(laid, account)
        for number, backing in backed.items():
            if backing.state is Backing.CONTRADICTED and number not in found:
                found[number] = [Reason("contradicted", said=backing.why, soft=True)]
        proven = (replace(item, backing=backed.get(item.number)) for item in read)
        return Proof(tuple(item.against(*found.get(item.number, ())) for item in proven), laid, account)

    def _backed(self, laid: Laid, account: Account) -> dict[int, SentenceVouching]:
        """What vouches for each sentence; of one that reads as several, the least that is vouched for."""
        known = replace(account, bindings=tuple(_as_written(binding, laid) for binding in account.bindings))
        found: dict[int, SentenceVouching] = {}
        for backing in vouch(Narrative(laid.sections, self.material.form), self.facts, known).sentences:
            place = backing.place
            item = laid.at(place.section, place.paragraph, place.start or 0)
            old = found.get(item.sentence.number) if item else None
            if item and (old is None or old.state is Backing.VOUCHED):
                found[item.sentence.number] = backing
        return found

    def _read(self, sentence: WrittenSentence) -> WrittenSentence:
        """The sentence as draft text, personal data put back."""
        if sentence.by_program:
            return sentence
        if not self.masker.knows(sentence.raw):
            return replace(sentence, text="", reasons=(Reason("token"),))
        read = self.rules.read(replace(sentence, reasons=(), text=""))
        return replace(read, text=self.masker.restore(read.text))

    def _judged(self, sentences: Sequence[WrittenSentence]) -> tuple[Laid, Account]:
        laid = laid_out(sentences, self.material.parts, self.facts)
        return laid, bind(Narrative(laid.sections, self.material.form), self.facts)

    # --- typed numbers

    def _bound(
        self, sentences: Sequence[WrittenSentence], laid: Laid, account: Account
    ) -> tuple[list[WrittenSentence], bool]:
        """The sentences with proven numbers as references, and whether there were any."""
        edits: dict[int, list[Edit]] = {}
        standing: dict[int, PlacedSentence] = {}
        for binding in account.bindings:
            item = laid.at(binding.where.section, binding.where.paragraph, binding.quantity.start)
            if item is None:
                continue
            edit = self._typed(binding, item)
            if edit:
                edits.setdefault(item.sentence.number, []).append(edit)
                standing[item.sentence.number] = item
        changed = {number: standing[number].rewritten(own) for number, own in edits.items()}
        return [replace(item, text=changed.get(item.number, item.text)) for item in sentences], bool(changed)

    def _typed(self, binding: Binding, item: PlacedSentence) -> Edit | None:
        """The reference in place of a number that was typed and is proven."""
        quantity = binding.quantity
        if not item.is_plain(quantity.number_start, quantity.number_end):
            return None
        proven = binding.state is State.BOUND and binding.judged and quantity.exactness is Exactness.EXACT
        reference = binding.reference if proven else None
        start, end = binding.start, binding.end
        if reference is None or reference.prefix == "note":
            reference = reference_of(quantity, item.words, self.facts, self.words.writing)
            start, end = quantity.number_start, quantity.number_end
        if reference is not None and reference.derivation == "change" and not self._led(item, start, quantity):
            reference = Reference(reference.target, reference.prefix, "diff", reference.argument)
            start, end = quantity.number_start, quantity.number_end
        if reference is None or not item.is_plain(start, end):
            return None
        return Edit(start, end, str(reference))

    def _led(self, item: PlacedSentence, start: int, quantity: Quantity) -> bool:
        """Whether a change stands with its own direction right before it, so that the whole can be written anew."""
        before = item.words[start - item.start : quantity.number_start - item.start].strip()
        return before in (*self.words.writing.definition.rising, *self.words.writing.definition.falling)

    # --- reasons

    def _reasons(self, laid: Laid, account: Account) -> Iterator[tuple[PlacedSentence, Reason]]:
        for finding in self._findings(laid, account):
            place = finding.place
            item = laid.at(place.section, place.paragraph, place.start or 0)
            if item is not None:
                yield item, Reason("contradicted", place.text or "", self._wording(finding), finding.message)
        for binding in account.bindings:
            item = laid.at(binding.where.section, binding.where.paragraph, binding.quantity.start)
            if item is not None:
                yield from ((item, reason) for reason in self._of_binding(binding, item, laid))
        for (section, paragraph), placed in laid.standing.items():
            taken = tuple(_judged_elsewhere(account, section, paragraph))
            for item in placed:
                yield from ((item, reason) for reason in self.words.reasons(item, taken))

    def _findings(self, laid: Laid, account: Account) -> Iterator[Finding]:
        for finding in check_account(account, self.facts).findings:
            if finding.severity is Severity.ERROR:
                yield finding

    def _wording(self, finding: Finding) -> str:
        """A wording that would pass: the form's own of the figure that a finding is about."""
        cells = [cell for cell in finding.place.cells if cell in self.facts.phrases.subjects]
        return f"{{{cells[0]}|phrase}}" if len(cells) == 1 else ""

    def _of_binding(self, binding: Binding, item: PlacedSentence, laid: Laid) -> Iterator[Reason]:
        quantity = binding.quantity
        reference = item.reference_at(quantity.number_start)
        if reference is None:
            start, end = quantity.start - item.start, quantity.end - item.start
            typed = item.is_plain(quantity.number_start, quantity.number_end)
            known = self._proven(binding) or self._counts_problems(item, quantity)
            if typed and not known and not self.words.is_in_material(item.words, start, end):
                yield Reason("typed", quantity.text, self._known(binding))
            return
        if not self._in_unit(reference, quantity):
            yield Reason("unit", self.rules.names.shown(str(reference)), quantity.unit or "")
        paragraph = "".join(other.words for other in self._paragraph(item, laid))
        told = reference.prefix is None and reference.target in (binding.target, *binding.said)
        if not told and not self.rules.means(item, reference, quantity.number_start, paragraph):
            yield Reason("meaning", self.rules.names.shown(str(reference)), self.rules.named(reference))

    def _proven(self, binding: Binding) -> bool:
        """Whether the figures bear out a number for which there is no reference, such as a share of a sum; one told in
        tenths, or as more or less than it is, leaves too much room."""
        exact = binding.quantity.exactness is Exactness.EXACT and binding.quantity.kind is not QuantityKind.TENTHS
        return binding.state is State.BOUND and binding.judged and exact

    def _counts_problems(self, item: PlacedSentence, quantity: Quantity) -> bool:
        """Whether a number is how many problems last year's report named, where the problems are told."""
        return (
            item.sentence.part.is_problems
            and quantity.value == len(self.material.last_problems)
            and (quantity.unit in (None, *self.words.writing.definition.listed))
        )

    def _paragraph(self, item: PlacedSentence, laid: Laid) -> Iterable[PlacedSentence]:
        return next(placed for placed in laid.standing.values() if item in placed)

    def _in_unit(self, reference: Reference, quantity: Quantity) -> bool:
        """Whether a number stands before the unit that it is counted in; the counting words of the form are alike."""
        if reference.derivation not in (None, "diff"):
            return True
        phrases = self.facts.phrases
        alike = set(phrases.book.units)
        if reference.prefix == "entry":
            own = self.facts.entry_of[reference.targets[0]].unit
        elif reference.prefix == "note":
            return True
        else:
            own = phrases.unit(reference.targets[0])
        return own is None or quantity.unit == own or (own in alike and quantity.unit in {*alike, None})

    def _known(self, binding: Binding) -> str:
        """What the program knows of a number that it cannot prove."""
        if binding.expected is not None:
            return show(binding.expected)
        target = next(iter(binding.said), None)
        value = self.facts.value(target) if target and self.facts.knows(target) else None
        if target is None or value is None or binding.sense is not Sense.OTHER:
            return ""
        return f"{self.rules.named(Reference(target))} {show(value)}"


def _judged_elsewhere(account: Account, section: str, paragraph: int) -> Iterator[tuple[int, int]]:
    """Where a paragraph has numbers that were bound or asked about, and words for most of something that are true."""
    here = (section, paragraph)
    for binding in account.bindings:
        if (binding.where.section, binding.where.paragraph) == here:
            yield binding.quantity.start, binding.quantity.end
    for claim in account.claims:
        most = claim.statement.relation is Relation.MAJORITY and claim.verdict is Verdict.TRUE
        if most and (claim.where.section, claim.where.paragraph) == here:
            yield claim.start, claim.end


def _as_written(binding: Binding, laid: Laid) -> Binding:
    """A quantity that a reference wrote is what the reference says, whether or not its words were understood."""
    item = laid.at(binding.where.section, binding.where.paragraph, binding.quantity.start)
    written = item.written_at(binding.quantity.number_start) if item else None
    if written is None or binding.state is State.CONTRADICTED:
        return binding
    start, end, reference = written
    return replace(binding, state=State.BOUND, reference=reference, start=start, end=end)
