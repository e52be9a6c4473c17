"""Statements: what a narrative says about the figures, read clause by clause and judged by the facts."""

from __future__ import annotations

from collections import Counter

from drafter.form.concepts import concepts_of
from drafter.report import Facts, Narrative
from drafter.statements.account import Account, Binding, ClaimFound, Sense, State
from drafter.statements.binding import bindings_of
from drafter.statements.claims import claims_of, find_claims
from drafter.statements.discourse import Discourse, Time
from drafter.statements.entries import EntriesStated
from drafter.statements.reader.lists import ListFound, lists_in
from drafter.statements.reader.paragraph import read_paragraph

__all__ = [
    "Account",
    "Binding",
    "ClaimFound",
    "Discourse",
    "ListFound",
    "Sense",
    "State",
    "Time",
    "bind",
    "find_claims",
]


def bind(narrative: Narrative, facts: Facts) -> Account:
    """The account of a narrative; without last year's report a change is bound by its words alone.

    Where the facts do not say of which year they are, the narrative is taken to be about the one that it names most.
    """
    year = facts.year or _year(narrative, facts)
    concepts = concepts_of(facts.form)
    paragraphs = [
        Discourse(item.text, item.place, item.form, year, facts.organization) for item in narrative.paragraphs
    ]
    entries = EntriesStated(paragraphs, facts)
    readers = [read_paragraph(paragraph, facts, concepts, year, entries) for paragraph in paragraphs]
    lists = {reader.paragraph.place: tuple(lists_in(reader)) for reader in readers}
    pairs = [(paragraph, reader.readings) for paragraph, reader in zip(paragraphs, readers, strict=True)]
    claims = tuple(claim for paragraph, read in pairs for claim in claims_of(paragraph, read))
    bindings = tuple(binding for paragraph, read in pairs for binding in bindings_of(paragraph, read, facts))
    return Account(bindings, claims, year, {paragraph.place: paragraph for paragraph in paragraphs}, lists)


def _year(narrative: Narrative, facts: Facts) -> int | None:
    """The year that a narrative names most; None when it names none."""
    texts = (paragraph.text for paragraph in narrative.paragraphs)
    years = Counter(match.group("year") for text in texts for match in facts.phrases.year.finditer(text))
    return int(years.most_common(1)[0][0]) if years else None
