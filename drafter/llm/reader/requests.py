"""What a reader is sent: paragraphs and sentences by number, and the fewest requests whose answers have room."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence

from drafter.drafting.render import open_mark
from drafter.form import Form
from drafter.llm import Message
from drafter.llm.prompts import as_data, filled, tokens, tokens_of
from drafter.llm.reader.addresses import address_groups, entry_lines
from drafter.llm.reader.answer import SentencesAnswer, StatementsAnswer
from drafter.llm.reader.material import Ids, last_lines, with_proven
from drafter.llm.reader.records import Inquiry, NumberedText, ReadingRequest
from drafter.llm.writer.requests import Options
from drafter.records import dataclass
from drafter.report import Edit, Facts, Narrative, Paragraph, Place, splice
from drafter.report.personal_data import Masker
from drafter.statements import Account
from drafter.vouching import SentenceVouching, Why

_OF_NUMBER, _OF_SENTENCE, _OF_VERDICT = 60, 20, 40
"""Tokens of an answer for each number and each sentence of a paragraph, and for each verdict, rather too many:
a strong model's answers took 53 for each of 240 statements."""
_NOT_ASKED = (Why.PERSON, Why.REFUTED)
"""Sentences that a person answers for, or that the figures refute, are not asked about."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Makes inquiries for one report; a digest holds whatever an answer rests on, the model's name included."""

    facts: Facts
    model: str
    masker: Masker

    @property
    def form(self) -> Form:
        return self.facts.form

    @property
    def language(self) -> str:
        return self.form.definition.language

    def about_statements(self, narrative: Narrative) -> Inquiry:
        """What the narrative states, paragraph by paragraph."""
        entries = [(one, self.masker.mask(text, one)) for one, text in entry_lines(self.facts)]
        head = self._head("read", groups=address_groups(self.facts), entries=entries)
        items = []
        for number, paragraph in enumerate(narrative.paragraphs, 1):
            text = self._shown(paragraph)
            if any(char.isalnum() for char in text):
                answer = _OF_NUMBER * len(paragraph.quantities) + _OF_SENTENCE * len(paragraph.sentences)
                items.append(self._item(number, paragraph.place, text, head, answer))
        return Inquiry(
            "statements", head, items, lambda some: filled(self.language, "read_paragraphs", paragraphs=some),
            StatementsAnswer,
        )  # fmt: skip

    def about_sentences(self, narrative: Narrative, account: Account, sentences: Sequence[SentenceVouching]) -> Inquiry:
        """What stands behind each sentence beside the notes, the entries and last year's text."""
        facts, ids = self.facts, Ids(self.facts)
        notes = [(ids.short(f"note:{note.id}"), self._masked(note.text, f"note:{note.id}")) for note in facts.notes]
        entries = [
            (ids.short(f"entry:{item.id}"), self._masked(f"{item.sentence} = {item.value}{item.unit or ''}", item.id))
            for item in facts.entries
            if item.value
        ]
        last = [(name, self._masked(text, name)) for name, text in last_lines(facts, ids)]
        head = self._head("vouch", notes=notes, entries=entries, last=last)
        items = []
        for number, sentence in enumerate(sentences, 1):
            if sentence.reason not in _NOT_ASKED:
                text = with_proven(sentence, account, narrative)
                shown = self._masked(text, f"narrative:{sentence.place.section}.{sentence.place.paragraph}")
                items.append(self._item(number, sentence.place, shown, head, _OF_VERDICT))
        return Inquiry(
            "sentences", head, items, lambda some: filled(self.language, "vouch_sentences", sentences=some),
            SentencesAnswer,
        )  # fmt: skip

    def _head(self, template: str, **variables: object) -> str:
        definition, year = self.form.definition, self.facts.year
        name = definition.name.zh if self.language == "zh" else definition.name.en
        return filled(
            self.language, template, form=name, organization=self.facts.organization or "", year=year,
            last_year=year - 1 if year else "", **variables,
        )  # fmt: skip

    def _shown(self, paragraph: Paragraph) -> str:
        """A paragraph as it is sent: what its open marks ask for is no text, and personal data is hidden."""
        gap = open_mark("\u2026", self.form)
        text = splice(paragraph.text, (Edit(start, end, gap) for start, end in paragraph.marks))
        return self._masked(text, f"narrative:{paragraph.place.section}.{paragraph.place.paragraph}")

    def _masked(self, text: str, where: str) -> str:
        return as_data(self.masker.mask(text, where))

    def _item(self, number: int, place: Place, text: str, head: str, answer: int) -> NumberedText:
        heading = _heading(place, self.form)
        basis = json.dumps([head, heading, text, self.model], ensure_ascii=False)
        return NumberedText(number, heading, text, hashlib.sha256(basis.encode()).hexdigest()[:32], answer)


def _heading(place: Place, form: Form) -> str:
    """What part of the report a place is in, in the words of the form."""
    section = next((item for item in form.sections if item.key == place.section), None)
    topic = next((item.heading for item in section.topics if item.key == place.topic), None) if section else None
    return topic or (section.heading if section else "")


def requests_of(inquiry: Inquiry, kept: Collection[str], options: Options) -> Iterator[ReadingRequest]:
    """The requests for what is not kept: as few as leave room for every answer, about equally long."""
    missing = [item for item in inquiry.items if item.digest not in kept]
    if not missing:
        return
    most = options.max_tokens
    if options.context is not None:
        most = min(most, max(1, (options.context - tokens(inquiry.head)) // 2))
    whole = sum(map(_weight, missing))
    count = -(-whole // most)
    batches: dict[int, list[NumberedText]] = {}
    before = 0
    for item in missing:
        batches.setdefault((2 * before + _weight(item)) * count // (2 * whole), []).append(item)
        before += _weight(item)
    yield from (_request(inquiry, batch) for batch in batches.values())


def _weight(item: NumberedText) -> int:
    return max(item.answer, tokens(item.text))


def _request(inquiry: Inquiry, items: Sequence[NumberedText]) -> ReadingRequest:
    own = inquiry.ask(items)
    messages = (Message("system", inquiry.head), Message("user", own))
    return ReadingRequest(
        inquiry, tuple(items), messages, tokens_of([inquiry.head, own]), sum(item.answer for item in items)
    )
