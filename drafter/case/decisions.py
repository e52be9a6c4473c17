"""Decisions and signatures: a person's answers to findings, kept while what they rest on stays, and who signed what.

A decision is about a finding's key. While the finding's basis is the one that was decided on, it stands; when the basis
is another one, the finding is open again and shows the old decision. The file is TOML that a person can read and edit.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from enum import StrEnum
from typing import Annotated

import tomli_w
from pydantic import BaseModel, ConfigDict, Strict, ValidationError

from drafter.checks import Checked
from drafter.checks.vouched import CONTRADICTED, UNVOUCHED
from drafter.drafting.open_places import OpenMark, open_places
from drafter.errors import CaseError
from drafter.form import Form
from drafter.messages import both, joined
from drafter.records import dataclass
from drafter.report import Filing, Finding, Narrative, Severity
from drafter.report import json as filing_codec


class Answer(StrEnum):
    """What a person says to a finding: it is so and explained, or it is no trouble at all."""

    ACCEPT = "accept"
    DISMISS = "dismiss"


class Review(StrEnum):
    """The three reviews, in their order."""

    FIRST = "first"
    SECOND = "second"
    FINAL = "final"


class Standing(StrEnum):
    """Where a finding stands: never answered, answered, or answered on another basis and so open again."""

    OPEN = "open"
    DECIDED = "decided"
    REOPENED = "reopened"


Day = Annotated[date, Strict()]
"""A date without a time."""
_NUMBERS = re.compile(r"\d{1,5}(-\d{1,5})?([,\uff0c\u3001]\d{1,5}(-\d{1,5})?)*")
_SENTENCES = (UNVOUCHED.code, CONTRADICTED.code)
_CLOSED = ConfigDict(extra="forbid", str_min_length=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer: what it is about and rests on, why, by whom and when."""

    key: str
    basis: str
    answer: Answer
    reason: str
    by: str
    date: Day
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Signature:
    """A review that is done: of which draft (its digest), by whom and when."""

    review: Review
    by: str
    digest: str
    date: Day
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Ledger:
    """All decisions and signatures of a case, oldest first; of two decisions about one key the later holds."""

    decisions: tuple[Decision, ...] = ()
    signatures: tuple[Signature, ...] = ()

    def decision(self, key: str) -> Decision | None:
        """The decision that was made about `key` last."""
        return next((item for item in reversed(self.decisions) if item.key == key), None)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, where it stands, and the decision about it, which on another basis no longer holds."""

    finding: Finding
    standing: Standing
    decision: Decision | None = None
    offered: Decision | None = None
    """What was answered to the same finding in last year's case."""
    number: int = 0
    """Its place among all findings of the report, from 1: what `decide` calls it by."""
    is_sentence: bool = False
    """Whether it is a sentence that waits for a person, rather than a rule that does not hold."""
    is_comment: bool = False
    """Whether it is what a person wrote as a comment."""
    is_doubted: bool = False
    """Whether it is about a sentence that the figures contradict."""

    @property
    def is_decided(self) -> bool:
        """True if a decision answers it."""
        return self.standing is Standing.DECIDED

    @property
    def is_error(self) -> bool:
        """True for an error that no decision answers."""
        return self.finding.severity is Severity.ERROR and not self.is_decided

    @property
    def holds_back(self) -> bool:
        """True for what wants an answer before the final text is written, and has none."""
        wants = self.is_error or self.is_sentence or self.is_doubted
        return wants and not self.is_decided


@dataclass(frozen=True, slots=True)
class Gate:
    """What holds the final text back, and which reviews have not signed it (which does not hold it back)."""

    findings: tuple[Judged, ...]
    marks: tuple[OpenMark, ...]
    unsigned: tuple[Review, ...]

    @property
    def open(self) -> bool:
        """Whether the final text may be written."""
        return not self.findings and not self.marks


# --- deciding and signing --------------------------------------------------------------------------------------------


def find(findings: Iterable[Finding], key: str) -> tuple[Finding, ...]:
    """The findings that a person means: numbers as `check` prints them, as in "3", "3,5-8"; a rule's code, for all of
    its findings; a key, or how the key of only one begins.

    CaseError when there is none, or several keys begin so.
    """
    known = tuple(findings)
    if _NUMBERS.fullmatch(key):
        return tuple(dict.fromkeys(known[number - 1] for number in _numbers(key, len(known))))
    exact = [finding for finding in known if key in (finding.key, finding.rule)]
    near = exact or [finding for finding in known if finding.key.startswith(key)]
    if not near:
        raise CaseError("no_such_finding", key=key)
    if not exact and len(near) > 1:
        raise CaseError("several_findings", key=key, keys="\n".join(finding.key for finding in near))
    return tuple(near)


def _numbers(text: str, most: int) -> Iterator[int]:
    for part in re.split("[,\uff0c\u3001]", text):
        first, _, last = part.partition("-")
        for number in range(int(first), int(last or first) + 1):
            if not 1 <= number <= most:
                raise CaseError("no_such_number", number=number, most=most)
            yield number


def decide(ledger: Ledger, finding: Finding, answer: Answer, *, reason: str, by: str, when: date) -> Ledger:
    """The ledger with one more decision in place of any about the same key; CaseError without a reason."""
    if not reason.strip():
        raise CaseError("no_reason", key=finding.key)
    decision = Decision(finding.key, finding.basis, answer, _line(reason), _line(by), when)
    others = tuple(item for item in ledger.decisions if item.key != finding.key)
    return replace(ledger, decisions=(*others, decision))


