"""Years and periods that do not belong: the statistics period, ends of counts, and years that lead a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.messages import both
from drafter.report import Severity
from drafter.statements import Discourse


def check_periods(matter: Matter) -> Iterator[Outcome]:
    """What every year and period that can be judged came to."""
    for paragraph in matter.account.paragraphs.values():
        yield from _periods(paragraph, matter)
        yield from _matches(paragraph, matter)


def _periods(paragraph: Discourse, matter: Matter) -> Iterator[Outcome]:
    """The statistics period: the whole of the reporting year."""
    patterns = matter.phrases.patterns
    for match in patterns.period.finditer(paragraph.text):
        if matter.year is None:
            yield PERIOD.not_assessable()
            continue
        years = {match.group("first"), match.group("last") or match.group("first")}
        days = (
            patterns.first_day.fullmatch(match.group("first_day")),
            patterns.last_day.fullmatch(match.group("last_day")),
        )
        right = years == {str(matter.year)} and all(days)
        yield PERIOD.held() if right else _finding("period", Severity.ERROR, paragraph, match, matter)


def _matches(paragraph: Discourse, matter: Matter) -> Iterator[Outcome]:
    patterns, text = matter.phrases.patterns, paragraph.text
    period = [match.span() for match in patterns.period.finditer(text)]
    for match in patterns.until.finditer(text):
        if not any(start <= match.start() < end for start, end in period) and not paragraph.in_mark(match.start()):
            whole = patterns.last_day.fullmatch(match.group("day"))
            yield PERIOD.held() if whole else _finding("until", Severity.WARNING, paragraph, match, matter)
    for match in patterns.glued.finditer(text):
        yield _finding("glued", Severity.WARNING, paragraph, match, matter)
    for match in patterns.leading.finditer(text):
        if not paragraph.in_mark(match.start("year")):
            yield _leading(paragraph, match, matter)
    for match in patterns.stale.finditer(text):
        if matter.year is not None and int(match.group("year")) == matter.year - 1:
            yield _finding("year", Severity.WARNING, paragraph, match, matter)


def _leading(paragraph: Discourse, match: re.Match[str], matter: Matter) -> Outcome:
    """A year at the head of a statement: the reporting year, unless the sentence compares or looks ahead."""
    if matter.year is None:
        return PERIOD.not_assessable()
    year = int(match.group("year"))
    start, end = paragraph.sentence_at(match.start("year"))[:2]
    patterns, text = matter.phrases.patterns, paragraph.text
    ahead = year > matter.year and patterns.ahead.search(text)
    if (
        year == matter.year
        or ahead
        or str(matter.year) in text[start:end]
        or patterns.comparing.search(text, start, end)
    ):
        return PERIOD.held()
    return _finding("year", Severity.WARNING, paragraph, match, matter)


def _finding(key: str, severity: Severity, paragraph: Discourse, match: re.Match[str], matter: Matter) -> Outcome:
    named = "year" if key == "year" else "day" if key == "until" else 0
    start, end = match.span(named)
    where = paragraph.at(start, end)
    year = matter.year if matter.year is not None else ""
    message = both(f"findings.{key}_wrong", text=where.text, found=match.group(named), year=year)
    source = matter.phrases.book.years.source
    shown, found = str(year) or None, match.group(named)
    return PERIOD.failed(where, message, expected=shown, found=found, source=source, severity=severity)


PERIOD = Rule("T11", Severity.WARNING, check_periods)
RULES = (PERIOD,)
