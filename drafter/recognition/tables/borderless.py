"""Values between which the source shows no borders: whether a row is whole, told by its sums and by its spacing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from drafter.recognition.lexicon import Lexicon
from drafter.recognition.tables.tokens import Stretch, TableToken
from drafter.report.filing import Figure, parse_figure, total


@dataclass(frozen=True, slots=True)
class Spacing:
    """Lines that usually lie between a label and its first value, by the number of values, and between two values."""

    below_label: Mapping[int, int]
    below_any: int
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
        """Whether values on lines of their own stand further from their label, or from one another, than is usual."""
        if values[0].line == values[-1].line and len(values) > 1:
            return False
        if labels and values[0].line - labels[-1].line > self.below_label.get(len(values), self.below_any):
            return True
        return any(after.line - before.line > self.between for before, after in pairwise(values))


def _usual(gaps: Counter[int]) -> int:
    """The most frequent, the greatest of several such."""
    return max(gaps, key=lambda gap: (gaps[gap], gap), default=0)


def is_uneven(values: Sequence[TableToken]) -> bool:
    """Whether two values on a line stand so near, and others so far apart, that the two may be one number."""
    steps = [(after.gap, len(before.text) + after.gap) for before, after in pairwise(values) if after.gap]
    near = [step for spaces, step in steps if spaces == 1]
    far = [step for spaces, step in steps if spaces > 1]
    return bool(near and far) and 2 * min(near) < max(far)


def stray(row: int, texts: Sequence[str], lexicon: Lexicon) -> int | None:
    """The place of the one value too many, where the rest adds up without it and in no other way."""
    if len(texts) != len(lexicon.rows[row].cells) + 1:
        return None
    rests = {(*texts[:place], *texts[place + 1 :]): place for place in range(len(texts))}
    whole = [place for rest, place in rests.items() if adds_up(row, rest, lexicon)]
    return whole[0] if len(whole) == 1 else None


def cut(token: TableToken, row: int, lexicon: Lexicon) -> list[str] | None:
    """The values of a row run together: one value, or a character for every cell if no other way is possible.

    No number goes on behind a zero, and where the row adds up, joining two digits would add more than they come to.
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
    """Whether the sums within a row come out, words for no number taken as zero; None where it has none."""
    if not lexicon.sums[row]:
        return None
    words, columns = lexicon.form.definition.reading.not_numbers, lexicon.form.columns
    figures: dict[str, Figure] = {
        address: 0 if text in words else parse_figure(text, columns[address]).figure
        for address, text in zip(lexicon.rows[row].addresses, texts, strict=True)
    }
    sides = ((total(item.left, figures, {}), total(item.right, figures, {})) for item in lexicon.sums[row])
    return all(left is not None and left == right for left, right in sides)
