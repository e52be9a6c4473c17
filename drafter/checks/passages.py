"""The words of a report as one text that rules read: passages with their places, open marks and sensitive parts hidden.

Offsets in the whole text map to code points of a paragraph; hiding keeps every length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import field, replace

from drafter.form import Form
from drafter.form.wording import Common, SensitiveRule, Wording
from drafter.messages import Text
from drafter.records import dataclass
from drafter.report import Edit, Filing, Finding, Narrative, Paragraph, Place, Severity, excerpt, splice
from drafter.report.personal_data import Hit, Pattern, find_personal_data, known_patterns, mask

_HIDDEN = "\ufffc"
_LONGEST = 40


@dataclass(frozen=True, eq=False)
class Passage:
    """A paragraph, a heading, or unplaced text (whose place has no section), from `start` in the whole text."""

    paragraph: Paragraph
    start: int

    @property
    def section(self) -> str | None:
        """The section that it stands in."""
        return self.paragraph.place.section

    @property
    def end(self) -> int:
        """Where it ends in the whole text."""
        return self.start + len(self.paragraph.text)


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

    def sentence(self, start: int, end: int) -> str:
        """The sentence around code points of the whole text, open marks hidden; all of them, if there are several."""
        passage = self.at(start)
        first, last = (passage.paragraph.sentence_at(at - passage.start) for at in (start, max(start, end - 1)))
        return self.text[passage.start + first.start : passage.start + last.end]

    def span(self, section: str) -> tuple[int, int]:
        """Where a section begins and ends in the whole text; (0, 0) when it has no words."""
        own = [passage for passage in self.passages if passage.section == section]
        return (own[0].start, own[-1].end) if own else (0, 0)

    def place(self, start: int, end: int) -> Place:
        """The place of code points of the whole text, with the words around them."""
        passage = self.at(start)
        first, last, where = start - passage.start, end - passage.start, passage.paragraph.place
        words = excerpt(self.shown[passage.start : passage.end], first, last)
        return (
            replace(where, text=words) if where.paragraph is None else replace(where, start=first, end=last, text=words)
        )


def manuscript(filing: Filing, form: Form, wording: Wording) -> Manuscript:
    """The words of a filing: its sections in order, then what stands in none of them."""
    passages: list[Passage] = []
    for paragraph in _paragraphs(filing, form):
        passages.append(Passage(paragraph, passages[-1].end + 1 if passages else 0))
    whole = "\n".join(passage.paragraph.text.replace("\n", " ") for passage in passages)
    hits = find_personal_data(whole, _patterns(wording))
    shown = mask(whole, hits)
    hidden = "\n".join(_hidden(passage, shown) for passage in passages)
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


def _paragraphs(filing: Filing, form: Form) -> Iterator[Paragraph]:
    """Headings and paragraphs in order, then text that stands in no section."""
    yield from Narrative(filing.narrative, form).passages
    yield from (Paragraph(item.text, Place(), form) for item in filing.unplaced)


def _hidden(passage: Passage, shown: str) -> str:
    """The words of a passage as shown, with its open marks hidden."""
    marks = (Edit(start, end, _HIDDEN * (end - start)) for start, end in passage.paragraph.marks)
    return splice(shown[passage.start : passage.end], marks)


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
