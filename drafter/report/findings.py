"""Findings: rules that do not hold, where, and what each side says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, field, replace
from enum import StrEnum

from drafter.messages import Text
from drafter.records import dataclass


class Severity(StrEnum):
    """How much a finding weighs: an error holds a report back, a warning wants an answer, info is only said."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ReadBy(StrEnum):
    """Who read the words that a finding or an account is about: the program, a model, or both alike."""

    PROGRAM = "program"
    MODEL = "model"
    BOTH = "both"


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_NUMBERS = re.compile(r"[0-9\uff10-\uff19][0-9\uff10-\uff19.,\uff0c]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where: cells of the tables, or code points `start` to `end` of the `paragraph`-th paragraph of a section."""

    section: str | None = None
    topic: str | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    cells: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """What stays the same when values change: the cells, or section, topic and the text without its numbers."""
        if self.cells and self.section is None:
            return ",".join(self.cells)
        return f"{self.section}/{self.topic or ''}/{_NUMBERS.sub('#', self.text or '')}"

    def as_json(self) -> dict[str, object]:
        """The place without the parts that it does not have."""
        shown = {name: value for name, value in asdict(self).items() if value is not None and value != ()}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in shown.items()}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold; `expected` and `found` are as written, `related` lists what follows from it."""

    rule: str
    severity: Severity
    place: Place
    message: Text
    expected: str | None = None
    found: str | None = None
    source: str = ""
    related: tuple[Text, ...] = ()
    ordinal: int = field(default=0)
    """The place among findings of one rule with equal anchors."""
    reader: ReadBy = ReadBy.PROGRAM

    @property
    def key(self) -> str:
        """What a decision is about: rule, anchor, ordinal among equals."""
        tail = f"#{self.ordinal}" if self.ordinal else ""
        return f"{self.rule}:{self.place.anchor}{tail}"

    @property
    def basis(self) -> str:
        """Digest of the values that a decision rests on."""
        values = "\x1f".join((self.found or "", self.expected or "", self.place.text or ""))
        return hashlib.sha256(values.encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, object]:
        """The finding as `check --format json` prints it."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "place": self.place.as_json(),
            "expected": self.expected,
            "found": self.found,
            "message": {"zh": self.message.zh, "en": self.message.en},
            "related": [{"zh": text.zh, "en": text.en} for text in self.related],
            "source": self.source,
            "key": self.key,
            "basis": self.basis,
            "reader": self.reader.value,
        }


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, otherwise in the order given; equal anchors are numbered."""
    seen: dict[str, int] = {}
    numbered = []
    for finding in findings:
        ordinal = seen.get(finding.key, 0)
        seen[finding.key] = ordinal + 1
        numbered.append(replace(finding, ordinal=ordinal) if ordinal else finding)
    return tuple(sorted(numbered, key=lambda finding: _RANK[finding.severity]))
