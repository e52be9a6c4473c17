"""A model's sentence made tidy before it is judged, and small questions about text with references."""

from __future__ import annotations

import re

from drafter.errors import UnknownReference
from drafter.filing import Number, value_of
from drafter.modelwriter.material import Material, Task
from drafter.modelwriter.writing import Writing
from drafter.references import Reference, escape, parse
from drafter.render import Facts

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
    now, last = (value_of(part.target, figures, facts.form) for figures in (facts.figures, facts.last))
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
