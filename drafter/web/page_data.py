"""A case as the page shows it: the text with what stands on it, and one queue of what is left before the final text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from drafter.app.check import check_current
from drafter.app.options import ReportOptions
from drafter.case.current import Current, current
from drafter.case.decisions import Gate, Judged, gate
from drafter.case.folder import CaseFolder
from drafter.case.results import CheckResult
from drafter.comparison import compare
from drafter.form import Form
from drafter.messages import say
from drafter.report import Filing, Narrative, Paragraph, Severity
from drafter.report.filing import show
from drafter.statements import Binding
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
        "sections": list(_sections(now, result)) if now.drafted else [],
        "queue": list(chain(_marks(result.filing, case.form, language), _findings(result, language))),
        "reviews": list(_reviews(found, now, language)),
        "open": found.open and now.drafted is not None,
        "notices": list(notice_lines(result.notices, language)),
    }


def _sections(now: Current, result: CheckResult) -> Iterator[Data]:
    form = now.case.form
    narrative = Narrative(result.filing.narrative, form)
    bindings = result.checked.account.by_paragraph()
    for section in form.sections:
        passages = [item for item in narrative.passages if item.place.section == section.key]
        if passages:
            shown = [_passage(item, bindings.get(item.place, ()), now) for item in passages]
            yield {"key": section.key, "heading": section.heading, "passages": shown}


def _passage(passage: Paragraph, bindings: Sequence[Binding], now: Current) -> Data:
    return {
        "section": passage.place.section,
        "paragraph": passage.place.paragraph,
        "text": passage.text,
        "marks": [list(mark) for mark in passage.marks],
        "numbers": [_number(item, now) for item in bindings if not passage.in_mark(item.quantity.start)],
    }


def _number(binding: Binding, now: Current) -> Data:
    """A number of the text with the cells it states, and what stands in them."""
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
    }


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
            }


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
        "decision": {
            "answer": say(language, f"answers.{decision.answer.value}"),
            "reason": decision.reason,
            "by": decision.by,
            "date": decision.date.isoformat(),
        }
        if decision
        else None,
    }


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
