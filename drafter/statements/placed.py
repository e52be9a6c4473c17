"""What another reader says of a text, found in it: each statement at its words, or dropped with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from drafter.form.concepts import concepts_of
from drafter.records import dataclass
from drafter.report import Facts, Paragraph, ReadBy
from drafter.report.quantities.chinese import Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import ENTRY, Judgement, Verdict, judge
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.lists import ListFound
from drafter.statements.reader.readings import ClauseReading

_SENSES = {
    Relation.EQUAL: Sense.FIGURE, Relation.CHANGE: Sense.CHANGE, Relation.PERCENT: Sense.CHANGE,
    Relation.TIMES: Sense.CHANGE, Relation.DIFFERENCE: Sense.CHANGE, Relation.POINTS: Sense.CHANGE,
    Relation.SHARE: Sense.SHARE,
}  # fmt: skip
"""Relations that are said with a number, and how the number states what it states."""
_TWO_SIDED = frozenset(
    {Relation.POINTS, Relation.DIFFERENCE, Relation.LARGEST, Relation.MAJORITY, Relation.ALL, Relation.SHARE}
)
_MULTIPLES = (Relation.CHANGE, Relation.TIMES)
"""Relations that a multiple may mean: by how much more, and how many times as much."""


class Dropped(StrEnum):
    """Why a statement of another reader is not used."""

    WORDS = "words"
    """Its words, or its numbers, do not stand in the text."""
    ADDRESS = "address"
    """It names no address, or one that the form does not have."""
    KIND = "kind"
    """It holds money against cases, or the like; or it has no number where its relation needs one."""


@dataclass(frozen=True, slots=True)
class PlacedStatements:
    """The statements about one paragraph that stand in it, and why others do not."""

    readings: tuple[ClauseReading, ...] = ()
    lists: tuple[ListFound, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def placed(statements: Iterable[Statement], paragraph: Paragraph, facts: Facts) -> PlacedStatements:
    """The statements of another reader about a paragraph, judged; of several on one number one that fails counts."""
    readings: dict[tuple[int | None, int, Statement], ClauseReading] = {}
    lists: list[ListFound] = []
    dropped: list[Dropped] = []
    for statement in statements:
        found = _Placing(statement, paragraph, facts).found()
        if isinstance(found, Dropped):
            dropped.append(found)
        elif isinstance(found, ListFound):
            lists.append(found)
        else:
            readings[found.ordinal, found.start, statement] = found
    return PlacedStatements(tuple(_one_each(readings.values())), tuple(lists), tuple(dropped))


def _one_each(readings: Iterable[ClauseReading]) -> Iterator[ClauseReading]:
    """One reading of each number: all that is said of it must hold."""
    rank = {Verdict.FALSE: 0, Verdict.TRUE: 1, Verdict.UNKNOWN: 2}
    numbers: dict[int, ClauseReading] = {}
    for item in readings:
        if item.ordinal is None:
            yield item
        elif item.ordinal not in numbers or rank[item.verdict] < rank[numbers[item.ordinal].verdict]:
            numbers[item.ordinal] = item
    yield from numbers.values()


@dataclass(frozen=True, slots=True)
class _Placing:
    """One statement beside the paragraph that it is about."""

    statement: Statement
    paragraph: Paragraph
    facts: Facts

    def found(self) -> ClauseReading | ListFound | Dropped:
        """The reading that the statement comes to, the list of numbers that it adds up, or why it is dropped."""
        statement = self.statement
        spans = [one for one in _spans(self.paragraph.text, statement.words) if not self.paragraph.in_mark(one[0])]
        if not spans:
            return Dropped.WORDS
        if not all(self.facts.knows(one) or self._is_entry(one) for one in (*statement.subject, *statement.other)):
            return Dropped.ADDRESS
        if statement.relation is Relation.SUM:
            return self._list(spans)
        if statement.relation in _SENSES or statement.relation is Relation.ELSEWHERE:
            return self._number(spans)
        if not statement.subject or (statement.relation in _TWO_SIDED and not statement.other):
            return Dropped.ADDRESS
        return self._claim(spans[0])

    def _is_entry(self, address: str) -> bool:
        return address.startswith(ENTRY) and address.removeprefix(ENTRY) in self.facts.entry_of

    def _inside(self, spans: Sequence[tuple[int, int]], like: Quantity) -> Iterator[int]:
        """The numbers in the words of the statement that are as the statement has it."""
        for start, end in spans:
            for ordinal, item in enumerate(self.paragraph.quantities):
                same = item.value == like.value and item.kind is like.kind
                if same and start <= item.number_start and item.number_end <= end:
                    yield ordinal

    def _number(self, spans: Sequence[tuple[int, int]]) -> ClauseReading | Dropped:
        statement = self.statement
        if statement.quantity is None:
            return Dropped.KIND
        ordinal = next(self._inside(spans, statement.quantity), None)
        if ordinal is None:
            return Dropped.WORDS
        quantity = self.paragraph.quantities[ordinal]
        edges = quantity.start, quantity.end
        if statement.relation is Relation.ELSEWHERE:
            return ClauseReading(*edges, Sense.OTHER, (), True, ordinal, edges, reader=ReadBy.MODEL)
        fault = self._fault(quantity)
        if fault is not None:
            return fault
        said = replace(statement, quantity=quantity)
        sense = Sense.BEFORE if said.is_last else _SENSES[said.relation]
        return self._reading(said, edges, sense, ordinal)

    def _fault(self, quantity: Quantity) -> Dropped | None:
        """Why a number cannot be said of what the statement names."""
        statement = self.statement
        own_share = statement.relation is Relation.SHARE and len(statement.parts) == 2
        if not statement.subject and not own_share:
            return Dropped.ADDRESS
        if statement.relation in _TWO_SIDED and not statement.other and not own_share:
            return Dropped.ADDRESS
        cells = [one for one in statement.subject if not one.startswith(ENTRY)]
        counted = statement.relation in (Relation.EQUAL, Relation.CHANGE, Relation.DIFFERENCE)
        amounts = {self.facts.form.column_of(one).kind == "amount" for one in cells} if counted else set()
        if quantity.kind in (QuantityKind.COUNT, QuantityKind.AMOUNT) and amounts:
            return None if amounts == {quantity.kind is QuantityKind.AMOUNT} else Dropped.KIND
        return None

    def _claim(self, span: tuple[int, int]) -> ClauseReading:
        statement, grade = self.statement, ""
        if statement.relation is Relation.SETTLED:
            tables = {item.table for item in concepts_of(self.facts.form).book.settled}
            known = all(one.partition(".")[0] in tables for one in statement.subject)
            statement, grade = (statement, "all") if known else (replace(statement, relation=Relation.ZERO), "")
        return self._reading(statement, span, Sense.FIGURE, None, grade)

    def _reading(
        self, statement: Statement, edges: tuple[int, int], sense: Sense, ordinal: int | None, grade: str = ""
    ) -> ClauseReading:
        statement, judgement = self._judged(statement)
        table = statement.subject[0].partition(".")[0] if statement.subject else None
        return ClauseReading(
            *edges, sense, (statement,), True, ordinal, edges, statement, judgement, (statement.subject,), table, grade,
            ReadBy.MODEL,
        )  # fmt: skip

    def _judged(self, statement: Statement) -> tuple[Statement, Judgement]:
        """The statement with what it comes to; a multiple is said both of last year's and of what is more than it."""
        judgement = judge(statement, self.facts)
        quantity, relation = statement.quantity, statement.relation
        if quantity is None or quantity.kind is not QuantityKind.TIMES or relation not in _MULTIPLES:
            return statement, judgement
        others = (replace(statement, relation=other) for other in _MULTIPLES if other is not relation)
        judged = ((one, judge(one, self.facts)) for one in others)
        return next((pair for pair in judged if pair[1].verdict is Verdict.TRUE), (statement, judgement))

    def _list(self, spans: Sequence[tuple[int, int]]) -> ListFound | Dropped:
        """The numbers that the statement adds up, where they stand; whether they are all is for the rule to weigh."""
        statement, used = self.statement, set[int]()
        ordinals: list[int] = []
        if statement.quantity is None or len(statement.parts) < 2:
            return Dropped.KIND
        for like in (statement.quantity, *statement.parts):
            ordinal = next((one for one in self._inside(spans, like) if one not in used), None)
            if ordinal is None:
                return Dropped.WORDS
            used.add(ordinal)
            ordinals.append(ordinal)
        total, *items = ordinals
        return ListFound((total,), tuple(items), first=len(items), reader=ReadBy.MODEL)


def _spans(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a text, white space in either passed over."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    plain, looked = "".join(text.split()), "".join(words.split())
    start = plain.find(looked) if looked else -1
    while start >= 0:
        yield places[start], places[start + len(looked) - 1] + 1
        start = plain.find(looked, start + 1)
