"""Words: two texts as runs of the same and of changed words, every number and quantity whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum, StrEnum
from typing import NamedTuple

from drafter.form import Form
from drafter.records import dataclass
from drafter.report import open_marks
from drafter.report.quantities.chinese import find_quantities

_DIGITS = r"[0-9\uff10-\uff19]"
_NUMBER = re.compile(rf"({_DIGITS}+(?:[.,\uff0e\uff0c]{_DIGITS}+)*[%\uff05\u2030]?)")
"""Numbers that are no quantities: years, days, numbers of documents."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CHAFF = 1
"""So few characters that stay between two changes of wording only make both hard to read."""


class RunKind(StrEnum):
    """What differs in a run: nothing, the year, a number that is bound, another number, an open mark, the wording."""

    SAME = "same"
    YEAR = "year"
    FIGURE = "figure"
    NUMBER = "number"
    OPEN = "open"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of both texts; one that is only in one text has the empty text as its other side."""

    kind: RunKind
    old: str
    new: str

    @property
    def same(self) -> bool:
        """Whether it stands in both texts."""
        return self.kind is RunKind.SAME


class _Sort(IntEnum):
    WORD = 0
    NUMBER = 1
    YEAR = 2
    OPEN = 3


@dataclass(frozen=True, slots=True)
class DiffToken:
    """A word, a punctuation mark, a number with its unit, or an open mark."""

    text: str
    sort: _Sort = _Sort.WORD

    @property
    def whole(self) -> bool:
        """Whether it is a number, a quantity, a year or an open mark: nothing that may be taken with its neighbours."""
        return self.sort is not _Sort.WORD


def tokens(text: str, form: Form | None = None) -> tuple[DiffToken, ...]:
    """The words of a text, which together are the text; a quantity is one word, with its unit and its percent sign.

    So is an open mark, where the form says what one looks like.
    """
    found: list[DiffToken] = []
    position = 0
    for start, end in open_marks(text, form) if form else ():
        found += [*_plain(text[position:start]), DiffToken(text[start:end], _Sort.OPEN)]
        position = end
    return (*found, *_plain(text[position:]))


def _plain(text: str) -> list[DiffToken]:
    found: list[DiffToken] = []
    position = 0
    for quantity in find_quantities(text):
        if quantity.start > position:
            found += _gap(text[position : quantity.start])
        found.append(DiffToken(text[quantity.start : quantity.end], _Sort.NUMBER))
        position = quantity.end
    if position < len(text):
        found += _gap(text[position:])
    return found


def _gap(text: str) -> Iterator[DiffToken]:
    import rjieba

    for index, part in enumerate(_NUMBER.split(text)):
        if index % 2:
            yield DiffToken(part, _Sort.YEAR if _YEAR.fullmatch(part) else _Sort.NUMBER)
        elif part:
            yield from map(DiffToken, rjieba.cut(part))


def words(old: str, new: str, form: Form | None = None) -> tuple[Run, ...]:
    """What stayed and what changed; the old sides together are the old text, the new sides the new one."""
    if old == new:
        return (Run(RunKind.SAME, old, new),) if old else ()
    return compare(tokens(old, form), tokens(new, form))


def compare(old: Sequence[DiffToken], new: Sequence[DiffToken]) -> tuple[Run, ...]:
    """The runs of two texts that are cut into words already."""
    return tuple(_joined(run for change in _without_chaff(_changes(old, new)) for run in _runs(change)))


_Side = Sequence[DiffToken]


class _Change(NamedTuple):
    """A stretch of both sides; a plain tuple because there are many and this is timed."""

    old: _Side
    new: _Side
    same: bool

    @property
    def wording(self) -> bool:
        return not self.same and not all(token.whole for token in (*self.old, *self.new))


def _changes(old: _Side, new: _Side) -> list[_Change]:
    """Stretches that stay and that change, by turns, with the fewest words changed."""
    from rapidfuzz.distance import Indel

    codes = Indel.opcodes([token.text for token in old], [token.text for token in new])
    found: list[_Change] = []
    i = j = 0
    for code in (*codes, None):
        if code is not None and code.tag != "equal":
            continue
        start, end = (code.src_start, code.src_end) if code else (len(old), len(old))
        begin = code.dest_start if code else len(new)
        if start > i or begin > j:
            found.append(_Change(old[i:start], new[j:begin], False))
        if code:
            i, j = end, code.dest_end
            found.append(_Change(old[start:i], new[begin:j], True))
    return found


def _without_chaff(changes: list[_Change]) -> list[_Change]:
    """Single characters that stay between two replaced stretches are replaced with them; numbers are left alone."""
    kept: list[_Change] = []
    for index, change in enumerate(changes):
        joins = bool(kept) and not kept[-1].same
        if joins and (not change.same or (_is_short(change) and _parts_wording(kept[-1], changes[index + 1 :][:1]))):
            kept[-1] = _Change((*kept[-1].old, *change.old), (*kept[-1].new, *change.new), False)
        else:
            kept.append(change)
    return kept


def _is_short(change: _Change) -> bool:
    return len(change.old) == 1 and len(change.old[0].text) <= _CHAFF and not change.old[0].whole


def _parts_wording(before: _Change, after: Sequence[_Change]) -> bool:
    """Whether wording was replaced, and not only added or dropped, on both sides."""
    return bool(after) and all(bool(side.old) and bool(side.new) and side.wording for side in (before, after[0]))


def _runs(change: _Change) -> Iterable[Run]:
    """One run, or where both sides have as many numbers and marks, these and the words between them apart."""
    if change.same:
        text = _text(change.old)
        return (Run(RunKind.SAME, text, text),)
    if not change.old or not change.new:
        return (Run(_kind(change.old, change.new), _text(change.old), _text(change.new)),)
    if len(change.old) == len(change.new) == 1:
        return _run(change.old, change.new)
    return _facing(_pairs(change.old, change.new))


def _facing(pairs: list[tuple[_Side, _Side]]) -> Iterator[Run]:
    for index, (old, new) in enumerate(pairs):
        rest = _unit(old, new, *pairs[index + 1]) if index + 1 < len(pairs) else ""
        if rest:
            pairs[index + 1] = (), ()
            yield Run(RunKind.OPEN, _text(old).removesuffix(rest), _text(new).removesuffix(rest))
            yield Run(RunKind.SAME, rest, rest)
        elif old or new:
            yield from _run(old, new)


def _pairs(old: _Side, new: _Side) -> list[tuple[_Side, _Side]]:
    """Both sides in as many parts, so that a number faces a number wherever it plainly took that one's place."""
    left, right = _parted(old), _parted(new)
    if len(left) == len(right):
        return list(zip(left, right, strict=True))
    if old and new and old[0].whole and new[0].whole:
        return [(old[:1], new[:1]), (old[1:], new[1:])]
    if old and new and old[-1].whole and new[-1].whole:
        return [(old[:-1], new[:-1]), (old[-1:], new[-1:])]
    return [(old, new)]


