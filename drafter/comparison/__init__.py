"""The difference between two filings: tables cell by cell, narrative by sections, paragraphs, sentences and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from drafter.comparison.narrative import sections
from drafter.comparison.records import BREAK, ComparedPassage, ComparedSentence, Item, Section, Status
from drafter.comparison.tables import CellChange, cell_changes
from drafter.comparison.words import Run, RunKind
from drafter.comparison.words import words as compare_words
from drafter.drafting.merge import PREFACE
from drafter.form import Form
from drafter.records import dataclass
from drafter.report import Filing
from drafter.statements import Account

__all__ = [
    "BREAK",
    "CellChange",
    "Comparison",
    "Item",
    "RunKind",
    "ComparedPassage",
    "Run",
    "Section",
    "ComparedSentence",
    "Status",
    "compare",
    "reuse",
]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two filings and all that differs between them."""

    old: Filing
    new: Filing
    title: tuple[Run, ...]
    sections: tuple[Section, ...]
    """The preface first, then the sections of the form, those without text too."""
    cells: tuple[CellChange, ...]
    compared: int
    """How many cells were compared."""

    @property
    def body(self) -> tuple[Section, ...]:
        """The sections without the preface, whose wording is nearly the law's."""
        return tuple(section for section in self.sections if section.key != PREFACE)

    def counts(self) -> dict[str, int]:
        """How many sentences there are of each status; those changed in year and numbers alone are counted apart."""
        found = Counter(_counted(sentence) for section in self.sections for sentence in section.sentences())
        return {name: found[name] for name in (*(status.value for status in Status), "numbers")}


def _counted(sentence: ComparedSentence) -> str:
    return "numbers" if sentence.status is Status.CHANGED and not sentence.wording else sentence.status.value


def reuse(parts: Iterable[Section]) -> float | None:
    """The share of the new wording of several sections that stood in the old text, 0 to 1; None without new text."""
    known = tuple(parts)
    written = sum(section.written for section in known)
    return sum(section.kept for section in known) / written if written else None


def compare(old: Filing, new: Filing, form: Form, account: Account | None = None) -> Comparison:
    """The difference of two filings of one form; `account` says which numbers of the new text are bound."""
    return Comparison(
        old,
        new,
        compare_words(old.title or "", new.title or ""),
        sections(old, new, form, account),
        cell_changes(old, new, form),
        len(set(_known(old, form)) | set(_known(new, form))),
    )


def _known(filing: Filing, form: Form) -> Iterator[str]:
    yield from form.cells
    yield from filing.figures
