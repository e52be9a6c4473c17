"""What people call cells, findings and references in Chinese, where English keeps the addresses that data use."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.checks.figures import cell_text
from drafter.form import Form
from drafter.messages import listed, say
from drafter.report import Finding
from drafter.report.references import Reference

_SHOWN = 3
"""Cells that are named one by one."""


def cells_named(finding: Finding, names: Mapping[str, str], language: str) -> str:
    """Where a clerk finds the cells of a finding in the workbook; nothing where they are in none."""
    known = [names[cell] for cell in finding.place.cells if cell in names]
    if not known or finding.place.section is not None:
        return ""
    shown = known if len(known) <= _SHOWN else [known[0], "\u2026", known[-1]]
    return say(language, "findings.in_workbook", cells=listed(shown, language))


def address_named(address: str, form: Form, language: str) -> str:
    """A cell by its labels."""
    return f"{form.row_label(address)} {form.column_label(address)}" if language == "zh" else address


def key_named(key: str, form: Form, language: str) -> str:
    """The key of a finding: the rule, and the cell or the section and words that it is about."""
    if language != "zh":
        return key
    rule, _, anchor = key.partition(":")
    section, slash, words = anchor.partition("/")
    if slash:
        heading = next((item.heading for item in form.sections if item.key == section), "")
        return " ".join(part for part in (rule, heading, words.partition("/")[2]) if part)
    cells = anchor.partition("#")[0].split(",")
    if cells[0].partition(".")[0] not in form.tables:
        return rule
    more = "\u2026" if len(cells) > 1 else ""
    return f"{rule} {cell_text(cells[0], form).in_language(language)}{more}"


def reference_named(reference: Reference, form: Form, language: str) -> str:
    """What a number of the text rests on: a note, a typed quantity, or cells."""
    if language != "zh":
        return str(reference)[1:-1]
    if reference.prefix in ("note", "entry"):
        return say(language, f"vouching.by_{reference.prefix}")
    return "+".join(address_named(one, form, language) for one in reference.targets)
