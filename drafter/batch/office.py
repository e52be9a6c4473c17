"""What an office chooses: which rules it returns reports for, how much each weighs, and how its letters are signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from drafter.checks.catalogue import rules_of
from drafter.errors import SourceError
from drafter.form import Form
from drafter.resources import parse_toml, validate

Weight = Literal["error", "warning", "info"]
_ORDER: tuple[Weight, ...] = ("error", "warning", "info")


class OfficeChoice(BaseModel):
    """The file that an office gives with `--rules`; every key may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    office: str = ""
    """The name that stands under a slip."""
    contact: str = ""
    """Whom a unit asks, with the telephone."""
    reply_by: str = ""
    """The day by which an answer is due, as it is to stand in the slip."""
    returned: Weight = "warning"
    """What weighs at least so much is returned to the unit."""
    alike: int = Field(default=40, ge=1, le=100)
    """How much of the shorter text two units may share before they are shown side by side, in percent."""
    off: tuple[str, ...] = ()
    """Codes of rules that are not held against reports."""
    severity: Mapping[str, Weight] = Field(default_factory=dict)
    """How much rules weigh, by their codes, where it is not what the program says."""

    accepted: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """By units: codes of rules whose findings it explained, and the office took the explanation."""

    def chosen(self, findings: Iterable[Mapping[str, Any]], unit: str = "") -> tuple[Mapping[str, Any], ...]:
        """The findings that the office holds against a unit's report, each with the weight that it gives them."""
        off = {*self.off, *self.accepted.get(unit, ())}
        weighed = [
            item if item["rule"] not in self.severity else {**item, "severity": self.severity[item["rule"]]}
            for item in findings
            if item["rule"] not in off
        ]
        return tuple(sorted(weighed, key=lambda item: _ORDER.index(item["severity"])))

    def to_return(self, findings: Iterable[Mapping[str, Any]], unit: str = "") -> Iterator[Mapping[str, Any]]:
        """Of findings, those that weigh enough to be returned."""
        most = _ORDER.index(self.returned)
        return (item for item in self.chosen(findings, unit) if _ORDER.index(item["severity"]) <= most)


def read_choice(path: Path, form: Form) -> OfficeChoice:
    """The choice in a file; an error names the key, or the rule that the form does not have."""
    choice = validate(parse_toml(path), OfficeChoice, path)
    known = {rule.code for rule in rules_of(form)}
    accepted = (code for codes in choice.accepted.values() for code in codes)
    for code in (*choice.off, *choice.severity, *accepted):
        if code not in known:
            raise SourceError("no_rule", path=path, rule=code, known=" ".join(sorted(known)))
    return choice
