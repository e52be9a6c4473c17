"""What the gate speaks of: a sentence taken apart, what stands before it, and the reasons why it may not stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafter.errors import UnknownReference
from drafter.form.phrases import Phrases
from drafter.form.writing import HOLE, Writing, writing_of
from drafter.llm.writer.blocks import Material, Task
from drafter.messages import say
from drafter.report.facts import Facts
from drafter.report.filing import Number
from drafter.report.references import Reference, escape, parse

ENOUGH = 2
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
class Sentence:
    """A sentence taken apart; `holed` has one character for each reference."""

    text: str
    parts: tuple[str | Reference, ...]
    sources: tuple[str, ...]
    before: Context
    plan: bool
    """It says what is to be done, not what was."""
    beside: str = ""
    """The other half of a pair: what one half rests on the other may speak of."""

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(part for part in self.parts if isinstance(part, Reference))

    @property
    def holed(self) -> str:
        return "".join(HOLE if isinstance(part, Reference) else part for part in self.parts)

    @property
    def plain(self) -> str:
        return "".join(part for part in self.parts if isinstance(part, str))


class Ground:
    """What every rule may look at."""

    def __init__(self, material: Material, task: Task) -> None:
        self.material, self.task = material, task
        self.facts: Facts = material.facts
        self.writing: Writing = writing_of(material.form)

    @property
    def phrases(self) -> Phrases:
        return self.facts.phrases


DERIVED = ("change", "percent")
"""Derivations that write a change with its direction."""
_SIGN = re.compile(r"\s*([|:])\s*")
_KEPT = r"\1"


def tidied(text: str, facts: Facts, writing: Writing) -> str:
    """The text on one line, without blanks in braces, words that a reference writes itself, or doubled units."""
    line = re.sub(r"\{([^{}]*)\}", lambda match: f"{{{_SIGN.sub(_KEPT, match.group(1).strip())}}}", text)
    line = "".join(line.splitlines()).strip()
    try:
        parts = list(parse(line))
    except UnknownReference:
        return line
    for at, part in enumerate(parts):
        if isinstance(part, Reference) and part.prefix is None and is_figure(part.target, facts):
            _before(parts, at, part, facts, writing)
            _after(parts, at, part, facts)
    return "".join(str(part) if isinstance(part, Reference) else escape(part) for part in parts)


def _before(parts: list[str | Reference], at: int, part: Reference, facts: Facts, writing: Writing) -> None:
    """Drop a direction word that a change writes as well, and a comparison before "as many as last year"."""
    before = parts[at - 1] if at else ""
    now, last = facts.value(part.target), facts.before(part.target)
    if part.derivation not in DERIVED or not isinstance(before, str) or not before or now is None or last is None:
        return
    turned = writing.turned.search(before)
    if turned and _same_way(turned.group(1), now - last, writing):
        before = before[: turned.start()]
    compared = re.search(rf"(?:{writing.definition.comparison})$", before)
    if compared and part.derivation == "change" and now == last:
        before = before[: compared.start()]
    parts[at - 1] = before


def _after(parts: list[str | Reference], at: int, part: Reference, facts: Facts) -> None:
    """Drop a unit that the reference writes as well."""
    after = parts[at + 1] if at + 1 < len(parts) else ""
    if part.derivation in ("unit", "change") and isinstance(after, str):
        parts[at + 1 : at + 2] = [after.removeprefix(facts.phrases.unit(part.target))]


def _same_way(word: str, difference: Number, writing: Writing) -> bool:
    return difference > 0 if word in writing.definition.rising else difference < 0


def is_figure(target: str, facts: Facts) -> bool:
    """Whether a target is a cell or a named sum."""
    return target in facts.figures or target in facts.form.sums


def plain_of(text: str) -> str:
    """A draft's text without its references."""
    return "".join(part for part in parse(text) if isinstance(part, str))


def shared(words: frozenset[str], known: frozenset[str]) -> float:
    """The share of words that are known; 0 where there are none."""
    return len(words & known) / len(words) if words else 0.0


def allowed_words(material: Material, task: Task, writing: Writing) -> re.Pattern[str]:
    """The year, the organisation, fixed expressions, names and numbers of documents."""
    reading = material.form.definition.reading
    texts = [*task.sentences, *(note.text for note in task.notes)]
    named = {
        match.group()
        for text in texts
        for pattern in (reading.names, reading.document_year)
        for match in re.finditer(pattern, text)
    }
    year = re.sub(r"\(\?P<year>.*?\)", str(material.year), material.facts.phrases.book.words.year, count=1)
    literal = [re.escape(text) for text in (*sorted(named, key=len, reverse=True), material.organization) if text]
    patterns = [*literal, rf"(?<!\d){year}", writing.fixed.pattern]
    return re.compile("|".join(patterns))
