"""This year's words beside last year's: sections that are too alike, unchanged, or repeat the same problems."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from drafter.checks.matter import Matter
from drafter.checks.passages import finding
from drafter.checks.rules import Outcome
from drafter.form import Form
from drafter.form.phrases import phrases_of
from drafter.form.wording import RepeatedRule, SimilarRule, UnchangedRule, Wording
from drafter.patterns import compiled
from drafter.records import dataclass
from drafter.report import Filing, Finding, Narrative, Place, turn_of, without_marks

MOST = 50_000
"""The most characters of a section that are compared: several times the longest report, within a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Years:
    """This year's filing and last year's, and their form."""

    now: Filing
    last: Filing
    form: Form


def check_similarity(matter: Matter) -> Iterator[Outcome]:
    """Sections and items that are too much last year's; one finding per section."""
    if matter.facts.last is not None:
        years = Years(matter.filing, matter.facts.last, matter.form)
        yield from (Outcome(item.rule, False, item) for item in _alike(years, matter.wording))


def _alike(years: Years, wording: Wording) -> Iterator[Finding]:
    unchanged = set()
    for rule in wording.rules:
        if isinstance(rule, UnchangedRule):
            for item in _unchanged(rule, years):
                unchanged.add(item.place.section)
                yield item
    for rule in wording.rules:
        if isinstance(rule, SimilarRule):
            yield from (item for item in _similar(rule, years) if item.place.section not in unchanged)
        elif isinstance(rule, RepeatedRule):
            yield from (item for item in _repeated(rule, years) if item.place.section not in unchanged)


def ratio(now: str, last: str) -> float:
    """How much of two texts is common, in order, in percent: twice the common characters over all.

    Of texts beyond all measure so much is compared as tells: the time goes by the product of the lengths.
    """
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(now[:MOST], last[:MOST]) * 100


def bare(section: str, filing: Filing, form: Form, ignore: str) -> str:
    """The words of a section that are compared: no headings, no open marks, no name of the organisation."""
    text = _settled(section, filing, form)
    if filing.organization:
        text = text.replace(filing.organization, "")
    return compiled(ignore).sub("", text)


def _settled(section: str, filing: Filing, form: Form) -> str:
    """The paragraphs of a section without their open marks."""
    paragraphs = Narrative({section: filing.narrative.get(section, ())}, form).paragraphs
    return "\n".join(without_marks(item.text, form) for item in paragraphs)


def _similar(rule: SimilarRule, years: Years) -> Iterator[Finding]:
    for limit in rule.limits:
        now, last = _both(limit.section, years, rule.ignore)
        if min(len(now), len(last)) < rule.least:
            continue
        percent = ratio(now, last)
        if percent > limit.most:
            shown, most = f"{percent:.0f}%", f"{limit.most}%"
            place = Place(section=limit.section)
            yield finding(rule, place, years.form, count=shown, limit=most, expected=most, found=shown)


def _unchanged(rule: UnchangedRule, years: Years) -> Iterator[Finding]:
    for section in _sections(rule, years.form):
        now, last = _both(section, years, rule.ignore)
        if len(now) >= rule.least and now == last:
            yield finding(rule, Place(section=section), years.form, found="100%")


def _repeated(rule: RepeatedRule, years: Years) -> Iterator[Finding]:
    for section in _sections(rule, years.form):
        before = {compiled(rule.ignore).sub("", item) for item in _problems(section, years.last, years.form)}
        for item in _problems(section, years.now, years.form):
            words = compiled(rule.ignore).sub("", item)
            if len(words) >= rule.least and words in before:
                yield finding(rule, Place(section=section, text=item), years.form, text=item)


def _problems(section: str, filing: Filing, form: Form) -> tuple[str, ...]:
    """The items of the enumeration of problems, before the text turns to measures."""
    phrases = phrases_of(form)
    text = _settled(section, filing, form)
    turn = turn_of(text, form)
    problems = text[: turn[0]] if turn else text
    starts = [match.start() for match in phrases.item.finditer(problems)]
    return tuple(problems[start:end].strip() for start, end in pairwise([*starts, len(problems)]))


def _both(section: str, years: Years, ignore: str) -> tuple[str, str]:
    return bare(section, years.now, years.form, ignore), bare(section, years.last, years.form, ignore)


def _sections(rule: UnchangedRule | RepeatedRule, form: Form) -> tuple[str, ...]:
    return (*rule.sections, *(item.key for item in form.sections if item.kind in rule.kinds))
