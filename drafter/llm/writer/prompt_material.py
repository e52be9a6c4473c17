"""The variables of `prompts/*/material.jinja`: one record, filled from the material and from what may leave the house.

A new variable is a field here, filled in `prompt_material`, and named in the template of each language.
"""

from __future__ import annotations

from collections.abc import Sequence

from drafter.llm.writer.figure_lines import figure_lines
from drafter.llm.writer.material import Material, Names, Part, numbered, references_in
from drafter.records import dataclass
from drafter.report import Entry, Note
from drafter.report.personal_data import Masker


@dataclass(frozen=True, slots=True)
class PromptPlace:
    """A place to be written, as the model is told of it."""

    key: str
    label: str
    asks: str
    last: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromptMaterial:
    """All material of a request; every line is data."""

    year: int | None
    parts: tuple[PromptPlace, ...]
    figures: tuple[str, ...]
    entries: tuple[str, ...]
    notes: tuple[str, ...]
    formulas: tuple[str, ...]
    style: tuple[str, ...]
    """How the text shall read, line by line."""
    complete: bool
    """Whether every figure is known, so that those not told are zero."""
    required: tuple[str, ...]
    """What a review will miss, in its own words."""

    @property
    def basis(self) -> list[object]:
        """What an answer rests on, without the values of figures and entries: they are proven anew."""
        places = [[place.key, *place.last] for place in self.parts]
        return [places, [line.partition("\uff1d")[0] for line in self.entries], list(self.notes), "\n".join(self.style)]


def prompt_material(parts: Sequence[Part], material: Material, names: Names, masker: Masker) -> PromptMaterial:
    """What is told for some places; all entries and notes where these are all places."""
    facts, line = material.facts, _Lines(material, names, masker)
    whole = len(parts) == len(material.parts)
    entries = facts.entries if whole else _entries_of(parts, material)
    notes = [note for note in facts.notes if whole or material.home(note.section, note.topic) in parts]
    return PromptMaterial(
        year=facts.year,
        parts=tuple(PromptPlace(part.key, part.label, part.asks, line.last(part)) for part in parts),
        figures=figure_lines(parts, facts),
        entries=tuple(line.entry(entry) for entry in entries),
        notes=tuple(line.note(note) for note in notes),
        formulas=material.formulas,
        style=tuple(material.style.splitlines()),
        complete=all(value is not None for value in facts.figures.values()),
        required=_required(parts, material),
    )


def _entries_of(parts: Sequence[Part], material: Material) -> list[Entry]:
    """The entries that last year's text of some places held."""
    named = {ref.target for ref in references_in(line for part in parts for line in part.last) if ref.prefix == "entry"}
    return [entry for entry in material.facts.entries if entry.id in named]


def _required(parts: Sequence[Part], material: Material) -> tuple[str, ...]:
    """What must be said in the sections of some places, in the words of the review that would miss it."""
    findings = material.required(dict.fromkeys((part.section for part in parts), ()))
    return tuple(str(getattr(item.message, material.form.definition.language)) for item in findings)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines with short names for what they refer to, and without personal data."""

    material: Material
    names: Names
    masker: Masker

    def last(self, part: Part) -> tuple[str, ...]:
        """Last year's text of a place."""
        return tuple(
            self.masker.mask(self.names.shown(line), f"last:{part.key}.{number}")
            for number, line in enumerate(part.last, 1)
        )

    def entry(self, entry: Entry) -> str:
        """An entry's short name, its number as typed or a question mark, last year's."""
        unit = entry.unit or ""
        value = f"{entry.value}{unit}" if entry.value else "\uff1f"
        return f"{self.names.short(f'entry:{entry.id}')}\uff1d{value}\uff08{entry.last}{unit}\uff09"

    def note(self, note: Note) -> str:
        """A note's short name, the place it belongs to, its text."""
        home = self.material.home(note.section, note.topic).key
        text = self.masker.mask(numbered(note, self.material.facts, self.names), f"note:{note.id}")
        return f"{self.names.short(f'note:{note.id}')}\uff3b{home}\uff3d{text}"
