"""Alignment: which texts of two sequences are one another's earlier and later wording, in order and out of order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Indel

from drafter.records import dataclass

ALIKE = 50.0
"""Least similarity (0-100, numbers apart) at which one text is taken for another wording of the other."""
MOVED = 75.0
"""Least similarity of texts that are out of order."""
_SHORTEST_MOVED = 6
"""Shorter texts are too common to have been moved."""
_GAIN = 5.0
"""How much more alike a text must become by taking a neighbour in, for the two to be parts of one."""
_WHOLE = 70.0
"""Least similarity of a text to the parts it was split into."""
_NUMBER = re.compile(r"[0-9\uff10-\uff19][0-9\uff10-\uff19.,]*")


@dataclass(frozen=True, slots=True)
class Group:
    """Positions in the old and new sequence that belong together; one side is empty for what is only in the other."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def masked(text: str) -> str:
    """The text with every number replaced by the same sign, so that numbers do not make texts unlike."""
    return _NUMBER.sub("0", text)


def similarity(old: str, new: str) -> float:
    """How alike two texts are, 0 to 100, by their longest common subsequence."""
    return 100 * Indel.normalized_similarity(old, new)


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Group, ...]:
    """Groups in the order of both sequences; texts without a counterpart stand alone, where they were."""
    left, right = [masked(text) for text in old], [masked(text) for text in new]
    pairs = _pairs(left, right)
    return tuple(_grown(_in_flow(pairs, len(left), len(right)), left, right))


def moves(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Pairs of one sequence each that are alike whatever their order, the most alike first."""
    left, right = [masked(text) for text in old], [masked(text) for text in new]
    scored = [
        (score, -i, -j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if min(len(a), len(b)) >= _SHORTEST_MOVED and (score := _score(a, b, MOVED)) > 0
    ]
    return tuple(_best_first(sorted(scored, reverse=True)))


def _best_first(scored: Iterable[tuple[float, int, int]]) -> Iterator[tuple[int, int]]:
    taken_old, taken_new = set[int](), set[int]()
    for _, i, j in scored:
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield -i, -j


def _score(old: str, new: str, least: float) -> float:
    return 100.0 if old == new else similarity_above(old, new, least)


def similarity_above(old: str, new: str, least: float) -> float:
    """The similarity, or 0 when it is below `least` (which is found out sooner)."""
    return 100 * Indel.normalized_similarity(old, new, score_cutoff=least / 100)


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs in order: equal texts first, then between them the pairs that are most alike together."""
    found: list[tuple[int, int]] = []
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            found += zip(range(code.src_start, code.src_end), range(code.dest_start, code.dest_end), strict=True)
    anchors = [(-1, -1), *found, (len(old), len(new))]
    for (i, j), (k, m) in zip(anchors, anchors[1:], strict=False):
        found += [(i + 1 + a, j + 1 + b) for a, b in _most_alike(old[i + 1 : k], new[j + 1 : m])]
    return sorted(found)


def _most_alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs in order whose similarities have the greatest sum."""
    if not old or not new:
        return []
    scores = [[_score(a, b, ALIKE) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0)
    return list(_traced(scores, best))


def _traced(scores: list[list[float]], best: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(scores) and j < len(scores[0]):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _in_flow(pairs: Iterable[tuple[int, int]], olds: int, news: int) -> list[Group]:
    groups: list[Group] = []
    i = j = 0
    for k, m in (*pairs, (olds, news)):
        groups += [Group((index,), ()) for index in range(i, k)] + [Group((), (index,)) for index in range(j, m)]
        if k < olds:
            groups.append(Group((k,), (m,)))
        i, j = k + 1, m + 1
    return groups


def _grown(groups: list[Group], old: Sequence[str], new: Sequence[str]) -> Iterator[Group]:
    """The groups, those of a text that was split or joined taking in the lone neighbours that are parts of it."""
    pending = list(groups)
    for index, group in enumerate(pending):
        if group.old and group.new:
            for near in (*_lone(pending[:index][::-1]), *_lone(pending[index + 1 :])):
                bigger = _taking(group, near, old, new)
                if bigger is not None:
                    pending[pending.index(near)] = Group((), ())
                    group = bigger
            pending[index] = group
    return (group for group in pending if group.old or group.new)


def _lone(groups: Iterable[Group]) -> list[Group]:
    """The groups next to a pair, up to the next pair."""
    found = []
    for group in groups:
        if group.old and group.new:
            break
        found.append(group)
    return found


def _taking(group: Group, near: Group, old: Sequence[str], new: Sequence[str]) -> Group | None:
    """The pair with one more neighbour on one side, if that makes the two sides clearly more alike."""
    bigger = Group(tuple(sorted(group.old + near.old)), tuple(sorted(group.new + near.new)))
    if not (near.old or near.new) or min(len(bigger.old), len(bigger.new)) > 1 or not _adjoins(bigger):
        return None
    before, after = (similarity(_text(item.old, old), _text(item.new, new)) for item in (group, bigger))
    return bigger if after >= max(before + _GAIN, _WHOLE) else None


def _adjoins(group: Group) -> bool:
    return all(side[-1] - side[0] == len(side) - 1 for side in (group.old, group.new))


def _text(indexes: Iterable[int], texts: Sequence[str]) -> str:
    return "".join(texts[index] for index in indexes)
