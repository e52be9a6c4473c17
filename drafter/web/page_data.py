"""A case as the page shows it: the text with what stands on it, and one queue of what is left before the final text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from drafter.app.check import check_current
from drafter.app.options import ReportOptions
from drafter.case.current import Current, current
from drafter.case.decisions import Gate, Judged, gate
from drafter.case.folder import CaseFolder
from drafter.case.results import CheckResult
from drafter.case.typing import texts_of
from drafter.comparison import compare
from drafter.drafting.merge import PREFACE
from drafter.form import Form, OpenMarkWords
from drafter.messages import say
from drafter.report import Filing, Narrative, Note, Paragraph, Severity
from drafter.report.filing import show
from drafter.report.quantities.chinese import QuantityKind
from drafter.statements import Binding, State
from drafter.views.compare_rows import cells_of
from drafter.views.readings import notice_lines

Data = Mapping[str, object]
"""What becomes a JSON object."""


def case_data(case: CaseFolder, language: str) -> Data:
    """Everything that the page shows of a case as it stands now."""
    now = current(case)
    result = check_current(now, ReportOptions(case.form.key))
    found = gate(result.judged, result.filing, case.form, case.ledger())
    settings = case.settings
    return {
        "organization": settings.organization,
        "year": settings.year,
        "number": now.number,
        "source": now.source.name if now.source else None,
        "clerk": settings.clerk or "",
        "sections": list(_sections(now, result, language)) if now.drafted else [],
        "queue": list(
            chain(
                _marks(result.filing, case.form, language),
                _findings(result, language),
                _unsaid(now, result, language),
                _unsigned(found, now, language),
            )
        ),
        "reviews": list(_reviews(found, now, language)),
        "open": found.open and now.drafted is not None,
        "notices": list(notice_lines(result.notices, language)),
    }


def _sections(now: Current, result: CheckResult, language: str) -> Iterator[Data]:
    form = now.case.form
    narrative = Narrative(result.filing.narrative, form)
    bindings = result.checked.account.by_paragraph()
    names = {PREFACE: say(language, "workbook.preface")} | {one.key: one.heading for one in form.sections}
    for key, name in names.items():
        passages = [item for item in narrative.passages if item.place.section == key]
        if passages:
            shown = [_passage(item, bindings.get(item.place, ()), now, name) for item in passages]
            yield {"key": key, "heading": None if key == PREFACE else name, "passages": shown}


def _passage(passage: Paragraph, bindings: Sequence[Binding], now: Current, heading: str) -> Data:
    numbers = [item for item in bindings if not passage.in_mark(item.quantity.start)]
    return {
        "heading": heading,
        "section": passage.place.section,
        "paragraph": passage.place.paragraph,
        "text": passage.text,
        "marks": [list(mark) for mark in passage.marks],
        "numbers": [_number(item, passage, now) for item in numbers],
    }


def _number(binding: Binding, passage: Paragraph, now: Current) -> Data:
    """A number of the text with the cells it states, what stands in them, and how the two can be made to agree."""
    form, figures = now.case.form, now.facts.figures
    cells = [cell for cell in cells_of(binding, form) if cell in form.columns]
    lines = [f"{form.row_label(cell)} · {form.column_label(cell)}: {show(figures.get(cell))}" for cell in cells]
    start, end = min(binding.start, binding.quantity.start), max(binding.end, binding.quantity.end)
    expected = show(binding.expected) if binding.expected is not None else None
    prefix = binding.reference.prefix if binding.reference else None
    return {
        "start": start,
        "end": end,
        "state": binding.state.value,
        "expected": expected,
        "lines": lines,
        "base": prefix or ("figure" if binding.reference else None),
        "cells": cells,
        "settled": _settled(binding, passage.text),
        "figure": _as_figure(binding, cells, now) if prefix is None else None,
    }


def _settled(binding: Binding, text: str) -> str | None:
    """The paragraph with the number that the figures say; None for one that agrees with them."""
    found, expected = binding.quantity, binding.expected
    if binding.state is not State.CONTRADICTED or expected is None or found.upper is not None:
        return None
    if found.kind is not QuantityKind.COUNT or found.scale != 1 or not found.text[:1].isdigit():
        return None
    return f"{text[: found.number_start]}{show(expected)}{text[found.number_end :]}"


def _as_figure(binding: Binding, cells: Sequence[str], now: Current) -> Data | None:
    """What typing the number into its one cell would be; None where it agrees, or is not one cell's alone."""
    found = binding.quantity
    if binding.state is not State.CONTRADICTED or len(cells) != 1 or found.upper is not None:
        return None
    if found.kind is not QuantityKind.COUNT or cells[0] in now.facts.computed:
        return None
    before = texts_of(now.given).get(cells[0])
    return None if before is None else {"cell": cells[0], "before": before, "text": show(found.value)}


def _marks(filing: Filing, form: Form, language: str) -> Iterator[Data]:
    """Open marks of the text, each at its place."""
    for passage in Narrative(filing.narrative, form).passages:
        for start, end in passage.marks:
            place = passage.at(start, end)
            yield {
                "id": f"mark:{place.section}/{place.paragraph}/{start}",
                "kind": "mark",
                "label": say(language, "web.kinds.mark"),
                "message": passage.text[start:end],
                "section": place.section,
                "paragraph": place.paragraph,
                "start": start,
                "end": end,
                "holds": True,
                "cells": [],
                **_mark_choices(passage, start, end),
            }


