"""What some words of a paragraph come to: the statements that they can mean, and which of them counts."""

from __future__ import annotations

from dataclasses import field

from drafter.records import dataclass
from drafter.report import ReadBy
from drafter.statements.account import Sense
from drafter.statements.judge import Judgement, Verdict
from drafter.statements.language import Statement
from drafter.statements.reader.names import Sum


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """What some words of a paragraph say: statements that they can mean, and what came of the one that counts."""

    start: int
    end: int
    sense: Sense
    alternatives: tuple[Statement, ...] = ()
    is_sure: bool = False
    """Whether the words leave no other reading."""
    ordinal: int | None = None
    """Of the quantity in its paragraph; None where the words say it without one."""
    edges: tuple[int, int] | None = None
    statement: Statement | None = None
    """The alternative that counts: the first that is true, else the first."""
    judgement: Judgement = field(default_factory=lambda: Judgement(Verdict.UNKNOWN))
    subjects: tuple[Sum, ...] = ()
    """What later words can go on about: of the alternatives, those that are true; all where none is."""
    table: str | None = None
    grade: str = ""
    """Of a claim that all is done: "rate", "timely" or "all"."""
    reader: ReadBy = ReadBy.PROGRAM

    @property
    def verdict(self) -> Verdict:
        """True, false where the words are sure, else unknown."""
        found = self.judgement.verdict
        return found if found is not Verdict.FALSE or self.is_sure else Verdict.UNKNOWN
