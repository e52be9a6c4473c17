"""The words of a report against the rules of `wording.toml`: what must not stand there, and what must."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from drafter.checks.matter import Matter
from drafter.checks.passages import Passage, finding
from drafter.checks.rules import Check, Outcome, Rule
from drafter.checks.similarity import check_similarity
from drafter.form import Form
from drafter.form.wording import (
    CitationRule,
    CitedDocument,
    Common,
    CompiledTerm,
    FoundRule,
    LengthRule,
    MeasuresRule,
    MissingRule,
    NumberingRule,
    PairsRule,
    PartsRule,
    SensitiveRule,
    TitleRule,
    Wording,
)
from drafter.form.wording import Rule as AnyRule
from drafter.messages import Text
from drafter.patterns import compiled
from drafter.report import Filing, Finding, Place, Severity, turn_of

_WIDE_BRACKETS = str.maketrans({**dict.fromkeys("[\u3010(", "\u3014"), **dict.fromkeys("]\u3011)", "\u3015")})


def rules_of(wording: Wording) -> tuple[Rule, ...]:
    """The rules on words of a form and of a user, those on likeness to last year last."""
    rules = [_rule(rule, partial(_judge, rule)) for rule in wording.rules if rule.check in _CHECKS]
    return (*rules, *(_rule(rule, check_similarity) for rule in wording.rules if rule.check not in _CHECKS))


def _rule(rule: Common, check: Check) -> Rule:
    return Rule(rule.key, Severity(rule.severity), check, Text(rule.name.zh, rule.name.en), rule.source)


def check_missing(matter: Matter) -> Iterator[Finding]:
    """The rules on what must be said alone, for a writer who is still at work."""
    for rule in matter.wording.rules:
        if isinstance(rule, MissingRule):
            yield from (outcome.finding for outcome in _judge(rule, matter) if outcome.finding)


def _judge(rule: AnyRule, matter: Matter) -> Iterator[Outcome]:
    """What a rule on words comes to, where it applies to this report."""
    if rule.notice is not None and rule.notice not in matter.context.notices:
        return
    if not _assessable(rule, matter):
        yield Outcome(rule.key, held=None)
    elif _applies(rule, matter):
        yield from (Outcome(rule.key, False, found) for found in _CHECKS[rule.check](rule, matter))


def _assessable(rule: Common, matter: Matter) -> bool:
    """Whether year, kind, title or name that a rule needs are known."""
    if matter.filing.year is None and (rule.from_year is not None or rule.to_year is not None):
        return False
    if rule.trait is not None and _standing(rule.trait, matter) is None:
        return False
    if isinstance(rule, TitleRule):
        return bool(matter.filing.title)
    if isinstance(rule, FoundRule) and rule.terms:
        return not all(_unknown(item, matter.filing) for item in matter.wording.terms[rule.key])
    return True


def _unknown(item: CompiledTerm, filing: Filing) -> bool:
    """Whether a term depends on a year or a name that is not known."""
    term = item.term
    dated = term.not_before is not None or term.not_after is not None
    named = term.organization is not None or term.not_organization is not None
    return (dated and filing.year is None) or (named and not filing.organization)


def _applies(rule: Common, matter: Matter) -> bool:
    year = matter.filing.year or 0
    if rule.from_year is not None and year < rule.from_year:
        return False
    if rule.to_year is not None and year > rule.to_year:
        return False
    return rule.trait is None or _standing(rule.trait, matter) != "without"


def _standing(trait: str, matter: Matter) -> str | None:
    """Whether the organisation has a trait: "declared", "inferred", "without" it, or None where nobody can tell."""
    declared = matter.form.traits_of(matter.context.kind)
    if declared is not None:
        return "declared" if trait in declared else "without"
    name = matter.filing.organization
    if not name:
        return None
    if any(item.trait == trait and re.search(item.suggested_by, name) for item in matter.wording.traits):
        return "inferred"
    suggested = matter.form.suggested_kind(name)
    return None if suggested is None else "inferred" if trait in suggested.traits else "without"


def _sections(rule: Common, matter: Matter) -> frozenset[str] | None:
    """Keys of the sections that a rule is about; None for all of them."""
    if not rule.sections and not rule.kinds:
        return None
    return frozenset((*rule.sections, *(item.key for item in matter.form.sections if item.kind in rule.kinds)))


# What must not stand there.


def _found(rule: FoundRule, matter: Matter) -> Iterator[Finding]:
    matches = _matches(rule, matter)
    if not rule.grouped:
        yield from (_found_one(rule, matter, item, match) for item, match in matches)
        return
    groups: dict[str | None, list[tuple[CompiledTerm, re.Match[str]]]] = {}
    for item, match in matches:
        groups.setdefault(matter.script.at(match.start()).section, []).append((item, match))
    for group in groups.values():
        first = min(group, key=lambda pair: pair[1].start())
        yield _found_one(rule, matter, *first, count=len(group))


def _matches(rule: FoundRule, matter: Matter) -> Iterator[tuple[CompiledTerm, re.Match[str]]]:
    text = matter.script.text
    sections = _sections(rule, matter)
    for item in matter.wording.terms[rule.key]:
        if (item.near and not any(word in text for word in item.near)) or not _counts(item, matter.filing):
            continue
        for match in item.pattern.finditer(text):
            passage = matter.script.at(match.start())
            if _covers(rule, sections, passage) and not _exempt(rule, matter, match):
                yield item, match


def _covers(rule: FoundRule, sections: frozenset[str] | None, passage: Passage) -> bool:
    if passage.section is None:
        return rule.unplaced
    if sections is not None and passage.section not in sections:
        return False
    return rule.headings or not passage.paragraph.is_heading


def _counts(item: CompiledTerm, filing: Filing) -> bool:
    """Whether a term is out of order in this year's report of this organisation."""
    term, year, name = item.term, filing.year, filing.organization or ""
    if _unknown(item, filing):
        return False
    if term.organization is not None and not compiled(term.organization).search(name):
        return False
    if term.not_organization is not None and compiled(term.not_organization).search(name):
        return False
    if year is None or (term.not_before is None and term.not_after is None):
        return True
    return year < (term.not_before or 0) or (term.not_after is not None and year > term.not_after)


