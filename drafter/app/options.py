"""What several commands are told about a report."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from drafter.records import dataclass


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """The form, and what the user says of a report that its file does not."""

    form: str
    last_year: Path | None = None
    notes: Path | None = None
    organization: str | None = None
    year: int | None = None
    kind: str | None = None
    force: bool = False
    """Whether a file that exists may be written over, which no file of a case and no file that was read ever is."""

    @property
    def confirmed(self) -> tuple[str, ...]:
        """Differences from last year's report that the user has confirmed by saying what holds."""
        return tuple(name for name in ("organization", "year") if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """What the user says of a second reader: a model by name, none at all, or nothing.

    Where nothing is said, a draft that a model wrote is read by that model, and nothing else is sent anywhere.
    """

    model: str | None = None
    off: bool = False
    context: int | None = None
    """The longest prompt and answer together, in tokens."""
    stream: TextIO | None = None
    """Where it is shown how the reading goes, in `language`."""
    language: str = "zh"
