"""Statements: what a narrative says about the figures, read clause by clause and judged by the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from drafter.form.concepts import concepts_of
from drafter.report import Facts, Narrative
from drafter.statements.account import Account, Binding, ClaimFound, Sense, State
from drafter.statements.binding import bindings_of
from drafter.statements.claims import claims_of, find_claims
from drafter.statements.discourse import Discourse, Time
from drafter.statements.entries import EntriesStated
from drafter.statements.joined import joined, joined_lists
from drafter.statements.language import Statement
from drafter.statements.placed import PlacedStatements, placed
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


def bind(narrative: Narrative, facts: Facts, others: Sequence[Statement] = ()) -> Account:
    """The account of a narrative; without last year's report a change is bound by its words alone.

    Where the facts do not say of which year they are, the narrative is taken to be about the one that it names most.
    `others` are what another reader says of it, each with the number of its paragraph, from 1 on.
    """
    year = facts.year or _year(narrative, facts)
    concepts = concepts_of(facts.form)
    paragraphs = [
        Discourse(item.text, item.place, item.form, year, facts.organization) for item in narrative.paragraphs
    ]
    entries = EntriesStated(paragraphs, facts)
    readers = [read_paragraph(paragraph, facts, concepts, year, entries) for paragraph in paragraphs]
    second = _placed(others, paragraphs, facts)
    lists = {
        reader.paragraph.place: joined_lists(tuple(lists_in(reader)), also.lists)
        for reader, also in zip(readers, second, strict=True)
    }
    pairs = [
        (paragraph, joined(reader.readings, also.readings, paragraph) if also.readings else reader.readings)
        for paragraph, reader, also in zip(paragraphs, readers, second, strict=True)
    ]
    claims = tuple(claim for paragraph, read in pairs for claim in claims_of(paragraph, read))
    bindings = tuple(binding for paragraph, read in pairs for binding in bindings_of(paragraph, read, facts))
    dropped = Counter(item.value for also in second for item in also.dropped)
    return Account(bindings, claims, year, {paragraph.place: paragraph for paragraph in paragraphs}, lists, dropped)


def _placed(
    statements: Sequence[Statement], paragraphs: Sequence[Discourse], facts: Facts
) -> tuple[PlacedStatements, ...]:
    """What another reader says of each paragraph."""
    by_number: dict[int, list[Statement]] = {}
    for one in statements:
        by_number.setdefault(one.paragraph, []).append(one)
    return tuple(placed(by_number.get(at, ()), paragraph, facts) for at, paragraph in enumerate(paragraphs, 1))


def _year(narrative: Narrative, facts: Facts) -> int | None:
    """The year that a narrative names most; None when it names none."""
    texts = (paragraph.text for paragraph in narrative.paragraphs)
    years = Counter(match.group("year") for text in texts for match in facts.phrases.year.finditer(text))
    return int(years.most_common(1)[0][0]) if years else None