def _exempt(rule: FoundRule, matter: Matter, match: re.Match[str]) -> bool:
    """Whether the sentence around a match holds what the rule makes an exception for."""
    if rule.unless is None:
        return False
    return compiled(rule.unless).search(matter.script.sentence(*match.span())) is not None


def _found_one(rule: FoundRule, matter: Matter, item: CompiledTerm, match: re.Match[str], count: int = 1) -> Finding:
    place = matter.script.place(*match.span())
    expected = match.expand(item.term.expected) if item.term.expected else ""
    limit = item.term.not_before if (matter.filing.year or 0) < (item.term.not_before or 0) else item.term.not_after
    years = "" if limit is None else limit
    return finding(rule, place, matter.form, text=match.group(), expected=expected, count=count, limit=years)


# What must be said.


def _missing(rule: MissingRule, matter: Matter) -> Iterator[Finding]:
    sections = _sections(rule, matter)
    own = [
        slice(passage.start, passage.end)
        for passage in matter.script.passages
        if passage.section is not None and (sections is None or passage.section in sections)
    ]
    spans, settled = ([whole[part] for part in own] for whole in (matter.script.shown, matter.script.text))
    text = "\n".join(spans)
    if rule.when is not None and not compiled(rule.when).search("\n".join(settled)):
        return
    if any(compiled(pattern).search(text) for pattern in rule.patterns):
        return
    inferred = rule.trait is not None and _standing(rule.trait, matter) == "inferred"
    severity = Severity.WARNING if inferred and rule.severity == "error" else None
    yield finding(rule, Place(section=rule.at), matter.form, severity=severity, inferred=inferred)


