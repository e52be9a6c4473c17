"""Decisions and signatures: a person's answers to findings, kept while what they rest on stays, and who signed what.

A decision is about a finding's key. While the finding's basis is the one that was decided on, it stands; when the basis
is another one, the finding is open again and shows the old decision. The file is TOML that a person can read and edit.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Annotated

import tomli_w
from pydantic import BaseModel, ConfigDict, Strict, ValidationError

from drafter.errors import CaseError
from drafter.form import Form
from drafter.messages import both, joined
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

    @property
    def holds_back(self) -> bool:
        """True for an error that no decision answers."""
        return self.finding.severity is Severity.ERROR and self.standing is not Standing.DECIDED


@dataclass(frozen=True, slots=True)
class OpenMark:
    """An open mark of a filing: its text and the section it stands in."""

    section: str
    text: str


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


def find(findings: Iterable[Finding], key: str) -> Finding:
    """The finding with this number (as `check` prints it) or key, or the only one whose key begins so.

    CaseError when there is none or several.
    """
    known = tuple(findings)
    if key.isdecimal():
        if not 1 <= int(key) <= len(known):
            raise CaseError("no_such_number", number=key, most=len(known))
        return known[int(key) - 1]
    exact = [finding for finding in known if finding.key == key]
    near = exact or [finding for finding in known if finding.key.startswith(key)]
    if len(near) == 1:
        return near[0]
    if not near:
        raise CaseError("no_such_finding", key=key)
    raise CaseError("several_findings", key=key, keys="\n".join(finding.key for finding in near))


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


def _judged(number: int, finding: Finding, ledger: Ledger, earlier: Ledger) -> Judged:
    decision = ledger.decision(finding.key)
    if decision is None:
        return Judged(finding, Standing.OPEN, None, earlier.decision(finding.key), number)
    standing = Standing.DECIDED if decision.basis == finding.basis else Standing.REOPENED
    return Judged(finding, standing, decision, number=number)


# --- the gate --------------------------------------------------------------------------------------------------------


def gate(judged: Sequence[Judged], filing: Filing, form: Form, ledger: Ledger) -> Gate:
    """Errors that no decision answers and every open mark hold the final text back.

    No decision answers an open mark: only its words do, or a number in its place.
    """
    held = tuple(item for item in judged if item.holds_back)
    return Gate(held, open_marks(filing, form), unsigned(ledger, digest_of(filing)))


def unsigned(ledger: Ledger, digest: str) -> tuple[Review, ...]:
    """The reviews that have not signed the draft with this digest."""
    signed = {item.review for item in ledger.signatures if item.digest == digest}
    return tuple(review for review in Review if review not in signed)


def open_marks(filing: Filing, form: Form) -> tuple[OpenMark, ...]:
    """Every open mark of the text, headings included, in order."""
    return tuple(
        OpenMark(passage.place.section or "", passage.text[start:end])
        for passage in Narrative(filing.narrative, form).passages
        for start, end in passage.marks
    )


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
