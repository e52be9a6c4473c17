"""Statements: what a narrative says about the figures, read clause by clause and judged by the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from drafter.report import Facts, Narrative
from drafter.statements.account import Account, Binding, ClaimFound, Sense, State
from drafter.statements.claims import find_claims
from drafter.statements.discourse import Discourse, Time
from drafter.statements.joined import joined, joined_lists
from drafter.statements.language import Statement
from drafter.statements.placed import PlacedStatements, placed
from drafter.statements.reader.lists import ListFound
from drafter.statements.remembered import ParagraphRead, read_all

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
    read = read_all(narrative, facts, year)
    paragraphs = [item.paragraph for item in read]
    second = _placed(others, paragraphs, facts)
    whole = [_with_other(item, also, facts) if also.readings else item for item, also in zip(read, second, strict=True)]
    dropped = Counter(item.value for also in second for item in also.dropped)
    return Account(
        tuple(binding for item in whole for binding in item.bindings),
        tuple(claim for item in whole for claim in item.claims),
        year,
        {paragraph.place: paragraph for paragraph in paragraphs},
        {item.paragraph.place: joined_lists(item.lists, also.lists) for item, also in zip(read, second, strict=True)},
        dropped,
    )


def _with_other(read: ParagraphRead, other: PlacedStatements, facts: Facts) -> ParagraphRead:
    """What two readers say of a paragraph."""
    readings = joined(read.readings, other.readings, read.paragraph)
    return read.with_readings(readings, facts)


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
