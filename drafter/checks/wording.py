"""The words of a report against the rules of `wording.toml`: what must not stand there, and what must."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from drafter.checks.passages import Manuscript, Passage, finding, manuscript
from drafter.checks.similarity import Years, check_similarity
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
    compiled,
)
from drafter.report.filing import Filing
from drafter.report.findings import Finding, Place, Severity

_FARTHEST = 200
"""How far the sentence around a match is looked for, in characters."""
_WIDE_BRACKETS = str.maketrans({**dict.fromkeys("[\u3010(", "\u3014"), **dict.fromkeys("]\u3011)", "\u3015")})


@dataclass(frozen=True, slots=True)
class Words:
    """What the rules on words are given besides the report itself."""

    wording: Wording
    kind: str | None = None
    """The kind of organisation that the case declares."""
    notices: Sequence[str] = ()
    """Local notices that apply."""
    last: Filing | None = None


@dataclass(frozen=True, slots=True)
class WordingCheck:
    """Findings, and the keys of rules that could not be judged."""

    findings: tuple[Finding, ...]
    not_assessable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Report:
    filing: Filing
    form: Form
    words: Words
    script: Manuscript


def check_wording(filing: Filing, form: Form, words: Words) -> WordingCheck:
    """Every rule on words that applies to this report, in the order of the rules; similarity to last year last."""
    report = _Report(filing, form, words, manuscript(filing, form, words.wording))
    findings: list[Finding] = []
    unknown: list[str] = []
    for rule in words.wording.rules:
        check = _CHECKS.get(rule.check)
        if check is None or (rule.notice is not None and rule.notice not in words.notices):
            continue
        if not _assessable(rule, report):
            unknown.append(rule.key)
        elif _applies(rule, report):
            findings += check(rule, report)
    if words.last is not None:
        findings += check_similarity(Years(filing, words.last, form), words.wording)
    return WordingCheck(tuple(findings), tuple(unknown))


def _assessable(rule: Common, report: _Report) -> bool:
    """Whether year, kind, title or name that a rule needs are known."""
    if report.filing.year is None and (rule.from_year is not None or rule.to_year is not None):
        return False
    if rule.trait is not None and _standing(rule.trait, report) is None:
        return False
    if isinstance(rule, TitleRule):
        return bool(report.filing.title)
    if isinstance(rule, FoundRule) and rule.terms:
        return not all(_unknown(item, report.filing) for item in report.words.wording.terms[rule.key])
    return True


def _unknown(item: CompiledTerm, filing: Filing) -> bool:
    """Whether a term depends on a year or a name that is not known."""
    term = item.term
    dated = term.not_before is not None or term.not_after is not None
    named = term.organization is not None or term.not_organization is not None
    return (dated and filing.year is None) or (named and not filing.organization)


def _applies(rule: Common, report: _Report) -> bool:
    year = report.filing.year or 0
    if rule.from_year is not None and year < rule.from_year:
        return False
    if rule.to_year is not None and year > rule.to_year:
        return False
    return rule.trait is None or _standing(rule.trait, report) != "without"


def _standing(trait: str, report: _Report) -> str | None:
    """Whether the organisation has a trait: "declared", "inferred", "without" it, or None where nobody can tell."""
    declared = report.form.traits_of(report.words.kind)
    if declared is not None:
        return "declared" if trait in declared else "without"
    name = report.filing.organization
    if not name:
        return None
    if any(item.trait == trait and re.search(item.suggested_by, name) for item in report.words.wording.traits):
        return "inferred"
    suggested = report.form.suggested_kind(name)
    return None if suggested is None else "inferred" if trait in suggested.traits else "without"


def _sections(rule: Common, report: _Report) -> frozenset[str] | None:
    """Keys of the sections that a rule is about; None for all of them."""
    if not rule.sections and not rule.kinds:
        return None
    return frozenset((*rule.sections, *(item.key for item in report.form.sections if item.kind in rule.kinds)))


# What must not stand there.


def _found(rule: FoundRule, report: _Report) -> Iterator[Finding]:
    matches = _matches(rule, report)
    if not rule.grouped:
        yield from (_found_one(rule, report, item, match) for item, match in matches)
        return
    groups: dict[str | None, list[tuple[CompiledTerm, re.Match[str]]]] = {}
    for item, match in matches:
        groups.setdefault(report.script.at(match.start()).section, []).append((item, match))
    for group in groups.values():
        first = min(group, key=lambda pair: pair[1].start())
        yield _found_one(rule, report, *first, count=len(group))


def _matches(rule: FoundRule, report: _Report) -> Iterator[tuple[CompiledTerm, re.Match[str]]]:
    text = report.script.text
    sections = _sections(rule, report)
    for item in report.words.wording.terms[rule.key]:
        if (item.near and not any(word in text for word in item.near)) or not _counts(item, report.filing):
            continue
        for match in item.pattern.finditer(text):
            passage = report.script.at(match.start())
            if _covers(rule, sections, passage) and not _exempt(rule, report, match):
                yield item, match


def _covers(rule: FoundRule, sections: frozenset[str] | None, passage: Passage) -> bool:
    if passage.section is None:
        return rule.unplaced
    if sections is not None and passage.section not in sections:
        return False
    return rule.headings or passage.paragraph is not None


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


def _exempt(rule: FoundRule, report: _Report, match: re.Match[str]) -> bool:
    """Whether the sentence around a match holds what the rule makes an exception for."""
    if rule.unless is None:
        return False
    text, end = report.script.text, compiled(f"[\n{re.escape(report.form.definition.reading.sentence_end)}]")
    begin = max(0, match.start() - _FARTHEST)
    ends = [found.end() for found in end.finditer(text, begin, match.start())]
    after = end.search(text, match.end(), match.end() + _FARTHEST)
    sentence = text[ends[-1] if ends else begin : after.start() if after else match.end() + _FARTHEST]
    return compiled(rule.unless).search(sentence) is not None


def _found_one(rule: FoundRule, report: _Report, item: CompiledTerm, match: re.Match[str], count: int = 1) -> Finding:
    place = report.script.place(*match.span())
    expected = match.expand(item.term.expected) if item.term.expected else ""
    limit = item.term.not_before if (report.filing.year or 0) < (item.term.not_before or 0) else item.term.not_after
    years = "" if limit is None else limit
    return finding(rule, place, report.form, text=match.group(), expected=expected, count=count, limit=years)


# What must be said.


def _missing(rule: MissingRule, report: _Report) -> Iterator[Finding]:
    sections = _sections(rule, report)
    own = [
        slice(passage.start, passage.end)
        for passage in report.script.passages
        if passage.section is not None and (sections is None or passage.section in sections)
    ]
    spans, settled = ([whole[part] for part in own] for whole in (report.script.shown, report.script.text))
    text = "\n".join(spans)
    if rule.when is not None and not compiled(rule.when).search("\n".join(settled)):
        return
    if any(compiled(pattern).search(text) for pattern in rule.patterns):
        return
    inferred = rule.trait is not None and _standing(rule.trait, report) == "inferred"
    severity = Severity.WARNING if inferred and rule.severity == "error" else None
    yield finding(rule, Place(section=rule.at), report.form, severity=severity, inferred=inferred)


def _title(rule: TitleRule, report: _Report) -> Iterator[Finding]:
    title = "".join((report.filing.title or "").split())
    if compiled(rule.pattern).fullmatch(title):
        return
    organization, year = report.filing.organization, report.filing.year
    template = report.form.definition.title.template
    expected = template.format(organization=organization, year=year) if organization and year else ""
    yield finding(rule, Place(text=title), report.form, text=title, expected=expected)


def _citations(rule: CitationRule, report: _Report) -> Iterator[Finding]:
    text = report.script.text
    for document in rule.documents:
        for match in compiled(document.name).finditer(text) if document.near in text else ():
            number = compiled(rule.after).match(text, match.end())
            if number and report.script.at(match.start()).section is not None:
                yield from _cited(rule, document, report, number)


def _cited(rule: CitationRule, document: CitedDocument, report: _Report, number: re.Match[str]) -> Iterator[Finding]:
    given = unicodedata.normalize("NFKC", "".join(number["number"].split())).translate(_WIDE_BRACKETS)
    if re.search(rf"(?:{document.number})$", given) or compiled(rule.other_rule).search(given):
        return
    place = report.script.place(*number.span("number"))
    yield finding(rule, place, report.form, text=number["number"], expected=document.expected)


def _parts(rule: PartsRule, report: _Report) -> Iterator[Finding]:
    text = report.script.text
    for match in compiled(rule.pattern).finditer(text) if rule.near in text else ():
        if report.script.at(match.start()).section is None:
            continue
        said, whole = _numeral(match["count"], report.words.wording), len(report.form.sections)
        listed, rest = _listed(match["parts"], rule, report.form)
        if said == whole and (rest or listed == said):
            continue
        count = listed if said == whole else said
        place = report.script.place(*match.span("count"))
        found = match["count"]
        yield finding(rule, place, report.form, text=found, expected=str(whole), count=count, limit=whole)


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


def _numbering(rule: NumberingRule, report: _Report) -> Iterator[Finding]:
    sections = _sections(rule, report)
    for section in report.filing.narrative:
        start, end = report.script.span(section)
        if end and (sections is None or section in sections):
            for style in rule.styles:
                yield from _numbered(rule, report, start, end, style.pattern, style.forms)


def _numbered(
    rule: NumberingRule, report: _Report, start: int, end: int, pattern: str, forms: tuple[str, ...]
) -> Iterator[Finding]:
    """Items of which there are more, up to here, than of the one before: a jump, or one number twice."""
    script, numerals = report.script, report.words.wording.numerals
    seen: dict[int, int] = {}
    for match in compiled(pattern).finditer(script.text, start, end):
        number = _numeral(match["n"], report.words.wording)
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
            yield finding(rule, place, report.form, text=match["n"], before=before, expected="")


def _pairs(rule: PairsRule, report: _Report) -> Iterator[Finding]:
    """Marks that do not pair, the first of each paragraph."""
    marks = dict.fromkeys("".join(rule.opening + rule.closing))
    pattern = compiled(f"[{re.escape(''.join(marks))}]")
    closes = {mark: i for i, group in enumerate(rule.closing) for mark in group}
    opens = {mark: i for i, group in enumerate(rule.opening) for mark in group}
    for passage in report.script.passages:
        if passage.section is None or passage.paragraph is None:
            continue
        bad = _unpaired(report.script.text, passage.start, passage.end, pattern, opens, closes, rule.spare)
        if bad is not None:
            place = report.script.place(bad, bad + 1)
            yield finding(rule, place, report.form, text=report.script.text[bad])


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


def _length(rule: LengthRule, report: _Report) -> Iterator[Finding]:
    for section in sorted(_sections(rule, report) or report.filing.narrative):
        own = [item for item in report.script.passages if item.section == section and item.paragraph is not None]
        count = sum(item.end - item.start for item in own)
        if count > rule.most:
            place = Place(section=section)
            yield finding(rule, place, report.form, count=count, limit=rule.most, found=str(count))


def _measures(rule: MeasuresRule, report: _Report) -> Iterator[Finding]:
    for section in sorted(_sections(rule, report) or ()):
        start, end = report.script.span(section)
        text = report.script.text[start:end]
        turn = compiled(rule.turn).search(text)
        if turn is None or text != report.script.shown[start:end]:  # with open marks, nothing is counted
            continue
        problems = len(compiled(rule.item).findall(text[: turn.start()]))
        measures = len(compiled(rule.item).findall(text[turn.start() :]))
        if problems > measures > 0:
            place = Place(section=section)
            yield finding(rule, place, report.form, count=problems, limit=measures, found=str(measures))


def _sensitive(rule: SensitiveRule, report: _Report) -> Iterator[Finding]:
    script = report.script
    for hit in script.hits:
        if hit.kind in (rule.data, rule.key) and script.text[hit.start : hit.end] == script.shown[hit.start : hit.end]:
            place = script.place(hit.start, hit.end)
            yield finding(rule, place, report.form, text=script.shown[hit.start : hit.end])


_CHECKS: dict[str, Callable[[Any, _Report], Iterator[Finding]]] = {
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
