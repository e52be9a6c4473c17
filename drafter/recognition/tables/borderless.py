"""Values without borders between them: whether a row is whole, judged by its sums and by the spacing of its lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from drafter.recognition.lexicon import Lexicon
from drafter.recognition.tables.tokens import Stretch, TableToken
from drafter.records import dataclass
from drafter.report import Figure, parse_figure, total


@dataclass(frozen=True, slots=True)
class Spacing:
    """The usual distances in lines: from a label to its first value, and from one value to the next."""

    below_label: Mapping[int, int]
    """From a label to the first of so many values."""
    below_any: int
    """The same, whatever the number of values."""
    between: int

    @classmethod
    def of(cls, stretches: Iterable[Stretch]) -> Spacing:
        below = defaultdict[int, Counter[int]](Counter)
        between = Counter[int]()
        for labels, values in stretches:
            if labels and values:
                below[len(values)][values[0].line - labels[-1].line] += 1
            between.update(after.line - before.line for before, after in pairwise(values))
        every = sum(below.values(), Counter[int]())
        return cls({count: _usual(gaps) for count, gaps in below.items()}, _usual(every), _usual(between))

    def breaks(self, labels: Sequence[TableToken], values: Sequence[TableToken]) -> bool:
        """True if values on lines of their own are further from their label, or from one another, than is usual."""
        if values[0].line == values[-1].line and len(values) > 1:
            return False
        if labels and values[0].line - labels[-1].line > self.below_label.get(len(values), self.below_any):
            return True
        return any(after.line - before.line > self.between for before, after in pairwise(values))


def _usual(gaps: Counter[int]) -> int:
    """The most frequent distance; of several, the greatest."""
    return max(gaps, key=lambda gap: (gaps[gap], gap), default=0)


def is_uneven(values: Sequence[TableToken]) -> bool:
    """True if two values on a line are one space apart and others much further: the two may be one number."""
    steps = [(after.gap, len(before.text) + after.gap) for before, after in pairwise(values) if after.gap]
    near = [step for spaces, step in steps if spaces == 1]
    far = [step for spaces, step in steps if spaces > 1]
    return bool(near and far) and 2 * min(near) < max(far)


def stray(row: int, texts: Sequence[str], lexicon: Lexicon) -> int | None:
    """The index of a value too many, if the row adds up without it and without no other."""
    if len(texts) != len(lexicon.rows[row].cells) + 1:
        return None
    rests = {(*texts[:place], *texts[place + 1 :]): place for place in range(len(texts))}
    whole = [place for rest, place in rests.items() if adds_up(row, rest, lexicon)]
    return whole[0] if len(whole) == 1 else None


def cut(token: TableToken, row: int, lexicon: Lexicon) -> list[str] | None:
    """The values of a row that stand without anything between them; None unless there is only one way to divide them.

    That is a single value, or a character for every cell: either none of them is a digit but zero (no number goes on
    behind a zero), or they add up so (two digits read as one number would add more than both).
    """
    count = len(lexicon.rows[row].cells)
    if count == 1:
        return [token.text] if lexicon.value.fullmatch(token.text) else None
    if len(token.text) != count or not all(map(lexicon.value.fullmatch, token.text)):
        return None
    bare = not any(char.isdigit() and int(char) for char in token.text)
    whole = token.run and token.text.isdigit() and adds_up(row, token.text, lexicon)
    return list(token.text) if bare or whole else None


def adds_up(row: int, texts: Sequence[str], lexicon: Lexicon) -> bool | None:
    """True if all sums within a row hold, with words for no number as zero; None if the form has no sum within it."""
    if not lexicon.sums[row]:
        return None
    words, columns = lexicon.form.definition.reading.not_numbers, lexicon.form.columns
    figures: dict[str, Figure] = {
        address: 0 if text in words else parse_figure(text, columns[address]).figure
        for address, text in zip(lexicon.rows[row].addresses, texts, strict=True)
    }
    sides = ((total(item.left, figures, {}), total(item.right, figures, {})) for item in lexicon.sums[row])
    return all(left is not None and left == right for left, right in sides)
