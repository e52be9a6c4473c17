"""What a command on a case came to: a checked filing, or a draft and the files that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.records import dataclass

if TYPE_CHECKING:
    from drafter.case.decisions import Judged
    from drafter.checks import Checked
    from drafter.document import Notice
    from drafter.drafting.revise import WrittenDraft
    from drafter.form import Form
    from drafter.report import Filing, Finding
    from drafter.statements import Account
    from drafter.statements.second import SecondReading


@dataclass(frozen=True, slots=True)
class SecondRead:
    """What came of a second reading: nothing where there was none, and what a person must know of it."""

    second: SecondReading | None = None
    notices: tuple[Notice, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A checked filing."""

    form: Form
    filing: Filing
    checked: Checked
    notices: tuple[Notice, ...] = ()
    judged: tuple[Judged, ...] = ()
    """The findings in order, each with where it stands."""
    lines: tuple[str, ...] = ()
    """What a second reading took, for a terminal."""
    names: Mapping[str, str] = field(default_factory=dict)
    """How a clerk finds each cell in the workbook, by its address."""

    @property
    def undecided_errors(self) -> int:
        """Errors that no decision answers."""
        return sum(item.is_error for item in self.judged)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Rules that do not hold, errors first."""
        return self.checked.findings

    @property
    def account(self) -> Account:
        """Every quantity of the text with what it states."""
        return self.checked.account


@dataclass(frozen=True, slots=True)
class DraftResult:
    """A draft, what checking it found, and where it was written (`data`: to standard output)."""

    form: Form
    drafted: WrittenDraft
    checked: Checked
    paths: Mapping[str, Path]
    number: int | None = None
    notices: tuple[Notice, ...] = ()
    data: bytes | None = None
    judged: tuple[Judged, ...] = ()
    lines: tuple[str, ...] = ()
    """What its writing came to, for a terminal."""
    names: Mapping[str, str] = field(default_factory=dict)
    """How a clerk finds each cell in the workbook, by its address."""
    before: tuple[int, Filing] | None = None
    """The draft before, with its number; None where there is none or nothing has changed."""

    @property
    def filing(self) -> Filing:
        """The draft, written out."""
        return self.drafted.filing