def _title(rule: TitleRule, matter: Matter) -> Iterator[Finding]:
    title = "".join((matter.filing.title or "").split())
    if compiled(rule.pattern).fullmatch(title):
        return
    organization, year = matter.filing.organization, matter.filing.year
    template = matter.form.definition.title.template
    expected = template.format(organization=organization, year=year) if organization and year else ""
    yield finding(rule, Place(text=title), matter.form, text=title, expected=expected)


def _citations(rule: CitationRule, matter: Matter) -> Iterator[Finding]:
    text = matter.script.text
    for document in rule.documents:
        for match in compiled(document.name).finditer(text) if document.near in text else ():
            number = compiled(rule.after).match(text, match.end())
            if number and matter.script.at(match.start()).section is not None:
                yield from _cited(rule, document, matter, number)


def _cited(rule: CitationRule, document: CitedDocument, matter: Matter, number: re.Match[str]) -> Iterator[Finding]:
    given = unicodedata.normalize("NFKC", "".join(number["number"].split())).translate(_WIDE_BRACKETS)
    if re.search(rf"(?:{document.number})$", given) or compiled(rule.other_rule).search(given):
        return
    place = matter.script.place(*number.span("number"))
    yield finding(rule, place, matter.form, text=number["number"], expected=document.expected)


def _parts(rule: PartsRule, matter: Matter) -> Iterator[Finding]:
    text = matter.script.text
    for match in compiled(rule.pattern).finditer(text) if rule.near in text else ():
        if matter.script.at(match.start()).section is None:
            continue
        said, whole = _numeral(match["count"], matter.wording), len(matter.form.sections)
        listed, rest = _listed(match["parts"], rule, matter.form)
        if said == whole and (rest or listed == said):
            continue
        count = listed if said == whole else said
        place = matter.script.place(*match.span("count"))
        found = match["count"]
        yield finding(rule, place, matter.form, text=found, expected=str(whole), count=count, limit=whole)


def _listed(parts: str, rule: PartsRule, form: Form) -> tuple[int, str]:
    """How many sections of the form a list names, and what of the list is none."""
    number = compiled(form.definition.reading.section_number)
    count = 0
    for section in form.sections:
        titles = sorted((number.sub("", section.heading, count=1), *section.aliases), key=len, reverse=True)
        title = next((item for item in titles if item in parts), None)
        if title is not None:
            count += 1
            parts = parts.replace(title, "", 1)
    return count, compiled(rule.between).sub("", parts)


def _numeral(text: str, wording: Wording) -> int:
    return wording.numerals.index(text) + 1 if text in wording.numerals else int(text) if text.isdigit() else 0


# Marks, numbers of items, lengths.


def _numbering(rule: NumberingRule, matter: Matter) -> Iterator[Finding]:
    sections = _sections(rule, matter)
    for section in matter.filing.narrative:
        start, end = matter.script.span(section)
        if end and (sections is None or section in sections):
            for style in rule.styles:
                yield from _numbered(rule, matter, start, end, style.pattern, style.forms)


def _numbered(
    rule: NumberingRule, matter: Matter, start: int, end: int, pattern: str, forms: tuple[str, ...]
) -> Iterator[Finding]:
    """Items of which there are more, up to here, than of the one before: a jump, or one number twice."""
    script, numerals = matter.script, matter.wording.numerals
    seen: dict[int, int] = {}
    for match in compiled(pattern).finditer(script.text, start, end):
        number = _numeral(match["n"], matter.wording)
        seen[number] = seen.get(number, 0) + 1
        if number < 2 or number > len(numerals):
            continue
        shown = script.shown[start : match.start("n")]
        words = match["n"] if match["n"].isdigit() else None
        before = str(number - 1) if words else numerals[number - 2]
        earlier = sum(shown.count(form.format(n=before)) for form in forms)
        if seen[number] > earlier and (number > 2 or earlier):
            place = script.place(*match.span("n"))
            seen[number] = earlier
            yield finding(rule, place, matter.form, text=match["n"], before=before, expected="")


