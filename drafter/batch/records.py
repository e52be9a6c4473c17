"""What is kept of one examined file: one line of JSON, from which all that follows is made without the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from drafter.errors import SourceError
from drafter.form import Form
from drafter.messages import LANGUAGES, error_text
from drafter.report import Filing
from drafter.report import json as filing_codec

NAME = "\x1a"
"""Stands for the name of a file in a sentence about its content, which may come under another name next time."""


_OWN = {"is_workbook": "workbook_received"}
"""Sentences that tell an office something else than the clerk of a case."""


class Ending(StrEnum):
    """How the examination of a file ended; only READ says anything of a report."""

    READ = "read"
    REFUSED = "refused"
    """It cannot be read, or is no report."""
    ANSWERED = "answered"
    """It is a slip that a unit sent back with its answers."""
    FAILED = "failed"
    """It took too long or too much memory, its process died, or the program failed. It is tried again next time."""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file: a filing and its findings, or why there is none."""

    digest: str
    """SHA-256 of the file."""
    ending: Ending
    settings: str = ""
    """Digest of all that the findings rest on besides the file and its unit: the form, the program, the language."""
    basis: str = ""
    """Digest of what was known of the unit: its kind, and last year's report."""
    filing: Mapping[str, Any] | None = None
    """As `read --format json` prints it."""
    tabled: bool = False
    """Whether rows of the form's tables were found."""
    findings: tuple[Mapping[str, Any], ...] = ()
    """As `check --format json` prints them."""
    coverage: Mapping[str, int] = field(default_factory=dict)
    error: Mapping[str, str] | None = None
    """The sentence in each language, with `NAME` for the name of the file, and its key."""
    slip: str = ""
    """The reference of the slip that it is."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What stands on the slip, by the numbers of its items."""

    @property
    def organization(self) -> str | None:
        """The organisation as the title names it."""
        return self.filing["organization"] if self.filing else None

    @property
    def year(self) -> int | None:
        """The year of the report."""
        return self.filing["year"] if self.filing else None

    def count(self, severity: str) -> int:
        """How many findings weigh this much."""
        return sum(item["severity"] == severity for item in self.findings)

    def report(self, form: Form) -> Filing | None:
        """The filing as a record."""
        return filing_codec.read(json.dumps(self.filing).encode(), form) if self.filing else None

    def line(self) -> bytes:
        """The record as a line of JSON."""
        data = {item.name: getattr(self, item.name) for item in fields(self)}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def parse(line: bytes) -> FileResult | None:
    """The record in a line; None if the line was cut off while it was written, or is none of this program's."""
    try:
        data = json.loads(line)
        values = data | {"ending": Ending(data["ending"]), "findings": tuple(data["findings"])}
        return FileResult(**values)
    except (ValueError, KeyError, TypeError):
        return None


def refused(digest: str, error: SourceError) -> FileResult:
    """The record of a file that cannot be read."""
    key = _OWN.get(error.key, error.key)
    told = SourceError(key, **{**error.values, "path": NAME})
    said = {"key": key} | {language: error_text(language, told) for language in LANGUAGES}
    return FileResult(digest, Ending.REFUSED, error=said)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
