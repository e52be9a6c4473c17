"""What checking and drafting came to, as lines of text for a terminal, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from drafter.checks import Checked
from drafter.form import Form
from drafter.messages import listed, say
from drafter.report import ReadBy
from drafter.statements import State
from drafter.views.counts import count_lines, findings_line, head_of, since_lines
from drafter.views.names import cells_named, key_named, reference_named
from drafter.vouching import Backing

if TYPE_CHECKING:
    from drafter.case.decisions import Decision, Gate, Judged, Signature
    from drafter.case.folder import CaseFolder
    from drafter.case.results import CheckResult, DraftResult
    from drafter.statements.second import SecondReading

_WORDS_AROUND = 16
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


def finding_lines(judged: Sequence[Judged], language: str, names: Mapping[str, str] = _NO_NAMES) -> Iterator[str]:
    """Findings by number, what follows from each below it; those that a person has explained stand apart, behind.

    `names` say where a clerk finds each cell in the workbook.
    """
    decided = [item for item in judged if item.is_decided]
    for item in judged:
        if not item.is_decided:
            yield from _finding(item, language, names)
    if decided:
        yield say(language, "summary.explained", count=len(decided))
    for item in decided:
        yield from _finding(item, language, names)


def _finding(item: Judged, language: str, names: Mapping[str, str]) -> Iterator[str]:
    finding, decision = item.finding, item.decision
    head = head_of(item, language)
    read = "" if finding.reader is ReadBy.PROGRAM else say(language, f"summary.read_by_{finding.reader.value}")
    message = finding.message.in_language(language) + cells_named(finding, names, language)
    yield f"{item.number:>3} {head} {finding.rule}  {message}{read}"
    for text in finding.related:
        yield f"      - {text.in_language(language)}"
    if decision is not None:
        key = "summary.decision" if item.is_decided else "summary.decision_before"
        answer = say(language, f"answers.{decision.answer.value}")
        yield "      " + say(language, key, answer=answer, by=decision.by, date=decision.date, reason=decision.reason)
    elif item.offered is not None:
        yield "      " + say(language, "summary.decision_offered", reason=item.offered.reason, by=item.offered.by)


def checked_lines(result: CheckResult, language: str) -> Iterator[str]:
    """Findings, then what the relations and the quantities came to."""
    checked = result.checked
    yield from finding_lines(result.judged, language, result.names)
    if checked.findings:
        yield ""
    held = sum(tally.held for tally in checked.tallies.values())
    failed = sum(tally.failed for tally in checked.tallies.values())
    unknown = sum(tally.not_assessable for tally in checked.tallies.values())
    yield say(language, "summary.relations", held=held, failed=failed, not_assessable=unknown)
    yield from count_lines(result, language)
    if checked.second is not None:
        yield _second_line(checked, checked.second, language)
    if checked.not_assessable:
        yield say(language, "summary.not_assessable", rules=listed(checked.not_assessable, language))
    yield findings_line(result.judged, language)


def _second_line(checked: Checked, second: SecondReading, language: str) -> str:
    """How much a second reader said, and how much of it was dropped."""
    dropped = sum(checked.account.dropped.values()) + second.malformed + checked.vouching.dropped
    counts = {"statements": len(second.statements) + second.malformed, "sentences": len(second.sentences)}
    return say(language, "summary.second", reader=second.reader, dropped=dropped, **counts)


def account_lines(checked: Checked, form: Form, language: str) -> Iterator[str]:
    """Every quantity with its state and what it rests on."""
    for binding in checked.account.bindings:
        marked = checked.account.paragraphs[binding.where].in_mark(binding.quantity.start)
        state = say(language, "state.marked" if marked else f"state.{binding.state.value}")
        known = binding.reference if binding.state is not State.OPEN else None
        base = reference_named(known, form, language) if known else ""
        text = checked.account.paragraphs[binding.where].text
        start, end = binding.quantity.start, binding.quantity.end
        words = text[max(0, start - _WORDS_AROUND) : end + _WORDS_AROUND // 2]
        yield f"{state}  {binding.quantity.text}  {base or '-'}  {words}"


def vouching_lines(checked: Checked, language: str) -> Iterator[str]:
    """Every sentence that is not vouched for, with the reason and the words; then the others with what vouches."""
    for item in sorted(checked.vouching.sentences, key=lambda item: item.state is Backing.VOUCHED):
        yield f"{say(language, f'backing.{item.state.value}')}  {item.text}"
        yield f"      {item.why.in_language(language)}"


def drafted_lines(result: DraftResult, language: str) -> list[str]:
    """What is open, how many errors the figures have, who wrote it, and where it is."""
    marks = result.drafted.open_marks(result.form)
    lines = [say(language, "summary.open", count=len(marks))]
    lines += [f"  {text}" for text in marks]
    lines += list(finding_lines(result.judged, language, result.names))
    lines += list(count_lines(result, language))
    lines.append(findings_line(result.judged, language))
    kind, _, name = result.drafted.kept.draft.writer.partition(":")
    writer = say(language, f"writers.{kind}", name=name)
    key = "drafted_file" if result.number is None else "drafted"
    lines.append(say(language, f"summary.{key}", number=result.number, writer=writer))
    lines += [f"  {path}" for path in result.paths.values()]
    lines += since_lines(result, language)
    if result.number is not None:
        lines.append(say(language, "summary.drafted_next", path=result.paths[".docx"]))
    return lines


def gate_lines(gate: Gate, language: str, names: Mapping[str, str] = _NO_NAMES) -> list[str]:
    """What holds the final text back, and which reviews have not signed it."""
    lines = list(finding_lines(gate.findings, language, names))
    if gate.marks:
        lines.append(say(language, "summary.open", count=len(gate.marks)))
    lines += [f"  {mark.shown}" for mark in gate.marks]
    if gate.unsigned:
        reviews = listed((say(language, f"reviews.{review.value}") for review in gate.unsigned), language)
        lines.append(say(language, "summary.unsigned", names=reviews))
    return lines


def log_lines(case: CaseFolder, language: str) -> Iterator[str]:
    """The drafts of a case, then every decision and signature, oldest first."""
    for number in case.numbers():
        kept = case.draft(number)
        kind, _, name = kept.draft.writer.partition(":")
        writer = say(language, f"writers.{kind}", name=name)
        based = say(language, "log.based", number=kept.based_on) if kept.based_on else ""
        taken = say(language, "log.adopted", names=" ".join(kept.adopted)) if kept.adopted else ""
        yield say(language, "log.draft", number=number, writer=writer) + based + taken
    ledger = case.ledger()
    acts = [(item.date, _decision_line(item, case.form, language)) for item in ledger.decisions]
    acts += [(item.date, _signature_line(item, language)) for item in ledger.signatures]
    yield from (f"{when}  {line}" for when, line in sorted(acts, key=lambda act: act[0]))


def _decision_line(item: Decision, form: Form, language: str) -> str:
    answer = say(language, f"answers.{item.answer.value}")
    return say(
        language, "log.decision", key=key_named(item.key, form, language), answer=answer, by=item.by, reason=item.reason
    )


def _signature_line(item: Signature, language: str) -> str:
    review = say(language, f"reviews.{item.review.value}")
    return say(language, "log.signature", review=review, by=item.by, digest=item.digest[:12])
