"""What vouching yields: every sentence with what stands behind it, or the words that nothing covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drafter.messages import Text, both
from drafter.report import Place


class Backing(StrEnum):
    """Whether something stands behind a sentence."""

    VOUCHED = "vouched"
    UNVOUCHED = "unvouched"
    CONTRADICTED = "contradicted"


class Why(StrEnum):
    """Why a sentence stands as it does."""

    SOURCES = "sources"
    PLAIN = "plain"
    """It states nothing: fixed texts of the form and plain official wording."""
    PERSON = "person"
    WORDS = "words"
    """Words that nothing covers."""
    OPEN = "open"
    """A number or a claim that nothing decides."""
    REFUTED = "refuted"
    """The figures say otherwise."""
    UNFINISHED = "unfinished"
    """What it says is done is planned or under way in its source."""
    READING = "reading"
    """A second reader found its sources, where the program could not."""
    DOUBTED = "doubted"
    """Words that a second reader found nothing to cover."""
    DENIED = "denied"
    """Words whose opposite a second reader found in the material."""


@dataclass(frozen=True, slots=True)
class SentenceVouching:
    """One sentence: its place, whether it is vouched for, by what, and which words are not."""

    place: Place
    text: str
    state: Backing
    reason: Why
    by: tuple[str, ...] = ()
    """"figures", "form", "person", "reading" (a second reader names those behind it), or `note:`, `entry:`, `last:`
    with an id; `last:` with section and paragraph."""
    words: tuple[str, ...] = ()

    @property
    def why(self) -> Text:
        """The reason in words."""
        shown = (both(f"vouching.by_{name.partition(':')[0]}", name=name.partition(":")[2]) for name in self.by)
        sources = list(dict.fromkeys(shown))
        by = Text("\u3001".join(text.zh for text in sources), ", ".join(text.en for text in sources))
        phrases = tuple(_phrases(self.text, self.words))
        words = Text("\u3001".join(phrases), ", ".join(phrases))
        why = both(f"vouching.{self.reason.value}", by=by, words=words)
        if self.state is Backing.UNVOUCHED and any(name != "form" for name in self.by):
            rest = both("vouching.rest", by=by)
            why = Text(why.zh + rest.zh, why.en + rest.en)
        return why

    def as_json(self) -> Mapping[str, object]:
        """The sentence as `check --format json` prints it."""
        return {
            "place": self.place.as_json(),
            "text": self.text,
            "state": self.state.value,
            "by": list(self.by),
            "words": list(self.words),
            "why": {"zh": self.why.zh, "en": self.why.en},
        }


@dataclass(frozen=True, slots=True)
class Vouching:
    """Every sentence of a narrative outside open marks, in order."""

    sentences: tuple[SentenceVouching, ...] = ()
    dropped: int = 0
    """How many verdicts of a second reader named no words of the sentence, or no source."""

    @property
    def by_reading(self) -> int:
        """How many sentences only a second reader vouches for."""
        return sum(item.reason is Why.READING for item in self.sentences)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many sentences are in each state."""
        states = [item.state for item in self.sentences]
        return {state.value: states.count(state) for state in Backing}


def _phrases(text: str, words: Sequence[str]) -> Iterator[str]:
    """Words in the order of a text; those that follow each other there are one phrase."""
    small = text.lower()
    spans = sorted((at, at + len(word)) for word in words if (at := small.find(word.lower())) >= 0)
    while spans:
        start, end = spans.pop(0)
        while spans and not text[end : spans[0][0]].strip():
            end = max(end, spans.pop(0)[1])
        yield text[start:end]
