"""The words of a report as one text that rules read: passages with their places, open marks and sensitive parts hidden.

Offsets in the whole text map to code points of a paragraph; hiding keeps every length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from drafter.form import Form
from drafter.form.wording import Common, SensitiveRule, Wording
from drafter.messages import Text
from drafter.report.filing import Block, Filing
from drafter.report.findings import Finding, Place, Severity
from drafter.report.personal_data import Hit, Pattern, find_personal_data, known_patterns, mask

_HIDDEN = "\ufffc"
_BEFORE, _AFTER = 12, 8
"""Characters shown around what a finding is about."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a heading (no paragraph number), or unplaced text (no section), from `start` in the whole text."""

    section: str | None
    topic: str | None
    paragraph: int | None
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Manuscript:
    """All words of a report, passages divided by line breaks.

    `shown` masks what is sensitive; `text` hides open marks as well: rules look for mistakes in `text`, and for what
    must be said in `shown`.
    """

    shown: str
    text: str
    passages: tuple[Passage, ...]
    hits: tuple[Hit, ...]
    starts: tuple[int, ...] = field(repr=False)

    def at(self, offset: int) -> Passage:
        """The passage that a code point of the whole text stands in."""
        return self.passages[bisect_right(self.starts, offset) - 1]

    def span(self, section: str) -> tuple[int, int]:
        """Where a section begins and ends in the whole text; (0, 0) when it has no words."""
        own = [passage for passage in self.passages if passage.section == section]
        return (own[0].start, own[-1].end) if own else (0, 0)

    def place(self, start: int, end: int) -> Place:
        """The place of code points of the whole text, with the words around them."""
        passage = self.at(start)
        low, high = max(passage.start, start - _BEFORE), min(passage.end, end + _AFTER)
        words = self.shown[low:high]
        if passage.paragraph is None:
            return Place(passage.section, passage.topic, text=words)
        first, last = start - passage.start, end - passage.start
        return Place(passage.section, passage.topic, passage.paragraph, first, last, words)


def manuscript(filing: Filing, form: Form, wording: Wording) -> Manuscript:
    """The words of a filing: its sections in order, then what stands in none of them."""
    texts: list[str] = []
    passages: list[Passage] = []
    start = 0
    for section, topic, paragraph, text in _parts(filing):
        line = text.replace("\n", " ")
        texts.append(line)
        passages.append(Passage(section, topic, paragraph, start, start + len(line)))
        start += len(line) + 1
    whole = "\n".join(texts)
    hits = find_personal_data(whole, _patterns(wording))
    shown = mask(whole, hits)
    hidden = open_marks(form).sub(lambda match: _HIDDEN * len(match.group()), shown)
    return Manuscript(shown, hidden, tuple(passages), hits, tuple(passage.start for passage in passages))


def _patterns(wording: Wording) -> tuple[Pattern, ...]:
    """What must not be published: kinds of personal data that a rule names, then patterns of rules of one's own."""
    kinds = {rule.data for rule in wording.sensitive}
    known = [pattern for pattern in known_patterns() if pattern.certain and pattern.kind in kinds]
    return (*known, *(pattern for rule in wording.sensitive for pattern in _own_patterns(rule)))


def _own_patterns(rule: SensitiveRule) -> Iterator[Pattern]:
    for pattern in rule.patterns:
        yield Pattern(
            kind=rule.key,
            pattern=pattern,
            checksum=rule.checksum,
            certain=True,
            near=rule.near,
            unless_before=rule.unless_before,
            shown=rule.shown,
        )


@cache
def open_marks(form: Form) -> re.Pattern[str]:
    """Open marks of a form, from prefix to suffix."""
    mark = form.definition.open_mark
    return re.compile(rf"{re.escape(mark.prefix)}[^{re.escape(mark.suffix)}\n]*{re.escape(mark.suffix)}")


def _parts(filing: Filing) -> Iterator[tuple[str | None, str | None, int | None, str]]:
    for section, blocks in filing.narrative.items():
        yield from _section(section, blocks)
    for item in filing.unplaced:
        yield None, None, None, item.text


def _section(section: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str | None, str | None, int | None, str]]:
    number = 0
    for block in blocks:
        if block.heading:
            yield section, block.topic, None, block.heading
        for text in block.paragraphs:
            yield section, block.topic, number, text
            number += 1


def finding(
    rule: Common,
    place: Place,
    form: Form,
    *,
    text: str = "",
    expected: str = "",
    found: str | None = None,
    severity: Severity | None = None,
    inferred: bool = False,
    **values: object,
) -> Finding:
    """A finding of a rule with its message filled in; `found` is `text` unless it is given."""
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    fields = {"text": short, "expected": expected, "section": heading_of(place.section, form)} | values
    fields = {"count": "", "limit": "", "before": "", "after": ""} | fields
    template = rule.inferred if inferred and rule.inferred else rule.message
    message = Text(template.zh.format(**fields), template.en.format(**fields))
    weight = severity or Severity(rule.severity)
    return Finding(rule.key, weight, place, message, expected or None, (found or text) or None, rule.source)


def heading_of(section: str | None, form: Form) -> str:
    """The heading of a section as the form has it; the key where it has none."""
    return next((item.heading for item in form.sections if item.key == section), section or "")