def _mark_choices(passage: Paragraph, start: int, end: int) -> Data:
    """The passage with what stands in a mark kept as it is, and without the sentence that the mark is in."""
    words, text = passage.form.open_mark, passage.text
    kept = _said_before(text[start + len(words.prefix) : end - len(words.suffix)], words)
    first, last = passage.sentence_at(start), passage.sentence_at(max(start, end - 1))
    return {
        "kept": None if kept is None or passage.is_heading else f"{text[:start]}{kept}{text[end:]}",
        "without": f"{text[: first.start]}{text[last.end :]}".strip(),
    }


def _said_before(inner: str, words: OpenMarkWords) -> str | None:
    """What last year's text said in place of a mark; None for one that asks for a cell."""
    for template in (words.missing, words.unusable):
        if _filled(inner, template):
            return None
    for template in (words.last, words.problem, words.measure):
        if found := _filled(inner, template):
            return found["text"]
    return inner


def _filled(text: str, template: str) -> Mapping[str, str]:
    """The fields of a template as they are filled in a text; none where it is not made from it."""
    if template in ("{text}", "{text}?"):
        return {}
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(template))
    match = re.fullmatch(pattern, text, re.DOTALL)
    return match.groupdict() if match else {}


def _findings(result: CheckResult, language: str) -> Iterator[Data]:
    for item in result.judged:
        yield _finding(item, language)


def _finding(item: Judged, language: str) -> Data:
    finding, place = item.finding, item.finding.place
    kind = _kind(item)
    decision = item.decision or item.offered
    return {
        "id": finding.key,
        "kind": kind,
        "label": say(language, f"web.kinds.{kind}"),
        "number": item.number,
        "rule": finding.rule,
        "message": finding.message.in_language(language),
        "related": [text.in_language(language) for text in finding.related],
        "source": finding.source,
        "section": place.section,
        "paragraph": place.paragraph,
        "start": place.start,
        "end": place.end,
        "holds": item.holds_back,
        "decided": item.is_decided,
        "cells": list(place.cells) if place.section is None else [],
        "decision": {
            "answer": say(language, f"answers.{decision.answer.value}"),
            "reason": decision.reason,
            "by": decision.by,
            "date": decision.date.isoformat(),
        }
        if decision
        else None,
    }


def _unsaid(now: Current, result: CheckResult, language: str) -> Iterator[Data]:
    """Notes that stand nowhere in the text."""
    for note in now.facts.notes if now.drafted else ():
        if not any(places_of_note(note, now, result)):
            yield _reminder(f"note:{note.id}", "note", note.text, language)


def _unsigned(found: Gate, now: Current, language: str) -> Iterator[Data]:
    """Reviews that are still to be signed, once nothing else is left."""
    for review in found.unsigned if now.drafted and found.open else ():
        label = say(language, f"reviews.{review.value}")
        yield _reminder(f"review:{review.value}", "review", say(language, "web.to_sign", review=label), language)


def _reminder(name: str, kind: str, message: str, language: str) -> Data:
    """What is to be done elsewhere and takes no answer."""
    label = say(language, f"web.kinds.{kind}")
    place = {"section": None, "paragraph": None, "start": None, "end": None}
    return {"id": name, "kind": kind, "label": label, "message": message, "holds": False, "cells": [], **place}


def places_of_note(note: Note, now: Current, result: CheckResult) -> Iterator[Data]:
    """Where a note stands in the text: word by word, or in sentences that it vouches for."""
    resting = {
        (item.place.section, item.place.paragraph): item.text
        for item in reversed(result.checked.vouching.sentences)
        if f"note:{note.id}" in item.by
    }
    for passage in Narrative(result.filing.narrative, now.case.form).passages:
        where = (passage.place.section, passage.place.paragraph)
        text = note.text if note.text in passage.text else resting.get(where)
        if text is not None:
            yield {"section": where[0], "paragraph": where[1], "text": text}


def _kind(item: Judged) -> str:
    if item.is_comment:
        return "comment"
    return "unvouched" if item.is_sentence else Severity(item.finding.severity).value


def _reviews(found: Gate, now: Current, language: str) -> Iterator[Data]:
    """The reviews that have not signed the text as it stands."""
    for review in found.unsigned if now.drafted else ():
        yield {"review": review.value, "label": say(language, f"reviews.{review.value}")}


def last_year_data(case: CaseFolder) -> Data:
    """Last year's wording of each paragraph that has one, as runs of what is the same and what is not."""
    now = current(case)
    if now.facts.last is None or now.drafted is None:
        return {}
    return {
        f"{passage.new[0].section}/{passage.new[0].ordinal}": [
            {"kind": run.kind.value, "old": run.old, "new": run.new} for run in passage.runs()
        ]
        for section in compare(now.facts.last, now.filing, case.form).sections
        for passage in section.passages
        if passage.old and passage.new and passage.new[0].ordinal is not None
    }
