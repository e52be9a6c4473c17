"""What the account says of a text, as vouching needs it: stretches that are bound, contradicted or open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from operator import attrgetter

from drafter.records import dataclass
from drafter.report import Facts, Number
from drafter.report.quantities.chinese import QuantityKind
from drafter.statements import Account, Binding, ClaimFound, State
from drafter.statements.judge import Verdict


@dataclass(frozen=True, slots=True)
class Stated:
    """A number or a claim in a paragraph, or, moved, in a sentence: code points `start` to `end`."""

    start: int
    end: int
    state: State
    text: str
    value: Number | None = None
    step: Number | None = None
    """Of a percentage or so many tenths, half a unit of its last digit."""
    by: str | None = None
    """What it is bound to: "figures", or a note or entry by its name."""


Key = tuple[str | None, int | None]
"""The section and the number of a paragraph."""


@dataclass(frozen=True, eq=False)
class StatedBy:
    """What is stated in every paragraph, in order."""

    paragraphs: Mapping[Key, list[Stated]]

    def within(self, key: Key, start: int, end: int) -> list[Stated]:
        """What begins in a stretch of a paragraph."""
        items = self.paragraphs.get(key, [])
        begin = bisect_left(items, start, key=attrgetter("start"))
        return items[begin : bisect_left(items, end, begin, key=attrgetter("start"))]


def stated_in(account: Account, facts: Facts) -> StatedBy:
    """What an account says, by paragraph."""
    found: dict[Key, list[Stated]] = {}
    for item in account.bindings:
        found.setdefault((item.where.section, item.where.paragraph), []).append(_number(item))
    for claim in account.claims:
        found.setdefault((claim.where.section, claim.where.paragraph), []).append(_claim(claim))
    return StatedBy({key: sorted(items, key=attrgetter("start")) for key, items in found.items()})


def _number(item: Binding) -> Stated:
    quantity, reference = item.quantity, item.reference
    start, end = min(item.start, quantity.start), max(item.end, quantity.end)
    by = "figures"
    if reference is not None and reference.prefix in ("note", "entry"):
        by = f"{reference.prefix}:{reference.target}"
    bound = by if item.state is State.BOUND else None
    step = quantity.half_step if quantity.kind in (QuantityKind.PERCENT, QuantityKind.TENTHS) else None
    return Stated(start, end, item.state, quantity.text, quantity.value, step, bound)


def _claim(claim: ClaimFound) -> Stated:
    """A claim without a number; one that all was in time is nothing that figures refute."""
    if claim.verdict is Verdict.UNKNOWN or (claim.grade == "timely" and claim.verdict is Verdict.FALSE):
        return Stated(claim.start, claim.end, State.OPEN, claim.text)
    if claim.verdict is Verdict.FALSE:
        return Stated(claim.start, claim.end, State.CONTRADICTED, claim.text)
    return Stated(claim.start, claim.end, State.BOUND, claim.text, by="figures")
