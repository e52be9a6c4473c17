"""What was made of the facts asked about last: while a text is edited, they and most of its paragraphs stay."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from drafter.report.facts import Facts

T = TypeVar("T")
_MOST = 4
"""Facts that are remembered: the three that drafting, rendering and checking one draft go by, and one more."""


class Recent(Generic[T]):
    """The few things made last, each found again by what its facts say; what is found is never changed."""

    _all: ClassVar[list[Recent[Any]]] = []

    def __init__(self) -> None:
        self._made: tuple[tuple[Facts, T], ...] = ()
        self._all.append(self)

    def get(self, facts: Facts) -> T | None:
        """What was made of facts that say the same; None where nothing was."""
        return next((made for known, made in self._made if known.says_the_same(facts)), None)

    def keep(self, facts: Facts, made: T) -> None:
        """Remember what was made of facts, in place of what was made of them before."""
        others = (item for item in self._made if not item[0].says_the_same(facts))
        self._made = ((facts, made), *others)[:_MOST]

    @classmethod
    def forget_all(cls) -> None:
        """Remember nothing any more, as in a new process: what is measured or compared must not be found again."""
        for one in cls._all:
            one._made = ()
