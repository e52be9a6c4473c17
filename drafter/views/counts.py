"""What a text comes to in numbers: the same words and counts wherever a draft, a check or an export tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from drafter.case.decisions import Judged, sentence_counts
from drafter.case.results import CheckResult, DraftResult
from drafter.checks.vouched import CONTRADICTED, UNVOUCHED
from drafter.drafting.open_places import open_places
from drafter.messages import say
from drafter.report import Narrative, Severity
from drafter.statements import Account, State
from drafter.vouching import Backing

_BACKINGS = {UNVOUCHED.code: Backing.UNVOUCHED, CONTRADICTED.code: Backing.CONTRADICTED}


def count_lines(result: CheckResult | DraftResult, language: str) -> Iterator[str]:
    """Numbers, sentences and open marks of a text by where they stand."""
    checked = result.checked
    numbers = numbers_outside_marks(checked.account)
    if numbers["quantities"]:
        yield say(language, "summary.account", **numbers)
    sentences = sentence_counts(checked, result.judged)
    if checked.vouching.sentences or sentences.unvouched:
        answered = say(language, "summary.answered", count=sentences.answered) if sentences.answered else ""
        read = checked.vouching.by_reading
        apart = say(language, "summary.vouching_read", count=read) if read else ""
        yield say(language, "summary.vouching", **{**asdict(sentences), "answered": answered}) + apart
    if marks := len(open_places(Narrative(result.filing.narrative, result.form))):
        yield say(language, "summary.open_count", count=marks)
    comments = [item for item in result.judged if item.is_comment]
    if comments:
        unanswered = sum(not item.is_decided for item in comments)
        yield say(language, "summary.comments", count=len(comments), unanswered=unanswered)


def numbers_outside_marks(account: Account) -> dict[str, int]:
    """How many numbers of a text stand outside open marks, and how many of them are in each state."""
    bindings = [item for item in account.bindings if not account.paragraphs[item.where].in_mark(item.quantity.start)]
    states = [item.state for item in bindings]
    return {"quantities": len(states)} | {state.value: states.count(state) for state in State}


def head_of(item: Judged, language: str) -> str:
    """The word that a finding begins with: how much it weighs, or of a sentence why it waits."""
    if item.is_comment:
        return say(language, "summary.comment")
    if item.is_sentence:
        return say(language, f"backing.{_BACKINGS[item.finding.rule].value}")
    return say(language, f"severity.{item.finding.severity.value}")


def findings_line(judged: Sequence[Judged], language: str) -> str:
    """How many errors and warnings nobody has explained, and how many are explained."""
    rules = [item for item in judged if not (item.is_sentence or item.is_comment or item.is_decided)]
    severities = [item.finding.severity for item in rules]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    line = say(language, "summary.findings", errors=errors, warnings=warnings)
    decided = sum(item.is_decided for item in judged)
    return line + (say(language, "summary.findings_explained", count=decided) if decided else "")


def since_lines(result: DraftResult, language: str) -> Iterator[str]:
    """What has changed since the draft before: sentences by what became of them, and cells."""
    if result.before is None:
        return
    from drafter.comparison import compare

    number, before = result.before
    comparison = compare(before, result.filing, result.form, result.checked.account)
    counts = {name: count for name, count in comparison.counts().items() if count and name != "kept"}
    told = [say(language, f"compare.count_{name}", count=count) for name, count in counts.items()]
    if comparison.cells:
        told.append(say(language, "compare.cells", count=len(comparison.cells)))
    changes = say(language, "compare.between").join(told) or say(language, "compare.no_cells")
    yield say(language, "summary.since", number=number, changes=changes)