def _unit(old: _Side, new: _Side, after_old: _Side, after_new: _Side) -> str:
    """The unit that stands in a number on one side and behind an open mark on the other, else nothing."""
    sorts = [token.sort for token in (*old, *new)]
    if sorts == [_Sort.NUMBER, _Sort.OPEN] and not after_old:
        number, rest = _text(old), _text(after_new)
    elif sorts == [_Sort.OPEN, _Sort.NUMBER] and not after_new:
        number, rest = _text(new), _text(after_old)
    else:
        return ""
    return rest if number.endswith(rest) else ""


def _text(side: Sequence[DiffToken]) -> str:
    return "".join([token.text for token in side])


def _parted(side: _Side) -> list[tuple[DiffToken, ...]]:
    """Words and what is whole by turns: words first and last, perhaps none."""
    parts: list[tuple[DiffToken, ...]] = [()]
    for token in side:
        if token.whole:
            parts += [(token,), ()]
        else:
            parts[-1] += (token,)
    return parts


def _run(old: Sequence[DiffToken], new: Sequence[DiffToken]) -> Iterator[Run]:
    """One run; a word that only grew or shrank at one end is not replaced whole."""
    before, after = _text(old), _text(new)
    kind = RunKind.SAME if before == after else _kind(old, new)
    short, long = (before, after) if len(before) < len(after) else (after, before)
    if kind is not RunKind.WORDING or not short or any(token.sort is not _Sort.WORD for token in (*old, *new)):
        yield Run(kind, before, after)
    elif long.endswith(short):
        yield Run(kind, before[: -len(short)], after[: -len(short)])
        yield Run(RunKind.SAME, short, short)
    elif long.startswith(short):
        yield Run(RunKind.SAME, short, short)
        yield Run(kind, before[len(short) :], after[len(short) :])
    else:
        yield Run(kind, before, after)


def _kind(old: Sequence[DiffToken], new: Sequence[DiffToken]) -> RunKind:
    sorts = {token.sort for token in (*old, *new)}
    if _Sort.OPEN in sorts:
        answered = _Sort.WORD in {token.sort for token in new} and _Sort.OPEN not in {token.sort for token in new}
        return RunKind.WORDING if answered else RunKind.OPEN
    if not old or not new or _Sort.WORD in sorts:
        return RunKind.WORDING
    return RunKind.YEAR if sorts == {_Sort.YEAR} else RunKind.NUMBER


def _joined(runs: Iterator[Run]) -> list[Run]:
    """Neighbours of one kind as one run, except numbers."""
    found: list[Run] = []
    for run in runs:
        if found and found[-1].kind is run.kind and run.kind in (RunKind.SAME, RunKind.WORDING):
            found[-1] = Run(run.kind, found[-1].old + run.old, found[-1].new + run.new)
        else:
            found.append(run)
    return found
