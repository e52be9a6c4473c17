"""Claims: words that state figures without a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.form import Form
from drafter.form.concepts import concepts_of
from drafter.form.phrases import phrases_of
from drafter.report import Paragraph, Place, blank_figures, facts_of
from drafter.report.references import Reference
from drafter.statements.account import ClaimFound
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.paragraph import read_paragraph
from drafter.statements.reader.readings import ClauseReading


def find_claims(text: str, place: Place, form: Form) -> Iterator[ClaimFound]:
    """Claims in a paragraph, whether or not they are true."""
    paragraph = Paragraph(text, place, form)
    read = read_paragraph(paragraph, facts_of(form, blank_figures(form)), concepts_of(form), None)
    return claims_of(paragraph, read.readings)


def claims_of(paragraph: Paragraph, readings: Sequence[ClauseReading]) -> Iterator[ClaimFound]:
    """The readings of a paragraph that are no quantity's, where their words are sure."""
    for item in readings:
        if item.ordinal is None and item.statement is not None and item.is_sure:
            text, expected = paragraph.text[item.start : item.end], item.judgement.expected
            yield ClaimFound(
                paragraph.place, item.start, item.end, text, item.statement, item.verdict, expected, item.grade,
                _writes(item.statement, paragraph.form), item.reader,
            )  # fmt: skip


def _writes(statement: Statement, form: Form) -> str:
    """The wordings of the form for what is said to be none, where it has one for each."""
    phrases = phrases_of(form)
    if statement.relation is not Relation.ZERO or not all(one in phrases.subjects for one in statement.subject):
        return ""
    return phrases.book.words.clause_end[0].join(str(Reference(one, None, "phrase")) for one in statement.subject)