def _pairs(rule: PairsRule, matter: Matter) -> Iterator[Finding]:
    """Marks that do not pair, the first of each paragraph."""
    marks = dict.fromkeys("".join(rule.opening + rule.closing))
    pattern = compiled(f"[{re.escape(''.join(marks))}]")
    closes = {mark: i for i, group in enumerate(rule.closing) for mark in group}
    opens = {mark: i for i, group in enumerate(rule.opening) for mark in group}
    for passage in matter.script.passages:
        if passage.section is None or passage.paragraph.is_heading:
            continue
        bad = _unpaired(matter.script.text, passage.start, passage.end, pattern, opens, closes, rule.spare)
        if bad is not None:
            place = matter.script.place(bad, bad + 1)
            yield finding(rule, place, matter.form, text=matter.script.text[bad])


def _unpaired(
    text: str,
    start: int,
    end: int,
    pattern: re.Pattern[str],
    opens: dict[str, int],
    closes: dict[str, int],
    spare: str,
    /,
) -> int | None:
    """Where the first mark stands that has no partner; None when all have one."""
    stack: list[tuple[int, int]] = []
    for match in pattern.finditer(text, start, end):
        mark = match.group()
        if mark in opens:
            stack.append((opens[mark], match.start()))
        elif stack and stack[-1][0] == closes[mark]:
            stack.pop()
        elif not compiled(f"(?:{spare})$").search(text[max(start, match.start() - 6) : match.start()]):
            return stack[-1][1] if stack else match.start()
    return stack[0][1] if stack else None


def _length(rule: LengthRule, matter: Matter) -> Iterator[Finding]:
    for section in sorted(_sections(rule, matter) or matter.filing.narrative):
        own = [item for item in matter.script.passages if item.section == section and not item.paragraph.is_heading]
        count = sum(item.end - item.start for item in own)
        if count > rule.most:
            place = Place(section=section)
            yield finding(rule, place, matter.form, count=count, limit=rule.most, found=str(count))


def _measures(rule: MeasuresRule, matter: Matter) -> Iterator[Finding]:
    for section in sorted(_sections(rule, matter) or ()):
        start, end = matter.script.span(section)
        text = matter.script.text[start:end]
        turn = turn_of(text, matter.form)
        if turn is None or text != matter.script.shown[start:end]:  # with open marks, nothing is counted
            continue
        problems, measures = (_items(part, matter) for part in (text[: turn[0]], text[turn[1] :]))
        for style in problems:
            if problems[style] > measures[style] > 0:
                count, limit = problems[style], measures[style]
                yield finding(rule, Place(section=section), matter.form, count=count, limit=limit, found=str(limit))


def _items(text: str, matter: Matter) -> Counter[str]:
    """How many items of an enumeration a text has, by how they are numbered."""
    numbers = (match.group() for match in matter.phrases.item.finditer(text))
    return Counter("".join(sign for sign in number if unicodedata.numeric(sign, None) is None) for number in numbers)


def _sensitive(rule: SensitiveRule, matter: Matter) -> Iterator[Finding]:
    script = matter.script
    for hit in script.hits:
        if hit.kind in (rule.data, rule.key) and script.text[hit.start : hit.end] == script.shown[hit.start : hit.end]:
            place = script.place(hit.start, hit.end)
            yield finding(rule, place, matter.form, text=script.shown[hit.start : hit.end])


_CHECKS: dict[str, Callable[[Any, Matter], Iterator[Finding]]] = {
    "found": _found,
    "missing": _missing,
    "title": _title,
    "citation": _citations,
    "parts": _parts,
    "numbering": _numbering,
    "pairs": _pairs,
    "length": _length,
    "measures": _measures,
    "sensitive": _sensitive,
}
