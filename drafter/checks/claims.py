"""Claims without a number against the figures: none, all, most, as many as last year, nothing left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.checks.certainty import claim_weight
from drafter.checks.figures import cells_in, subject_text
from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.form.concepts import concepts_of
from drafter.form.schema.concepts import Settled
from drafter.messages import both
from drafter.report import Severity, show
from drafter.statements import Binding, ClaimFound
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation

_KEYS = {
    Relation.ZERO: "claim_zero", Relation.ALL: "claim_only", Relation.LARGEST: "claim_most",
    Relation.MAJORITY: "claim_most", Relation.SMALLEST: "claim_least", Relation.SHARE: "share_wrong",
}  # fmt: skip
_TRENDS = (Relation.MORE, Relation.FEWER, Relation.SAME)


def check_claims(matter: Matter) -> Iterator[Outcome]:
    """What every claim came to."""
    for found in matter.account.claims:
        rule = _RULES.get(found.statement.relation, RATE)
        if found.statement.relation is Relation.SETTLED:
            yield _settled(found, matter.by_paragraph[found.where], matter)
        elif found.verdict is Verdict.FALSE:
            weight = claim_weight(found.start, found.end, matter.account.paragraphs[found.where], matter)
            key = "claim_beside" if found.statement.relation in _TRENDS and found.statement.other else "trend_wrong"
            yield _refuted(found, rule, _KEYS.get(found.statement.relation, key), weight, matter)
        else:
            yield rule.held() if found.verdict is Verdict.TRUE else rule.not_assessable()


def _refuted(found: ClaimFound, rule: Rule, key: str, severity: Severity, matter: Matter) -> Outcome:
    form = matter.form
    if not found.cells:
        return _of_text(found, rule, severity, matter)
    address = next((one for one in found.cells if matter.facts.value(one)), found.cells[0])
    cells = tuple(cell for one in found.cells for cell in cells_in(one, form))
    where = matter.account.paragraphs[found.where].at(found.start, found.end, cells)
    now, before = (show(one) for one in (matter.facts.value(address), matter.facts.before(address)))
    key = f"{key}_last" if found.statement.is_last else key
    message = both(
        f"findings.{key}", text=found.text, cell=subject_text(address, matter.facts), value=now, now=now,
        before=before, found=found.text, expected=show(found.expected),
    )  # fmt: skip
    expected = "0" if found.statement.relation in (Relation.ZERO, Relation.SETTLED) else show(found.expected)
    source = matter.phrases.book.source
    reader = found.reader
    return rule.failed(where, message, expected=expected, found=now, source=source, severity=severity, reader=reader)


def _of_text(found: ClaimFound, rule: Rule, severity: Severity, matter: Matter) -> Outcome:
    """A claim about numbers of the text itself that they refute."""
    where = matter.account.paragraphs[found.where].at(found.start, found.end)
    expected, now = show(found.expected), show(found.statement.parts[0].value)
    key = "own_trend" if found.statement.relation in _TRENDS else "own_wrong"
    message = both(f"findings.{key}", text=found.text, found=found.text, now=now, before=expected, expected=expected)
    source, reader = matter.phrases.book.source, found.reader
    return rule.failed(where, message, expected=expected, found=now, source=source, severity=severity, reader=reader)


def _settled(found: ClaimFound, near: Sequence[Binding], matter: Matter) -> Outcome:
    """All is done: graded by what remains, by what came from last year, and by what the text says of it."""
    if found.expected is None:
        return SETTLED.not_assessable()
    severity = _severity(found, near, matter) if found.expected else None
    if severity is None:
        return SETTLED.held()
    key = "claim_settled" if found.grade == "all" else f"claim_{found.grade}"
    return _refuted(found, SETTLED, key, severity, matter)


def _severity(found: ClaimFound, near: Sequence[Binding], matter: Matter) -> Severity | None:
    """How much the claim weighs where something remains; None where the text excepts it or speaks of what is done."""
    settled = next(item for item in concepts_of(matter.form).book.settled if found.cells[0].startswith(item.table))
    paragraph = matter.account.paragraphs[found.where]
    sentence = paragraph.sentence_at(found.start)
    inside = [item for item in near if sentence.start <= item.quantity.start < found.start]
    if matter.phrases.patterns.excepted.search(paragraph.text, sentence.start, sentence.end):
        return None
    if _about_done(settled, inside, found.grade):
        return None
    stated = any(item.figure == found.cells[0] for item in near)
    if found.grade != "timely" and (found.grade == "rate" or _includes_this_year(found, settled, inside, matter)):
        return Severity.WARNING if stated else Severity.ERROR
    return None if stated else Severity.INFO if found.grade == "timely" else Severity.WARNING


def _includes_this_year(found: ClaimFound, settled: Settled, inside: Sequence[Binding], matter: Matter) -> bool:
    """Whether some of what remains must be this year's, or the sentence counts what came from last year too."""
    counting = {f"{settled.table}.{key}" for key in settled.counting}
    carried = matter.facts.value(f"{settled.table}.{settled.carried}")
    return any(item.figure in counting for item in inside) or (carried is not None and (found.expected or 0) > carried)


def _about_done(settled: Settled, inside: Sequence[Binding], grade: str) -> bool:
    """Whether the claim is about cases that are done, or from last year alone: what remains need not be of them."""
    done = {f"{settled.table}.{row}.total" for row in settled.done}
    carried = f"{settled.table}.{settled.carried}"
    flow = done | {carried} | {f"{settled.table}.{key}" for key in settled.counting} | {f"{settled.table}.new.total"}
    subjects = [item.figure for item in inside if item.figure in flow]
    return bool(subjects) and (subjects[-1] in done or (set(subjects) == {carried} and grade != "rate"))


ONLY = Rule("T2", Severity.ERROR, check_claims)
RATE = Rule("T4", Severity.ERROR, check_claims)
NONE = Rule("T5", Severity.ERROR, check_claims)
SETTLED = Rule("T6", Severity.WARNING, check_claims)
RULES = (ONLY, RATE, NONE, SETTLED)
_RULES = {
    Relation.ZERO: NONE,
    Relation.SETTLED: SETTLED,
    **dict.fromkeys((Relation.ALL, Relation.LARGEST, Relation.SMALLEST, Relation.MAJORITY), ONLY),
}
"""The rule of each relation; of the others, which compare with last year, that of changes."""
