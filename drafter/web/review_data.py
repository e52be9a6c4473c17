"""A review as the page shows it: comments with their answers, what happened, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.app.check import check_current
from drafter.app.options import ReportOptions
from drafter.case.current import Current, current
from drafter.case.decisions import Signature, digest_of
from drafter.case.folder import CaseFolder
from drafter.case.typing import ENTRY
from drafter.comparison import BREAK, CellChange, ComparedPassage, compare
from drafter.errors import CaseError
from drafter.form import Form
from drafter.messages import listed, say
from drafter.recognition.files import load
from drafter.report import Filing, show
from drafter.report import json as filing_codec
from drafter.views.terminal import log_lines
from drafter.web.page_data import Data
from drafter.web.undo import Act, acts_of

_SHOWN_ACTS, _SHOWN_CELLS = 200, 3


def review_data(case: CaseFolder, language: str) -> Data:
    """Comments, signatures, the drafts and decisions so far, and every act in the page, the last one first."""
    now = current(case)
    digest = digest_of(now.filing) if now.drafted else ""
    return {
        "comments": list(_comments(now, language)) if now.drafted else [],
        "signatures": [_signature(item, digest, language) for item in case.ledger().signatures],
        "drafts": list(case.numbers()),
        "log": list(log_lines(case, language)),
        "acts": [_act(item, case, language) for item in reversed(acts_of(case)[-_SHOWN_ACTS:])],
    }


def _comments(now: Current, language: str) -> Iterator[Data]:
    judged = check_current(now, ReportOptions(now.case.form.key)).judged
    for (place, comment), item in zip(now.comments, (one for one in judged if one.is_comment), strict=True):
        decision = item.decision if item.is_decided else None
        yield {
            "id": item.finding.key,
            "author": comment.author,
            "date": comment.date,
            "text": comment.text,
            "quote": comment.quote or comment.around,
            "section": place.section,
            "paragraph": place.paragraph,
            "answer": say(language, f"answers.{decision.answer.value}") if decision else None,
            "reason": decision.reason if decision else None,
            "by": decision.by if decision else None,
        }


def _signature(item: Signature, digest: str, language: str) -> Data:
    """A signature, and whether the text and figures are still those that were signed (`digest`: those of now)."""
    review = say(language, f"reviews.{item.review.value}")
    return {"review": review, "by": item.by, "date": item.date.isoformat(), "holds": item.digest == digest}


def _act(item: Act, case: CaseFolder, language: str) -> Data:
    return {
        "number": item.number,
        "kind": say(language, f"web.acts.{item.kind}"),
        "when": item.when[:16].replace("T", " "),
        "by": item.by,
        "about": _about(item, case, language),
        "undone": item.undone,
    }


def _about(item: Act, case: CaseFolder, language: str) -> str:
    """What an act is on: its words, the review that was signed, or its first cells by their labels."""
    if item.kind == "sign":
        return say(language, f"reviews.{item.about}")
    cells = [
        f"{_cell_named(cell, case.form, language)} {before or '-'} \u2192 {after or '-'}"
        for cell, (before, after) in [*item.cells.items()][:_SHOWN_CELLS]
    ]
    more = say(language, "web.and_more", count=len(item.cells)) if len(item.cells) > _SHOWN_CELLS else ""
    return item.about or listed([*cells, *([more] if more else [])], language)


def _cell_named(cell: str, form: Form, language: str) -> str:
    if cell.startswith(ENTRY):
        return say(language, "web.page.entries")
    return f"{form.row_label(cell)} \u00b7 {form.column_label(cell)}"


def changes_data(case: CaseFolder, since: str, language: str) -> Data:
    """What differs now from a draft (its number) or from what was signed ("signed:NAME"; anyone's without a name)."""
    now = current(case)
    before, name = _signed(case, since) if since.startswith("signed:") else _kept(case, since, language)
    found = compare(before, now.filing, case.form)
    headings = {section.key: section.heading for section in case.form.sections}
    return {
        "since": name,
        "passages": [
            _passage(passage, headings.get(section.key, ""))
            for section in found.sections
            for passage in section.passages
            if not all(run.same for run in passage.runs())
        ],
        "cells": [_cell(item) for item in found.cells],
    }


def _signed(case: CaseFolder, since: str) -> tuple[Filing, str]:
    by = since.partition(":")[2].strip()
    signatures = case.ledger().signatures
    own = [item for item in signatures if item.by == by] or list(signatures)
    path = case.signed(own[-1].digest) if own else None
    if path is None or not path.is_file():
        raise CaseError("nothing_signed", folder=case.folder)
    return filing_codec.read(load(path), case.form), f"{own[-1].by} {own[-1].date.isoformat()}"


def _kept(case: CaseFolder, since: str, language: str) -> tuple[Filing, str]:
    if not since.isdecimal() or int(since) not in case.numbers():
        known = " ".join(map(str, case.numbers())) or "-"
        raise CaseError("no_earlier_draft", folder=case.folder, known=known)
    return case.filing(int(since)), say(language, "web.page.draft_number", number=since)


def _passage(passage: ComparedPassage, heading: str) -> Data:
    runs = [
        {"kind": run.kind.value, "old": run.old.replace(BREAK, "\n"), "new": run.new.replace(BREAK, "\n")}
        for run in passage.runs()
    ]
    place = passage.new[0] if passage.new else None
    return {
        "heading": heading,
        "section": place.section if place else None,
        "paragraph": place.ordinal if place else None,
        "runs": runs,
    }


def _cell(item: CellChange) -> Data:
    return {
        "cell": item.cell,
        "name": f"{item.row} \u00b7 {item.column}",
        "old": show(item.old),
        "new": show(item.new),
    }
