"""Ids as a model is shown them: numbers that count within a block, short to copy and hard to get wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from drafter.llm.writer.blocks import Task
from drafter.report.references import Reference, parse

_BRACED = re.compile(r"\{\s*((?:entry|note):[^{}|\s]+)\s*\}")


@dataclass(frozen=True, slots=True)
class Shorthand:
    """The entries and notes of one block: `entry:1` for the first entry met, `note:1` for the first note."""

    full: Mapping[str, str]
    """Full ids by short ones, both with their prefix."""

    def shortened(self, text: str) -> str:
        """Text with short ids in its references."""
        for short, full in self.full.items():
            text = text.replace(f"{{{full}}}", f"{{{short}}}")
        return text

    def expanded(self, text: str) -> str:
        """Text with full ids in its references."""
        return _BRACED.sub(lambda match: f"{{{self.source(match.group(1))}}}", text)

    def source(self, name: str) -> str:
        """The source that a name stands for."""
        return self.full.get(name, name)


def shorthand(task: Task) -> Shorthand:
    """The short ids of a block."""
    parts = (part for text in task.sentences for part in parse(text))
    met = dict.fromkeys(part.target for part in parts if isinstance(part, Reference) and part.prefix == "entry")
    entries = {f"entry:{number}": f"entry:{target}" for number, target in enumerate(met, 1)}
    notes = {f"note:{number}": f"note:{note.id}" for number, note in enumerate(task.notes, 1)}
    return Shorthand(entries | notes)