def sign(ledger: Ledger, review: Review, *, by: str, digest: str, when: date) -> Ledger:
    """The ledger with one more signature, in place of an earlier one of the same review under the same draft.

    CaseError when the final review comes before the others.
    """
    missing = [item for item in unsigned(ledger, digest) if item not in (review, Review.FINAL)]
    if review is Review.FINAL and missing:
        raise CaseError("unsigned_reviews", names=joined(both(f"reviews.{item.value}") for item in missing))
    others = tuple(item for item in ledger.signatures if (item.review, item.digest) != (review, digest))
    return replace(ledger, signatures=(*others, Signature(review, _line(by), digest, when)))


def _line(text: str) -> str:
    """A single line without what no text file can hold."""
    return " ".join(text.encode("utf-8", "replace").decode().split())


def digest_of(filing: Filing) -> str:
    """SHA-256 of a filing, figures and text: what a signature is under."""
    return hashlib.sha256(filing_codec.write(filing)).hexdigest()


def judge(findings: Iterable[Finding], ledger: Ledger, earlier: Ledger | None = None) -> tuple[Judged, ...]:
    """Every finding with where it stands; `earlier` is last year's ledger, whose answers are offered, never taken."""
    return tuple(_judged(number, finding, ledger, earlier or Ledger()) for number, finding in enumerate(findings, 1))


def judge_all(checked: Checked, ledger: Ledger, earlier: Ledger | None = None) -> tuple[Judged, ...]:
    """What rules found, behind it the sentences that wait for a person and people's comments; all are numbered."""
    every = judge((*checked.findings, *checked.waiting, *checked.comments), ledger, earlier)
    kinds = ("rule",) * len(checked.findings) + ("sentence",) * len(checked.waiting)
    return tuple(
        replace(
            item,
            is_doubted=item.finding.key in checked.doubted,
            is_sentence=kind == "sentence",
            is_comment=kind == "comment",
        )
        for item, kind in zip(every, (*kinds, *("comment",) * len(checked.comments)), strict=True)
    )


def _judged(number: int, finding: Finding, ledger: Ledger, earlier: Ledger) -> Judged:
    decision = ledger.decision(finding.key)
    if decision is None:
        return Judged(finding, Standing.OPEN, None, earlier.decision(finding.key), number)
    standing = Standing.DECIDED if decision.basis == finding.basis else Standing.REOPENED
    return Judged(finding, standing, decision, number=number)


@dataclass(frozen=True, slots=True)
class SentenceCounts:
    """How many sentences of a text something vouches for, a person by an answer included, and how many wait."""

    vouched: int
    answered: int
    """Of those that are vouched for, how many by a person's answer."""
    unvouched: int
    contradicted: int


def sentence_counts(checked: Checked, judged: Sequence[Judged]) -> SentenceCounts:
    """The sentences of a report by where they stand."""
    waiting = [item for item in judged if item.is_sentence]
    counts = checked.vouching.counts
    answered = {rule: sum(item.finding.rule == rule for item in waiting if not item.holds_back) for rule in _SENTENCES}
    unvouched = counts["unvouched"] or sum(item.finding.rule == UNVOUCHED.code for item in waiting)
    told = [item for item in judged if item.is_doubted]
    settled = bool(told) and not any(item.holds_back for item in told)
    doubted = counts["contradicted"] - sum(item.finding.rule == CONTRADICTED.code for item in waiting)
    answers = answered[UNVOUCHED.code] + answered[CONTRADICTED.code] + (doubted if settled else 0)
    return SentenceCounts(
        counts["vouched"] + answers,
        answers,
        unvouched - answered[UNVOUCHED.code],
        counts["contradicted"] - answered[CONTRADICTED.code] - (doubted if settled else 0),
    )


# --- the gate --------------------------------------------------------------------------------------------------------


def gate(judged: Sequence[Judged], filing: Filing, form: Form, ledger: Ledger) -> Gate:
    """Errors and sentences that no decision answers, and every open mark, hold the final text back.

    No decision answers an open mark: only its words do, or a number in its place.
    """
    held = tuple(item for item in judged if item.holds_back)
    return Gate(held, open_places(Narrative(filing.narrative, form)), unsigned(ledger, digest_of(filing)))


def unsigned(ledger: Ledger, digest: str) -> tuple[Review, ...]:
    """The reviews that have not signed the draft with this digest."""
    signed = {item.review for item in ledger.signatures if item.digest == digest}
    return tuple(review for review in Review if review not in signed)


# --- the file --------------------------------------------------------------------------------------------------------


def write(ledger: Ledger) -> bytes:
    """The ledger as TOML, one table for each decision and signature."""
    tables = {"decision": list(map(asdict, ledger.decisions)), "signature": list(map(asdict, ledger.signatures))}
    return tomli_w.dumps({name: items for name, items in tables.items() if items}).encode()


class _Tables(BaseModel):
    """What the file may hold; nothing else, and nothing of another type."""

    model_config = ConfigDict(extra="forbid")

    decision: list[Decision] = []
    signature: list[Signature] = []


def read(data: bytes, name: str) -> Ledger:
    """The ledger in a file; CaseError says which table and key of it is wrong."""
    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CaseError("decisions_syntax", path=name, reason=error) from error
    try:
        found = _Tables.model_validate(tables)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " ".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        if first["type"] in ("missing", "extra_forbidden", "unexpected_keyword_argument"):
            known = " ".join(field.name for field in fields(Decision if "decision" in first["loc"] else Signature))
            known = known if len(first["loc"]) > 1 else " ".join(_Tables.model_fields)
            raise CaseError("decisions_key", path=name, place=place, known=known) from error
        raise CaseError("decisions_value", path=name, place=place, value=first["input"]) from error
    return Ledger(tuple(found.decision), tuple(found.signature))
