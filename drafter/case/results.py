"""What a command on a case came to: a checked filing, or a draft and the files that hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter.case.decisions import Judged
from drafter.checks import Checked
from drafter.document import Notice, Role, Span
from drafter.drafting.revise import WrittenDraft
from drafter.form import Form
from drafter.report import Filing, Finding
from drafter.statements import Account, State


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A checked filing."""

    form: Form
    filing: Filing
    checked: Checked
    notices: tuple[Notice, ...] = ()
    judged: tuple[Judged, ...] = ()
    """The findings in order, each with where it stands."""

    @property
    def undecided_errors(self) -> int:
        """Errors that no decision answers."""
        return sum(item.holds_back for item in self.judged)

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

    @property
    def unsupported(self) -> tuple[str, ...]:
        """Quantities that no reference wrote, outside open marks, that rest on nothing, in order."""
        found = []
        for binding in self.checked.account.bindings:
            spans = self.drafted.rendered.spans.get(binding.where, ())
            if binding.state is State.OPEN and not _vouched_for(spans, binding.quantity.start):
                found.append(binding.quantity.text)
        return tuple(found)


def _vouched_for(spans: Sequence[Span], position: int) -> bool:
    """Whether what stands here was written by a reference, or is open."""
    end = 0
    for span in spans:
        end += len(span.text)
        if position < end:
            return span.role in (Role.OPEN, Role.FIGURE)
    return False
