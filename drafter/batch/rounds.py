"""Rounds of returned reports: what each unit was told when, what of it is mended, and what the unit answered.

A unit's next round begins with its next file. What was told before and is told again is known by the key of a finding,
what it rests on by its basis: the same basis still stands, another one was touched and is still wrong.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from drafter.case.files import write_file
from drafter.errors import SourceError
from drafter.records import dataclass

ROUNDS = "rounds.json"
REFERENCE = r"DR-[0-9A-F]{12}"
"""What the reference of a slip looks like, by which an answered one is known."""


class ItemState(StrEnum):
    """What became of an item since the round before."""

    NEW = "new"
    STANDS = "stands"
    CHANGED = "changed"
    """It was touched and is still wrong."""


@dataclass(frozen=True, slots=True)
class SlipItem:
    """One thing that a unit has to mend or explain."""

    key: str
    basis: str
    severity: str
    rule: str
    place: str
    words: str
    wanted: str
    message: str
    source: str
    state: ItemState = ItemState.NEW
    answer: str = ""
    """What the unit wrote beside it on this round's slip."""
    answered: str = ""
    """What it wrote about it in rounds before."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a unit was told in one round."""

    unit: str
    round: int
    digest: str
    """Of the file that it is about."""
    file: str
    day: str
    items: tuple[SlipItem, ...] = ()
    mended: tuple[SlipItem, ...] = ()
    """Items of the round before that are no more."""

    @property
    def reference(self) -> str:
        """What the slip is known by when it comes back."""
        told = "\n".join((self.unit, str(self.round), self.digest, *(item.key for item in self.items)))
        return f"DR-{hashlib.sha256(told.encode()).hexdigest()[:12].upper()}"

    def standing(self, state: ItemState) -> tuple[SlipItem, ...]:
        """The items of which this became."""
        return tuple(item for item in self.items if item.state is state)

    def with_answers(self, answers: Mapping[int, str]) -> Slip:
        """The slip with what the unit wrote, by the numbers of items; an answer is never replaced by none."""
        items = (replace(item, answer=answers.get(number) or item.answer) for number, item in enumerate(self.items, 1))
        return replace(self, items=tuple(items))


class Rounds:
    """The slips of all units, round by round."""

    def __init__(self, slips: Iterable[Slip] = ()) -> None:
        self._slips: dict[str, list[Slip]] = {}
        for slip in slips:
            self._slips.setdefault(slip.unit, []).append(slip)

    def __iter__(self) -> Iterator[Slip]:
        return (slip for slips in self._slips.values() for slip in slips)

    def of(self, unit: str) -> Sequence[Slip]:
        """A unit's slips, the first round first."""
        return self._slips.get(unit, [])

    def slip(self, reference: str) -> Slip | None:
        """The slip with this reference."""
        return next((slip for slip in self if slip.reference == reference), None)

    def answer(self, reference: str, answers: Mapping[int, str]) -> bool:
        """Keep what stands on a slip that came back; False if no slip has this reference."""
        slip = self.slip(reference)
        if slip is None:
            return False
        slips = self._slips[slip.unit]
        slips[slips.index(slip)] = slip.with_answers(answers)
        return True

    def tell(self, slip: Slip, found: Collection[str] = ()) -> Slip:
        """The slip as the unit gets it: compared with its round before. Its file again is its round again.

        `found` are the keys of all that was found, told or not: what the office no longer returns is not mended.
        """
        slips = self._slips.setdefault(slip.unit, [])
        again = bool(slips) and slips[-1].digest == slip.digest
        before = slips[:-1] if again else slips
        told = _compared(replace(slip, round=len(before) + 1), before[-1] if before else None, found)
        if again:
            answers = {item.key: item.answer for item in slips[-1].items}
            items = (replace(item, answer=answers.get(item.key, "")) for item in told.items)
            told = replace(told, day=slips[-1].day, items=tuple(items))
        self._slips[slip.unit] = [*before, told]
        return told


def _compared(slip: Slip, before: Slip | None, found: Collection[str]) -> Slip:
    """The slip with what became of each item; those that stand come first, as the unit was told of them before."""
    if before is None:
        return slip
    known = {item.key: item for item in before.items}
    items = [_again(item, known[item.key]) if item.key in known else item for item in slip.items]
    order = (ItemState.STANDS, ItemState.CHANGED, ItemState.NEW)
    items.sort(key=lambda item: order.index(item.state))
    now = {*found, *(item.key for item in items)}
    return replace(slip, items=tuple(items), mended=tuple(item for item in before.items if item.key not in now))


def _again(item: SlipItem, before: SlipItem) -> SlipItem:
    state = ItemState.STANDS if item.basis == before.basis else ItemState.CHANGED
    return replace(item, state=state, answered=before.answer or before.answered)


def read_rounds(folder: Path) -> Rounds:
    """The rounds that are kept in a folder; SourceError if the file is not this program's."""
    path = folder / ROUNDS
    if not path.is_file():
        return Rounds()
    try:
        return Rounds(_slip(data) for data in json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise SourceError("rounds_damaged", path=path) from error


def _slip(data: Mapping[str, Any]) -> Slip:
    return Slip(**{**data, "items": _items(data["items"]), "mended": _items(data["mended"])})


def _items(data: Sequence[Mapping[str, Any]]) -> tuple[SlipItem, ...]:
    return tuple(SlipItem(**{**item, "state": ItemState(item["state"])}) for item in data)


def write_rounds(folder: Path, rounds: Rounds) -> None:
    """Keep the rounds."""
    data = [asdict(slip) for slip in rounds]
    write_file(folder / ROUNDS, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
