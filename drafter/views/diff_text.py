"""The difference of two filings as JSON and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from drafter.comparison import (
    BREAK,
    CellChange,
    ComparedPassage,
    ComparedSentence,
    Comparison,
    Item,
    Run,
    RunKind,
    Section,
    Status,
    reuse,
)
from drafter.drafting.merge import PREFACE
from drafter.form import Form
from drafter.messages import say
from drafter.report import Filing, show

_BREAK_SHOWN = "\N{PILCROW SIGN}"
_ORDER = ("kept", "numbers", "changed", "moved", "split", "joined", "dropped", "new")

Words = Sequence[tuple[str, str]]
"""A line in pieces, each with what it is: "old", "new", "number", "dim", "head" or "plain"."""


# --- JSON ------------------------------------------------------------------------------------------------------------


def diff_data(comparison: Comparison, form: Form) -> dict[str, object]:
    """The whole difference: offsets and texts as in the filings, ratios from 0 to 1, percentages as numbers."""
    return {
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "summary": {
            "reuse": _rounded(reuse(comparison.body)),
            "sentences": comparison.counts(),
            "cells": {"compared": comparison.compared, "changed": len(comparison.cells)},
        },
        "title": [_run(run) for run in comparison.title],
        "tables": [_cell(item) for item in comparison.cells],
        "sections": [_section(section, form) for section in comparison.sections if section.passages],
    }


def _side(filing: Filing) -> dict[str, object]:
    return {"form": filing.form, "organization": filing.organization, "year": filing.year, "title": filing.title}


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 4)


def _run(run: Run) -> dict[str, object]:
    return {"kind": run.kind.value, "old": run.old.replace(BREAK, "\n"), "new": run.new.replace(BREAK, "\n")}


def _cell(item: CellChange) -> dict[str, object]:
    found = {"cell": item.cell, "row": item.row, "column": item.column, "old": item.old, "new": item.new}
    return {**found, "change": item.change, "percent": item.percent, "unread": list(item.unread)}


def _section(section: Section, form: Form) -> dict[str, object]:
    heading = None if section.key == PREFACE else form.section(section.key).heading
    return {
        "key": section.key,
        "heading": heading,
        "reuse": _rounded(section.reuse),
        "passages": [_passage(passage) for passage in section.passages],
    }


def _passage(passage: ComparedPassage) -> dict[str, object]:
    return {
        "status": passage.status.value,
        "heading": passage.heading,
        "wording": passage.wording,
        "old": [_item(item) for item in passage.old],
        "new": [_item(item) for item in passage.new],
        "sentences": [_sentence(sentence) for sentence in passage.sentences if sentence.new != BREAK != sentence.old],
    }


def _item(item: Item) -> dict[str, object]:
    return {"topic": item.topic, "paragraph": item.ordinal, "text": item.text}


def _sentence(sentence: ComparedSentence) -> dict[str, object]:
    found: dict[str, object] = {"status": sentence.status.value, "old": sentence.old, "new": sentence.new}
    if sentence.elsewhere is not None:
        found["elsewhere"] = sentence.elsewhere
    if sentence.status not in (Status.KEPT, Status.NEW, Status.DROPPED):
        found["runs"] = [_run(run) for run in sentence.runs]
    return found


# --- words that the page needs too -----------------------------------------------------------------------------------


def percentage(ratio: float | None) -> str:
    """A ratio from 0 to 1 in whole percent."""
    return "-" if ratio is None else f"{100 * ratio:.0f}%"


def signed(number: int | Decimal | None) -> str:
    """A change with its sign; nothing when there is none to tell."""
    return "" if number is None else f"{number:+f}" if isinstance(number, Decimal) else f"{number:+d}"


def status_key(passage: ComparedPassage) -> str:
    """The status of a passage as messages name it, a change of year and numbers alone apart."""
    numbers = passage.status is Status.CHANGED and not passage.wording
    return "numbers" if numbers else passage.status.value


def cell_words(item: CellChange, language: str) -> tuple[str, str, str, str]:
    """Old, new, change and percent of a cell as text."""
    blank = say(language, "compare.blank")
    growth = f"{signed(item.percent)}%" if item.percent is not None else ""
    return show(item.old) or blank, show(item.new) or blank, signed(item.change), growth


def summary_lines(comparison: Comparison, language: str) -> Iterator[str]:
    """How much of the wording was reused, what became of the sentences, how many cells differ."""
    counts = comparison.counts()
    ratio = reuse(comparison.body)
    if ratio is not None:
        yield say(language, "compare.reuse", percent=percentage(ratio))
    told = [say(language, f"compare.count_{name}", count=counts[name]) for name in _ORDER if counts[name]]
    if told:
        yield say(language, "compare.between").join(told)
    yield say(language, "compare.cells_changed", compared=comparison.compared, count=len(comparison.cells))


# --- terminal --------------------------------------------------------------------------------------------------------


def diff_lines(comparison: Comparison, form: Form, language: str, *, whole: bool = False) -> Iterator[str]:
    """Plain lines: what went stands in [-…-], what came in {+…+}; what stayed only where the `whole` is asked for."""
    signs = {"old": ("[-", "-]"), "new": ("{+", "+}")}
    for line in _lines(comparison, form, language, whole=whole):
        yield "".join(f"{signs[kind][0]}{text}{signs[kind][1]}" if kind in signs else text for text, kind in line)


def _lines(comparison: Comparison, form: Form, language: str, *, whole: bool) -> Iterator[Words]:
    if whole or not all(run.same for run in comparison.title):
        yield list(_words(comparison.title))
    for section in comparison.sections:
        passages = [item for item in section.passages if whole or item.status is not Status.KEPT]
        yield from _section_lines(section, passages, comparison, form, language)
    yield [("", "plain")]
    for line in summary_lines(comparison, language):
        yield [(line, "head")]


def _section_lines(
    section: Section, passages: Sequence[ComparedPassage], comparison: Comparison, form: Form, language: str
) -> Iterator[Words]:
    preface = section.key == PREFACE
    tables = {table.key for table in form.tables_of(section.key)} if not preface else set[str]()
    cells = [item for item in comparison.cells if item.cell.partition(".")[0] in tables]
    if not passages and not cells:
        return
    heading = say(language, "compare.preface") if preface else form.section(section.key).heading
    ratio = say(language, "compare.section_reuse", percent=percentage(section.reuse))
    yield [("", "plain")]
    yield [(heading, "head"), (f"  {ratio}" if section.reuse is not None else "", "dim")]
    for passage in passages:
        yield _passage_line(passage, language)
    for item in cells:
        yield _cell_line(item, language)


def _passage_line(passage: ComparedPassage, language: str) -> Words:
    label = say(language, f"compare.status_{status_key(passage)}")
    if passage.status is Status.KEPT:
        text = passage.runs()[0].new if passage.runs() else ""
        return [(f"  {label}  ", "dim"), (text if len(text) <= 24 else f"{text[:24]}…", "dim")]
    return [(f"  {label}  ", "head"), *_words(passage.runs())]


def _words(runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    for run in runs:
        old, new = (text.replace(BREAK, _BREAK_SHOWN) for text in (run.old, run.new))
        if run.kind is RunKind.SAME:
            yield new, "plain"
        else:
            yield from ((text, kind) for text, kind in ((old, "old"), (new, "new")) if text)


def _cell_line(item: CellChange, language: str) -> Words:
    old, new, change, growth = cell_words(item, language)
    more = f"  {change}  {growth}".rstrip()
    notes = "".join(f"  {say(language, f'compare.unread_{side}', cell=item.cell)}" for side in item.unread)
    return [(f"  {item.row} · {item.column}  ", "plain"), (f"{old} → {new}", "number"), (more + notes, "dim")]
