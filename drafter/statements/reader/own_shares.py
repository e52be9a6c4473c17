"""Shares of numbers of the text that no cell decides: in a number of the text as well, or in a whole that has one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind
from drafter.statements.account import Sense
from drafter.statements.judge import Verdict
from drafter.statements.language import Relation, Statement
from drafter.statements.reader.names import compose
from drafter.statements.reader.readings import ClauseReading
from drafter.statements.reader.state import Reader
from drafter.statements.reader.tokens import Token, TokenKind

_LOOSE = (("over", Exactness.OVER), ("under", Exactness.UNDER), ("around", Exactness.ABOUT))
_NEAREST = 24
"""Figures before a share among which its part and its whole are looked for."""
_LABEL = 2
"""Characters of a label that is told again by the beginning of longer words, at least."""
_RATES = (QuantityKind.PERCENT, QuantityKind.TENTHS)
_COUNTED = (QuantityKind.COUNT, QuantityKind.AMOUNT)


def loosened(reader: Reader, quantity: Quantity, before: Sequence[int]) -> Quantity:
    """A quantity as the words before it have it: over, under or about so much."""
    found = next((kind for index in before for role, kind in _LOOSE if reader.tokens[index].has(role)), None)
    exact = quantity.exactness is Exactness.EXACT and quantity.upper is None
    return replace(quantity, exactness=found) if found is not None and exact else quantity


def one_sided(
    reader: Reader, at: int, quantity: Quantity, before: Sequence[int], behind: Sequence[Token]
) -> ClauseReading | None:
    """The share of a number that no cell decides in a whole that one does: of the last number, or of those summed."""
    whole = compose(behind, reader.scope) if behind else reader.within
    stated = list(islice(reader.stated(at), _NEAREST))
    if not stated or (whole is not None and not (whole.has_row or whole is reader.within)):
        return None
    last = stated[0]
    if last.subjects and (last.verdict is Verdict.TRUE or last.is_sure):
        return None
    wholes = whole.alternatives if whole is not None else () if behind else last.subjects
    numbers = [one for reading in stated if (one := reader.number_of(reading)) is not None]
    alike = [one for one in numbers if one.unit == numbers[0].unit and one.kind is QuantityKind.COUNT]
    parts = alike[:1]
    if any(reader.tokens[index].has("sums") for index in before):
        parts += [
            replace(alike[0], value=sum(one.value for one in alike[:count])) for count in range(2, len(alike) + 1)
        ]
    statements = [Statement(Relation.SHARE, (), one, quantity, parts=(part,)) for part in parts for one in wholes]
    if whole is None:
        larger = [one for one in alike[1:] if one.value >= alike[0].value]
        statements += [Statement(Relation.SHARE, (), (), quantity, parts=(parts[0], one)) for one in larger]
    sure = whole.is_sure if whole is not None else True
    return reader.settled(at, Sense.SHARE, statements, sure=sure) if statements else None


def own_multiple(reader: Reader, at: int, quantity: Quantity, before: list[int]) -> ClauseReading | None:
    """How much one number of the text is of the number that stands right before ("1.3 times the 24 of last year")."""
    if quantity.kind is not QuantityKind.TIMES and quantity.kind not in _RATES:
        return None
    if not before or not before[0] or any(not reader.tokens[index].has("of") for index in before):
        return None
    other = before[0] - 1
    base, clause = reader.tokens[other].quantity, reader.before(other)
    words = reader.words(clause)
    says = any(token.has("equals", "over", "under", "around") for token in words)
    if base is None or not says or any(token.has("up", "down") for token in words):
        return None
    one = next((number for number in _numbers(reader, other, reader.whole_sentence(at))), None)
    if one is None or one.unit != base.unit or one.kind not in _COUNTED:
        return None
    relation = Relation.TIMES if quantity.kind is QuantityKind.TIMES else Relation.SHARE
    statement = Statement(relation, (), (), loosened(reader, quantity, clause), parts=(one, base))
    return reader.settled(at, Sense.CHANGE, [statement], sure=True)


def _numbers(reader: Reader, at: int, floor: int) -> Iterator[Quantity]:
    """Exact numbers before a token as far as another one, nearest first."""
    for index in range(at - 1, floor - 1, -1):
        one = reader.tokens[index].quantity
        if one is not None and one.kind in _COUNTED and one.exactness is Exactness.EXACT and one.upper is None:
            yield one


def restated_share(reader: Reader, at: int, quantity: Quantity, ahead: Sequence[Token]) -> ClauseReading | None:
    """The share of what the sentence counted before under the same words, in what it states or in all of its kind."""
    own = next((n for n, token in enumerate(ahead) if not token.has("glue", "opens")), None)
    if own is None or ahead[own].mark is TokenKind.QUANTITY:
        return None
    text, begun = reader.paragraph.text, reader.whole_sentence(at)
    words = text[ahead[own].start : ahead[-1].end]
    place = next((i for i in range(at - 1, begun, -1) if _is_said(reader, i, words)), None)
    part = reader.tokens[place].quantity if place is not None else None
    if place is None or part is None or part.kind not in _COUNTED:
        return None
    alike = [one for one in _numbers(reader, at, begun) if one.unit == part.unit]
    beside = [one for one in alike if one.start >= reader.tokens[reader.sentence(at)].start]
    total = replace(part, value=sum(one.value for one in beside))
    wholes = [one for one in (*alike, total) if one is not part and one.value >= part.value]
    statements = [Statement(Relation.SHARE, (), (), quantity, parts=(part, whole)) for whole in wholes]
    table = reader.scope.table if any(token.has("channel") for token in ahead) else None
    rows = sorted(reader.flow(table)) if table else ()
    statements += [Statement(Relation.SHARE, (), (f"{table}.{row}.total",), quantity, parts=(part,)) for row in rows]
    return reader.settled(at, Sense.SHARE, statements, sure=True) if len(alike) > 1 else None


def in_turn(reader: Reader, at: int, quantity: Quantity, part: ClauseReading) -> ClauseReading | None:
    """The share, said in its turn, of a number that no cell decides: in a number of the sentence, or in their sum."""
    run, number = reader.run(at), reader.number_of(part)
    if run is None or number is None:
        return None
    alike = [one for one in _numbers(reader, run[0], reader.whole_sentence(at)) if one.unit == number.unit]
    total = replace(number, value=sum(one.value for one in alike[: run[2]]))
    wholes = [one for one in (total, *alike[run[2] :]) if one.value >= number.value]
    statements = [Statement(Relation.SHARE, (), (), quantity, parts=(number, whole)) for whole in wholes]
    return reader.settled(at, Sense.SHARE, statements, sure=True) if len(alike) >= run[2] else None


def _is_said(reader: Reader, index: int, words: str) -> bool:
    """Whether a number stands right behind some words, or behind a label with which they begin."""
    token, text = reader.tokens[index], reader.paragraph.text
    if token.quantity is None:
        return False
    label = reader.tokens[index - 1] if index else token
    said = text[label.start : label.end]
    begins = label.mark is TokenKind.REST and len(said) >= _LABEL and words.startswith(said)
    return begins or text[: token.start].endswith(words)
