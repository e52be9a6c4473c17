"""The schema of `phrases.toml`: how a form's figures are said, years, and what has one value in a report."""

from __future__ import annotations

from typing import Annotated, Literal

from drafter.form.schema.values import NEVER, Bilingual, Pattern, Severity, Strict, pattern_with, template_with


class Words(Strict):
    """Words for change; templates are str.format with the fields they show. Without them signs are written."""

    increase: str = "+"
    decrease: str = "-"
    unchanged: str = "+0"
    grow: str = "+"
    fall: str = "-"
    flat: str = "+0%"
    change: Annotated[str, template_with("direction", "value", "unit")] = "{direction}{value}"
    growth: Annotated[str, template_with("direction", "value")] = "{direction}{value}"
    percentage: Annotated[str, template_with("value")] = "{value}%"
    points: Annotated[str, template_with("direction", "value")] = "{direction}{value} percentage points"
    """How a share is said to have moved; `points_up` and `points_down` are its directions."""
    points_up: str = "up "
    points_down: str = "down "
    zero: Annotated[str, template_with("subject", "value", "unit")] = "{subject}: 0"
    """Fields `subject` and `unit`: how a figure without a wording of its own is said when it is zero."""
    positive: Annotated[str, template_with("subject", "value", "unit")] = "{subject}: {value}"
    clause_end: str = ",;:."
    """Characters at which a clause ends."""
    year: Annotated[str, pattern_with("year")] = r"(?P<year>(?:19|20)\d\d)"
    """How a year is written; a regular expression with the group `year`."""
    zero_after: Pattern = NEVER
    """What may stand between a number and the end of its clause for the whole clause to be worded anew when it is 0."""
    item: Pattern = NEVER
    """The beginning of an item of an enumeration."""
    measures_from: Pattern = NEVER
    """Where a text on problems turns to measures."""
    excepted: Pattern = NEVER
    """Words of a sentence that except something from what it says of all."""
    time: Pattern = NEVER
    """Words that set the time of what follows in a sentence: groups `year`, `now`, `last`, `part`; the last holds."""


class Subject(Strict):
    """What a cell or named sum is called, and in which unit it is counted."""

    target: str
    unit: str
    positive: str
    zero: str


class Repeated(Strict):
    """Something that has one value in a report, said perhaps in several places."""

    key: str
    name: Bilingual
    rule: str
    severity: Severity = "error"
    before: Pattern
    cues: tuple[str, ...] = ()
    kind: Literal["count", "amount"] = "count"
    unless: Pattern = NEVER
    zero: Pattern = NEVER
    """Words that say there is none."""
    multiple_of: int = 0
    within: str | None = None
    """The cell that it is a part of, and the value of the number per unit of that cell."""
    scale: int = 1
    source: str = ""


class YearWords(Strict):
    """Years and periods that belong in a report, as regular expressions."""

    period: Pattern = NEVER
    """The statistics period: groups `first`, `first_day`, `last`, `last_day`; days as written, with a month."""
    first_day: Pattern = NEVER
    last_day: Pattern = NEVER
    until: Pattern = NEVER
    """The end of a count: group `day`."""
    glued: Pattern = NEVER
    """A year without its own word, run into a month."""
    leading: Pattern = NEVER
    """A year at the head of a clause (group `year`), that tells when all of it was."""
    stale: Pattern = NEVER
    """A year (group `year`) that can only be the report's, whatever else its sentence speaks of."""
    comparing: Pattern = NEVER
    """Words of a sentence that may speak of other years."""
    ahead: Pattern = NEVER
    """Words of a sentence or text that may speak of next year."""
    source: str = ""


class Unsettled(Strict):
    """Words that were true last year and that nothing here can vouch for this year: they go into an open mark."""

    pattern: Pattern
    why: Bilingual


class PhraseBook(Strict):
    """A whole `phrases.toml`; `parts` are pieces of patterns, which other patterns name as <<part>>."""

    parts: dict[str, Pattern] = {}
    words: Words = Words()
    units: tuple[str, ...] = ()
    """Units in which the figures of the form are counted."""
    subjects: tuple[Subject, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    years: YearWords = YearWords()
    source: str = ""
    """Where it is laid down that the text must agree with the tables."""
    unsettled: tuple[Unsettled, ...] = ()
