"""How a kept finding is told to people: where it is, what stands there, what should."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from drafter.checks.catalogue import rules_of
from drafter.checks.figures import cell_text
from drafter.drafting.merge import PREFACE
from drafter.form import Form
from drafter.messages import listed, say
from drafter.report import Severity

_WORDS = 30
"""Characters of the words by which a place in the text is told."""
_CELLS = 3
"""Cells that are named one by one."""


def place_of(finding: Mapping[str, Any], form: Form, language: str) -> str:
    """Where a finding is: section, paragraph and words, or the cells by their labels."""
    place = finding["place"]
    section = place.get("section")
    if section is not None:
        heading = next((item.heading for item in form.sections if item.key == section), "")
        head = say(language, "compare.preface") if section == PREFACE else heading
        topic = _topic(place, form)
        paragraph = place.get("paragraph")
        number = say(language, "batch.paragraph", number=paragraph + 1) if paragraph is not None else ""
        return " ".join(part for part in (head, topic, number) if part)
    cells = [cell for cell in place.get("cells", ()) if cell.partition(".")[0] in form.tables]
    names = [cell_text(cell, form).in_language(language) for cell in cells[:_CELLS]]
    return listed([*names, *(["\u2026"] if len(cells) > _CELLS else [])], language)


def _topic(place: Mapping[str, Any], form: Form) -> str:
    topics = (topic for section in form.sections if section.key == place["section"] for topic in section.topics)
    return next((topic.heading for topic in topics if topic.key == place.get("topic")), "")


def words_of(finding: Mapping[str, Any]) -> str:
    """What stands there: the words of the place, else what was found."""
    words = finding["place"].get("text") or finding["found"] or ""
    return words if len(words) <= _WORDS else words[:_WORDS] + "\u2026"


def wanted(finding: Mapping[str, Any], form: Form, suspects: Collection[str] = ()) -> str:
    """What should stand there, where a value decides it.

    What a warning expects is only what it compares with, as last year's figure; and what a table says is nothing that a
    text should say where the cell is one of the `suspects`, which are probably wrong themselves.
    """
    place = finding["place"]
    is_text = place.get("section") is not None
    if finding["severity"] != "error" or finding["rule"] not in _deciding(form):
        return ""
    if is_text and any(cell in suspects for cell in place.get("cells", ())):
        return ""
    return finding["expected"] or ""


def suspects_of(findings: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Cells of the tables that findings take for wrong, each with the value that it should have."""
    alone = (item["place"] for item in findings if item["severity"] == "error" and item["expected"] is not None)
    return frozenset(
        cell for place in alone if place.get("section") is None and len(place["cells"]) == 1 for cell in place["cells"]
    )


@cache
def _deciding(form: Form) -> frozenset[str]:
    """Codes of the rules that are errors by themselves."""
    return frozenset(rule.code for rule in rules_of(form) if rule.severity is Severity.ERROR)


def message_of(finding: Mapping[str, Any], language: str) -> str:
    """The sentence of a finding, and what follows from it."""
    related = [text["zh" if language == "zh" else "en"] for text in finding["related"]]
    return "\n".join([finding["message"]["zh" if language == "zh" else "en"], *related])
